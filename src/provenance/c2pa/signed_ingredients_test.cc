#include "provenance/c2pa/signed_files_testing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Manifests that name others: ingredients, redactions, updates.
namespace pixiu::provenance::c2pa {
namespace {

using namespace signed_files;  // NOLINT(google-build-using-namespace): the vocabulary of this test
using signer::assertion_uri;
using signer::Fault;
using signer::Recipe;
using signer::sign_file;
using ::testing::Contains;
using ::testing::IsEmpty;
using enum C2paOutcome;

C2paReport examined(const std::vector<Recipe>& recipes) {
  return examine(sign_file(signer::Container::jpeg, recipes).file);
}

class EachIngredientVersion : public ::testing::TestWithParam<int> {};

TEST_P(EachIngredientVersion, an_ingredient_is_walked_to_its_origin) {
  const C2paReport report = examined(parent_and_child(GetParam()));
  EXPECT_EQ(report.outcome, unchanged_known_signer);
  EXPECT_THAT(failures(report), IsEmpty());
  ASSERT_EQ(report.manifests.size(), 2u);
  EXPECT_TRUE(report.manifests[0].is_reached);
  EXPECT_TRUE(report.manifests[1].is_active);
  EXPECT_TRUE(report.origin.is_camera_capture);
}

TEST_P(EachIngredientVersion, an_exchanged_ingredient_is_a_change) {
  auto recipes = parent_and_child(GetParam());
  recipes[1].ingredients[0].has_wrong_hash = true;
  const C2paReport report = examined(recipes);
  EXPECT_EQ(report.outcome, changed_after_signing);
  EXPECT_THAT(failures(report), Contains(GetParam() < 3 ? "ingredient.hashedURI.mismatch"
                                                        : "ingredient.manifest.mismatch"));
}

TEST_P(EachIngredientVersion, a_redaction_that_is_declared_is_allowed) {
  auto recipes = parent_and_child(GetParam());
  recipes[0].taken_out = {"org.test.note"};
  recipes[1].redacts = {assertion_uri(recipes[0].label, "org.test.note")};
  const C2paReport report = examined(recipes);
  EXPECT_EQ(report.outcome, unchanged_known_signer);
  EXPECT_THAT(failures(report), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(SignedIngredient, EachIngredientVersion, ::testing::Values(1, 2, 3));

TEST(SignedIngredient, made_by_a_model_shows_in_the_whole) {
  auto recipes = parent_and_child();
  recipes[0].source_type = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";
  const C2paReport report = examined(recipes);
  EXPECT_TRUE(report.origin.is_generated);
  EXPECT_FALSE(report.origin.is_camera_capture);
}

TEST(SignedIngredient, with_a_bad_signature_is_told) {
  auto recipes = parent_and_child();
  recipes[0].faults = {Fault::signature_changed};
  const C2paReport report = examined(recipes);
  EXPECT_NE(report.outcome, unchanged_known_signer);
  EXPECT_TRUE(report.have_ingredients_failures);
  EXPECT_THAT(failures(report), Contains("claimSignature.mismatch"));
}

TEST(SignedIngredient, that_is_not_in_the_store_is_told) {
  auto recipes = parent_and_child();
  recipes[1].ingredients[0].target = "urn:c2pa:gone";
  const C2paReport report = examined(recipes);
  EXPECT_FALSE(is_unchanged(report.outcome));
  EXPECT_THAT(codes(report, StatusKind::informational), Contains("manifest.unreferenced"));
}

TEST(SignedIngredient, named_as_a_second_parent_is_one_too_many) {
  auto recipes = parent_and_child();
  recipes[1].ingredients.push_back({.target = recipes[0].label, .label = "c2pa.ingredient.v2__1"});
  EXPECT_THAT(failures(examined(recipes)), Contains("manifest.multipleParents"));
}

TEST(SignedIngredient, that_leads_in_a_circle_ends) {
  auto recipes = parent_and_child();
  recipes[0].ingredients = {{.target = recipes[1].label}};
  EXPECT_FALSE(is_unchanged(examined(recipes).outcome));
  recipes[0].ingredients = {{.target = recipes[0].label}};
  EXPECT_FALSE(is_unchanged(examined(recipes).outcome));
}

TEST(SignedIngredient, in_a_long_line_is_walked_within_bounds) {
  std::vector<Recipe> recipes = parent_and_child();
  const Recipe child = recipes[1];
  for (int i = 0; i < 30; ++i) {
    Recipe next = child;
    next.label = "urn:c2pa:line-" + std::to_string(i);
    next.ingredients = {{.target = recipes.back().label}};
    recipes.push_back(next);
  }
  const C2paReport report = examined(recipes);
  EXPECT_EQ(report.manifests.size(), 32u);
  EXPECT_EQ(report.outcome, unchanged_known_signer);
}

TEST(Redaction, that_nobody_declared_is_a_missing_assertion) {
  auto recipes = parent_and_child();
  recipes[0].taken_out = {"org.test.note"};
  const C2paReport report = examined(recipes);
  EXPECT_EQ(report.outcome, changed_after_signing);
  EXPECT_THAT(failures(report), Contains("assertion.missing"));
}

TEST(Redaction, of_what_is_still_there_is_told) {
  auto recipes = parent_and_child();
  recipes[1].redacts = {assertion_uri(recipes[0].label, "org.test.note")};
  EXPECT_THAT(failures(examined(recipes)), Contains("assertion.notRedacted"));
}

TEST(Redaction, of_actions_is_not_allowed) {
  auto recipes = parent_and_child();
  recipes[0].taken_out = {"c2pa.actions.v2"};
  recipes[1].faults = {Fault::redacts_actions};
  EXPECT_THAT(failures(examined(recipes)), Contains("assertion.action.redacted"));
}

TEST(Redaction, of_the_binding_is_not_allowed) {
  auto recipes = parent_and_child();
  recipes[0].taken_out = {"c2pa.hash.data"};
  recipes[1].redacts = {assertion_uri(recipes[0].label, "c2pa.hash.data")};
  EXPECT_THAT(failures(examined(recipes)), Contains("assertion.dataHash.redacted"));
}

std::vector<Recipe> updated() {
  std::vector<Recipe> recipes = parent_and_child();
  recipes[1].is_update = true;
  recipes[1].action = "c2pa.edited.metadata";
  return recipes;
}

TEST(UpdateManifest, leaves_the_binding_of_its_parent_in_force) {
  auto recipes = updated();
  EXPECT_EQ(examined(recipes).outcome, unchanged_known_signer);
  recipes[0].faults = {Fault::content_changed};
  const C2paReport report = examined(recipes);
  EXPECT_EQ(report.outcome, changed_after_signing);
  EXPECT_THAT(failures(report), Contains("assertion.dataHash.mismatch"));
}

TEST(UpdateManifest, with_a_binding_of_its_own_is_invalid) {
  auto recipes = updated();
  recipes[1].binding = signer::Binding::data;
  EXPECT_THAT(failures(examined(recipes)), Contains("manifest.update.invalid"));
}

TEST(UpdateManifest, without_a_parent_is_wrong) {
  auto recipes = updated();
  recipes[1].ingredients.clear();
  const C2paReport report = examined(recipes);
  EXPECT_FALSE(is_unchanged(report.outcome));
  EXPECT_THAT(failures(report), Contains("manifest.update.wrongParents"));
}

}  // namespace
}  // namespace pixiu::provenance::c2pa
