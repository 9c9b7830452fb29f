#include "provenance/c2pa/identity_check.h"

#include "base/limits.h"
#include "provenance/c2pa/assertions.h"
#include "provenance/c2pa/cose.h"
#include "provenance/c2pa/hard_binding.h"
#include "provenance/c2pa/limits.h"
#include "provenance/c2pa/utf8.h"

#include <algorithm>
#include <set>
#include <string>

#include <nlohmann/json.hpp>

namespace pixiu::provenance::c2pa {
namespace {

constexpr std::string_view by_certificate = "cawg.x509.cose";
constexpr std::string_view by_aggregator = "cawg.identity_claims_aggregation";
constexpr std::size_t stated_max = 16;

std::string shown(std::string_view text) {
  return shown_text(text, limits::c2pa_text_bytes_max);
}

class IdentityCheck {
 public:
  IdentityCheck(std::string_view uri, ManifestNode& node) : uri_(uri), node_(node) {}

  IdentityReport run(const JumbfBox& box, const C2paTrust& trust, Timestamp now,
                     crypto::CertificateCache& cache) {
    report_.label = shown(box.label);
    const JumbfBox* content = box.child_of_type("cbor");
    const Result<CborDocument> document =
        parse_cbor(content == nullptr ? ByteView{} : content->content);
    const CborValue* payload = document ? document->root().find("signer_payload") : nullptr;
    const CborValue* signature = document ? document->root().find("signature") : nullptr;
    const auto signature_bytes = signature == nullptr ? std::nullopt : signature->as_bytes();
    const auto kind = payload == nullptr ? std::nullopt : payload->text_at("sig_type");
    if (!signature_bytes || !kind || !is_payload(*payload)) {
      add(status::identity_cbor_invalid, "it is not of the form of an identity assertion");
      return report_;
    }
    report_.kind = shown(*kind);
    read_roles(*payload);
    check_padding(document->root());
    check_references(*payload);
    report_.is_well_formed = !has_failed_;
    if (!has_failed_) add(status::identity_well_formed);
    const ByteView signed_bytes = encoded_value(content->content, "signer_payload");
    if (*kind == by_certificate) {
      check_certificate(*signature_bytes, signed_bytes, trust, now, cache);
    } else if (*kind == by_aggregator) {
      read_statement(*signature_bytes);
      add(status::identity_network_blocked, "an aggregator's statement is not proven offline");
    } else {
      add(status::identity_kind_unknown, "a kind of signature that is not known");
    }
    return report_;
  }

 private:
  void add(const StatusCode& code, std::string_view why = {}) {
    has_failed_ |= code.kind == StatusKind::failure;
    node_.results.add(code, uri_, why);
  }

  static bool is_payload(const CborValue& payload) {
    const CborValue* list = payload.find("referenced_assertions");
    return list != nullptr && list->is_array() && !list->items.empty() &&
           list->items.size() <= limits::c2pa_assertions_max;
  }

  void read_roles(const CborValue& payload) {
    const CborValue* roles = payload.find("role");
    if (roles == nullptr || !roles->is_array()) return;
    for (const CborValue& role : roles->items) {
      if (report_.roles.size() >= stated_max) return;
      if (const auto text = role.as_text()) report_.roles.push_back(shown(*text));
    }
  }

  void check_padding(const CborValue& assertion) {
    for (const std::string_view key : {"pad1", "pad2"}) {
      const CborValue* pad = assertion.find(key);
      if (pad == nullptr && key == "pad2") continue;
      const auto bytes = pad == nullptr ? std::nullopt : pad->as_bytes();
      const bool is_blank =
          bytes && std::ranges::all_of(*bytes, [](std::byte one) { return one == std::byte{0}; });
      if (!is_blank) add(status::identity_pad_invalid, "its padding holds something");
    }
  }

  // Every assertion it names must be one the claim names, by the same hash; the hard binding among
  // them, else it could be put beside another picture.
  void check_references(const CborValue& payload) {
    std::set<std::string> named;
    bool has_binding = false;
    for (const CborValue& item : payload.find("referenced_assertions")->items) {
      const auto reference = read_hashed_uri(&item);
      if (!reference) {
        add(status::identity_cbor_invalid, "a reference that makes no sense");
        return;
      }
      const std::string uri = ManifestTree::absolute(reference->url, node_);
      if (!named.insert(uri).second) add(status::identity_assertion_duplicate, shown(uri));
      const bool is_of_claim =
          std::ranges::any_of(node_.claim->assertions, [&](const HashedUri& one) {
            return ManifestTree::absolute(one.url, node_) == uri && one.hash == reference->hash;
          });
      if (!is_of_claim) add(status::identity_assertion_mismatch, shown(uri));
      has_binding |= is_hard_binding(last_label_in(uri));
    }
    if (!has_binding) add(status::identity_hard_binding_missing, "it does not bind the content");
  }

  // A claim signature's rules hold, under other codes.
  void check_certificate(ByteView cose, ByteView payload, const C2paTrust& trust, Timestamp now,
                         crypto::CertificateCache& cache) {
    StatusList found;
    report_.signer = check_claim_signature(cose, payload, uri_, trust, now, cache, found);
    const SignerReport& signer = *report_.signer;
    for (const ValidationStatus& one : found.all()) {
      if (one.code == status::algorithm_unsupported) {
        add(status::identity_algorithm_unsupported, one.explanation);
      } else if (one.code == status::claim_signature_mismatch) {
        add(status::identity_signature_mismatch, one.explanation);
      } else if (one.code == status::claim_signature_outside_validity) {
        add(status::identity_outside_validity, one.explanation);
      } else if (one.code == status::ocsp_revoked) {
        add(status::identity_credential_revoked, one.explanation);
      } else if (one.code == status::signing_credential_invalid ||
                 one.code == status::signing_credential_untrusted) {
        add(status::identity_credential_untrusted, one.explanation);
      }
    }
    if (signer.is_signature_valid) add(status::identity_signature_validated);
    if (signer.is_trusted) add(status::identity_credential_trusted);
    const bool is_proven = signer.is_signature_valid && signer.is_trusted &&
                           signer.is_valid_at_signing && !signer.is_revoked;
    if (is_proven && report_.is_well_formed) add(status::identity_trusted);
  }

  // A COSE_Sign1 with a verifiable credential in JSON as its payload.
  void read_statement(ByteView cose) {
    const Result<CborDocument> document = parse_cbor(cose);
    if (!document) return;
    const CborValue* root = &document->root();
    if (root->type == CborType::tag) root = &root->items[0];
    const auto payload =
        root->is_array() && root->items.size() == 4 ? root->items[2].as_bytes() : std::nullopt;
    if (!payload || payload->size() > limits::metadata_bytes_max) return;
    const auto has_depth = [](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
      return depth <= limits::metadata_nesting_max;
    };
    const auto json = nlohmann::json::parse(text_of(*payload), has_depth, false);
    if (!json.is_object()) return;
    report_.aggregator = shown(text_in(json, "issuer"));
    const auto subject = json.find("credentialSubject");
    if (subject == json.end() || !subject->is_object()) return;
    const auto identities = subject->find("verifiedIdentities");
    if (identities == subject->end() || !identities->is_array()) return;
    for (const nlohmann::json& one : *identities) {
      if (!one.is_object() || report_.stated.size() >= stated_max) continue;
      std::string line = text_in(one, "type");
      const std::string name = text_in(one, "name");
      const std::string user = text_in(one, "username");
      line += ": " + (name.empty() ? user : name);
      const auto provider = one.find("provider");
      if (provider != one.end() && provider->is_object()) {
        line += " (" + text_in(*provider, "name") + ")";
      }
      report_.stated.push_back(shown(line));
    }
  }

  static std::string text_in(const nlohmann::json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
  }

  std::string_view uri_;
  ManifestNode& node_;
  IdentityReport report_;
  bool has_failed_ = false;
};

}  // namespace

bool is_identity(std::string_view label) {
  return assertion_name(label) == "cawg.identity";
}

IdentityReport check_identity(const JumbfBox& box, std::string_view uri, ManifestNode& node,
                              const C2paTrust& trust, Timestamp now,
                              crypto::CertificateCache& cache) {
  return IdentityCheck(uri, node).run(box, trust, now, cache);
}

}  // namespace pixiu::provenance::c2pa
