#include "provenance/c2pa/manifest_check.h"

#include "provenance/c2pa/action_check.h"
#include "provenance/c2pa/hard_binding.h"
#include "provenance/c2pa/identity_check.h"
#include "provenance/c2pa/limits.h"

#include <algorithm>
#include <set>
#include <utility>

namespace pixiu::provenance::c2pa {
namespace {

constexpr std::string_view assertion_store_label = "c2pa.assertions";

class ManifestCheck {
 public:
  ManifestCheck(ManifestTree& tree, ManifestNode& node)
      : tree_(tree), node_(node), claim_(*node.claim), results_(node.results) {}

  SignerReport signature(const C2paTrust& trust, Timestamp now, crypto::CertificateCache& cache) {
    const std::string uri = ManifestTree::absolute(claim_.signature_url, node_);
    const JumbfBox* box = resolve(uri, tree_.store(), *node_.box);
    const bool is_own = uri.starts_with(node_.uri + "/");
    const JumbfBox* content = box == nullptr ? nullptr : box->child_of_type("cbor");
    if (!is_own || content == nullptr || box->kind != jumbf_type::signature) {
      results_.add(status::claim_signature_missing, uri);
      return {};
    }
    return check_claim_signature(content->content, claim_.bytes, uri, trust, now, cache, results_);
  }

  void assertions() {
    const JumbfBox* store = node_.box->child_labelled(assertion_store_label);
    if (store == nullptr) {
      results_.add(status::assertion_missing, node_.uri, "there is no assertion store");
      return;
    }
    std::set<const JumbfBox*> declared;
    for (const HashedUri& reference : claim_.assertions) assertion(reference, *store, declared);
    for (const JumbfBox& box : store->children) {
      if (declared.contains(&box)) continue;
      results_.add(status::assertion_undeclared,
                   node_.uri + "/" + std::string(assertion_store_label) + "/" + box.label);
    }
  }

  void identities(const C2paTrust& trust, Timestamp now, crypto::CertificateCache& cache) {
    for (const auto& [box, uri] : identities_) {
      if (node_.identities.size() >= limits::c2pa_identities_max) return;
      node_.identities.push_back(check_identity(*box, uri, node_, trust, now, cache));
    }
  }

  void redactions() {
    for (const std::string& url : claim_.redactions) {
      const std::string uri = ManifestTree::absolute(url, node_);
      const std::string_view label = last_label_in(uri);
      if (uri.starts_with(node_.uri + "/")) results_.add(status::assertion_self_redacted, uri);
      if (is_actions(label)) results_.add(status::action_redacted, uri);
      if (is_hard_binding(label)) results_.add(status::data_hash_redacted, uri);
    }
  }

  void hard_bindings() {
    const std::size_t count = declared_bindings(tree_, node_).size();
    if (node_.kind != ManifestKind::standard) return;
    if (count == 0) results_.add(status::hard_bindings_missing, node_.uri);
    if (count > 1) results_.add(status::multiple_hard_bindings, node_.uri);
  }

  void parents() {
    const auto count = std::ranges::count(node_.ingredients, "parentOf", &Ingredient::relationship);
    if (node_.kind == ManifestKind::standard && count > 1) {
      results_.add(status::multiple_parents, node_.uri);
    }
    if (node_.kind != ManifestKind::update) return;
    if (count != 1 || node_.ingredients.size() != 1) {
      results_.add(status::update_wrong_parents, node_.uri);
    }
    const bool has_content = std::ranges::any_of(claim_.assertions, [](const HashedUri& one) {
      const std::string_view label = last_label_in(one.url);
      return is_hard_binding(label) || label.starts_with("c2pa.thumbnail");
    });
    if (has_content || !are_actions_of_update(node_.actions)) {
      results_.add(status::update_invalid, node_.uri);
    }
  }

  void ingredients() {
    for (const Ingredient& one : node_.ingredients) ingredient(one);
  }

 private:
  std::optional<crypto::DigestAlgorithm> algorithm_of(const HashedUri& reference) const {
    return hash_algorithm(reference.algorithm.empty() ? claim_.algorithm : reference.algorithm);
  }

  void assertion(const HashedUri& reference, const JumbfBox& store,
                 std::set<const JumbfBox*>& declared) {
    const std::string uri = ManifestTree::absolute(reference.url, node_);
    if (!uri.starts_with(node_.uri + "/")) {
      results_.add(status::assertion_outside_manifest, uri);
      return;
    }
    const JumbfBox* box = resolve(uri, tree_.store(), *node_.box);
    const bool is_in_store = box != nullptr && box >= store.children.data() &&
                             box < store.children.data() + store.children.size();
    const bool is_redacted = tree_.is_redacted(uri);
    if (!is_in_store) {
      if (!is_redacted) results_.add(status::assertion_missing, uri);
      return;
    }
    if (!declared.insert(box).second) {
      results_.add(status::claim_malformed, uri, "the claim names an assertion twice");
      return;
    }
    const auto algorithm = algorithm_of(reference);
    if (!algorithm) {
      results_.add(status::algorithm_unsupported, uri);
      return;
    }
    const bool is_match =
        std::ranges::equal(tree_.digest_of(box->content, *algorithm).bytes(), reference.hash);
    if (is_redacted) {
      if (!is_blank(*box)) results_.add(status::assertion_not_redacted, uri);
      return;
    }
    results_.add(is_match ? status::hashed_uri_match : status::hashed_uri_mismatch, uri);
    if (is_identity(box->label)) {
      identities_.push_back({box, uri});
    } else {
      check_content(*box, uri);
    }
  }

  // What redaction leaves of an assertion whose place is kept.
  static bool is_blank(const JumbfBox& box) {
    return std::ranges::all_of(box.children, [](const JumbfBox& child) {
      return !child.is_superbox() &&
             std::ranges::all_of(child.content, [](std::byte b) { return b == std::byte{0}; });
    });
  }

  // Ingredients and actions were read with the tree.
  void check_content(const JumbfBox& box, std::string_view uri) {
    check_json(box, uri, results_);
    if (box.kind != jumbf_type::cbor || is_ingredient(box.label) || is_actions(box.label)) return;
    if (assertion_name(box.label) == "c2pa.cloud-data") {
      check_cloud_data(box, uri, results_);
    } else {
      (void)assertion_cbor(box, uri, results_);
    }
  }

  void ingredient(const Ingredient& one) {
    if (!one.manifest) {
      results_.add(status::ingredient_unknown_provenance, one.uri);
      return;
    }
    const auto index = tree_.index_of(one.manifest->url);
    if (!index) {
      if (one.version == 3) {
        results_.add(status::ingredient_manifest_missing, one.uri);
      } else {
        results_.add(status::claim_missing, one.manifest->url, "the ingredient's manifest");
      }
      return;
    }
    const ManifestNode& target = tree_.nodes()[*index];
    const auto algorithm = algorithm_of(*one.manifest);
    if (!algorithm) {
      results_.add(status::algorithm_unsupported, one.uri);
      return;
    }
    const bool is_match =
        std::ranges::equal(tree_.digest_of(target.stored, *algorithm).bytes(), one.manifest->hash);
    if (is_match) {
      results_.add(status::ingredient_manifest_validated, one.uri);
    } else if (is_hash_of_claim(one, target, *algorithm)) {
      results_.add(status::ingredient_manifest_validated, one.uri,
                   "by the hash of its claim, as before C2PA 1.2");
    } else if (!tree_.has_redactions(target)) {
      results_.add(one.version == 3 ? status::ingredient_manifest_mismatch
                                    : status::ingredient_hash_mismatch,
                   one.uri, "the ingredient's manifest is not the one that was taken in");
    }
    if (one.version == 3) ingredient_signature(one, target);
  }

  // The first writers hashed the claim alone, which holds the hashes of everything else.
  static bool is_hash_of_claim(const Ingredient& one, const ManifestNode& target,
                               crypto::DigestAlgorithm algorithm) {
    if (one.version != 1 || !target.claim) return false;
    const auto actual = crypto::digest(algorithm, target.claim->bytes);
    return std::ranges::equal(actual.bytes(), one.manifest->hash);
  }

  void ingredient_signature(const Ingredient& one, const ManifestNode& target) {
    const JumbfBox* box =
        one.signature ? resolve(one.signature->url, tree_.store(), *target.box) : nullptr;
    const auto algorithm = one.signature ? algorithm_of(*one.signature) : std::nullopt;
    if (box == nullptr || !algorithm) {
      results_.add(status::ingredient_signature_missing, one.uri);
      return;
    }
    const bool is_match =
        std::ranges::equal(tree_.digest_of(box->content, *algorithm).bytes(), one.signature->hash);
    results_.add(
        is_match ? status::ingredient_signature_validated : status::ingredient_signature_mismatch,
        one.uri);
  }

  ManifestTree& tree_;
  ManifestNode& node_;
  const Claim& claim_;
  StatusList& results_;
  std::vector<std::pair<const JumbfBox*, std::string>> identities_;
};

}  // namespace

SignerReport check_manifest(ManifestTree& tree, ManifestNode& node, const C2paTrust& trust,
                            Timestamp now, crypto::CertificateCache& cache) {
  if (!node.claim) return {};
  ManifestCheck check(tree, node);
  SignerReport signer = check.signature(trust, now, cache);
  check.assertions();
  check.identities(trust, now, cache);
  check.redactions();
  check.hard_bindings();
  check.parents();
  check_actions(node);
  check.ingredients();
  return signer;
}

std::vector<DeclaredBinding> declared_bindings(const ManifestTree& tree, const ManifestNode& node) {
  std::vector<DeclaredBinding> found;
  if (!node.claim) return found;
  for (const HashedUri& reference : node.claim->assertions) {
    if (!is_hard_binding(last_label_in(reference.url))) continue;
    const std::string uri = ManifestTree::absolute(reference.url, node);
    const JumbfBox* box = resolve(uri, tree.store(), *node.box);
    if (box != nullptr && box->is_superbox()) found.push_back({box, uri});
  }
  return found;
}

}  // namespace pixiu::provenance::c2pa
