#include "provenance/c2pa/origin.h"

#include "provenance/c2pa/action_check.h"

#include <algorithm>
#include <string>
#include <vector>

namespace pixiu::provenance::c2pa {
namespace {

constexpr std::size_t generators_max = 16;

void add_generator(StatedOrigin& origin, const std::string& name) {
  const bool is_new =
      !name.empty() && std::ranges::find(origin.generators, name) == origin.generators.end();
  if (is_new && origin.generators.size() < generators_max) origin.generators.push_back(name);
}

void add_action(StatedOrigin& origin, const ActionReport& action, bool is_on_line) {
  const bool is_creation = action.action == "c2pa.created";
  switch (action.source_type) {
    case SourceType::generated:
      if (is_creation && is_on_line) {
        origin.is_generated = true;
      } else {
        origin.is_ai_composite = true;
      }
      add_generator(origin, action.software);
      break;
    case SourceType::generated_in_part:
      origin.is_ai_composite = true;
      add_generator(origin, action.software);
      break;
    case SourceType::camera: origin.is_camera_capture |= is_creation && is_on_line; break;
    case SourceType::screen_capture: origin.is_screen_capture |= is_creation && is_on_line; break;
    case SourceType::not_stated:
    case SourceType::scan:
    case SourceType::human_work:
    case SourceType::other: break;
  }
  origin.is_edited |= is_on_line && is_edit(action.action);
}

}  // namespace

StatedOrigin stated_origin(const C2paReport& report) {
  StatedOrigin origin;
  if (!report.active_index) return origin;
  // Each manifest counts at most twice: as a parent and as a part.
  const std::size_t count = report.manifests.size();
  std::vector<bool> seen_on_line(count, false);
  std::vector<bool> seen_as_part(count, false);
  struct Step {
    std::size_t index;
    bool is_on_line;
  };
  std::vector<Step> waiting = {{*report.active_index, true}};
  while (!waiting.empty()) {
    const Step step = waiting.back();
    waiting.pop_back();
    std::vector<bool>& seen = step.is_on_line ? seen_on_line : seen_as_part;
    if (step.index >= count || seen[step.index]) continue;
    seen[step.index] = true;
    const ManifestReport& manifest = report.manifests[step.index];
    if (step.is_on_line) add_generator(origin, manifest.generator);
    for (const ActionReport& action : manifest.actions) {
      add_action(origin, action, step.is_on_line);
    }
    for (const IngredientReport& ingredient : manifest.ingredients) {
      if (!ingredient.manifest_index || ingredient.relationship == "inputTo") continue;
      const bool is_parent = ingredient.relationship == "parentOf";
      waiting.push_back({*ingredient.manifest_index, step.is_on_line && is_parent});
    }
  }
  return origin;
}

}  // namespace pixiu::provenance::c2pa
