#pragma once

#include "findings/finding.h"

#include <string>
#include <string_view>

namespace pixiu::provenance::gb45438 {

// A way in which a hidden label departs from GB 45438-2025 (annex E, clause 6.1) or from the
// practice guide for its kind of file (TC260-PG-20259A, TC260-PG-20257A). What departs is still
// read: a label with faults says what it says.
enum class Rule {
  label_value,          // Label is none of "1", "2", "3"
  key_missing,          // Label, ContentProducer or ProduceID is not there
  value_empty,          // one of these is there and empty (a platform's 2 or 3 may leave out who)
  value_not_text,       // a value is a number, a list, ...
  key_order,            // the seven keys stand in another order
  key_repeated,         // a key stands there twice
  charset,              // a character outside annex E j), or an escape other than \"
  json_broken,          // no valid JSON; read by its keys all the same
  propagator_half,      // only one of ContentPropagator and PropagateID
  producer_code,        // written as a code, but length or check digit is wrong
  propagator_code,      // the same for the propagator
  wrapper,              // an outer {"AIGC": ...} where there is to be none, or none where one is
  xmp_namespace,        // the XMP property is not in http://www.tc260.org.cn/ns/AIGC/1.0/
  xmp_ill_formed,       // the packet is no well-formed XML
  webp_flag,            // an XMP chunk, but VP8X does not announce it
  comment_code,         // an EXIF user comment that does not say ASCII
  carrier,              // a place the practice guide does not name for this kind of file
  vendor_form,          // a vendor's own keys in place of annex E
  more_than_one_label,  // clause 6.1 c)
};

// "label_value", "key_missing", ...
std::string_view rule_name(Rule rule);

// Where it is written: "annex E", "6.1 c)", "practice guide".
std::string_view rule_clause(Rule rule);

// What is wrong, in a few plain words of both languages.
Summary rule_words(Rule rule);

struct Violation {
  Rule rule = Rule::label_value;
  std::string key;  // of annex E where the rule speaks of one; else empty

  friend bool operator==(const Violation&, const Violation&) = default;
};

}  // namespace pixiu::provenance::gb45438
