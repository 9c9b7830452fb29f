#include "provenance/c2pa/store_check.h"

#include "provenance/c2pa/file_parts.h"
#include "provenance/c2pa/hard_binding.h"
#include "provenance/c2pa/limits.h"
#include "provenance/c2pa/manifest_check.h"
#include "provenance/c2pa/manifest_tree.h"
#include "provenance/c2pa/multi_asset_hash.h"
#include "provenance/c2pa/utf8.h"

#include <algorithm>
#include <utility>

namespace pixiu::provenance::c2pa {
namespace {

std::string shown(std::string_view text) {
  return shown_text(text, limits::c2pa_text_bytes_max);
}

// The active manifest, and below update manifests their parents down to a standard one.
std::vector<std::size_t> speaking_manifests(const ManifestTree& tree) {
  std::vector<std::size_t> line;
  std::optional<std::size_t> index = tree.active_index();
  while (index && std::ranges::find(line, *index) == line.end()) {
    line.push_back(*index);
    const ManifestNode& node = tree.nodes()[*index];
    if (node.kind != ManifestKind::update) break;
    const auto parent = std::ranges::find(node.ingredients, "parentOf", &Ingredient::relationship);
    const bool leads_on = parent != node.ingredients.end() && parent->manifest;
    index = leads_on ? tree.index_of(parent->manifest->url) : std::nullopt;
  }
  return line;
}

bool is_changed(const StatusList& results) {
  return results.has(status::data_hash_mismatch) || results.has(status::bmff_hash_mismatch) ||
         results.has(status::boxes_hash_mismatch) || results.has(status::boxes_hash_unknown_box);
}

void check_binding(ByteView file, const EmbeddedStore& embedded, ManifestTree& tree,
                   const std::vector<std::size_t>& line) {
  ManifestNode& node = tree.nodes()[line.back()];
  const std::vector<DeclaredBinding> bindings = declared_bindings(tree, node);
  if (bindings.empty()) {
    if (node.claim && !node.results.has(status::hard_bindings_missing)) {
      node.results.add(status::hard_bindings_missing, node.uri);
    }
    return;
  }
  const std::vector<FilePart> parts = parts_of(file, embedded);
  const BoundFile bound{file, &embedded, &parts, line.size() > 1};
  const DeclaredBinding& binding = bindings.front();
  const auto document = assertion_cbor(*binding.box, binding.uri, node.results);
  if (!document) return;
  StatusList whole;
  check_hard_binding({&document->root(), binding.box->label, node.claim->algorithm, binding.uri},
                     bound, whole);
  // A file of several parts may hold part by part where it does not as a whole.
  if (is_changed(whole) && has_multi_asset_hash(node)) {
    StatusList part_by_part;
    check_multi_asset_hash(tree, node, bound, part_by_part);
    node.results.add_all(part_by_part);
    if (part_by_part.has(status::multi_asset_hash_match)) return;
  }
  node.results.add_all(whole);
}

ManifestReport report_of(const ManifestTree& tree, const ManifestNode& node, SignerReport signer) {
  ManifestReport report;
  report.label = shown(node.box->label);
  report.kind = manifest_kind_name(node.kind);
  report.is_compressed = node.is_compressed;
  report.is_reached = node.is_reached;
  report.signer = std::move(signer);
  report.statuses = node.results.all();
  report.identities = node.identities;
  for (const StatedAction& stated : node.actions) {
    const Action& action = stated.action;
    report.actions.push_back({shown(action.name), source_type_of(action.source_type),
                              shown(action.source_type), shown(action.software),
                              shown(action.when)});
  }
  for (const Ingredient& one : node.ingredients) {
    IngredientReport ingredient{shown(one.label),
                                shown(one.title),
                                shown(one.format),
                                shown(one.relationship),
                                one.manifest ? tree.index_of(one.manifest->url) : std::nullopt,
                                {}};
    for (const std::string& code : one.recorded_failures) {
      ingredient.recorded_failures.push_back(shown(code));
    }
    report.ingredients.push_back(std::move(ingredient));
  }
  if (!node.claim) return report;
  report.claim_version = node.claim->version;
  report.generator = shown(node.claim->generator);
  report.title = shown(node.claim->title);
  report.format = shown(node.claim->format);
  report.instance_id = shown(node.claim->instance_id);
  for (const std::string& url : node.claim->redactions) report.redactions.push_back(shown(url));
  return report;
}

}  // namespace

Result<std::vector<std::size_t>> check_store(ByteView file, const EmbeddedStore& embedded,
                                             const C2paTrust& trust, Timestamp now,
                                             C2paReport& report) {
  Result<JumbfBox> store = parse_jumbf(embedded.store);
  if (!store) return store.error();
  if (store->kind != jumbf_type::store || store->label != "c2pa") {
    return Error{ErrorCode::corrupted, "the box is no manifest store"};
  }
  ManifestTree tree(*std::move(store));
  if (!tree.active_index()) return Error{ErrorCode::corrupted, "the store holds no manifest"};
  crypto::CertificateCache cache;
  std::vector<SignerReport> signers(tree.nodes().size());
  for (std::size_t index = 0; index < tree.nodes().size(); ++index) {
    ManifestNode& node = tree.nodes()[index];
    if (node.is_reached) signers[index] = check_manifest(tree, node, trust, now, cache);
  }
  const std::vector<std::size_t> line = speaking_manifests(tree);
  check_binding(file, embedded, tree, line);
  for (std::size_t index = 0; index < tree.nodes().size(); ++index) {
    report.manifests.push_back(report_of(tree, tree.nodes()[index], std::move(signers[index])));
  }
  report.active_index = tree.active_index();
  report.manifests[*report.active_index].is_active = true;
  return line;
}

}  // namespace pixiu::provenance::c2pa
