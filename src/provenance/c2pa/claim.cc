#include "provenance/c2pa/claim.h"

#include "provenance/c2pa/hard_binding.h"
#include "provenance/c2pa/limits.h"

#include <algorithm>

namespace pixiu::provenance::c2pa {
namespace {

std::string text(const CborValue& map, std::string_view key) {
  return std::string(map.text_at(key).value_or(""));
}

// Adds a list of hashed URIs; false when the list is there and is none.
bool read_references(const CborValue& map, std::string_view key, std::vector<HashedUri>& into) {
  const CborValue* list = map.find(key);
  if (list == nullptr || list->is_null()) return true;
  if (!list->is_array()) return false;
  for (const CborValue& item : list->items) {
    auto reference = read_hashed_uri(&item);
    if (!reference || into.size() >= limits::c2pa_assertions_max) return false;
    into.push_back(std::move(*reference));
  }
  return true;
}

bool read_redactions(const CborValue& map, std::vector<std::string>& into) {
  const CborValue* list = map.find("redacted_assertions");
  if (list == nullptr || list->is_null()) return true;
  if (!list->is_array() || list->items.size() > limits::c2pa_assertions_max) return false;
  for (const CborValue& item : list->items) {
    const auto url = item.as_text();
    if (!url) return false;
    into.emplace_back(*url);
  }
  return true;
}

// Version 1 has a text and a list of maps, version 2 one map.
std::string generator_of(const CborValue& map, int version) {
  if (version == 1) {
    const std::string written = text(map, "claim_generator");
    if (!written.empty()) return written;
  }
  const CborValue* info = map.find("claim_generator_info");
  if (info != nullptr && info->is_array() && !info->items.empty()) info = &info->items[0];
  return software_name(info);
}

// What the standard requires of a claim; the first thing that is missing.
std::string_view missing_in(const Claim& claim) {
  if (claim.signature_url.empty()) return "signature";
  if (claim.instance_id.empty()) return "instanceID";
  if (claim.generator.empty()) return "claim_generator";
  if (claim.assertions.empty()) return "assertions";
  return {};
}

}  // namespace

std::optional<HashedUri> read_hashed_uri(const CborValue* value) {
  if (value == nullptr || !value->is_map()) return std::nullopt;
  const auto url = value->text_at("url");
  auto hash = hash_bytes(value->find("hash"));
  if (!url || url->size() > 2 * limits::c2pa_label_bytes_max || !hash) return std::nullopt;
  return HashedUri{std::string(*url), text(*value, "alg"), std::move(*hash)};
}

std::string software_name(const CborValue* value) {
  if (value == nullptr) return {};
  if (const auto plain = value->as_text()) return std::string(*plain);
  const std::string name = text(*value, "name");
  const std::string version = text(*value, "version");
  return version.empty() ? name : name + "/" + version;
}

std::optional<Claim> read_claim(const JumbfBox& manifest, std::string_view uri,
                                StatusList& results) {
  const auto is_claim = [](const JumbfBox& box) { return box.kind == jumbf_type::claim; };
  const auto count = std::ranges::count_if(manifest.children, is_claim);
  if (count == 0) {
    results.add(status::claim_missing, uri);
    return std::nullopt;
  }
  if (count > 1) results.add(status::claim_multiple, uri, "a manifest has exactly one claim");
  const JumbfBox& box = *std::ranges::find_if(manifest.children, is_claim);
  const JumbfBox* content = box.child_of_type("cbor");
  if (content == nullptr || box.children.size() != 1) {
    results.add(status::claim_malformed, uri, "the claim's box does not hold one CBOR item");
    return std::nullopt;
  }
  const Result<CborDocument> document = parse_cbor(content->content);
  if (!document || !document->root().is_map()) {
    results.add(status::claim_cbor_invalid, uri, document ? "not a map" : document.error().message);
    return std::nullopt;
  }
  const CborValue& map = document->root();
  Claim claim;
  claim.version = box.label.starts_with("c2pa.claim.v2") ? 2 : 1;
  claim.bytes = content->content;
  claim.generator = generator_of(map, claim.version);
  claim.title = text(map, "dc:title");
  claim.format = text(map, "dc:format");
  claim.instance_id = text(map, "instanceID");
  claim.signature_url = text(map, "signature");
  claim.algorithm = text(map, "alg");
  const bool are_lists_read =
      claim.version == 1 ? read_references(map, "assertions", claim.assertions)
                         : read_references(map, "created_assertions", claim.assertions) &&
                               read_references(map, "gathered_assertions", claim.assertions);
  if (!are_lists_read || !read_redactions(map, claim.redactions)) {
    results.add(status::claim_malformed, uri, "a list of assertions makes no sense");
  }
  if (const std::string_view missing = missing_in(claim); !missing.empty()) {
    results.add(status::claim_malformed, uri, "the claim has no " + std::string(missing));
  }
  return claim;
}

}  // namespace pixiu::provenance::c2pa
