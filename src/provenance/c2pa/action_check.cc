#include "provenance/c2pa/action_check.h"

#include <algorithm>
#include <array>

namespace pixiu::provenance::c2pa {
namespace {

bool is_start(std::string_view action) {
  return action == "c2pa.created" || action == "c2pa.opened";
}

// The relationship an action's ingredients must have; empty for actions without ingredients.
std::string_view relationship_for(std::string_view action) {
  if (action == "c2pa.opened") return "parentOf";
  if (action == "c2pa.placed" || action == "c2pa.removed") return "componentOf";
  return {};
}

const Ingredient* ingredient_at(const ManifestNode& node, std::string_view url) {
  const std::string uri = ManifestTree::absolute(url, node);
  const auto found = std::ranges::find(node.ingredients, uri, &Ingredient::uri);
  return found == node.ingredients.end() ? nullptr : &*found;
}

void check_ingredients(ManifestNode& node, const StatedAction& stated) {
  const std::string_view relationship = relationship_for(stated.action.name);
  if (relationship.empty()) return;
  const auto& urls = stated.action.ingredient_urls;
  // A removed ingredient may be stated by the manifest it was in.
  const bool are_there = !urls.empty() && std::ranges::all_of(urls, [&](const std::string& url) {
    const Ingredient* ingredient = ingredient_at(node, url);
    return ingredient != nullptr && ingredient->relationship == relationship;
  });
  if (!are_there && stated.action.name != "c2pa.removed") {
    node.results.add(status::action_ingredient_mismatch, stated.uri,
                     stated.action.name + " does not name an ingredient of the manifest");
  }
}

void check_redaction(ManifestNode& node, const StatedAction& stated) {
  if (stated.action.name != "c2pa.redacted") return;
  const std::string uri = ManifestTree::absolute(stated.action.redacted_url, node);
  const bool is_declared = std::ranges::any_of(node.claim->redactions, [&](const std::string& url) {
    return ManifestTree::absolute(url, node) == uri;
  });
  if (!is_declared) node.results.add(status::action_redaction_mismatch, stated.uri);
}

}  // namespace

bool are_actions_of_update(const std::vector<StatedAction>& actions) {
  return std::ranges::none_of(actions,
                              [](const StatedAction& one) { return is_edit(one.action.name); });
}

bool is_edit(std::string_view action) {
  constexpr std::array<std::string_view, 9> harmless = {
      "c2pa.created",         "c2pa.opened",     "c2pa.published",
      "c2pa.redacted",        "c2pa.repackaged", "c2pa.transcoded",
      "c2pa.edited.metadata", "c2pa.unknown",    "c2pa.converted"};
  return !action.empty() && std::ranges::find(harmless, action) == harmless.end();
}

void check_actions(ManifestNode& node) {
  if (!node.claim || node.claim->version < 2) return;
  if (node.kind == ManifestKind::standard) {
    const bool starts_well = !node.actions.empty() && is_start(node.actions[0].action.name);
    const auto starts = std::ranges::count_if(
        node.actions, [](const StatedAction& one) { return is_start(one.action.name); });
    if (!starts_well || starts != 1) {
      node.results.add(status::action_malformed,
                       node.actions.empty() ? node.uri : node.actions[0].uri,
                       "the first action, and only it, creates or opens");
    }
  }
  for (const StatedAction& stated : node.actions) {
    check_ingredients(node, stated);
    check_redaction(node, stated);
  }
}

}  // namespace pixiu::provenance::c2pa
