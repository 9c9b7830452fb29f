#include "provenance/c2pa/c2pa.h"
#include "provenance/c2pa/c2pa_testing.h"
#include "provenance/c2pa/limits.h"
#include "tests/c2pa_signer/cbor.h"
#include "tests/c2pa_signer/manifest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Manifests that lead to other manifests: ingredients, updates, redactions.
namespace pixiu::provenance::c2pa {
namespace {

using c2pa_signer::assertion_uri;
using c2pa_signer::Fault;
using c2pa_signer::Recipe;
using c2pa_signer::sign_file;
using testing::Contains;
using testing::IsEmpty;
using Kind = c2pa_signer::Container;
using Codes = std::set<std::string>;

constexpr std::string_view iptc = "http://cv.iptc.org/newscodes/digitalsourcetype/";

const c2pa_signer::World& world() {
  static const c2pa_signer::World made = c2pa_signer::make_world();
  return made;
}

Recipe manifest(const std::string& label, std::string_view source = "digitalCapture") {
  static const c2pa_signer::Signer signer = c2pa_signer::make_signer(world());
  Recipe recipe;
  recipe.label = label;
  recipe.signer = signer;
  recipe.claim_version = 1;
  recipe.source_type = std::string(iptc) + std::string(source);
  return recipe;
}

// A manifest that only opened what an earlier one made.
Recipe opening(const std::string& label, const std::string& target,
               const std::string& relationship = "parentOf", int version = 2) {
  Recipe recipe = manifest(label);
  recipe.action = "c2pa.edited";
  recipe.source_type = "";
  recipe.ingredients = {{.target = target, .relationship = relationship, .version = version}};
  return recipe;
}

C2paReport examine(const std::vector<Recipe>& recipes) {
  const C2paTrust trust{test::trusting(world().root.certificate), {}};
  return examine_c2pa(sign_file(Kind::jpeg, recipes).file, trust, test::at("2024-06-02T00:00:00Z"));
}

TEST(Ingredients, what_the_parent_was_made_by_is_what_the_picture_was_made_by) {
  const auto report =
      examine({manifest("urn:a", "trainedAlgorithmicMedia"), opening("urn:b", "urn:a")});
  EXPECT_EQ(report.outcome, C2paOutcome::unchanged_known_signer);
  EXPECT_THAT(test::failures_of(report), IsEmpty());
  EXPECT_TRUE(report.origin.is_generated);
  EXPECT_EQ(ai_declaration_of(report)->declared, DeclaredAi::generated);
  EXPECT_EQ(finding_of(report).outcome, Outcome::contradicts);
}

TEST(Ingredients, a_part_made_by_a_model_makes_a_composite_and_a_mere_input_nothing) {
  auto report = examine(
      {manifest("urn:a", "trainedAlgorithmicMedia"), opening("urn:b", "urn:a", "componentOf")});
  EXPECT_FALSE(report.origin.is_generated);
  EXPECT_EQ(ai_declaration_of(report)->declared, DeclaredAi::composite);
  report =
      examine({manifest("urn:a", "trainedAlgorithmicMedia"), opening("urn:b", "urn:a", "inputTo")});
  EXPECT_FALSE(ai_declaration_of(report));
}

TEST(Ingredients, of_every_version_are_checked_by_their_hash) {
  for (const int version : {1, 2, 3}) {
    SCOPED_TRACE(version);
    Recipe top = opening("urn:b", "urn:a", "parentOf", version);
    const auto sound = examine({manifest("urn:a"), top});
    EXPECT_THAT(test::failures_of(sound), IsEmpty());
    EXPECT_THAT(test::codes_of(sound, {StatusKind::success}),
                Contains("ingredient.manifest.validated"));
    top.ingredients[0].has_wrong_hash = true;
    const auto wrong = examine({manifest("urn:a"), top});
    EXPECT_THAT(test::failures_of(wrong), Contains(version == 3 ? "ingredient.manifest.mismatch"
                                                                : "ingredient.hashedURI.mismatch"));
    EXPECT_EQ(wrong.outcome, C2paOutcome::changed_after_signing);
  }
}

TEST(Ingredients, a_chain_is_walked_to_its_end_and_every_failure_on_it_collected) {
  Recipe broken = manifest("urn:a");
  broken.faults = {Fault::claim_changed};
  Recipe middle = opening("urn:b", "urn:a");
  const auto report = examine({broken, middle, opening("urn:c", "urn:b")});
  EXPECT_THAT(test::failures_of(report), Contains("claimSignature.mismatch"));
  EXPECT_TRUE(report.have_ingredients_failures);
  EXPECT_EQ(report.outcome, C2paOutcome::changed_after_signing)
      << "nobody recorded the failure when taking the ingredient in";
}

TEST(Ingredients, without_a_manifest_are_of_unknown_provenance_which_is_no_failure) {
  const auto report = examine({opening("urn:b", "")});
  EXPECT_THAT(test::failures_of(report), IsEmpty());
  EXPECT_THAT(test::codes_of(report, {StatusKind::success}),
              Contains("ingredient.unknownProvenance"));
}

TEST(Ingredients, that_lead_in_a_circle_are_reported_and_end) {
  Recipe first = opening("urn:a", "urn:b");
  first.ingredients[0].has_wrong_hash = true;
  const auto report = examine({first, opening("urn:b", "urn:a")});
  EXPECT_THAT(test::failures_of(report), Contains("general.error"));
  EXPECT_FALSE(test::is_accepted(report));
}

TEST(Ingredients, two_parents_are_reported) {
  Recipe top = opening("urn:c", "urn:a");
  top.ingredients.push_back({.target = "urn:b", .label = "c2pa.ingredient.v2__1"});
  EXPECT_THAT(test::failures_of(examine({manifest("urn:a"), manifest("urn:b"), top})),
              Contains("manifest.multipleParents"));
}

TEST(Ingredients, manifests_nobody_refers_to_are_named_and_do_not_count) {
  const auto report = examine({manifest("urn:a", "trainedAlgorithmicMedia"), manifest("urn:b")});
  EXPECT_EQ(report.outcome, C2paOutcome::unchanged_known_signer);
  EXPECT_FALSE(report.manifests[0].is_reached);
  EXPECT_EQ(report.manifests[0].statuses[0].code, status::manifest_unreferenced);
  EXPECT_FALSE(ai_declaration_of(report));
}

TEST(UpdateManifest, keeps_the_binding_of_the_manifest_below_it) {
  for (const Kind container : {Kind::jpeg, Kind::png, Kind::mp4}) {
    Recipe update = opening("urn:b", "urn:a");
    update.action = "c2pa.published";
    update.is_update = true;
    auto made = sign_file(container, std::vector<Recipe>{manifest("urn:a"), update});
    const C2paTrust trust{test::trusting(world().root.certificate), {}};
    const auto now = test::at("2024-06-02T00:00:00Z");
    const auto report = examine_c2pa(made.file, trust, now);
    EXPECT_THAT(test::failures_of(report), IsEmpty());
    EXPECT_EQ(report.outcome, C2paOutcome::unchanged_known_signer);
    made.file[made.pixels_range.offset] ^= std::byte{1};
    EXPECT_EQ(examine_c2pa(made.file, trust, now).outcome, C2paOutcome::changed_after_signing);
  }
}

TEST(UpdateManifest, that_edits_or_has_no_parent_is_reported) {
  Recipe update = opening("urn:b", "urn:a");
  update.is_update = true;
  EXPECT_THAT(test::failures_of(examine({manifest("urn:a"), update})),
              Contains("manifest.update.invalid"));
  update.action = "c2pa.published";
  update.ingredients.clear();
  const auto report = examine({manifest("urn:a"), update});
  EXPECT_THAT(test::failures_of(report), Contains("manifest.update.wrongParents"));
  EXPECT_EQ(report.outcome, C2paOutcome::malformed);
}

TEST(Redaction, by_a_later_manifest_is_accepted_and_by_nobody_is_not) {
  Recipe first = manifest("urn:a");
  const std::string label = "com.example.note";
  first.more = {{label, c2pa_signer::cbor_assertion(label, bytes_of("\xA0"))}};
  first.taken_out = {label};
  Recipe second = opening("urn:b", "urn:a");
  auto report = examine({first, second});
  EXPECT_THAT(test::failures_of(report), Contains("assertion.missing"));
  second.redacts = {assertion_uri("urn:a", label)};
  report = examine({first, second});
  EXPECT_THAT(test::failures_of(report), IsEmpty());
  EXPECT_EQ(report.manifests[1].redactions, second.redacts);
  first.taken_out.clear();
  report = examine({first, second});
  EXPECT_THAT(test::failures_of(report), Contains("assertion.notRedacted"));
}

TEST(Redaction, of_actions_is_reported) {
  Recipe second = opening("urn:b", "urn:a");
  second.faults = {Fault::redacts_actions};
  const auto report = examine({manifest("urn:a"), second});
  EXPECT_THAT(test::failures_of(report), Contains("assertion.action.redacted"));
  EXPECT_FALSE(test::is_accepted(report));
}

TEST(Finding, tells_in_both_languages_and_holds_the_tree) {
  const auto report = examine({manifest("urn:a"), opening("urn:b", "urn:a")});
  const Finding finding = finding_of(report);
  EXPECT_EQ(finding.examiner, "c2pa");
  EXPECT_EQ(finding.family, "declaration");
  EXPECT_EQ(finding.outcome, Outcome::neutral) << "edited";
  EXPECT_THAT(finding.summary.en, testing::HasSubstr("Test Camera"));
  EXPECT_THAT(finding.summary.zh, testing::HasSubstr("信任名单"));
  EXPECT_EQ(finding.details["outcome"], "unchanged_known_signer");
  ASSERT_EQ(finding.details["manifests"].size(), 2U);
  EXPECT_EQ(finding.details["manifests"][0]["label"], "urn:b");
  EXPECT_EQ(finding.details["manifests"][0]["ingredients"][0]["manifest"], "urn:a");
}

TEST(Finding, of_a_camera_original_by_a_known_signer_supports) {
  EXPECT_EQ(finding_of(examine({manifest("urn:a")})).outcome, Outcome::supports);
}

TEST(Finding, of_no_manifest_is_neutral_and_says_that_it_shows_nothing) {
  const Finding finding = finding_of(examine_c2pa(c2pa_signer::assemble(Kind::jpeg, {}).file, {},
                                                  test::at("2024-06-02T00:00:00Z")));
  EXPECT_EQ(finding.outcome, Outcome::neutral);
  EXPECT_THAT(finding.summary.en, testing::HasSubstr("shows nothing"));
  EXPECT_EQ(finding.details["outcome"], "none");
}

}  // namespace
}  // namespace pixiu::provenance::c2pa
