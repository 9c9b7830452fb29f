#include "tests/c2pa_signer/manifest.h"

#include "base/check.h"
#include "tests/c2pa_signer/binding.h"
#include "tests/c2pa_signer/cbor.h"
#include "tests/c2pa_signer/cose.h"
#include "tests/c2pa_signer/file_writer.h"

#include <algorithm>
#include <map>

#include <brotli/encode.h>

namespace pixiu::c2pa_signer {
namespace {

using Members = std::vector<std::pair<std::string, Bytes>>;

// What later manifests of a store name of an earlier one.
struct Finished {
  Bytes superbox;  // as it stands in the store
  Bytes signature_superbox;
  std::vector<Bytes> covered;  // superboxes without their heads, and the claim
};
using Earlier = std::map<std::string, Finished>;

bool has(const Recipe& recipe, Fault fault) {
  return recipe.faults.contains(fault);
}

// Hashes are over a superbox without its own eight bytes of head.
Bytes superbox_digest(const Recipe& recipe, ByteView superbox) {
  return digest_by_name(recipe.digest, superbox.subspan(8));
}

Bytes hashed_uri(std::string_view uri, const Bytes& hash) {
  return cbor::object({{"url", cbor::text(uri)}, {"hash", cbor::bytes(hash)}});
}

std::vector<std::string> redacted_uris(const Recipe& recipe) {
  std::vector<std::string> uris = recipe.redacts;
  if (has(recipe, Fault::redacts_own)) uris.push_back(assertion_uri(recipe.label, "org.test.note"));
  if (has(recipe, Fault::redacts_actions)) {
    PIXIU_CHECK(!recipe.ingredients.empty());
    uris.push_back(assertion_uri(recipe.ingredients.front().target, "c2pa.actions.v2"));
  }
  return uris;
}

// What an action that takes ingredients in says of them.
Bytes taken_in(const Recipe& recipe, const std::vector<Assertion>& ingredients) {
  std::vector<Bytes> listed;
  for (const Assertion& one : ingredients) {
    listed.push_back(hashed_uri("self#jumbf=c2pa.assertions/" + one.label,
                                superbox_digest(recipe, one.superbox)));
  }
  return recipe.claim_version < 2 ? cbor::object({{"ingredient", listed.front()}})
                                  : cbor::object({{"ingredients", cbor::array(listed)}});
}

Assertion actions(const Recipe& recipe, const std::vector<Assertion>& ingredients) {
  const bool is_old = recipe.claim_version < 2;
  const Bytes agent = cbor::text("Test Camera");
  Members first = {{"action", cbor::text(recipe.action)},
                   {"digitalSourceType", cbor::text(recipe.source_type)},
                   {"softwareAgent", is_old ? agent : cbor::object({{"name", agent}})}};
  if (recipe.action == "c2pa.opened" && !ingredients.empty()) {
    first.emplace_back("parameters", taken_in(recipe, ingredients));
  }
  if (has(recipe, Fault::action_malformed)) first.erase(first.begin());
  std::vector<Bytes> all = {cbor::object(first)};
  for (const std::string& uri : redacted_uris(recipe)) {
    all.push_back(cbor::object({{"action", cbor::text("c2pa.redacted")},
                                {"reason", cbor::text("c2pa.PII.present")},
                                {"parameters", cbor::object({{"redacted", cbor::text(uri)}})}}));
  }
  const std::string label = is_old ? "c2pa.actions" : "c2pa.actions.v2";
  return {label, cbor_assertion(label, cbor::object({{"actions", cbor::array(all)}}))};
}

std::string ingredient_label(const Ingredient& ingredient) {
  if (!ingredient.label.empty()) return ingredient.label;
  return ingredient.version == 1 ? "c2pa.ingredient"
                                 : "c2pa.ingredient.v" + std::to_string(ingredient.version);
}

Assertion ingredient_assertion(const Recipe& recipe, const Ingredient& ingredient,
                               const Earlier& earlier) {
  Members members = {{"dc:title", cbor::text("ingredient.jpg")},
                     {"dc:format", cbor::text("image/jpeg")},
                     {"relationship", cbor::text(ingredient.relationship)}};
  if (ingredient.version < 3) {
    members.emplace_back("instanceID", cbor::text("xmp:iid:" + ingredient.target));
  }
  if (!ingredient.target.empty()) {
    const std::string uri = "self#jumbf=/c2pa/" + ingredient.target;
    const auto found = earlier.find(ingredient.target);
    Bytes hash(32, std::byte{0x5a});  // of a manifest that comes later, or never
    Bytes signature_hash = hash;
    if (found != earlier.end() && !ingredient.has_wrong_hash) {
      hash = superbox_digest(recipe, found->second.superbox);
      signature_hash = superbox_digest(recipe, found->second.signature_superbox);
    }
    if (ingredient.version < 3) {
      members.emplace_back("c2pa_manifest", hashed_uri(uri, hash));
    } else {
      members.emplace_back("activeManifest", hashed_uri(uri, hash));
      members.emplace_back("claimSignature", hashed_uri(uri + "/c2pa.signature", signature_hash));
    }
  }
  const std::string label = ingredient_label(ingredient);
  return {label, cbor_assertion(label, cbor::object(members))};
}

void add_broken_assertions(const Recipe& recipe, std::vector<Assertion>& assertions) {
  const ByteView half_a_map = bytes_of("\xa1\x61");
  if (has(recipe, Fault::assertion_not_cbor)) {
    assertions.push_back({"org.test.broken", cbor_assertion("org.test.broken", half_a_map)});
  }
  if (has(recipe, Fault::assertion_not_json)) {
    assertions.push_back({"org.test.broken", json_assertion("org.test.broken", "{\"a\":")});
  }
  if (has(recipe, Fault::binding_twice)) {
    Assertion second = assertions.front();
    second.label += "__1";
    second.superbox = cbor_assertion(second.label, cbor::object({{"alg", cbor::text(recipe.digest)},
                                                                 {"name", cbor::text("second")},
                                                                 {"hash", cbor::bytes(Bytes(32))},
                                                                 {"pad", cbor::bytes({})}}));
    assertions.push_back(std::move(second));
  }
}

// cawg.identity over the assertions that are there so far.
Assertion identity_assertion(const Recipe& recipe, const std::vector<Assertion>& assertions) {
  const Identity& identity = *recipe.identity;
  std::vector<Bytes> references;
  for (const Assertion& one : assertions) {
    const bool is_binding = one.label.starts_with("c2pa.hash.");
    if (is_binding ? !identity.names_binding : !one.label.starts_with("c2pa.actions")) continue;
    Bytes hash = superbox_digest(recipe, one.superbox);
    if (identity.has_wrong_hash) hash[0] ^= std::byte{1};
    references.push_back(hashed_uri("self#jumbf=c2pa.assertions/" + one.label, hash));
  }
  const Bytes payload = cbor::object({{"referenced_assertions", cbor::array(references)},
                                      {"sig_type", cbor::text("cawg.x509.cose")},
                                      {"role", cbor::array({cbor::text("cawg.creator")})}});
  Recipe signing;
  signing.signer = identity.signer;
  if (identity.is_signature_changed) signing.faults = {Fault::signature_changed};
  const Bytes padding = identity.is_padding_used ? copy_of(bytes_of("x")) : Bytes(1);
  return {"cawg.identity",
          cbor_assertion("cawg.identity",
                         cbor::object({{"signer_payload", payload},
                                       {"signature", cbor::bytes(cose_signature(signing, payload))},
                                       {"pad1", cbor::bytes(padding)}}))};
}

std::vector<Assertion> assertions_of(const Recipe& recipe, const std::optional<Assertion>& binding,
                                     const Earlier& earlier) {
  std::vector<Assertion> assertions;
  if (binding && !has(recipe, Fault::binding_missing)) assertions.push_back(*binding);
  std::vector<Assertion> ingredients;
  for (const Ingredient& one : recipe.ingredients) {
    ingredients.push_back(ingredient_assertion(recipe, one, earlier));
  }
  assertions.insert(assertions.end(), ingredients.begin(), ingredients.end());
  if (!recipe.action.empty()) assertions.push_back(actions(recipe, ingredients));
  assertions.insert(assertions.end(), recipe.more.begin(), recipe.more.end());
  add_broken_assertions(recipe, assertions);
  if (recipe.identity) assertions.push_back(identity_assertion(recipe, assertions));
  return assertions;
}

Bytes references(const Recipe& recipe, const std::vector<Assertion>& assertions) {
  std::vector<Bytes> listed;
  for (const Assertion& one : assertions) {
    std::string uri = recipe.claim_version < 2 ? assertion_uri(recipe.label, one.label)
                                               : "self#jumbf=c2pa.assertions/" + one.label;
    if (has(recipe, Fault::assertion_outside) && &one == &assertions.back()) {
      uri = assertion_uri("urn:c2pa:another", one.label);
    }
    listed.push_back(hashed_uri(uri, superbox_digest(recipe, one.superbox)));
  }
  return cbor::array(listed);
}

Bytes redactions(const Recipe& recipe) {
  std::vector<Bytes> listed;
  for (const std::string& uri : redacted_uris(recipe)) listed.push_back(cbor::text(uri));
  return listed.empty() ? Bytes{} : cbor::array(listed);
}

Bytes claim(const Recipe& recipe, Container container, const std::vector<Assertion>& assertions) {
  if (has(recipe, Fault::claim_not_cbor)) return copy_of(bytes_of("\xbf\x61"));
  const Bytes generator =
      cbor::object({{"name", cbor::text("Pixiu test signer")}, {"version", cbor::text("1.0")}});
  Members members;
  if (!has(recipe, Fault::claim_without_instance)) {
    members.emplace_back("instanceID", cbor::text("xmp:iid:0001"));
  }
  members.emplace_back("dc:title", cbor::text("A test picture"));
  members.emplace_back("signature",
                       cbor::text("self#jumbf=/c2pa/" + recipe.label + "/c2pa.signature"));
  if (recipe.claim_version < 2) {
    members.emplace_back("claim_generator", cbor::text("pixiu_test_signer/1.0"));
    members.emplace_back("claim_generator_info", cbor::array({generator}));
    members.emplace_back("dc:format", cbor::text(media_type(container)));
    members.emplace_back("assertions", references(recipe, assertions));
  } else {
    members.emplace_back("claim_generator_info", generator);
    members.emplace_back("created_assertions", references(recipe, assertions));
  }
  if (const Bytes listed = redactions(recipe); !listed.empty()) {
    members.emplace_back("redacted_assertions", listed);
  }
  if (has(recipe, Fault::digest_unknown)) {
    members.emplace_back("alg", cbor::text("md5"));
  } else if (!has(recipe, Fault::digest_absent)) {
    members.emplace_back("alg", cbor::text(recipe.digest));
  }
  return cbor::object(members);
}

// What happens to the assertions after they were signed.
void spoil(const Recipe& recipe, std::vector<Assertion>& assertions) {
  if (has(recipe, Fault::assertion_changed)) assertions.back().superbox.back() ^= std::byte{1};
  if (has(recipe, Fault::assertion_missing)) assertions.pop_back();
  if (has(recipe, Fault::assertion_undeclared)) {
    assertions.push_back({"org.test.stray", json_assertion("org.test.stray", "{}")});
  }
  std::erase_if(assertions,
                [&](const Assertion& one) { return recipe.taken_out.contains(one.label); });
}

void change_title(Bytes& claim_bytes) {
  constexpr std::string_view title = "A test picture";
  const std::size_t at = text_of(claim_bytes).find(title);
  PIXIU_CHECK(at != std::string_view::npos);
  claim_bytes[at] = std::byte{'B'};
}

Finished manifest(const Recipe& recipe, Container container,
                  const std::optional<Assertion>& binding, const Earlier& earlier) {
  std::vector<Assertion> assertions = assertions_of(recipe, binding, earlier);
  Bytes claim_bytes = claim(recipe, container, assertions);
  const Bytes signature =
      superbox("c2cs", "c2pa.signature", {box("cbor", cose_signature(recipe, claim_bytes))});
  if (has(recipe, Fault::claim_changed)) change_title(claim_bytes);
  spoil(recipe, assertions);
  std::vector<Bytes> boxes;
  std::vector<Bytes> covered = {claim_bytes};
  for (const Assertion& one : assertions) {
    boxes.push_back(one.superbox);
    covered.emplace_back(one.superbox.begin() + 8, one.superbox.end());
  }
  const char* claim_label = recipe.claim_version < 2 ? "c2pa.claim" : "c2pa.claim.v2";
  const Bytes claim_box = superbox("c2cl", claim_label, {box("cbor", claim_bytes)});
  std::vector<Bytes> children = {superbox("c2as", "c2pa.assertions", boxes)};
  if (!has(recipe, Fault::claim_missing)) children.push_back(claim_box);
  if (has(recipe, Fault::claim_twice)) children.push_back(claim_box);
  if (!has(recipe, Fault::signature_missing)) children.push_back(signature);
  const Bytes whole = superbox(recipe.is_update ? "c2um" : "c2ma", recipe.label, children);
  if (!recipe.is_compressed) return {whole, signature, covered};
  Bytes packed = brotli(whole);
  // Brotli has no check sum: another byte would often be unpacked to another manifest.
  if (has(recipe, Fault::compressed_changed)) packed.resize(packed.size() / 2);
  const bool is_renamed = has(recipe, Fault::compressed_renamed);
  return {superbox("c2cm", is_renamed ? recipe.label + "0" : recipe.label, {box("brob", packed)}),
          signature,
          {}};
}

Binding binding_for(const Recipe& recipe, Container container) {
  if (recipe.is_update) return recipe.binding.value_or(Binding::none);
  return recipe.binding.value_or(is_bmff(container) ? Binding::bmff_v2 : Binding::data);
}

// The store, with the manifest at `bound` bound to `layout`; the others to a file of their own.
SignedFile store_of(Container container, const std::vector<Recipe>& recipes, std::size_t bound,
                    const Assembled& layout) {
  const Assembled elsewhere = assemble(Container::jpeg, Bytes(64));
  Earlier earlier;
  std::vector<Bytes> manifests;
  for (std::size_t i = 0; i < recipes.size(); ++i) {
    Recipe recipe = recipes[i];
    const Binding kind = binding_for(recipe, i == bound ? container : Container::jpeg);
    if (i == bound && !recipe.trailer.empty()) {
      for (Assertion& one : part_hashes(recipe, layout)) recipe.more.push_back(std::move(one));
    }
    std::optional<Assertion> binding;
    if (kind != Binding::none) {
      binding = hard_binding(kind, recipe, i == bound ? layout : elsewhere);
    }
    const auto [found, is_new] =
        earlier.emplace(recipe.label, manifest(recipe, container, binding, earlier));
    PIXIU_CHECK(is_new);
    manifests.push_back(found->second.superbox);
  }
  SignedFile made;
  made.store = superbox("c2pa", "c2pa", manifests);
  for (const Bytes& covered : earlier.at(recipes.back().label).covered) {
    const auto at =
        std::search(made.store.begin(), made.store.end(), covered.begin(), covered.end());
    made.covered_in_store.push_back(
        {"", static_cast<std::size_t>(at - made.store.begin()), covered.size()});
  }
  return made;
}

Assembled assemble_with_trailer(Container container, ByteView store, const Recipe& recipe) {
  Assembled made = assemble(container, store);
  append(made.file, recipe.trailer);
  return made;
}

}  // namespace

Bytes brotli(ByteView bytes) {
  Bytes packed(BrotliEncoderMaxCompressedSize(bytes.size()));
  std::size_t size = packed.size();
  PIXIU_CHECK(BrotliEncoderCompress(5, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_GENERIC, bytes.size(),
                                    reinterpret_cast<const std::uint8_t*>(bytes.data()), &size,
                                    reinterpret_cast<std::uint8_t*>(packed.data())) == BROTLI_TRUE);
  packed.resize(size);
  return packed;
}

std::string assertion_uri(std::string_view manifest_label, std::string_view assertion_label) {
  return "self#jumbf=/c2pa/" + std::string(manifest_label) + "/c2pa.assertions/" +
         std::string(assertion_label);
}

SignedFile sign_file(Container container, const Recipe& recipe) {
  return sign_file(container, std::vector<Recipe>{recipe});
}

SignedFile sign_file(Container container, const std::vector<Recipe>& recipes) {
  PIXIU_CHECK(!recipes.empty());
  std::size_t bound = recipes.size() - 1;
  while (bound > 0 && recipes[bound].is_update) --bound;
  // A binding's size depends on the boxes of the layout, which need a store to stand there.
  const Assembled first = assemble_with_trailer(container, Bytes(64), recipes[bound]);
  const Bytes draft = store_of(container, recipes, bound, first).store;
  const Assembled layout = assemble_with_trailer(container, draft, recipes[bound]);
  SignedFile made = store_of(container, recipes, bound, layout);
  Assembled final = assemble_with_trailer(container, made.store, recipes[bound]);
  const bool is_size_known = std::ranges::none_of(recipes, &Recipe::is_compressed);
  if (is_size_known) {
    PIXIU_CHECK(made.store.size() == draft.size());
    PIXIU_CHECK(final.store.offset == layout.store.offset && final.store.size == layout.store.size);
  } else {
    PIXIU_CHECK(binding_for(recipes[bound], container) == Binding::boxes);
  }
  made.store_range = final.store;
  made.pixels_range = final.pixels;
  made.file = std::move(final.file);
  if (has(recipes[bound], Fault::content_changed)) {
    made.file[made.pixels_range.offset] ^= std::byte{1};
  }
  if (has(recipes[bound], Fault::part_changed)) made.file.back() ^= std::byte{1};
  if (has(recipes[bound], Fault::part_gone)) {
    made.file.resize(made.file.size() - recipes[bound].trailer.size());
  }
  return made;
}

Bytes with_update_box(const SignedFile& file, const Recipe& update) {
  // store: head, description, one manifest; the signature is the last box in that.
  const ByteView store = file.store;
  const auto size_at = [&](std::size_t at) {
    std::size_t size = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      size = size << 8 | std::to_integer<std::size_t>(store[at + i]);
    }
    return size;
  };
  const std::size_t manifest_at = 8 + size_at(8);
  std::size_t child_at = manifest_at + 8;
  while (child_at + size_at(child_at) < store.size()) child_at += size_at(child_at);
  PIXIU_CHECK(!update.ingredients.empty());
  const Earlier earlier = {
      {update.ingredients.front().target,
       {copy_of(store.subspan(manifest_at)), copy_of(store.subspan(child_at)), {}}}};
  const Finished made = manifest(update, Container::mp4, std::nullopt, earlier);
  Bytes updated = file.file;
  constexpr std::string_view purpose = "manifest";
  const auto at = std::search(updated.begin(), updated.end(), bytes_of(purpose).begin(),
                              bytes_of(purpose).end());
  PIXIU_CHECK(at != updated.end());
  std::copy(bytes_of("original").begin(), bytes_of("original").end(), at);
  append(updated, update_box(superbox("c2pa", "c2pa", {made.superbox})));
  return updated;
}

}  // namespace pixiu::c2pa_signer
