#include "assessment/reference_findings.h"

#include "assessment/fusion.h"
#include "assessment/reference_texts.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace pixiu::assessment {
namespace {

using matching::Comparison;
using matching::Relation;

constexpr std::string_view same_capture_name = "same_capture";
constexpr std::string_view edit_map_name = "edit_map";
constexpr std::string_view family = "reference";
constexpr std::size_t regions_shown_max = 100;

// Written with every finding; changes whenever the answers may.
constexpr std::string_view version = "1";

Finding finding_of(std::string_view examiner, Outcome outcome, Summary summary) {
  return {.examiner = std::string(examiner),
          .version = std::string(version),
          .family = std::string(family),
          .outcome = outcome,
          .summary = std::move(summary)};
}

bool is_derived(const Comparison& comparison) {
  return comparison.relation == Relation::same_capture;
}

bool is_edited(const Comparison& comparison) {
  return comparison.edit_map && comparison.edit_map->is_edited;
}

bool speaks_more(const Comparison& a, const Comparison& b) {
  if (is_derived(a) != is_derived(b)) return is_derived(a);
  return a.log10_likelihood_ratio > b.log10_likelihood_ratio;
}

std::vector<Region> regions_of(const Comparison& comparison) {
  std::vector<Region> regions;
  if (comparison.edit_map && is_edited(comparison)) regions = comparison.edit_map->regions;
  if (regions.size() > regions_shown_max) regions.resize(regions_shown_max);
  return regions;
}

nlohmann::json texts_json(const std::vector<Summary>& texts) {
  auto list = nlohmann::json::array();
  for (const Summary& text : texts) list.push_back({{"en", text.en}, {"zh", text.zh}});
  return list;
}

nlohmann::json relations_json(const std::vector<ReferenceResult>& results) {
  auto list = nlohmann::json::array();
  for (const ReferenceResult& result : results) {
    nlohmann::json row{{"reference", result.index}};
    if (result.comparison) {
      row["relation"] = matching::relation_name(result.comparison->relation);
      row["raw_log10_likelihood_ratio"] = result.comparison->log10_likelihood_ratio;
    } else {
      row["error"] = error_code_name(result.comparison.error().code);
    }
    list.push_back(std::move(row));
  }
  return list;
}

Summary same_capture_text(const Comparison& comparison, int number, std::size_t count) {
  switch (comparison.relation) {
    case Relation::same_capture: return texts::same_capture(number);
    case Relation::same_scene: return texts::same_scene(number);
    case Relation::unrelated: break;
  }
  return texts::unrelated(count);
}

Finding same_capture_finding(const ReferenceResult& best,
                             const std::vector<ReferenceResult>& results,
                             const Calibration& calibration) {
  const Comparison& comparison = *best.comparison;
  const bool derived = is_derived(comparison);
  Finding finding = finding_of(same_capture_name, derived ? Outcome::contradicts : Outcome::neutral,
                               same_capture_text(comparison, best.index + 1, results.size()));
  if (derived) {
    finding.log10_likelihood_ratio =
        stated_weight(same_capture_name, comparison.log10_likelihood_ratio, calibration);
    finding.regions = regions_of(comparison);
  } else {
    finding.log10_likelihood_ratio = 0;
  }
  finding.details = {{"reference", best.index},
                     {"relation", matching::relation_name(comparison.relation)},
                     {"raw_log10_likelihood_ratio", comparison.log10_likelihood_ratio},
                     {"evidence", comparison.details},
                     {"references", relations_json(results)}};
  if (comparison.relation != Relation::unrelated) {
    finding.details["is_mirrored"] = comparison.is_mirrored;
  }
  if (derived && !comparison.edit_map) {  // else the finding that follows names them
    finding.details["innocent_causes"] = texts_json(texts::innocent_causes_of_copy());
  }
  return finding;
}

Finding edit_map_finding(const ReferenceResult& best, const Calibration& calibration) {
  const Comparison& comparison = *best.comparison;
  const matching::EditMap& map = *comparison.edit_map;
  const int number = best.index + 1;
  Finding finding = finding_of(edit_map_name, Outcome::contradicts,
                               texts::edited(number, map.regions.size(), map.altered_share));
  finding.log10_likelihood_ratio =
      stated_weight(edit_map_name, comparison.log10_likelihood_ratio, calibration);
  finding.regions = regions_of(comparison);
  finding.details = {{"reference", best.index},
                     {"altered_share", map.altered_share},
                     {"region_count", map.regions.size()},
                     {"innocent_causes", texts_json(texts::innocent_causes_of_edit())}};
  return finding;
}

Finding unedited_copy_finding(const ReferenceResult& best) {
  Finding finding =
      finding_of("unedited_copy", Outcome::contradicts, texts::unedited_copy(best.index + 1));
  finding.details = {{"reference", best.index},
                     {"altered_share", best.comparison->edit_map->altered_share},
                     {"innocent_causes", texts_json(texts::innocent_causes_of_copy())}};
  return finding;
}

Finding unreadable_reference_finding(const ReferenceResult& result) {
  const Error& why = result.comparison.error();
  Finding finding = finding_of(same_capture_name, Outcome::not_applicable,
                               texts::unreadable_reference(result.index + 1, why.message));
  finding.details = {{"reference", result.index},
                     {"error", {{"code", error_code_name(why.code)}, {"message", why.message}}}};
  return finding;
}

}  // namespace

const ReferenceResult* best_reference(const std::vector<ReferenceResult>& results) {
  const ReferenceResult* best = nullptr;
  for (const ReferenceResult& result : results) {
    if (!result.comparison) continue;
    if (best == nullptr || speaks_more(*result.comparison, *best->comparison)) best = &result;
  }
  return best;
}

std::optional<DerivedFromReference> derived_from_reference(
    const std::vector<ReferenceResult>& results, const Calibration& calibration) {
  const ReferenceResult* best = best_reference(results);
  if (best == nullptr) return std::nullopt;
  const Comparison& comparison = *best->comparison;
  const double raw = comparison.log10_likelihood_ratio;
  const double weight = stated_weight(same_capture_name, raw, calibration).value_or(raw);
  constexpr double even_odds = 0.5;
  constexpr double just_below_even = 0.499999;
  const double probability = posterior(even_odds, std::isnan(weight) ? 0 : weight);
  DerivedFromReference answer{.reference_index = best->index};
  if (is_derived(comparison)) {
    answer.probability = std::max(probability, even_odds);
    if (comparison.edit_map) answer.is_edited = is_edited(comparison);
  } else {
    answer.probability = std::min(probability, just_below_even);
  }
  return answer;
}

std::vector<Finding> reference_findings(const std::vector<ReferenceResult>& results,
                                        const Calibration& calibration) {
  std::vector<Finding> findings;
  if (results.empty()) {
    findings.push_back(
        finding_of(same_capture_name, Outcome::not_applicable, texts::no_references()));
  }
  if (const ReferenceResult* best = best_reference(results); best != nullptr) {
    findings.push_back(same_capture_finding(*best, results, calibration));
    if (is_derived(*best->comparison) && best->comparison->edit_map) {
      findings.push_back(is_edited(*best->comparison) ? edit_map_finding(*best, calibration)
                                                      : unedited_copy_finding(*best));
    }
  }
  for (const ReferenceResult& result : results) {
    if (!result.comparison) findings.push_back(unreadable_reference_finding(result));
  }
  return findings;
}

}  // namespace pixiu::assessment
