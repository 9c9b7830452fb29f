#include "crypto/certificate_chain.h"

#include "tests/c2pa_signer/pki.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::crypto {
namespace {

using c2pa_signer::CertificateRecipe;
using c2pa_signer::day;
using c2pa_signer::make_party;
using c2pa_signer::Party;

const c2pa_signer::World& world() {
  static const c2pa_signer::World made = c2pa_signer::make_world();
  return made;
}

Certificate read(const Party& party) {
  return *Certificate::parse(party.certificate);
}

TrustList trusting(const Party& anchor) {
  return TrustList({.anchors = {read(anchor)}, .allowed_end_entities = {}});
}

ChainResult check(const Party& leaf, const std::vector<Party>& intermediates,
                  const TrustList& trust, Timestamp at = day("2024-06-01")) {
  std::vector<Certificate> between;
  for (const Party& party : intermediates) between.push_back(read(party));
  return check_chain(read(leaf), between, trust, CertificateUse::claim_signing, at);
}

TEST(CertificateChain, from_leaf_to_root_is_trusted) {
  const Party leaf = world().leaf();
  const ChainResult result = check(leaf, {world().intermediate}, trusting(world().root));
  EXPECT_EQ(result.outcome, ChainOutcome::trusted);
  EXPECT_EQ(result.reason, "");
  ASSERT_EQ(result.path.size(), 3u);
  EXPECT_EQ(result.path[0], read(leaf));
  EXPECT_EQ(result.path[2], read(world().root));
}

TEST(CertificateChain, may_end_at_an_intermediate_that_is_an_anchor) {
  EXPECT_EQ(check(world().leaf(), {}, trusting(world().intermediate)).outcome,
            ChainOutcome::trusted);
}

TEST(CertificateChain, without_its_intermediate_has_no_anchor) {
  EXPECT_EQ(check(world().leaf(), {}, trusting(world().root)).outcome, ChainOutcome::no_anchor);
}

TEST(CertificateChain, to_a_root_that_the_file_itself_brings_has_no_anchor) {
  const ChainResult result =
      check(world().leaf(), {world().intermediate, world().root}, trusting(world().stranger));
  EXPECT_EQ(result.outcome, ChainOutcome::no_anchor);
  EXPECT_NE(result.reason, "");
}

TEST(CertificateChain, with_an_empty_list_has_no_anchor) {
  EXPECT_TRUE(TrustList().is_empty());
  EXPECT_EQ(check(world().leaf(), {world().intermediate}, TrustList()).outcome,
            ChainOutcome::no_anchor);
}

TEST(CertificateChain, is_judged_at_the_time_asked_about_not_at_the_clock) {
  const CertificateRecipe old = {.not_before = day("2020-01-01"), .not_after = day("2021-01-01")};
  const Party leaf = world().leaf(old);
  const auto outcome_at = [&](Timestamp at) {
    return check(leaf, {world().intermediate}, trusting(world().root), at).outcome;
  };
  EXPECT_EQ(outcome_at(day("2020-06-01")), ChainOutcome::trusted);
  EXPECT_EQ(outcome_at(day("2021-06-01")), ChainOutcome::outside_validity);
  EXPECT_EQ(outcome_at(day("2019-06-01")), ChainOutcome::outside_validity);
  EXPECT_EQ(outcome_at(day("2020-01-01")), ChainOutcome::trusted);
  EXPECT_EQ(outcome_at(day("2021-01-01")), ChainOutcome::trusted);  // its last second is its own
  EXPECT_EQ(outcome_at(day("2021-01-01") + std::chrono::seconds{1}),
            ChainOutcome::outside_validity);
}

TEST(CertificateChain, over_an_expired_intermediate_is_outside_its_validity) {
  CertificateRecipe recipe = c2pa_signer::authority_recipe("Old Intermediate");
  recipe.not_after = day("2022-01-01");
  const Party old = make_party(recipe, &world().root);
  const Party leaf = make_party({}, &old);
  EXPECT_EQ(check(leaf, {old}, trusting(world().root)).outcome, ChainOutcome::outside_validity);
  EXPECT_EQ(check(leaf, {old}, trusting(world().root), day("2021-01-01")).outcome,
            ChainOutcome::trusted);
}

TEST(CertificateChain, with_a_forged_leaf_has_a_bad_signature) {
  Party leaf = world().leaf();
  leaf.certificate.back() ^= std::byte{1};
  const auto forged = Certificate::parse(leaf.certificate);
  ASSERT_TRUE(forged.has_value());
  const std::vector<Certificate> between = {read(world().intermediate)};
  const ChainResult result = check_chain(*forged, between, trusting(world().root),
                                         CertificateUse::claim_signing, day("2024-06-01"));
  EXPECT_EQ(result.outcome, ChainOutcome::bad_signature);
}

TEST(CertificateChain, over_a_certificate_that_is_no_authority_has_a_bad_profile) {
  const Party not_a_ca = world().leaf({.common_name = "Not a CA"});
  const Party leaf = make_party({}, &not_a_ca);
  EXPECT_EQ(check(leaf, {not_a_ca, world().intermediate}, trusting(world().root)).outcome,
            ChainOutcome::bad_profile);
}

TEST(CertificateChain, longer_than_an_authority_allows_has_a_bad_profile) {
  CertificateRecipe recipe = c2pa_signer::authority_recipe("No Further");
  recipe.basic_constraints = "critical,CA:TRUE,pathlen:0";
  const Party end = make_party(recipe, &world().root);
  const Party below = make_party(c2pa_signer::authority_recipe("Below"), &end);
  EXPECT_EQ(check(make_party({}, &below), {below, end}, trusting(world().root)).outcome,
            ChainOutcome::bad_profile);
  EXPECT_EQ(check(make_party({}, &end), {end}, trusting(world().root)).outcome,
            ChainOutcome::trusted);
}

TEST(CertificateChain, outside_the_names_an_authority_may_sign_has_a_bad_profile) {
  CertificateRecipe recipe = c2pa_signer::authority_recipe("Constrained");
  recipe.name_constraints = "critical,permitted;email:example.org";
  const Party constrained = make_party(recipe, &world().root);
  const auto outcome_of = [&](const char* address) {
    const Party leaf = make_party({.subject_alternative_name = address}, &constrained);
    return check(leaf, {constrained}, trusting(world().root)).outcome;
  };
  EXPECT_EQ(outcome_of("email:camera@example.org"), ChainOutcome::trusted);
  EXPECT_EQ(outcome_of("email:camera@example.com"), ChainOutcome::bad_profile);
}

TEST(CertificateChain, of_a_leaf_with_another_purpose_has_a_bad_profile_and_says_which) {
  const Party leaf = world().leaf({.key_purposes = {std::string(c2pa_signer::server_auth)}});
  const ChainResult result = check(leaf, {world().intermediate}, trusting(world().root));
  EXPECT_EQ(result.outcome, ChainOutcome::bad_profile);
  EXPECT_THAT(result.violations, ::testing::ElementsAre(ProfileViolation::purpose_not_allowed));
  EXPECT_EQ(result.reason, "purpose_not_allowed");
}

TEST(CertificateChain, takes_the_purposes_that_the_operator_allows) {
  const TrustList trust({.anchors = {read(world().root)},
                         .allowed_end_entities = {},
                         .allowed_purposes = {std::string(c2pa_signer::server_auth)}});
  const Party web = world().leaf({.key_purposes = {std::string(c2pa_signer::server_auth)}});
  EXPECT_EQ(check(web, {world().intermediate}, trust).outcome, ChainOutcome::trusted);
  EXPECT_EQ(check(world().leaf(), {world().intermediate}, trust).outcome,
            ChainOutcome::bad_profile);
}

TEST(CertificateChain, of_a_listed_end_entity_needs_no_issuer) {
  const Party leaf = world().leaf();
  const TrustList trust({.anchors = {}, .allowed_end_entities = {read(leaf)}});
  EXPECT_EQ(check(leaf, {}, trust).outcome, ChainOutcome::trusted);
  EXPECT_EQ(check(world().leaf(), {}, trust).outcome, ChainOutcome::no_anchor);
  EXPECT_EQ(check(leaf, {}, trust, day("2050-01-01")).outcome, ChainOutcome::outside_validity);
}

TEST(CertificateChain, has_a_bounded_length) {
  std::vector<Party> chain = {make_party(c2pa_signer::authority_recipe("0"), &world().root)};
  for (int i = 1; i < 12; ++i) {
    chain.push_back(
        make_party(c2pa_signer::authority_recipe("level " + std::to_string(i)), &chain.back()));
  }
  EXPECT_EQ(check(make_party({}, &chain.back()), chain, trusting(world().root)).outcome,
            ChainOutcome::no_anchor);
  const std::vector<Party> short_chain(chain.begin(), chain.begin() + 4);
  EXPECT_EQ(check(make_party({}, &short_chain.back()), short_chain, trusting(world().root)).outcome,
            ChainOutcome::trusted);
}

TEST(CertificateChain, two_faults_give_the_graver_one) {
  const Party leaf = world().leaf({.not_after = day("2021-01-01"), .key_usage = ""});
  EXPECT_EQ(check(leaf, {world().intermediate}, trusting(world().root)).outcome,
            ChainOutcome::bad_profile);
  EXPECT_EQ(check(leaf, {world().intermediate}, trusting(world().stranger)).outcome,
            ChainOutcome::no_anchor);
}

TEST(IssuerOf, is_the_one_whose_key_signed) {
  const std::vector<Certificate> candidates = {read(world().stranger), read(world().root),
                                               read(world().intermediate)};
  EXPECT_EQ(issuer_of(read(world().leaf()), candidates), read(world().intermediate));
  const Party impostor = make_party(c2pa_signer::authority_recipe("Test Intermediate"), nullptr);
  const std::vector<Certificate> false_ones = {read(impostor)};
  EXPECT_EQ(issuer_of(read(world().leaf()), false_ones), std::nullopt);
}

}  // namespace
}  // namespace pixiu::crypto
