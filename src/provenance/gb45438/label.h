#pragma once

#include "base/bytes.h"
#include "provenance/gb45438/carrier.h"
#include "provenance/gb45438/producer_code.h"
#include "provenance/gb45438/rule.h"
#include "provenance/gb45438/security_data.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The hidden label of AI-generated content: GB 45438-2025, annex E.
namespace pixiu::provenance::gb45438 {

// What a label says of the content.
enum class Says {
  generated,     // Label 1: 属于; or a vendor's own form that means the same
  possible,      // Label 2: 可能
  suspected,     // Label 3: 疑似
  unclear,       // a Label of another value, or none
  inconclusive,  // ByteDance's aigc_label_type 0: no evidence either way
};

// "generated", "possible", "suspected", "unclear", "inconclusive".
std::string_view says_name(Says says);

// Whose keys it is written in.
enum class Form {
  annex_e,
  tencent_cloud,      // ServiceProvider, ServiceUser, Time, ContentId
  bytedance_private,  // aigc_info; beside the standard, no hidden label of it
};

// "annex_e", "tencent_cloud", "bytedance_private".
std::string_view form_name(Form form);

// One label, read. Texts are valid UTF-8, as written otherwise.
struct Label {
  Form form = Form::annex_e;
  Carrier carrier = Carrier::xmp;
  std::string place;
  Says says = Says::unclear;
  std::string label_text;  // the value of Label, "1"; of ByteDance's form aigc_label_type
  Producer producer;
  std::string produce_id;
  Producer propagator;
  std::string propagate_id;
  std::string reserved_code_1;
  std::string reserved_code_2;
  SecurityData producer_security;       // ReservedCode1
  SecurityData propagator_security;     // ReservedCode2
  std::vector<std::string> other_keys;  // beside annex E; the first eight, cut to 64 bytes
  std::vector<Violation> violations;    // of this label, each once

  // By the annex: Label "1", whatever else is wrong with it.
  bool is_hidden_label_1() const { return form == Form::annex_e && label_text == "1"; }
};

enum class State {
  compliant,
  non_compliant,  // `violations` say why
  absent,
  unreadable,  // a place for a label is there, but no label can be read from it
};

// "compliant", "non_compliant", "absent", "unreadable".
std::string_view state_name(State state);

// All labels of a file and what they come to.
struct Reading {
  bool can_carry = false;  // a kind of file that we read
  State state = State::absent;
  std::vector<Label> labels;        // the standard's and vendors' own, in the file's order
  std::vector<CarriedText> unread;  // places whose content is no label; `text` is cut to 256 bytes
  std::vector<Violation> violations;  // of the file: those of its labels and of their number

  // The label that speaks for the file: the strongest statement of the standard's labels, then of
  // vendors' own; null when there is none.
  const Label* foremost() const;
};

// Reads every hidden label of a file (still pictures, MP4 and MOV).
//
// A vendor's private form (ByteDance) is listed, but does not make `state` other than absent: it is
// no label of the standard. Never fails, never throws on foreign bytes.
// Call inside the sandbox only. Cost: one walk over the file's structure, at most
// carried_texts_max labels of label_bytes_max; a signature check each (1 ms) where one is carried.
// Source: GB 45438-2025 annex E and 6.1; TC260-PG-20257A, 20259A, 202511A; docs/methods/gb45438.md
Reading read_labels(ByteView file);

// One text as its carrier has it; nothing when it is no label. For read_labels and for tests.
std::optional<Label> read_label(const CarriedText& carried);

}  // namespace pixiu::provenance::gb45438
