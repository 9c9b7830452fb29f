#pragma once

#include "findings/finding.h"
#include "provenance/ai_declaration.h"
#include "provenance/gb45438/label.h"

#include <vector>

namespace pixiu::provenance::gb45438 {

inline constexpr std::string_view label_examiner = "gb45438_label";
inline constexpr std::string_view label_version = "1";

// What the labels of a file come to, in words and as data.
//
// Outcome: contradicts when a label says generated (the file's own statement, no likelihood ratio);
//   neutral for 2, 3, unclear, inconclusive, unreadable and for none, because platforms drop
//   metadata; not_applicable for a file of no kind we read.
// Details: {"state","says"?,"labels":[{"form","carrier","place","says","label","producer",
//   "produce_id","propagator"?,"propagate_id"?,"rules":["rule:key"],...}],"unread":[...]?,
//   "violations":[{"rule","clause","key"?,"en","zh"}]}; at most 8 labels, texts of at most 256
//   bytes without control characters, nesting of 6, 48 KiB.
Finding label_finding(const Reading& reading);

// What the labels declare, for `ai.declared` and `ai.by`: one entry a label that says generated. A
// label of the standard is by gb45438; ByteDance's private form, which stands in EXIF, by exif.
// Labels 2 and 3 declare nothing: a platform supposed it.
std::vector<AiDeclaration> declarations_of(const Reading& reading);

// What article 6 asks: a label of annex E with Label "1", readable, whatever rules it breaks.
bool says_generated_by_hidden_label(const Reading& reading);

// Any other trace in the labels: 2, 3, a vendor's own form that says generated.
bool has_other_label_trace(const Reading& reading);

}  // namespace pixiu::provenance::gb45438
