#pragma once

#include <compare>
#include <string>
#include <string_view>
#include <vector>

namespace pixiu::provenance::c2pa {

enum class StatusKind { success, informational, failure };

// "success", "informational", "failure".
std::string_view status_kind_name(StatusKind kind);

// One of the standard's words for what validation found. Compared by name.
struct StatusCode {
  std::string_view name;
  StatusKind kind = StatusKind::failure;

  bool is_of_identity() const { return name.starts_with("cawg."); }

  friend bool operator==(const StatusCode& a, const StatusCode& b) { return a.name == b.name; }
};

// C2PA 2.3, 10.2: the codes that can come up for the files this product reads.
namespace status {

// clang-format off
inline constexpr StatusCode claim_signature_validated{
    "claimSignature.validated", StatusKind::success};
inline constexpr StatusCode claim_signature_inside_validity{
    "claimSignature.insideValidity", StatusKind::success};
inline constexpr StatusCode signing_credential_trusted{
    "signingCredential.trusted", StatusKind::success};
inline constexpr StatusCode ocsp_not_revoked{
    "signingCredential.ocsp.notRevoked", StatusKind::success};
inline constexpr StatusCode time_stamp_validated{"timeStamp.validated", StatusKind::success};
inline constexpr StatusCode time_stamp_trusted{"timeStamp.trusted", StatusKind::success};
inline constexpr StatusCode hashed_uri_match{"assertion.hashedURI.match", StatusKind::success};
inline constexpr StatusCode data_hash_match{"assertion.dataHash.match", StatusKind::success};
inline constexpr StatusCode bmff_hash_match{"assertion.bmffHash.match", StatusKind::success};
inline constexpr StatusCode boxes_hash_match{"assertion.boxesHash.match", StatusKind::success};
inline constexpr StatusCode multi_asset_hash_match{
    "assertion.multiAssetHash.match", StatusKind::success};
inline constexpr StatusCode ingredient_manifest_validated{
    "ingredient.manifest.validated", StatusKind::success};
inline constexpr StatusCode ingredient_signature_validated{
    "ingredient.claimSignature.validated", StatusKind::success};
inline constexpr StatusCode ingredient_unknown_provenance{
    "ingredient.unknownProvenance", StatusKind::success};

inline constexpr StatusCode ocsp_skipped{
    "signingCredential.ocsp.skipped", StatusKind::informational};
inline constexpr StatusCode ocsp_inaccessible{
    "signingCredential.ocsp.inaccessible", StatusKind::informational};
inline constexpr StatusCode time_stamp_mismatch{"timeStamp.mismatch", StatusKind::informational};
inline constexpr StatusCode time_stamp_malformed{"timeStamp.malformed", StatusKind::informational};
inline constexpr StatusCode time_stamp_outside_validity{
    "timeStamp.outsideValidity", StatusKind::informational};
inline constexpr StatusCode time_stamp_untrusted{"timeStamp.untrusted", StatusKind::informational};
inline constexpr StatusCode manifest_unreferenced{
    "manifest.unreferenced", StatusKind::informational};
inline constexpr StatusCode time_of_signing_inside_validity{
    "timeOfSigning.insideValidity", StatusKind::informational};
inline constexpr StatusCode time_of_signing_outside_validity{
    "timeOfSigning.outsideValidity", StatusKind::informational};
inline constexpr StatusCode additional_exclusions{
    "assertion.dataHash.additionalExclusionsPresent", StatusKind::informational};

inline constexpr StatusCode claim_malformed{"claim.malformed"};
inline constexpr StatusCode claim_missing{"claim.missing"};
inline constexpr StatusCode claim_multiple{"claim.multiple"};
inline constexpr StatusCode claim_cbor_invalid{"claim.cbor.invalid"};
inline constexpr StatusCode hard_bindings_missing{"claim.hardBindings.missing"};
inline constexpr StatusCode multiple_hard_bindings{"assertion.multipleHardBindings"};
inline constexpr StatusCode claim_signature_missing{"claimSignature.missing"};
inline constexpr StatusCode claim_signature_mismatch{"claimSignature.mismatch"};
inline constexpr StatusCode claim_signature_outside_validity{"claimSignature.outsideValidity"};
inline constexpr StatusCode multiple_parents{"manifest.multipleParents"};
inline constexpr StatusCode update_invalid{"manifest.update.invalid"};
inline constexpr StatusCode update_wrong_parents{"manifest.update.wrongParents"};
inline constexpr StatusCode compressed_invalid{"manifest.compressed.invalid"};
inline constexpr StatusCode signing_credential_untrusted{"signingCredential.untrusted"};
inline constexpr StatusCode signing_credential_invalid{"signingCredential.invalid"};
inline constexpr StatusCode signing_credential_expired{"signingCredential.expired"};
inline constexpr StatusCode ocsp_revoked{"signingCredential.ocsp.revoked"};
inline constexpr StatusCode ocsp_unknown{"signingCredential.ocsp.unknown"};
inline constexpr StatusCode hashed_uri_mismatch{"assertion.hashedURI.mismatch"};
inline constexpr StatusCode assertion_missing{"assertion.missing"};
inline constexpr StatusCode assertion_undeclared{"assertion.undeclared"};
inline constexpr StatusCode assertion_outside_manifest{"assertion.outsideManifest"};
inline constexpr StatusCode assertion_not_redacted{"assertion.notRedacted"};
inline constexpr StatusCode assertion_self_redacted{"assertion.selfRedacted"};
inline constexpr StatusCode assertion_json_invalid{"assertion.json.invalid"};
inline constexpr StatusCode assertion_cbor_invalid{"assertion.cbor.invalid"};
inline constexpr StatusCode action_malformed{"assertion.action.malformed"};
inline constexpr StatusCode action_ingredient_mismatch{"assertion.action.ingredientMismatch"};
inline constexpr StatusCode action_redaction_mismatch{"assertion.action.redactionMismatch"};
inline constexpr StatusCode action_redacted{"assertion.action.redacted"};
inline constexpr StatusCode data_hash_mismatch{"assertion.dataHash.mismatch"};
inline constexpr StatusCode data_hash_malformed{"assertion.dataHash.malformed"};
inline constexpr StatusCode data_hash_redacted{"assertion.dataHash.redacted"};
inline constexpr StatusCode bmff_hash_mismatch{"assertion.bmffHash.mismatch"};
inline constexpr StatusCode bmff_hash_malformed{"assertion.bmffHash.malformed"};
inline constexpr StatusCode boxes_hash_mismatch{"assertion.boxesHash.mismatch"};
inline constexpr StatusCode boxes_hash_unknown_box{"assertion.boxesHash.unknownBox"};
inline constexpr StatusCode boxes_hash_malformed{"assertion.boxesHash.malformed"};
inline constexpr StatusCode collection_hash_malformed{"assertion.collectionHash.malformed"};
inline constexpr StatusCode collection_hash_invalid_uri{"assertion.collectionHash.invalidURI"};
inline constexpr StatusCode collection_hash_incorrect_file_count{
    "assertion.collectionHash.incorrectFileCount"};
inline constexpr StatusCode multi_asset_hash_mismatch{"assertion.multiAssetHash.mismatch"};
inline constexpr StatusCode multi_asset_hash_missing_part{"assertion.multiAssetHash.missingPart"};
inline constexpr StatusCode multi_asset_hash_malformed{"assertion.multiAssetHash.malformed"};
inline constexpr StatusCode cloud_hard_binding{"assertion.cloud-data.hardBinding"};
inline constexpr StatusCode cloud_actions{"assertion.cloud-data.actions"};
inline constexpr StatusCode cloud_malformed{"assertion.cloud-data.malformed"};
inline constexpr StatusCode ingredient_malformed{"assertion.ingredient.malformed"};
inline constexpr StatusCode ingredient_hash_mismatch{"ingredient.hashedURI.mismatch"};
inline constexpr StatusCode ingredient_manifest_missing{"ingredient.manifest.missing"};
inline constexpr StatusCode ingredient_manifest_mismatch{"ingredient.manifest.mismatch"};
inline constexpr StatusCode ingredient_signature_missing{"ingredient.claimSignature.missing"};
inline constexpr StatusCode ingredient_signature_mismatch{"ingredient.claimSignature.mismatch"};
inline constexpr StatusCode algorithm_unsupported{"algorithm.unsupported"};
inline constexpr StatusCode general_error{"general.error"};

// CAWG Identity Assertion 1.2: they speak of whom an assertion names, and never of the file.
inline constexpr StatusCode identity_well_formed{
    "cawg.identity.well-formed", StatusKind::success};
inline constexpr StatusCode identity_trusted{"cawg.identity.trusted", StatusKind::success};
inline constexpr StatusCode identity_signature_validated{
    "cawg.x509.signature.validated", StatusKind::success};
inline constexpr StatusCode identity_credential_trusted{
    "cawg.x509.credential.trusted", StatusKind::success};
inline constexpr StatusCode identity_network_blocked{
    "cawg.identity.network_traffic_blocked", StatusKind::informational};
inline constexpr StatusCode identity_cbor_invalid{"cawg.identity.cbor.invalid"};
inline constexpr StatusCode identity_assertion_mismatch{"cawg.identity.assertion.mismatch"};
inline constexpr StatusCode identity_assertion_duplicate{"cawg.identity.assertion.duplicate"};
inline constexpr StatusCode identity_hard_binding_missing{"cawg.identity.hard_binding_missing"};
inline constexpr StatusCode identity_kind_unknown{"cawg.identity.sig_type.unknown"};
inline constexpr StatusCode identity_pad_invalid{"cawg.identity.pad.invalid"};
inline constexpr StatusCode identity_algorithm_unsupported{"cawg.x509.algorithm.unsupported"};
inline constexpr StatusCode identity_credential_untrusted{"cawg.x509.credential.untrusted"};
inline constexpr StatusCode identity_credential_revoked{"cawg.identity.credential_revoked"};
inline constexpr StatusCode identity_outside_validity{"cawg.x509.signature.outside_validity"};
inline constexpr StatusCode identity_signature_mismatch{"cawg.x509.signature.mismatch"};
// clang-format on

}  // namespace status

// One result of validation: the code, what it is about and, in English, why.
struct ValidationStatus {
  StatusCode code;
  std::string uri;  // JUMBF URI, fit to be shown
  std::string explanation;
};

// The results for one manifest, in the order they came up; the first limits::c2pa_statuses_max.
class StatusList {
 public:
  void add(const StatusCode& code, std::string_view uri, std::string_view explanation = {});
  void add_all(const StatusList& more);

  bool has(const StatusCode& code) const;
  bool has_failure() const;
  const std::vector<ValidationStatus>& all() const { return all_; }

 private:
  std::vector<ValidationStatus> all_;
};

}  // namespace pixiu::provenance::c2pa
