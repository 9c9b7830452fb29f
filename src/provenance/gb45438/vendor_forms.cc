#include "provenance/gb45438/vendor_forms.h"

#include <nlohmann/json.hpp>

namespace pixiu::provenance::gb45438 {
namespace {

using Json = nlohmann::json;

std::string value_of(const LabelFields& fields, std::string_view key) {
  const LabelFields::Field* field = fields.find(key);
  return field == nullptr ? std::string() : field->value;
}

std::optional<Label> read_tencent_cloud(const LabelFields& fields) {
  if (fields.find("ServiceProvider") == nullptr || fields.find("ContentId") == nullptr) {
    return std::nullopt;
  }
  Label label;
  label.form = Form::tencent_cloud;
  label.label_text = value_of(fields, "Label");
  if (label.label_text.empty() || label.label_text == "1") {
    label.says = Says::generated;
  } else if (label.label_text == "2") {
    label.says = Says::possible;
  } else if (label.label_text == "3") {
    label.says = Says::suspected;
  }
  label.producer = producer_of(value_of(fields, "ServiceProvider"));
  label.produce_id = value_of(fields, "ContentId");
  label.violations.push_back({Rule::vendor_form, ""});
  return label;
}

// A member of an object, as text; numbers too.
std::string member_text(const std::string& object, const char* key) {
  const Json json = Json::parse(object, nullptr, false);
  if (!json.is_object() || !json.contains(key)) return {};
  const Json& value = json[key];
  if (value.is_string()) return value.get<std::string>();
  return value.is_number_integer() ? value.dump() : std::string();
}

std::optional<Label> read_bytedance(const LabelFields& fields) {
  const LabelFields::Field* info = fields.find("aigc_info");
  if (info == nullptr) return std::nullopt;
  Label label;
  label.form = Form::bytedance_private;
  label.label_text = member_text(info->value, "aigc_label_type");
  if (label.label_text.empty()) return std::nullopt;
  label.says = Says::unclear;
  if (label.label_text == "0") label.says = Says::inconclusive;
  if (label.label_text == "1" || label.label_text == "2") label.says = Says::generated;
  std::string product = member_text(info->value, "source_info");
  if (product.empty()) product = member_text(value_of(fields, "data"), "product");
  label.producer = producer_of(product);
  label.produce_id = member_text(value_of(fields, "data"), "pictureId");
  label.violations.push_back({Rule::vendor_form, ""});
  return label;
}

}  // namespace

std::optional<Label> read_vendor_form(const LabelFields& fields) {
  if (std::optional<Label> label = read_tencent_cloud(fields)) return label;
  return read_bytedance(fields);
}

}  // namespace pixiu::provenance::gb45438
