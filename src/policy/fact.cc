#include "policy/fact.h"

#include "base/check.h"

#include <algorithm>
#include <charconv>

namespace pixiu::policy {
namespace {

using nlohmann::json;

constexpr std::size_t word_bytes_max = 64;

// About the claim and its exhibits.
std::vector<FactKind> facts_of_claim() {
  using T = FactType;
  return {{"claim_kind",
           T::word,
           {"refund_only", "return_and_refund", "exchange", "repair", "compensation"},
           {"What the buyer asks for.", "买家的请求类型"}},
          {"amount", T::money, {}, {"What the claim is about, in yuan.", "争议金额（元）"}},
          {"category",
           T::word,
           {},
           {"Category of the goods, a word of the tenant's list.", "商品类目（租户自定义）"}},
          {"is_perishable", T::boolean, {}, {"The goods spoil within days.", "是否鲜活易腐"}},
          {"is_durable_goods",
           T::boolean,
           {},
           {"Durable goods in the sense of article 23 of the consumer law.",
            "是否属于消费者权益保护法第二十三条所称耐用商品"}},
          {"days_since_delivery",
           T::integer,
           {},
           {"Whole days from delivery to filing.", "签收至申请的天数"}},
          {"evidence_level",
           T::integer,
           {},
           {"0 none, 1 photos, 2 photos or video with a one-time code, 3 an inspection.",
            "证据等级：0 无，1 照片，2 含一次性验证码的照片或视频，3 上门检测"}},
          {"has_video", T::boolean, {}, {"The buyer filed a video.", "买家提交了视频"}},
          {"has_retake",
           T::boolean,
           {},
           {"A retake with a one-time code was filed.", "已按一次性验证码重拍"}},
          {"has_checklist_gaps",
           T::boolean,
           {},
           {"Something on the category's checklist is missing.", "证据清单有缺项"}},
          {"band",
           T::word,
           {"clear", "review", "contradicted", "not_assessed"},
           {"The engine's answer over all exhibits.", "全部证据的检验结论等级"}},
          {"exhibits_contradicted",
           T::integer,
           {},
           {"How many exhibits findings contradict.", "检验发现不一致的证据数"}},
          {"has_ai_declaration",
           T::boolean,
           {},
           {"A file states that it was made by AI.", "文件自述由人工智能生成"}}};
}

// About the two sides.
std::vector<FactKind> facts_of_sides() {
  using T = FactType;
  return {{"has_packing_record",
           T::boolean,
           {},
           {"The merchant recorded the packing of this parcel.", "商家有该包裹的打包记录"}},
          {"merchant_answer",
           T::word,
           {"none", "accepts", "contests"},
           {"The merchant's position so far.", "商家目前的答复"}},
          {"buyer_claims_90d",
           T::integer,
           {},
           {"Claims this buyer filed with this tenant in 90 days, this one included.",
            "买家近90天在本平台的售后次数（含本次）"}},
          {"buyer_refund_only_90d",
           T::integer,
           {},
           {"Of these, granted as refund-only.", "其中获准仅退款的次数"}},
          {"buyer_orders_365d",
           T::integer,
           {},
           {"Completed orders of this buyer in 365 days.", "买家近365天完成的订单数"}},
          {"merchant_unanswered_90d",
           T::integer,
           {},
           {"Claims that this merchant left unanswered in 90 days.", "商家近90天未答复的售后次数"}},
          {"can_be_inspected",
           T::boolean,
           {},
           {"A technician can visit the buyer's address.", "可以上门检测"}}};
}

const std::vector<FactKind>& catalogue() {
  static const std::vector<FactKind> kinds = [] {
    std::vector<FactKind> all = facts_of_claim();
    for (FactKind& kind : facts_of_sides()) all.push_back(std::move(kind));
    return all;
  }();
  return kinds;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [rest, fault] = std::from_chars(text.data(), end, number);
  if (fault != std::errc() || rest != end || text.empty()) return std::nullopt;
  return number;
}

bool is_plain_word(std::string_view word) {
  return !word.empty() && word.size() <= word_bytes_max &&
         std::all_of(word.begin(), word.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
         });
}

Error unfit(const FactKind& kind) {
  std::string what = "\"" + std::string(kind.name) + "\" takes a value of type " +
                     std::string(fact_type_name(kind.type));
  if (!kind.words.empty()) {
    what += ", one of:";
    for (const std::string_view word : kind.words) what += " " + std::string(word);
  }
  return {ErrorCode::invalid_input, std::move(what)};
}

std::optional<FactValue> typed_value(FactType type, const json& from) {
  const auto* text = from.get_ptr<const std::string*>();
  // Numbers are read from their text: a JSON number beyond 64 bits is refused like any other.
  const std::string digits = text != nullptr ? *text : from.is_number_integer() ? from.dump() : "";
  switch (type) {
    case FactType::boolean:
      if (from.is_boolean()) return from.get<bool>();
      break;
    case FactType::integer:
      if (const auto number = whole_number(digits)) return *number;
      break;
    case FactType::money:
      if (const auto money = Money::parse(digits)) return *money;
      break;
    case FactType::word:
      if (text != nullptr) return *text;
      break;
  }
  return std::nullopt;
}

}  // namespace

std::string_view fact_type_name(FactType type) {
  switch (type) {
    case FactType::boolean: return "boolean";
    case FactType::integer: return "integer";
    case FactType::money: return "money";
    case FactType::word: return "word";
  }
  return "";
}

std::span<const FactKind> fact_kinds() {
  return catalogue();
}

const FactKind* find_fact_kind(std::string_view name) {
  const auto found = std::find_if(catalogue().begin(), catalogue().end(),
                                  [&](const FactKind& kind) { return kind.name == name; });
  return found == catalogue().end() ? nullptr : &*found;
}

bool fits(const FactKind& kind, const FactValue& value) {
  if (value.index() != static_cast<std::size_t>(kind.type)) return false;
  const auto* word = std::get_if<std::string>(&value);
  if (word == nullptr) return true;
  if (kind.words.empty()) return is_plain_word(*word);
  return std::find(kind.words.begin(), kind.words.end(), *word) != kind.words.end();
}

void Facts::set(std::string_view name, FactValue value) {
  const FactKind* kind = find_fact_kind(name);
  PIXIU_CHECK(kind != nullptr && fits(*kind, value));
  values_.insert_or_assign(std::string(name), std::move(value));
}

const FactValue* Facts::find(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? nullptr : &found->second;
}

json value_to_json(const FactValue& value) {
  if (const auto* money = std::get_if<Money>(&value)) return money->text();
  if (const auto* flag = std::get_if<bool>(&value)) return *flag;
  if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
  return std::get<std::string>(value);
}

Result<FactValue> value_from_json(const FactKind& kind, const json& from) {
  std::optional<FactValue> value = typed_value(kind.type, from);
  if (!value || !fits(kind, *value)) return unfit(kind);
  return *std::move(value);
}

json facts_to_json(const Facts& facts) {
  json object = json::object();
  for (const auto& [name, value] : facts.all()) object[name] = value_to_json(value);
  return object;
}

Result<Facts> facts_from_json(const json& from) {
  if (!from.is_object()) return Error{ErrorCode::invalid_input, "facts are a JSON object"};
  Facts facts;
  for (const auto& [name, value] : from.items()) {
    const FactKind* kind = find_fact_kind(name);
    if (kind == nullptr)
      return Error{ErrorCode::invalid_input, "a fact that is not in the catalogue"};
    Result<FactValue> read = value_from_json(*kind, value);
    if (!read) return read.error();
    facts.values_.emplace(name, *std::move(read));
  }
  return facts;
}

Summary value_text(const FactValue& value) {
  if (const auto* flag = std::get_if<bool>(&value)) {
    return *flag ? Summary{"yes", "是"} : Summary{"no", "否"};
  }
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    return {std::to_string(*number), std::to_string(*number)};
  }
  if (const auto* money = std::get_if<Money>(&value)) return {money->text(), money->text()};
  const auto& word = std::get<std::string>(value);
  return {word, word};
}

}  // namespace pixiu::policy
