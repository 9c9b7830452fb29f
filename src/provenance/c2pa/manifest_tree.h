#pragma once

#include "base/bytes.h"
#include "crypto/digest.h"
#include "provenance/c2pa/assertions.h"
#include "provenance/c2pa/claim.h"
#include "provenance/c2pa/compressed_manifest.h"
#include "provenance/c2pa/jumbf.h"
#include "provenance/c2pa/report.h"
#include "provenance/c2pa/status.h"

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pixiu::provenance::c2pa {

// What was compressed is of the kind it was before; `compressed` is what cannot be unpacked.
enum class ManifestKind { standard, update, compressed, unknown };

// "standard", "update", "compressed", "unknown".
std::string_view manifest_kind_name(ManifestKind kind);

// An action with the URI of its assertion.
struct StatedAction {
  Action action;
  std::string uri;
};

// One manifest of a store as read, before anything is judged but its form.
struct ManifestNode {
  const JumbfBox* box = nullptr;  // of a compressed one, what was unpacked
  ByteView stored;                // its content as the store holds it: what references hash
  bool is_compressed = false;
  ManifestKind kind = ManifestKind::unknown;
  std::string uri;  // absolute
  std::optional<Claim> claim;
  std::vector<Ingredient> ingredients;
  std::vector<StatedAction> actions;
  std::vector<IdentityReport> identities;  // filled in by check_manifest
  bool is_reached = false;
  StatusList results;
};

// The manifests of a store and how they hang together.
class ManifestTree {
 public:
  // Unpacks and reads all manifests and walks those that the last one leads to; the others are
  // manifest.unreferenced. What `store` points into must outlive the tree.
  // The results of reading stand in the nodes; loops, and nesting beyond
  // limits::c2pa_ingredient_nesting_max, are general.error at the ingredient that leads into them.
  explicit ManifestTree(JumbfBox store);
  ManifestTree(const ManifestTree&) = delete;
  ManifestTree& operator=(const ManifestTree&) = delete;

  // With unpacked manifests in the place of compressed ones.
  const JumbfBox& store() const { return store_; }
  std::vector<ManifestNode>& nodes() { return nodes_; }
  const std::vector<ManifestNode>& nodes() const { return nodes_; }
  std::optional<std::size_t> active_index() const { return active_index_; }

  // The manifest a URI leads into, by the label in it.
  std::optional<std::size_t> index_of(std::string_view url) const;

  // An assertion's URI made absolute, as seen from a manifest.
  static std::string absolute(std::string_view url, const ManifestNode& node);

  // True when a manifest above redacted this assertion (absolute URI).
  bool is_redacted(const std::string& uri) const { return redacted_.contains(uri); }
  // True when any assertion of the manifest was.
  bool has_redactions(const ManifestNode& node) const;

  // The digest of a box's content in the store; each is digested once.
  const crypto::WideDigest& digest_of(ByteView content, crypto::DigestAlgorithm algorithm);

 private:
  void add(JumbfBox& box, UnpackingBudget& budget);
  void read(ManifestNode& node);
  void walk(std::size_t index, std::vector<std::size_t>& path);

  using Content = std::pair<const std::byte*, std::size_t>;

  JumbfBox store_;
  std::vector<Bytes> unpacked_;
  std::vector<ManifestNode> nodes_;
  std::map<std::string, std::size_t, std::less<>> index_by_label_;
  std::optional<std::size_t> active_index_;
  std::set<std::string> redacted_;
  std::map<std::pair<Content, crypto::DigestAlgorithm>, crypto::WideDigest> digests_;
};

}  // namespace pixiu::provenance::c2pa
