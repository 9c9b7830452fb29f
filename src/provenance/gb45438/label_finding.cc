#include "provenance/gb45438/label_finding.h"

#include "provenance/gb45438/label_fields.h"

#include <algorithm>
#include <string>

namespace pixiu::provenance::gb45438 {
namespace {

using Json = nlohmann::json;

constexpr std::size_t labels_shown_max = 8;
constexpr std::size_t text_shown_bytes_max = 256;

// Without control characters, cut at a character's boundary.
std::string shown(std::string_view text) {
  std::string cut = as_utf8(text);
  if (cut.size() > text_shown_bytes_max) {
    std::size_t end = text_shown_bytes_max;
    while (end > 0 && (static_cast<unsigned char>(cut[end]) & 0xC0) == 0x80) --end;
    cut.resize(end);
  }
  for (char& c : cut) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  }
  return cut;
}

// Of one label: which rules; their words stand once, with the file's.
Json rules_json(const std::vector<Violation>& violations) {
  Json list = Json::array();
  for (const Violation& violation : violations) {
    std::string rule(rule_name(violation.rule));
    if (!violation.key.empty()) rule += ":" + violation.key;
    list.push_back(std::move(rule));
  }
  return list;
}

Json violations_json(const std::vector<Violation>& violations) {
  Json list = Json::array();
  for (const Violation& violation : violations) {
    const Summary words = rule_words(violation.rule);
    Json entry = {{"rule", rule_name(violation.rule)},
                  {"clause", rule_clause(violation.rule)},
                  {"en", words.en},
                  {"zh", words.zh}};
    if (!violation.key.empty()) entry["key"] = violation.key;
    list.push_back(std::move(entry));
  }
  return list;
}

Json producer_json(const Producer& producer) {
  Json json = {{"text", shown(producer.text)}};
  if (producer.code) {
    json["code"] = {{"uscc", producer.code->uscc},
                    {"uscc_valid", producer.code->is_uscc_valid},
                    {"service", service_name(producer.code->service)},
                    {"model", producer.code->model}};
  }
  if (producer.vendor != nullptr) {
    json["vendor"] = {{"id", producer.vendor->id},
                      {"en", producer.vendor->name_en},
                      {"zh", producer.vendor->name_zh},
                      {"table_date", producer.vendor->seen}};
  }
  return json;
}

Json security_json(const SecurityData& data) {
  Json json = {{"kind", kind_name(data.kind)}};
  if (data.kind != SecurityData::Kind::security) return json;
  json["signature"] = signature_state_name(data.signature);
  json["algorithm"] = shown(data.algorithm);
  if (!data.key_owner.empty()) json["key_owner"] = data.key_owner;
  if (!data.deviations.empty()) json["spelt_otherwise"] = data.deviations;
  return json;
}

Json label_json(const Label& label) {
  Json json = {{"form", form_name(label.form)},
               {"carrier", carrier_name(label.carrier)},
               {"place", label.place},
               {"says", says_name(label.says)},
               {"label", shown(label.label_text)},
               {"producer", producer_json(label.producer)},
               {"produce_id", shown(label.produce_id)},
               {"rules", rules_json(label.violations)}};
  if (!label.propagator.text.empty() || !label.propagate_id.empty()) {
    json["propagator"] = producer_json(label.propagator);
    json["propagate_id"] = shown(label.propagate_id);
  }
  if (label.producer_security.kind != SecurityData::Kind::empty) {
    json["producer_security"] = security_json(label.producer_security);
  }
  if (label.propagator_security.kind != SecurityData::Kind::empty) {
    json["propagator_security"] = security_json(label.propagator_security);
  }
  if (!label.other_keys.empty()) {
    Json keys = Json::array();
    for (const std::string& key : label.other_keys) keys.push_back(shown(key));
    json["other_keys"] = std::move(keys);
  }
  return json;
}

Json details_of(const Reading& reading) {
  Json details = {{"state", state_name(reading.state)}, {"labels", Json::array()}};
  for (const Label& label : reading.labels) {
    if (details["labels"].size() < labels_shown_max) details["labels"].push_back(label_json(label));
  }
  for (const CarriedText& unread : reading.unread) {
    if (details["unread"].size() >= labels_shown_max) break;
    details["unread"].push_back({{"carrier", carrier_name(unread.carrier)},
                                 {"place", unread.place},
                                 {"begins", shown(std::string_view(unread.text).substr(0, 80))}});
  }
  if (const Label* label = reading.foremost()) details["says"] = says_name(label->says);
  details["violations"] = violations_json(reading.violations);
  return details;
}

// " by Doubao", "(制作方:豆包)"; empty when unnamed.
Summary by_whom(const Producer& producer) {
  if (producer.vendor != nullptr) {
    return {", written by " + std::string(producer.vendor->name_en),
            ",制作方:" + std::string(producer.vendor->name_zh)};
  }
  if (producer.text.empty()) return {};
  const std::string text = shown(std::string_view(producer.text).substr(0, 64));
  return {", written by \"" + text + "\"", ",制作方:“" + text + "”"};
}

Summary statement_of(const Label& label) {
  const bool is_private = label.form == Form::bytedance_private;
  const std::string kind_en =
      is_private ? "a vendor's private AI mark" : "the hidden AI label of GB 45438-2025";
  const std::string kind_zh = is_private ? "厂商自有的 AI 标记" : "GB 45438-2025 隐式标识";
  const Summary by = by_whom(label.producer);
  const auto sentence = [&](const std::string& en, const std::string& zh) {
    return Summary{"The file carries " + kind_en + ": " + en + by.en + ".",
                   "文件带有" + kind_zh + ":" + zh + by.zh + "。"};
  };
  switch (label.says) {
    case Says::generated:
      return sentence("it says of itself that it is AI-generated or synthesised content",
                      "声明属于人工智能生成合成内容");
    case Says::possible:
      return sentence("a platform noted that it is possibly AI-generated (Label 2)",
                      "平台注明可能为生成合成内容(Label 2)");
    case Says::suspected:
      return sentence("a platform noted that it is suspected to be AI-generated (Label 3)",
                      "平台注明疑似为生成合成内容(Label 3)");
    case Says::unclear:
      return sentence("what it says of the content is unclear", "其表示的内容性质不明确");
    case Says::inconclusive:
      return sentence("its value 0 says nothing either way", "其值为 0,不能说明任何一方");
  }
  return {};
}

void add_faults(const Reading& reading, Summary& summary) {
  constexpr std::size_t named_max = 3;
  if (reading.state != State::non_compliant) return;
  std::vector<Rule> rules;
  for (const Violation& violation : reading.violations) {
    if (std::find(rules.begin(), rules.end(), violation.rule) == rules.end()) {
      rules.push_back(violation.rule);
    }
  }
  summary.en += " The label departs from the standard: ";
  summary.zh += "该标识与标准不符:";
  for (std::size_t index = 0; index < std::min(rules.size(), named_max); ++index) {
    const Summary words = rule_words(rules[index]);
    summary.en += (index == 0 ? "" : "; ") + words.en;
    summary.zh += (index == 0 ? "" : ";") + words.zh;
  }
  const bool has_more = rules.size() > named_max;
  summary.en += has_more ? "; and more." : ".";
  summary.zh += has_more ? "等。" : "。";
}

Summary summary_of(const Reading& reading) {
  if (!reading.can_carry) {
    return {"This kind of file is not read for hidden AI labels.", "该类文件不作隐式标识检查。"};
  }
  if (const Label* label = reading.foremost()) {
    Summary summary = statement_of(*label);
    add_faults(reading, summary);
    return summary;
  }
  if (reading.state == State::unreadable) {
    return {
        "The file has a place for the hidden AI label of GB 45438-2025, but what stands there "
        "cannot be read as one.",
        "文件中有 GB 45438-2025 隐式标识的位置,但其内容无法读取。"};
  }
  return {
      "The file carries no hidden AI label (GB 45438-2025). That says nothing either way: many "
      "programs and platforms drop metadata.",
      "文件未带 GB 45438-2025 隐式标识。这不能说明任何一方:许多软件和平台会丢弃元数据。"};
}

}  // namespace

Finding label_finding(const Reading& reading) {
  const Label* label = reading.foremost();
  Finding finding;
  finding.examiner = label_examiner;
  finding.version = label_version;
  finding.family = "declaration";
  finding.outcome = Outcome::neutral;
  if (!reading.can_carry) finding.outcome = Outcome::not_applicable;
  if (label != nullptr && label->says == Says::generated) finding.outcome = Outcome::contradicts;
  finding.summary = summary_of(reading);
  finding.details = details_of(reading);
  return finding;
}

std::vector<AiDeclaration> declarations_of(const Reading& reading) {
  std::vector<AiDeclaration> declarations;
  for (const Label& label : reading.labels) {
    if (label.says != Says::generated) continue;
    const bool is_private = label.form == Form::bytedance_private;
    declarations.push_back(
        {DeclaredAi::generated, is_private ? DeclaredBy::exif : DeclaredBy::gb45438});
  }
  return declarations;
}

bool says_generated_by_hidden_label(const Reading& reading) {
  return std::any_of(reading.labels.begin(), reading.labels.end(),
                     [](const Label& label) { return label.is_hidden_label_1(); });
}

bool has_other_label_trace(const Reading& reading) {
  return std::any_of(reading.labels.begin(), reading.labels.end(), [](const Label& label) {
    const bool says_something = label.says == Says::generated || label.says == Says::possible ||
                                label.says == Says::suspected;
    return says_something && !label.is_hidden_label_1();
  });
}

}  // namespace pixiu::provenance::gb45438
