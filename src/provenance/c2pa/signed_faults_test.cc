#include "provenance/c2pa/signed_files_testing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Files broken in one way each, and the code that the standard has for it.
namespace pixiu::provenance::c2pa {
namespace {

using namespace signed_files;  // NOLINT(google-build-using-namespace): the vocabulary of this test
using signer::day;
using signer::Fault;
using signer::Recipe;
using signer::sign_file;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;
using enum C2paOutcome;

C2paReport examined(const Recipe& recipe) {
  return examine(sign_file(signer::Container::jpeg, recipe).file);
}

struct FaultCase {
  const char* name;
  Fault fault;
  C2paOutcome outcome;
  const char* code;
};

class EachFault : public ::testing::TestWithParam<FaultCase> {};

TEST_P(EachFault, gives_its_code_and_outcome) {
  Recipe recipe = sound();
  recipe.faults = {GetParam().fault};
  const C2paReport report = examined(recipe);
  EXPECT_EQ(report.outcome, GetParam().outcome);
  EXPECT_THAT(failures(report), Contains(GetParam().code));
}

INSTANTIATE_TEST_SUITE_P(
    SignedFile, EachFault,
    ::testing::Values(
        FaultCase{"der", Fault::der_signature, changed_after_signing, "claimSignature.mismatch"},
        FaultCase{"signature", Fault::signature_changed, changed_after_signing,
                  "claimSignature.mismatch"},
        FaultCase{"claim", Fault::claim_changed, changed_after_signing, "claimSignature.mismatch"},
        FaultCase{"no_signature", Fault::signature_missing, malformed, "claimSignature.missing"},
        FaultCase{"rs256", Fault::algorithm_not_allowed, malformed, "algorithm.unsupported"},
        FaultCase{"no_chain", Fault::chain_missing, malformed, "signingCredential.invalid"},
        FaultCase{"attached", Fault::payload_attached, changed_after_signing,
                  "claimSignature.mismatch"},
        FaultCase{"no_claim", Fault::claim_missing, malformed, "claim.missing"},
        FaultCase{"two_claims", Fault::claim_twice, malformed, "claim.multiple"},
        FaultCase{"claim_cbor", Fault::claim_not_cbor, malformed, "claim.cbor.invalid"},
        FaultCase{"no_instance", Fault::claim_without_instance, malformed, "claim.malformed"},
        FaultCase{"md5", Fault::digest_unknown, malformed, "algorithm.unsupported"},
        FaultCase{"no_digest", Fault::digest_absent, malformed, "algorithm.unsupported"},
        FaultCase{"assertion", Fault::assertion_changed, changed_after_signing,
                  "assertion.hashedURI.mismatch"},
        FaultCase{"missing", Fault::assertion_missing, changed_after_signing, "assertion.missing"},
        FaultCase{"undeclared", Fault::assertion_undeclared, changed_after_signing,
                  "assertion.undeclared"},
        FaultCase{"outside", Fault::assertion_outside, changed_after_signing,
                  "assertion.outsideManifest"},
        FaultCase{"bad_cbor", Fault::assertion_not_cbor, malformed, "assertion.cbor.invalid"},
        FaultCase{"bad_json", Fault::assertion_not_json, malformed, "assertion.json.invalid"},
        FaultCase{"unbound", Fault::binding_missing, malformed, "claim.hardBindings.missing"},
        FaultCase{"bound_twice", Fault::binding_twice, malformed, "assertion.multipleHardBindings"},
        FaultCase{"action", Fault::action_malformed, malformed, "assertion.action.malformed"},
        FaultCase{"content", Fault::content_changed, changed_after_signing,
                  "assertion.dataHash.mismatch"},
        FaultCase{"wide", Fault::exclusion_too_wide, malformed, "assertion.dataHash.malformed"},
        FaultCase{"overlap", Fault::exclusions_overlap, malformed, "assertion.dataHash.malformed"},
        FaultCase{"beyond", Fault::exclusion_beyond, changed_after_signing,
                  "assertion.dataHash.mismatch"},
        FaultCase{"own_redaction", Fault::redacts_own, changed_after_signing,
                  "assertion.selfRedacted"}),
    [](const auto& one) { return std::string(one.param.name); });

TEST(SignedFile, several_faults_are_all_told) {
  Recipe recipe = sound();
  recipe.faults = {Fault::signature_changed, Fault::assertion_changed, Fault::content_changed,
                   Fault::assertion_undeclared};
  EXPECT_THAT(failures(examined(recipe)),
              ::testing::IsSupersetOf({"claimSignature.mismatch", "assertion.hashedURI.mismatch",
                                       "assertion.dataHash.mismatch", "assertion.undeclared"}));
}

TEST(SignedFile, with_certificates_in_both_headers_has_an_invalid_credential) {
  Recipe recipe = sound();
  recipe.faults = {Fault::chain_twice};
  EXPECT_THAT(failures(examined(recipe)), Contains("signingCredential.invalid"));
}

TEST(SignedFile, whose_boxes_are_others_is_changed) {
  Recipe recipe = sound();
  recipe.binding = signer::Binding::boxes;
  recipe.faults = {Fault::boxes_unknown};
  EXPECT_FALSE(is_unchanged(examined(recipe).outcome));
}

TEST(SignedFile, of_an_expired_certificate_without_a_time_stamp_is_aged) {
  Recipe recipe = sound({.not_after = day("2024-07-01")});
  recipe.stamps.clear();
  const C2paReport report = examined(recipe);
  EXPECT_EQ(report.outcome, unchanged_certificate_aged);
  EXPECT_THAT(failures(report), Contains("signingCredential.expired"));
  EXPECT_THAT(failures(report), Not(Contains("signingCredential.untrusted")));
}

TEST(SignedFile, of_an_expired_certificate_with_a_time_stamp_within_its_life_is_sound) {
  const C2paReport report = examined(sound({.not_after = day("2024-07-01")}));
  EXPECT_EQ(report.outcome, unchanged_known_signer);
  EXPECT_THAT(failures(report), IsEmpty());
}

TEST(SignedFile, stamped_after_its_certificate_expired_is_aged) {
  const C2paReport report = examined(sound({.not_after = day("2022-07-01")}));
  EXPECT_EQ(report.outcome, unchanged_certificate_aged);
  EXPECT_THAT(failures(report), Contains("claimSignature.outsideValidity"));
}

TEST(SignedFile, of_a_certificate_for_other_purposes_has_an_unknown_signer) {
  const C2paReport report = examined(sound({.key_purposes = {std::string(signer::server_auth)}}));
  EXPECT_EQ(report.outcome, unchanged_unknown_signer);
  EXPECT_THAT(failures(report), Contains("signingCredential.invalid"));
}

TEST(SignedFile, of_a_self_signed_certificate_has_an_unknown_signer) {
  Recipe recipe = sound();
  recipe.signer.party = signer::make_party({}, nullptr);
  recipe.signer.intermediates.clear();
  const C2paReport report = examined(recipe);
  EXPECT_EQ(report.outcome, unchanged_unknown_signer);
  EXPECT_THAT(failures(report), ::testing::IsSupersetOf(
                                    {"signingCredential.invalid", "signingCredential.untrusted"}));
}

Recipe with_ocsp(const signer::OcspRecipe& answer) {
  Recipe recipe = sound();
  recipe.ocsp_responses = {signer::ocsp_response(world().ocsp_responder, recipe.signer.party,
                                                 world().intermediate, answer)};
  return recipe;
}

TEST(SignedFile, with_a_good_stapled_answer_says_so) {
  const C2paReport report = examined(with_ocsp({}));
  EXPECT_EQ(report.outcome, unchanged_known_signer);
  EXPECT_THAT(codes(report, StatusKind::success), Contains("signingCredential.ocsp.notRevoked"));
}

TEST(SignedFile, of_a_certificate_revoked_before_has_no_known_signer) {
  const C2paReport report = examined(with_ocsp({.status = signer::OcspStatus::revoked}));
  EXPECT_NE(report.outcome, unchanged_known_signer);
  EXPECT_THAT(failures(report), Contains("signingCredential.ocsp.revoked"));
}

TEST(SignedFile, of_a_certificate_revoked_later_is_sound) {
  const C2paReport report =
      examined(with_ocsp({.status = signer::OcspStatus::revoked, .revoked_at = day("2024-09-01")}));
  EXPECT_EQ(report.outcome, unchanged_known_signer);
}

TEST(SignedFile, with_an_unknown_stapled_answer_says_so) {
  EXPECT_THAT(failures(examined(with_ocsp({.status = signer::OcspStatus::unknown}))),
              Contains("signingCredential.ocsp.unknown"));
}

struct StampCase {
  const char* name;
  void (*spoil)(signer::Stamp&);
  const char* code;
};

class EachStampFault : public ::testing::TestWithParam<StampCase> {};

TEST_P(EachStampFault, is_told_and_proves_no_time) {
  for (const auto kind : {signer::StampKind::claim, signer::StampKind::signature}) {
    Recipe recipe = sound();
    recipe.stamps = {stamp(kind)};
    GetParam().spoil(recipe.stamps.front());
    const C2paReport report = examined(recipe);
    EXPECT_THAT(codes(report, StatusKind::informational), Contains(GetParam().code));
    EXPECT_FALSE(report.manifests.front().signer.is_stamp_trusted);
    EXPECT_EQ(report.outcome, unchanged_known_signer);
  }
}

INSTANTIATE_TEST_SUITE_P(
    SignedFile, EachStampFault,
    ::testing::Values(StampCase{"mismatch",
                                [](signer::Stamp& one) { one.is_over_other_bytes = true; },
                                "timeStamp.mismatch"},
                      StampCase{"malformed", [](signer::Stamp& one) { one.instead = Bytes(40); },
                                "timeStamp.malformed"},
                      StampCase{"untrusted",
                                [](signer::Stamp& one) {
                                  one.authority = signer::make_party(
                                      signer::time_stamp_authority_recipe(), &world().stranger);
                                },
                                "timeStamp.untrusted"},
                      StampCase{"outside",
                                [](signer::Stamp& one) { one.recipe.time = day("2041-01-01"); },
                                "timeStamp.outsideValidity"}),
    [](const auto& one) { return std::string(one.param.name); });

TEST(SignedFile, with_its_time_stamp_in_a_response_is_stamped) {
  Recipe recipe = sound();
  recipe.stamps.front().is_response = true;
  EXPECT_TRUE(examined(recipe).manifests.front().signer.is_stamp_trusted);
}

}  // namespace
}  // namespace pixiu::provenance::c2pa
