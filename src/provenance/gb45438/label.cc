#include "provenance/gb45438/label.h"

#include "provenance/gb45438/label_fields.h"
#include "provenance/gb45438/vendor_forms.h"

#include <algorithm>
#include <iterator>

namespace pixiu::provenance::gb45438 {
namespace {

using Field = LabelFields::Field;

void break_rule(Label& label, Rule rule, std::string_view key = {}) {
  const Violation violation{rule, std::string(key)};
  const auto& list = label.violations;
  if (std::find(list.begin(), list.end(), violation) == list.end()) {
    label.violations.push_back(violation);
  }
}

// Annex E j): 0x21, 0x23-0x5B, 0x5D-0x7E; a quote only escaped, and decoded here.
bool is_allowed(char c) {
  const auto code = static_cast<unsigned char>(c);
  return code >= 0x21 && code <= 0x7E && code != 0x5C;
}

std::optional<std::size_t> annex_e_index(std::string_view key) {
  const auto* found = std::find(std::begin(annex_e_keys), std::end(annex_e_keys), key);
  if (found == std::end(annex_e_keys)) return std::nullopt;
  return static_cast<std::size_t>(found - std::begin(annex_e_keys));
}

std::string value_of(const LabelFields& fields, std::string_view key) {
  const Field* field = fields.find(key);
  return field == nullptr || field->value == "null" ? std::string() : field->value;
}

void check_keys(const LabelFields& fields, Label& label) {
  constexpr std::size_t other_keys_max = 8;
  std::optional<std::size_t> last;
  std::vector<std::string_view> seen;
  for (const Field& field : fields.fields) {
    if (std::find(seen.begin(), seen.end(), field.key) != seen.end()) {
      break_rule(label, Rule::key_repeated, annex_e_index(field.key) ? field.key : "");
      continue;
    }
    seen.push_back(field.key);
    const std::optional<std::size_t> index = annex_e_index(field.key);
    if (!index) {
      if (label.other_keys.size() < other_keys_max) {
        label.other_keys.push_back(as_utf8(std::string_view(field.key).substr(0, 64)));
      }
      continue;
    }
    if (last && *index < *last) break_rule(label, Rule::key_order);
    last = index;
  }
}

void check_values(const LabelFields& fields, Label& label) {
  // A platform that notes 2 or 3 may not know who produced the content.
  const bool is_by_platform = (label.says == Says::possible || label.says == Says::suspected) &&
                              !label.propagator.text.empty();
  for (const std::string_view key : {"Label", "ContentProducer", "ProduceID"}) {
    const Field* field = fields.find(key);
    if (field == nullptr) {
      break_rule(label, Rule::key_missing, key);
    } else if (field->value.empty() && !is_by_platform) {
      break_rule(label, Rule::value_empty, key);
    }
  }
  for (const Field& field : fields.fields) {
    if (!annex_e_index(field.key)) continue;
    if (!field.is_text) {
      break_rule(label, Rule::value_not_text, field.key);
    } else if (!std::all_of(field.value.begin(), field.value.end(), is_allowed)) {
      break_rule(label, Rule::charset, field.key);
    }
  }
  if (fields.has_foreign_escape) break_rule(label, Rule::charset);
  if (!fields.is_valid_json) break_rule(label, Rule::json_broken);
}

Says says_of(std::string_view label) {
  if (label == "1") return Says::generated;
  if (label == "2") return Says::possible;
  if (label == "3") return Says::suspected;
  // One vendor's agent writes the word in place of the number.
  if (label == "AIGC") return Says::generated;
  return Says::unclear;
}

void check_meaning(Label& label) {
  const bool is_known =
      label.label_text == "1" || label.label_text == "2" || label.label_text == "3";
  if (!label.label_text.empty() && !is_known) break_rule(label, Rule::label_value, "Label");
  if (label.producer.is_faulty_code) break_rule(label, Rule::producer_code, "ContentProducer");
  if (label.propagator.is_faulty_code) {
    break_rule(label, Rule::propagator_code, "ContentPropagator");
  }
  if (label.propagator.text.empty() != label.propagate_id.empty()) {
    break_rule(label, Rule::propagator_half);
  }
}

void read_security(Label& label) {
  const SignedPart part{
      .label = label.label_text,
      .content_producer = label.producer.text,
      .produce_id = label.produce_id,
      .vendor_id = label.producer.vendor != nullptr ? label.producer.vendor->id : ""};
  label.producer_security = read_security_data(label.reserved_code_1, part);
  label.propagator_security = read_security_data(label.reserved_code_2, std::nullopt);
}

void read_annex_e(const LabelFields& fields, Label& label) {
  label.label_text = value_of(fields, "Label");
  label.says = says_of(label.label_text);
  label.producer = producer_of(value_of(fields, "ContentProducer"));
  label.produce_id = value_of(fields, "ProduceID");
  label.propagator = producer_of(value_of(fields, "ContentPropagator"));
  label.propagate_id = value_of(fields, "PropagateID");
  label.reserved_code_1 = value_of(fields, "ReservedCode1");
  label.reserved_code_2 = value_of(fields, "ReservedCode2");
  check_keys(fields, label);
  check_values(fields, label);
  check_meaning(label);
  read_security(label);
}

// A stray "Label" in somebody's comment is none: by the carrier's name AIGC or by two of the
// standard's own keys.
bool is_annex_e(const LabelFields& fields, const CarriedText& carried) {
  const auto count =
      std::count_if(fields.fields.begin(), fields.fields.end(),
                    [](const Field& field) { return annex_e_index(field.key).has_value(); });
  const bool is_named = carried.is_surely_meant || fields.was_wrapped;
  return count >= (is_named ? 1 : 2);
}

int strength_of(const Label& label) {
  const int by_form = label.form == Form::annex_e ? 10 : 0;
  switch (label.says) {
    case Says::generated: return 5 + by_form;
    case Says::suspected: return 4 + by_form;
    case Says::possible: return 3 + by_form;
    case Says::unclear: return 2 + by_form;
    case Says::inconclusive: return 1;
  }
  return 0;
}

bool is_of_standard(const Label& label) {
  return label.form != Form::bytedance_private;
}

void conclude(Reading& reading) {
  const auto count = std::count_if(reading.labels.begin(), reading.labels.end(), is_of_standard);
  for (const Label& label : reading.labels) {
    if (!is_of_standard(label)) continue;
    for (const Violation& violation : label.violations) {
      const auto& list = reading.violations;
      if (std::find(list.begin(), list.end(), violation) == list.end()) {
        reading.violations.push_back(violation);
      }
    }
  }
  if (count > 1) reading.violations.push_back({Rule::more_than_one_label, ""});
  if (count > 0) {
    reading.state = reading.violations.empty() ? State::compliant : State::non_compliant;
  } else if (!reading.unread.empty()) {
    reading.state = State::unreadable;
  }
}

}  // namespace

std::string_view says_name(Says says) {
  switch (says) {
    case Says::generated: return "generated";
    case Says::possible: return "possible";
    case Says::suspected: return "suspected";
    case Says::unclear: return "unclear";
    case Says::inconclusive: return "inconclusive";
  }
  return "unclear";
}

std::string_view form_name(Form form) {
  switch (form) {
    case Form::annex_e: return "annex_e";
    case Form::tencent_cloud: return "tencent_cloud";
    case Form::bytedance_private: return "bytedance_private";
  }
  return "annex_e";
}

std::string_view state_name(State state) {
  switch (state) {
    case State::compliant: return "compliant";
    case State::non_compliant: return "non_compliant";
    case State::absent: return "absent";
    case State::unreadable: return "unreadable";
  }
  return "absent";
}

const Label* Reading::foremost() const {
  const auto found = std::max_element(
      labels.begin(), labels.end(),
      [](const Label& a, const Label& b) { return strength_of(a) < strength_of(b); });
  return found == labels.end() ? nullptr : &*found;
}

std::optional<Label> read_label(const CarriedText& carried) {
  const std::optional<LabelFields> fields = read_label_fields(carried.text);
  if (!fields) return std::nullopt;
  std::optional<Label> label = read_vendor_form(*fields);
  if (!label) {
    if (!is_annex_e(*fields, carried)) return std::nullopt;
    label.emplace();
    read_annex_e(*fields, *label);
    const bool is_wrapped_wrongly =
        !carried.may_be_wrapped && fields->was_wrapped != carried.is_to_be_wrapped;
    if (is_wrapped_wrongly) break_rule(*label, Rule::wrapper);
  }
  label->carrier = carried.carrier;
  label->place = carried.place;
  for (const Violation& violation : carried.violations) {
    break_rule(*label, violation.rule, violation.key);
  }
  return label;
}

Reading read_labels(ByteView file) {
  constexpr std::size_t unread_bytes_max = 256;
  Reading reading;
  reading.can_carry = can_carry_label(file);
  for (CarriedText& carried : read_carried_texts(file)) {
    if (std::optional<Label> label = read_label(carried)) {
      reading.labels.push_back(*std::move(label));
    } else if (carried.is_surely_meant) {
      carried.text = as_utf8(std::string_view(carried.text).substr(0, unread_bytes_max));
      reading.unread.push_back(std::move(carried));
    }
  }
  conclude(reading);
  return reading;
}

}  // namespace pixiu::provenance::gb45438
