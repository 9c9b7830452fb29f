#include "provenance/c2pa/manifest_tree.h"

#include "base/check.h"
#include "provenance/c2pa/limits.h"

#include <algorithm>
#include <utility>

namespace pixiu::provenance::c2pa {
namespace {

ManifestKind kind_of(const JumbfBox& box) {
  if (box.kind == jumbf_type::manifest || box.kind == jumbf_type::old_manifest) {
    return ManifestKind::standard;
  }
  if (box.kind == jumbf_type::update_manifest) return ManifestKind::update;
  if (box.kind == jumbf_type::compressed_manifest) return ManifestKind::compressed;
  return ManifestKind::unknown;
}

}  // namespace

std::string_view manifest_kind_name(ManifestKind kind) {
  switch (kind) {
    case ManifestKind::standard: return "standard";
    case ManifestKind::update: return "update";
    case ManifestKind::compressed: return "compressed";
    case ManifestKind::unknown: return "unknown";
  }
  PIXIU_CHECK(false);
}

ManifestTree::ManifestTree(JumbfBox store) : store_(std::move(store)) {
  UnpackingBudget budget{limits::c2pa_store_bytes_max, limits::c2pa_boxes_max};
  for (JumbfBox& child : store_.children) {
    if (child.is_superbox() && nodes_.size() < limits::c2pa_manifests_max) add(child, budget);
  }
  if (nodes_.empty()) return;
  active_index_ = nodes_.size() - 1;
  std::vector<std::size_t> path;
  walk(*active_index_, path);
  for (ManifestNode& node : nodes_) {
    if (node.is_reached) continue;
    node.results.add(status::manifest_unreferenced, node.uri);
    read(node);
  }
  for (const ManifestNode& node : nodes_) {
    if (!node.is_reached || !node.claim) continue;
    for (const std::string& url : node.claim->redactions) redacted_.insert(absolute(url, node));
  }
}

void ManifestTree::add(JumbfBox& box, UnpackingBudget& budget) {
  ManifestNode node;
  node.box = &box;
  node.stored = box.content;
  node.uri = "self#jumbf=/c2pa/" + box.label;
  if (kind_of(box) == ManifestKind::compressed) {
    node.is_compressed = true;
    Result<UnpackedManifest> made = unpack_manifest(box, budget);
    if (made) {
      unpacked_.push_back(std::move(made->bytes));
      box = std::move(made->manifest);
    } else {
      node.results.add(status::compressed_invalid, node.uri, made.error().message);
    }
  }
  node.kind = kind_of(box);
  const bool is_new = index_by_label_.try_emplace(box.label, nodes_.size()).second;
  if (!is_new) node.results.add(status::general_error, node.uri, "two manifests of one name");
  nodes_.push_back(std::move(node));
}

// Depth first; `path` holds the manifests that led here. Bounded by the nesting limit, and each
// manifest is entered once.
void ManifestTree::walk(std::size_t index, std::vector<std::size_t>& path) {
  ManifestNode& node = nodes_[index];
  node.is_reached = true;
  read(node);
  path.push_back(index);
  for (const Ingredient& ingredient : node.ingredients) {
    if (!ingredient.manifest) continue;
    const auto next = index_of(ingredient.manifest->url);
    if (!next) continue;
    if (std::ranges::find(path, *next) != path.end()) {
      node.results.add(status::general_error, ingredient.uri, "the ingredients lead in a circle");
    } else if (path.size() >= static_cast<std::size_t>(limits::c2pa_ingredient_nesting_max)) {
      node.results.add(status::general_error, ingredient.uri, "ingredients nest too deeply");
    } else if (!nodes_[*next].is_reached) {
      walk(*next, path);
    }
  }
  path.pop_back();
}

void ManifestTree::read(ManifestNode& node) {
  if (node.kind == ManifestKind::compressed) return;  // could not be unpacked: it says so
  if (node.kind == ManifestKind::unknown) {
    node.results.add(status::general_error, node.uri, "a manifest of an unknown kind");
    return;
  }
  node.claim = read_claim(*node.box, node.uri, node.results);
  if (!node.claim) return;
  std::set<const JumbfBox*> seen;
  for (const HashedUri& reference : node.claim->assertions) {
    const JumbfBox* box = resolve(reference.url, store_, *node.box);
    if (box == nullptr || !box->is_superbox() || !seen.insert(box).second) continue;
    const std::string uri = absolute(reference.url, node);
    if (is_ingredient(box->label)) {
      if (auto ingredient = read_ingredient(*box, uri, node.results)) {
        node.ingredients.push_back(std::move(*ingredient));
      }
    } else if (is_actions(box->label)) {
      for (Action& action : read_actions(*box, uri, node.results)) {
        if (node.actions.size() >= limits::c2pa_actions_max) break;
        node.actions.push_back({std::move(action), uri});
      }
    }
  }
}

std::optional<std::size_t> ManifestTree::index_of(std::string_view url) const {
  const auto found = index_by_label_.find(manifest_label_in(url));
  if (found == index_by_label_.end()) return std::nullopt;
  return found->second;
}

std::string ManifestTree::absolute(std::string_view url, const ManifestNode& node) {
  constexpr std::string_view scheme = "self#jumbf=";
  if (!url.starts_with(scheme) || url.starts_with("self#jumbf=/")) return std::string(url);
  return node.uri + "/" + std::string(url.substr(scheme.size()));
}

bool ManifestTree::has_redactions(const ManifestNode& node) const {
  const std::string start = node.uri + "/";
  const auto first = redacted_.lower_bound(start);
  return first != redacted_.end() && first->starts_with(start);
}

const crypto::WideDigest& ManifestTree::digest_of(ByteView content,
                                                  crypto::DigestAlgorithm algorithm) {
  const auto [entry, is_new] = digests_.try_emplace({{content.data(), content.size()}, algorithm});
  if (is_new) entry->second = crypto::digest(algorithm, content);
  return entry->second;
}

}  // namespace pixiu::provenance::c2pa
