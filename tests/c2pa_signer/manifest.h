#pragma once

#include "tests/c2pa_signer/authorities.h"
#include "tests/c2pa_signer/container.h"
#include "tests/c2pa_signer/pki.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// Manifests (C2PA 2.1), sound or broken in one named way, signed and put into files.
namespace pixiu::c2pa_signer {

// A claim signer: who, and how the signature is made.
struct Signer {
  Party party;
  std::vector<Bytes> intermediates;  // DER, go into x5chain after the signer's own
  std::int64_t algorithm = -7;       // COSE: -7 -35 -36 -37 -38 -39 -8
};

// A leaf below the world's intermediate, with the key the algorithm needs.
Signer make_signer(const World& world, std::int64_t algorithm = -7, CertificateRecipe recipe = {});

enum class StampKind { claim, signature };  // sigTst, sigTst2

struct Stamp {
  StampKind kind = StampKind::signature;
  Party authority;
  StampRecipe recipe;
  bool is_response = false;  // a TimeStampResp around the token
  bool is_over_other_bytes = false;
  Bytes instead;  // these bytes in place of a token
};

struct Assertion {
  std::string label;
  Bytes superbox;  // cbor_assertion(...), json_assertion(...)
};

// Another manifest of the store that this one names. `target` is its label; empty for an ingredient
// without a manifest.
struct Ingredient {
  std::string target;
  std::string relationship = "parentOf";  // componentOf, inputTo
  int version = 2;                        // of the assertion: 1, 2 (c2pa_manifest) or 3
  std::string label = "";                 // "" for c2pa.ingredient, .v2 or .v3
  bool has_wrong_hash = false;
};

enum class Binding { data, boxes, bmff_v1, bmff_v2, bmff_v3, collection, none };

// Whom an assertion cawg.identity names, and over what.
struct Identity {
  Signer signer;
  bool names_binding = true;    // else only the actions
  bool has_wrong_hash = false;  // of what it names
  bool is_signature_changed = false;
  bool is_padding_used = false;
};

// What is wrong. The word behind each is the status code that the facts give it.
enum class Fault {
  // the signature
  der_signature,          // claimSignature.mismatch
  signature_changed,      // claimSignature.mismatch
  claim_changed,          // claimSignature.mismatch
  signature_missing,      // claimSignature.missing
  algorithm_not_allowed,  // algorithm.unsupported (RS256 in the header)
  chain_missing,          // no x5chain at all
  chain_twice,            // x5chain in both headers
  payload_attached,       // the claim inside the COSE_Sign1
  // the claim
  claim_missing,           // claim.missing
  claim_twice,             // claim.multiple
  claim_not_cbor,          // claim.cbor.invalid
  claim_without_instance,  // claim.required.missing or claim.malformed
  digest_unknown,          // algorithm.unsupported (alg "md5")
  digest_absent,           // algorithm.unsupported (no alg anywhere)
  // assertions
  assertion_changed,     // assertion.hashedURI.mismatch
  assertion_missing,     // assertion.missing
  assertion_undeclared,  // assertion.undeclared
  assertion_outside,     // assertion.outsideManifest (its URI names another manifest)
  assertion_not_cbor,    // assertion.cbor.invalid
  assertion_not_json,    // assertion.json.invalid
  binding_missing,       // claim.hardBindings.missing
  binding_twice,         // assertion.multipleHardBindings
  action_malformed,      // assertion.action.malformed (an action without its name)
  // the binding
  content_changed,     // assertion.dataHash.mismatch, bmffHash, boxesHash
  exclusion_too_wide,  // a dataHash that leaves pixels out
  exclusions_overlap,  // assertion.dataHash.malformed
  exclusion_beyond,    // assertion.dataHash.malformed or mismatch (past the end of the file)
  boxes_unknown,       // assertion.boxesHash.unknownBox or mismatch
  // redaction
  redacts_own,      // assertion.selfRedacted
  redacts_actions,  // assertion.action.redacted
  // parts
  part_changed,  // assertion.multiAssetHash.mismatch: the trailer is not what was signed
  part_gone,     // the trailer was cut off
  // compression
  compressed_changed,  // manifest.compressed.invalid
  compressed_renamed,  // manifest.compressed.invalid: another label than what is inside
};

struct Recipe {
  std::string label = "urn:c2pa:2f7a5a2e-0000-4000-8000-000000000001";
  int claim_version = 2;       // 1 or 2
  bool is_update = false;      // an update manifest: no hard binding, exactly one parent
  bool is_compressed = false;  // with Binding::boxes, which does not depend on the store's size
  Bytes trailer;  // a second part behind the file, with hashes of both (c2pa.hash.multi-asset)
  bool is_trailer_optional = true;
  std::optional<Identity> identity;
  std::string digest = "sha256";
  std::optional<Binding> binding;  // by the container when not given
  Signer signer;
  std::vector<Stamp> stamps;
  std::vector<Bytes> ocsp_responses;
  std::string action = "c2pa.created";  // empty: no actions assertion
  std::string source_type = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture";
  std::vector<Assertion> more;  // further assertions
  std::vector<Ingredient> ingredients;
  std::vector<std::string> redacts;  // JUMBF URIs in the claim
  // Labels of own assertions that are taken out of the store once all is signed, as somebody who
  // redacts them later does. A reader finds them missing unless a later manifest redacts them.
  std::set<std::string> taken_out;
  std::set<Fault> faults;
};

// "self#jumbf=/c2pa/LABEL/c2pa.assertions/ASSERTION"
std::string assertion_uri(std::string_view manifest_label, std::string_view assertion_label);

struct SignedFile {
  Bytes file;
  Bytes store;
  Part store_range;   // in the file
  Part pixels_range;  // in the file
  // Bytes of the store that a hash or the claim's signature covers.
  std::vector<Part> covered_in_store;
};

// One manifest, bound to a file of the container.
SignedFile sign_file(Container container, const Recipe& recipe);

// Several manifests in the order of the store: the last is the active one and bound to the file
// (unless it is an update manifest, when the one before is). The others are bound to nothing in it.
SignedFile sign_file(Container container, const std::vector<Recipe>& recipes);

// An MP4, HEIF or AVIF file of one manifest as somebody updates it without moving anything: its
// store becomes "original", and the update manifest stands in a box of its own at the end. `update`
// names the manifest's label as its ingredient.
Bytes with_update_box(const SignedFile& file, const Recipe& update);

Bytes brotli(ByteView bytes);

}  // namespace pixiu::c2pa_signer
