#include "policy/document.h"

#include "policy/ruleset.h"

namespace pixiu::policy {
namespace {

using nlohmann::json;

json label(const Summary& text) {
  return {{"en", text.en}, {"zh", text.zh}};
}

std::string fact_table() {
  std::string text = "| fact | type | meaning | 中文 |\n|---|---|---|---|\n";
  for (const FactKind& kind : fact_kinds()) {
    std::string type(fact_type_name(kind.type));
    for (std::size_t i = 0; i < kind.words.size(); ++i) {
      type += (i == 0 ? ": " : ", ") + std::string(kind.words[i]);
    }
    text += "| `" + std::string(kind.name) + "` | " + type + " | " + kind.meaning.en + " | " +
            kind.meaning.zh + " |\n";
  }
  return text;
}

std::string effect_table() {
  std::string text = "| effect | takes | meaning | 中文 |\n|---|---|---|---|\n";
  for (std::size_t i = 0; i < effect_kind_count; ++i) {
    const EffectText& effect = effect_text(static_cast<EffectKind>(i));
    text += "| `" + std::string(effect.name) + "` | " + std::string(effect.parameter) + " | " +
            effect.meaning.en + " | " + effect.meaning.zh + " |\n";
  }
  return text;
}

std::string checklist_table() {
  std::string text = "| item | asks for | 中文 |\n|---|---|---|\n";
  for (const ChecklistItem& item : checklist_items()) {
    text += "| `" + std::string(item.code) + "` | " + item.text.en + " | " + item.text.zh + " |\n";
  }
  return text;
}

std::string rule_table() {
  std::string text = "| rule | in force | from | source | effect |\n|---|---|---|---|---|\n";
  for (const Rule& rule : default_ruleset().rules()) {
    text += "| " + rule.name.en + " " + rule.name.zh + " (`" + rule.id + "`) | " +
            date_text(rule.from) + (rule.until ? " to " + date_text(*rule.until) : " on") + " | " +
            std::string(precedence_name(rule.source.precedence)) + " | " + rule.source.title + " " +
            rule.source.article + (rule.source.is_confirmed ? "" : " **(unconfirmed)**") + " | `" +
            std::string(effect_text(rule.effect.kind).name) + "` |\n";
  }
  return text;
}

}  // namespace

std::string catalogue_markdown() {
  return "## Facts\n\n" + fact_table() + "\n## Effects\n\n" + effect_table() +
         "\n## The checklist\n\n" + checklist_table() + "\n## The default rules\n\n" + rule_table();
}

json catalogue_json() {
  json fields = json::array();
  for (const FactKind& kind : fact_kinds()) {
    json ops = json::array();
    for (std::size_t i = 0; i < operator_count; ++i) {
      const auto op = static_cast<Operator>(i);
      if (!is_for(op, kind.type)) continue;
      ops.push_back({{"name", operator_name(op)}, {"label", label(operator_text(op))}});
    }
    fields.push_back({{"name", kind.name},
                      {"type", fact_type_name(kind.type)},
                      {"values", kind.words},
                      {"label", label(kind.meaning)},
                      {"operators", std::move(ops)}});
  }
  json effects = json::array();
  for (std::size_t i = 0; i < effect_kind_count; ++i) {
    const EffectText& effect = effect_text(static_cast<EffectKind>(i));
    effects.push_back(
        {{"name", effect.name}, {"parameter", effect.parameter}, {"label", label(effect.meaning)}});
  }
  json items = json::array();
  for (const ChecklistItem& item : checklist_items()) {
    items.push_back({{"name", item.code}, {"label", label(item.text)}});
  }
  return {
      {"fields", std::move(fields)}, {"effects", std::move(effects)}, {"items", std::move(items)}};
}

std::string with_catalogue(std::string_view page) {
  constexpr std::string_view end_line = "<!-- /catalogue -->";
  const std::size_t start = page.find("<!-- catalogue: ");
  const std::size_t end = page.find(end_line);
  if (start == std::string_view::npos || end == std::string_view::npos || end < start) {
    return std::string(page);
  }
  const std::size_t after_start = page.find('\n', start) + 1;
  return std::string(page.substr(0, after_start)) + catalogue_markdown() +
         std::string(page.substr(end));
}

}  // namespace pixiu::policy
