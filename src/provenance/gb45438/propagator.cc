#include "provenance/gb45438/propagator.h"

#include "media/decode.h"
#include "media/mp4_tag_edit.h"
#include "media/xmp_edit.h"
#include "media/xmp_embed.h"
#include "provenance/gb45438/label.h"
#include "provenance/gb45438/label_fields.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace pixiu::provenance::gb45438 {
namespace {

using media::FileEdits;
using media::Format;
using Field = LabelFields::Field;

constexpr std::string_view label_uri = "http://www.tc260.org.cn/ns/AIGC/1.0/";

bool may_stand_in_label(std::string_view text) {
  return !text.empty() && text.size() <= propagator_text_bytes_max &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return c >= 0x21 && c <= 0x7E && c != '"' && c != '\\'; });
}

std::string json_text(std::string_view text) {
  return nlohmann::json(std::string(text)).dump();
}

std::string json_of(const std::vector<Field>& fields, bool is_wrapped) {
  std::string json = "{";
  for (const Field& field : fields) {
    if (json.size() > 1) json += ',';
    json += json_text(field.key) + ':' + (field.is_text ? json_text(field.value) : field.value);
  }
  json += '}';
  return is_wrapped ? "{\"AIGC\":" + json + "}" : json;
}

// The value of a key, put where annex E has it when it was not there.
void set_field(std::vector<Field>& fields, std::string_view key, const std::string& value) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [key](const Field& field) { return field.key == key; });
  if (found != fields.end()) {
    *found = {std::string(key), value, true};
    return;
  }
  const auto behind = std::find_if(fields.begin(), fields.end(),
                                   [](const Field& field) { return field.key == "ReservedCode2"; });
  fields.insert(behind, {std::string(key), value, true});
}

Result<std::string> new_label(const PropagatorMark& mark) {
  if (!mark.label) {
    return Error{ErrorCode::invalid_input,
                 "the file has no hidden label; say whether it is possibly (2) or suspected to be "
                 "(3) AI-generated"};
  }
  return json_of({{"Label", std::string(1, *mark.label), true},
                  {"ContentProducer", "", true},
                  {"ProduceID", "", true},
                  {"ReservedCode1", "", true},
                  {"ContentPropagator", mark.propagator, true},
                  {"PropagateID", mark.propagate_id, true},
                  {"ReservedCode2", "", true}},
                 false);
}

// The label's text with the propagator's fields set; nothing when they are already.
Result<std::optional<std::string>> changed_label(const CarriedText& carried, const Label& label,
                                                 const PropagatorMark& mark) {
  if (mark.label && label.label_text != std::string(1, *mark.label)) {
    return Error{ErrorCode::conflict,
                 "the file's label says " + json_text(label.label_text) + "; it is not changed"};
  }
  const bool is_same =
      label.propagator.text == mark.propagator && label.propagate_id == mark.propagate_id;
  if (is_same) return std::optional<std::string>();
  if (!label.propagator.text.empty() || !label.propagate_id.empty()) {
    return Error{ErrorCode::conflict, "the file's label names another propagator already"};
  }
  const std::optional<LabelFields> fields = read_label_fields(carried.text);
  const bool is_clean =
      fields && fields->is_valid_json && label.form == Form::annex_e &&
      std::none_of(label.violations.begin(), label.violations.end(),
                   [](const Violation& violation) { return violation.rule == Rule::key_repeated; });
  if (!is_clean) {
    return Error{ErrorCode::unsupported,
                 "the file's label is no valid JSON of annex E; it is not written to"};
  }
  std::vector<Field> changed = fields->fields;
  set_field(changed, "ContentPropagator", mark.propagator);
  set_field(changed, "PropagateID", mark.propagate_id);
  return std::optional<std::string>(json_of(changed, fields->was_wrapped));
}

// In the packet that holds the label, or the first.
Result<FileEdits> plan_in_xmp(ByteView file, const std::string& json) {
  const auto places = media::xmp_places(file);
  if (!places) return places.error();
  const std::string_view packet = places->empty() ? std::string_view() : (*places)[0].packet;
  const auto edited = media::with_property(
      packet, {.namespace_uri = label_uri, .prefix = "TC260", .name = "AIGC", .value = json});
  if (!edited) return edited.error();
  return media::plan_xmp(file, *edited);
}

Result<FileEdits> plan_in(ByteView file, const CarriedText* carried, const std::string& json) {
  const bool is_film = media::is_film(media::format_of(file));
  // A longer name that contains AIGC is somebody's own; the editors look for the name itself.
  const bool is_plain = carried == nullptr || carried->is_surely_meant;
  const bool is_in_keys = carried == nullptr || carried->carrier == Carrier::mp4_keys;
  if (is_film && is_in_keys && is_plain) return media::plan_mp4_tag(file, "AIGC", json);
  if (carried == nullptr) return plan_in_xmp(file, json);
  if (carried->carrier == Carrier::png_text && is_plain)
    return media::plan_png_text(file, "AIGC", json);
  const auto places = media::xmp_places(file);
  const bool is_in_first_packet = carried->carrier == Carrier::xmp && places && !places->empty() &&
                                  (*places)[0].packet.find("AIGC") != std::string::npos;
  if (is_in_first_packet) return plan_in_xmp(file, json);
  return Error{ErrorCode::unsupported, "the file's label stands in " +
                                           std::string(carrier_name(carried->carrier)) + " (" +
                                           carried->place +
                                           "), where it is not rewritten; a second one would break "
                                           "clause 6.1 c)"};
}

}  // namespace

Status check_mark(const PropagatorMark& mark) {
  for (const std::string* text : {&mark.propagator, &mark.propagate_id}) {
    if (!may_stand_in_label(*text)) {
      return Error{ErrorCode::invalid_input,
                   "a propagator and its number are 1 to 256 letters, digits and signs, without "
                   "blanks, quotes and backslashes; write a name in other letters as a code"};
    }
  }
  if (producer_of(mark.propagator).is_faulty_code) {
    return Error{ErrorCode::invalid_input,
                 "the propagator's code is not valid: its length or the check digit of its unified "
                 "social credit code is wrong"};
  }
  if (mark.label && *mark.label != '2' && *mark.label != '3') {
    return Error{ErrorCode::invalid_input,
                 "a platform may note 2 (possibly) or 3 (suspected); 1 is the producer's to say"};
  }
  return {};
}

Result<FileEdits> plan_mark(ByteView file, const PropagatorMark& mark) {
  if (Status fine = check_mark(mark); !fine) return fine.error();
  std::vector<std::pair<CarriedText, Label>> labels;
  for (CarriedText& carried : read_carried_texts(file)) {
    if (std::optional<Label> label = read_label(carried)) {
      if (label->form != Form::bytedance_private) {
        labels.emplace_back(std::move(carried), *std::move(label));
      }
    } else if (carried.is_surely_meant) {
      return Error{ErrorCode::unsupported,
                   "the file has a hidden label that cannot be read; it is not written to"};
    }
  }
  if (labels.size() > 1) {
    return Error{ErrorCode::conflict,
                 "the file holds more than one hidden label, against clause 6.1 c)"};
  }
  if (labels.empty()) {
    const Result<std::string> json = new_label(mark);
    if (!json) return json.error();
    return plan_in(file, nullptr, *json);
  }
  const auto& [carried, label] = labels.front();
  const auto json = changed_label(carried, label, mark);
  if (!json) return json.error();
  if (!*json) return FileEdits{};
  return plan_in(file, &carried, **json);
}

}  // namespace pixiu::provenance::gb45438
