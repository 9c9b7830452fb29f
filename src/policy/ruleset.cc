#include "policy/ruleset.h"

#include "base/check.h"

#include <algorithm>
#include <array>
#include <utility>

namespace pixiu::embedded {
extern const std::span<const std::string_view* const> rule_files;
}

namespace pixiu::policy {
namespace {

using nlohmann::json;

bool overlap(const Rule& a, const Rule& b) {
  const bool a_ends_before_b = a.until && *a.until < b.from;
  const bool b_ends_before_a = b.until && *b.until < a.from;
  return !a_ends_before_b && !b_ends_before_a;
}

void lengthen(std::optional<std::string>& period, const std::string& other) {
  if (!period || is_longer(other, *period)) period = other;
}

void add(Outcome& outcome, const Rule& rule) {
  const Effect& effect = rule.effect;
  switch (effect.kind) {
    case EffectKind::limit_refund_only:
      outcome.refund_only_max =
          std::min(outcome.refund_only_max.value_or(effect.amount), effect.amount);
      break;
    case EffectKind::ask_second_review: outcome.asks_second_review = true; break;
    case EffectKind::ask_evidence:
      outcome.evidence_items.insert(effect.items.begin(), effect.items.end());
      break;
    case EffectKind::ask_retake: outcome.asks_retake = true; break;
    case EffectKind::order_inspection: outcome.asks_inspection = true; break;
    case EffectKind::set_party_window: lengthen(outcome.party_window, effect.period); break;
    case EffectKind::give_extra_time: lengthen(outcome.extra_time, effect.period); break;
    case EffectKind::silence_grants:
      if (!outcome.silence_rule) outcome.silence_rule = rule.id;
      break;
  }
}

// Rules that ask for more stand side by side; rules that set a value overrule each other.
bool sets_a_value(EffectKind kind) {
  return kind == EffectKind::limit_refund_only || kind == EffectKind::set_party_window ||
         kind == EffectKind::give_extra_time;
}

Evaluation evaluate_these(const std::string& name, const std::vector<const Rule*>& rules,
                          const Facts& facts) {
  Evaluation evaluation;
  evaluation.ruleset = name;
  std::array<const Rule*, effect_kind_count> highest{};
  for (const Rule* rule : rules) {
    RuleTrace trace;
    trace.rule = rule->id;
    trace.name = rule->name;
    trace.precedence = rule->source.precedence;
    trace.is_source_confirmed = rule->source.is_confirmed;
    trace.condition = evaluate(*rule->condition, facts);
    trace.truth = trace.condition.truth;
    const Rule*& top = highest.at(static_cast<std::size_t>(rule->effect.kind));
    const bool is_higher = top == nullptr || rule->source.precedence > top->source.precedence;
    if (trace.truth == Truth::yes && is_higher) top = rule;
    evaluation.rules.push_back(std::move(trace));
  }
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (evaluation.rules[i].truth != Truth::yes) continue;
    const Rule& rule = *rules[i];
    const Rule& top = *highest.at(static_cast<std::size_t>(rule.effect.kind));
    if (sets_a_value(rule.effect.kind) && top.source.precedence > rule.source.precedence) {
      evaluation.rules[i].overruled_by = top.id;
      continue;
    }
    add(evaluation.outcome, rule);
  }
  return evaluation;
}

}  // namespace

Result<Ruleset> Ruleset::make(std::string name, std::vector<Rule> rules) {
  if (rules.size() > rules_max) return Error{ErrorCode::limit_exceeded, "more than 500 rules"};
  Ruleset ruleset;
  ruleset.name_ = std::move(name);
  ruleset.rules_ = std::move(rules);
  std::sort(ruleset.rules_.begin(), ruleset.rules_.end(), [](const Rule& a, const Rule& b) {
    return std::tie(a.id, a.from) < std::tie(b.id, b.from);
  });
  for (std::size_t i = 1; i < ruleset.rules_.size(); ++i) {
    const Rule& before = ruleset.rules_[i - 1];
    if (before.id == ruleset.rules_[i].id && overlap(before, ruleset.rules_[i])) {
      return Error{ErrorCode::invalid_input,
                   "rule \"" + before.id + "\" is there twice for the same days"};
    }
  }
  return ruleset;
}

Result<Ruleset> Ruleset::parse(std::string name, std::span<const std::string_view> toml_texts) {
  std::vector<Rule> rules;
  for (const std::string_view text : toml_texts) {
    if (rules.size() >= rules_max) break;
    Result<Rule> rule = parse_rule(text);
    if (!rule) return rule.error();
    rules.push_back(*std::move(rule));
  }
  if (rules.size() < toml_texts.size()) {
    return Error{ErrorCode::limit_exceeded, "more than 500 rules"};
  }
  return make(std::move(name), std::move(rules));
}

Evaluation Ruleset::evaluate(const Facts& facts, Date day) const {
  std::vector<const Rule*> in_force;
  for (const Rule& rule : rules_) {
    if (rule.is_in_force(day)) in_force.push_back(&rule);
  }
  return evaluate_these(name_, in_force, facts);
}

Date Ruleset::in_force_as_a_whole() const {
  Date latest{std::chrono::year(1970) / 1 / 1};
  for (const Rule& rule : rules_) latest = std::max(latest, rule.from);
  return latest;
}

Evaluation Ruleset::evaluate_as_if_in_force(const Facts& facts) const {
  return evaluate(facts, in_force_as_a_whole());
}

json outcome_to_json(const Outcome& outcome) {
  json object{{"asks_second_review", outcome.asks_second_review},
              {"evidence_items", outcome.evidence_items},
              {"asks_retake", outcome.asks_retake},
              {"asks_inspection", outcome.asks_inspection}};
  if (outcome.refund_only_max) object["refund_only_max"] = outcome.refund_only_max->text();
  if (outcome.party_window) object["party_window"] = *outcome.party_window;
  if (outcome.extra_time) object["extra_time"] = *outcome.extra_time;
  if (outcome.silence_rule) object["silence_rule"] = *outcome.silence_rule;
  return object;
}

json evaluation_to_json(const Evaluation& evaluation) {
  json rules = json::array();
  for (const RuleTrace& trace : evaluation.rules) {
    json rule{{"rule", trace.rule},
              {"name", {{"en", trace.name.en}, {"zh", trace.name.zh}}},
              {"precedence", precedence_name(trace.precedence)},
              {"is_source_confirmed", trace.is_source_confirmed},
              {"applies", trace.truth == Truth::yes},
              {"condition", trace_to_json(trace.condition)}};
    if (trace.overruled_by) rule["overruled_by"] = *trace.overruled_by;
    rules.push_back(std::move(rule));
  }
  return {{"ruleset", evaluation.ruleset},
          {"outcome", outcome_to_json(evaluation.outcome)},
          {"rules", std::move(rules)}};
}

const Ruleset& default_ruleset() {
  static const Ruleset ruleset = [] {
    std::vector<std::string_view> texts;
    for (const std::string_view* file : embedded::rule_files) texts.push_back(*file);
    Result<Ruleset> parsed = Ruleset::parse("default", texts);
    PIXIU_CHECK(parsed.has_value());
    return *std::move(parsed);
  }();
  return ruleset;
}

}  // namespace pixiu::policy
