#pragma once

#include "base/timestamp.h"
#include "provenance/c2pa/embedded_store.h"
#include "provenance/c2pa/source_type.h"
#include "provenance/c2pa/status.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pixiu::provenance::c2pa {

// What the manifest store proves of the file, kept apart from what it states.
enum class C2paOutcome {
  none,                        // no manifest store in the file
  unchanged_known_signer,      // as it was signed, by somebody on the operator's trust list
  unchanged_unknown_signer,    // as it was signed, by somebody who is not
  unchanged_certificate_aged,  // as it was signed; the certificate was not valid at that time, or
                               // no trusted time stamp says that it was
  changed_after_signing,       // file or manifest are not what was signed
  malformed,                   // nothing can be said: broken, or not binding the picture
};

// "none", "unchanged_known_signer", ...
std::string_view c2pa_outcome_name(C2paOutcome outcome);

// All texts in these reports are UTF-8 without control characters and bounded in length.

// Who signed a claim and when.
struct SignerReport {
  bool is_signature_valid = false;
  bool is_trusted = false;  // the certificate leads to an anchor of the trust list
  bool is_valid_at_signing = false;
  bool is_revoked = false;
  std::string algorithm;  // "ES256"
  std::string common_name;
  std::string organization;
  std::string country;
  std::string issuer;  // common name, or organisation, of who issued the certificate
  std::string serial_hex;
  std::optional<Timestamp> not_before;
  std::optional<Timestamp> not_after;
  std::optional<Timestamp> stamped_at;  // by a time stamp that verifies
  bool is_stamp_trusted = false;
  std::string stamp_authority;
};

struct ActionReport {
  std::string action;  // "c2pa.created"
  SourceType source_type = SourceType::not_stated;
  std::string source_type_uri;  // as written
  std::string software;
  std::string when;  // as written
};

struct IngredientReport {
  std::string label;  // of the assertion
  std::string title;
  std::string format;
  std::string relationship;                    // "parentOf", "componentOf", "inputTo"
  std::optional<std::size_t> manifest_index;   // in C2paReport::manifests
  std::vector<std::string> recorded_failures;  // known when it was taken in: codes
};

// Whom an identity assertion names (CAWG Identity Assertion 1.2).
struct IdentityReport {
  std::string label;  // of the assertion
  std::string kind;   // as written: "cawg.x509.cose", "cawg.identity_claims_aggregation"
  std::vector<std::string> roles;
  bool is_well_formed = false;         // it is about this manifest and binds its content
  std::optional<SignerReport> signer;  // of x509: the certificate's holder
  // Of an aggregator's statement, which is shown and not proven: that would take the network.
  std::string aggregator;
  std::vector<std::string> stated;  // "cawg.social_media: name (provider)", at most 16
};

struct ManifestReport {
  std::string label;
  std::string kind;  // "standard", "update", "compressed" (could not be unpacked), "unknown"
  bool is_compressed = false;
  int claim_version = 0;
  std::string generator;
  std::string title;
  std::string format;
  std::string instance_id;
  bool is_active = false;
  bool is_reached = false;  // the active manifest, or an ingredient of one reached
  SignerReport signer;
  std::vector<ActionReport> actions;
  std::vector<IngredientReport> ingredients;
  std::vector<IdentityReport> identities;
  std::vector<std::string> redactions;
  std::vector<ValidationStatus> statuses;
};

// What the manifests state of how the picture came about, over the whole ingredient tree.
struct StatedOrigin {
  bool is_camera_capture = false;  // made by a camera, on the line of parents
  bool is_screen_capture = false;
  bool is_generated = false;     // made by a trained model, on the line of parents
  bool is_ai_composite = false;  // a part, or an edit, made by a trained model
  bool is_edited = false;        // any action that changes the picture
  std::vector<std::string>
      generators;  // the software that made or opened it, each once, at most 16
};

struct C2paReport {
  Container container = Container::unknown;
  C2paOutcome outcome = C2paOutcome::none;
  std::string problem;     // why the store could not be read; in English; usually empty
  std::string remote_url;  // a manifest kept elsewhere: named, never fetched
  std::vector<FileRange> store_ranges;
  std::vector<ManifestReport> manifests;  // in the store's order
  std::optional<std::size_t> active_index;
  StatedOrigin origin;
  // What the outcome depends on beside the file; only of a file with a store.
  std::optional<Timestamp> examined_at;    // stood for the time of signing where nothing proves it
  std::string trust_sha256;                // of the operator's lists, in hexadecimal; empty: none
  bool is_signer_known = false;            // of the active manifest
  bool have_ingredients_failures = false;  // some ingredient's own manifest does not hold
};

}  // namespace pixiu::provenance::c2pa
