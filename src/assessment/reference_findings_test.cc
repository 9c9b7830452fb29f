#include "assessment/reference_findings.h"

#include "assessment/fusion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::assessment {
namespace {

using matching::Comparison;
using matching::EditMap;
using matching::Relation;
using testing::HasSubstr;

Calibration table() {
  Calibration calibration;
  calibration.prior = 0.1;
  calibration.examiners["same_capture"] = {1, 0, 6};
  calibration.examiners["edit_map"] = {1, 0, 6, 0.02, 2};
  return calibration;
}

Comparison comparison(Relation relation, double ratio) {
  Comparison made;
  made.relation = relation;
  made.log10_likelihood_ratio = ratio;
  made.details = {{"texture_agreement", 0.5}};
  return made;
}

Comparison copy_with(double ratio, EditMap map) {
  Comparison made = comparison(Relation::same_capture, ratio);
  made.edit_map = std::move(map);
  return made;
}

EditMap two_regions() {
  return {.regions = {{10, 20, 30, 40}, {1, 2, 3, 4}}, .altered_share = 0.034, .is_edited = true};
}

std::vector<ReferenceResult> one(Comparison made) {
  return {{0, std::move(made)}};
}

TEST(ReferenceFindings, without_references_the_examiner_is_not_applicable) {
  const auto findings = reference_findings({}, table());
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].examiner, "same_capture");
  EXPECT_EQ(findings[0].outcome, Outcome::not_applicable);
  EXPECT_EQ(fuse(findings, table()).band, Band::not_assessed);
  EXPECT_FALSE(derived_from_reference({}, table()).has_value());
}

TEST(ReferenceFindings, no_match_weighs_exactly_nothing) {
  for (const Relation relation : {Relation::unrelated, Relation::same_scene}) {
    const auto findings = reference_findings(one(comparison(relation, -7)), table());
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].outcome, Outcome::neutral);
    EXPECT_EQ(findings[0].log10_likelihood_ratio, 0.0);
    const Fused fused = fuse(findings, table());
    EXPECT_EQ(fused.band, Band::clear);
    EXPECT_DOUBLE_EQ(*fused.probability, table().prior);
  }
}

TEST(ReferenceFindings, edited_copy_is_contradicted_and_shows_where) {
  const auto results = one(copy_with(5, two_regions()));
  const auto findings = reference_findings(results, table());
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(findings[0].examiner, "same_capture");
  EXPECT_EQ(findings[0].outcome, Outcome::contradicts);
  EXPECT_EQ(findings[0].regions, two_regions().regions);
  EXPECT_EQ(findings[1].examiner, "edit_map");
  EXPECT_EQ(findings[1].regions, two_regions().regions);
  EXPECT_THAT(findings[1].summary.en, HasSubstr("2 regions (3.4 % of its area)"));
  EXPECT_THAT(findings[1].summary.zh, HasSubstr("2 处区域存在差异（约占画面的 3.4%）"));
  EXPECT_FALSE(findings[1].details["innocent_causes"].empty());
  EXPECT_EQ(fuse(findings, table()).band, Band::contradicted);
  EXPECT_EQ(derived_from_reference(results, table())->is_edited, true);
}

TEST(ReferenceFindings, copy_and_edit_are_one_family_and_not_added_up) {
  const auto findings = reference_findings(one(copy_with(2.5, two_regions())), table());
  EXPECT_DOUBLE_EQ(*fuse(findings, table()).log10_likelihood_ratio, 2.5);
}

TEST(ReferenceFindings, unedited_copy_is_its_own_finding_and_goes_to_review) {
  const auto results = one(copy_with(5, EditMap{}));
  const auto findings = reference_findings(results, table());
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(findings[1].examiner, "unedited_copy");
  EXPECT_FALSE(findings[1].log10_likelihood_ratio.has_value());
  EXPECT_THAT(findings[1].summary.en, HasSubstr("shows nothing about the goods"));
  EXPECT_EQ(fuse(findings, table()).band, Band::review);
  EXPECT_EQ(derived_from_reference(results, table())->is_edited, false);
}

TEST(ReferenceFindings, broken_reference_is_reported_and_the_rest_is_assessed) {
  const std::vector<ReferenceResult> results{{0, Error{ErrorCode::corrupted, "headers broken"}},
                                             {1, copy_with(4, two_regions())}};
  const auto findings = reference_findings(results, table());
  ASSERT_EQ(findings.size(), 3u);
  EXPECT_EQ(findings[0].details["reference"], 1);
  EXPECT_EQ(findings[2].outcome, Outcome::not_applicable);
  EXPECT_THAT(findings[2].summary.en, HasSubstr("Reference picture 1 could not be read"));
  EXPECT_EQ(derived_from_reference(results, table())->reference_index, 1);
}

TEST(ReferenceFindings, examiner_without_calibration_is_shown_and_weighs_nothing) {
  const Calibration empty;
  const auto findings = reference_findings(one(copy_with(5, two_regions())), empty);
  EXPECT_EQ(findings[0].outcome, Outcome::contradicts);
  EXPECT_FALSE(findings[0].log10_likelihood_ratio.has_value());
  EXPECT_EQ(fuse(findings, empty).band, Band::clear);
}

TEST(ReferenceFindings, innocent_causes_are_named_once_for_every_copy) {
  const auto count = [](const Comparison& made) {
    std::size_t with_causes = 0;
    for (const Finding& finding : reference_findings(one(made), table())) {
      if (finding.details.contains("innocent_causes")) ++with_causes;
    }
    return with_causes;
  };
  EXPECT_EQ(count(copy_with(5, two_regions())), 1u);
  EXPECT_EQ(count(copy_with(5, EditMap{})), 1u);
  EXPECT_EQ(count(comparison(Relation::same_capture, 5)), 1u);
  EXPECT_EQ(count(comparison(Relation::unrelated, -5)), 0u);
}

TEST(BestReference, same_capture_comes_before_a_higher_ratio_and_ties_go_to_the_first) {
  std::vector<ReferenceResult> results{{0, comparison(Relation::same_scene, 9)},
                                       {1, copy_with(1, EditMap{})},
                                       {2, copy_with(1, EditMap{})}};
  EXPECT_EQ(best_reference(results)->index, 1);
  EXPECT_EQ(best_reference({}), nullptr);
}

TEST(DerivedFromReference, probability_is_on_the_side_of_the_relation) {
  const auto probability = [](Relation relation, double ratio) {
    return derived_from_reference(one(comparison(relation, ratio)), table())->probability;
  };
  EXPECT_GE(probability(Relation::same_capture, -2), 0.5);
  EXPECT_LT(probability(Relation::same_scene, 2), 0.5);
  EXPECT_GT(probability(Relation::same_capture, 5), 0.9999);
  EXPECT_LT(probability(Relation::unrelated, -5), 0.0001);
}

TEST(ReferenceFindings, no_text_speaks_of_a_person_or_a_motive) {
  auto findings = reference_findings(one(copy_with(5, two_regions())), table());
  for (const auto& more : reference_findings(one(copy_with(5, EditMap{})), table())) {
    findings.push_back(more);
  }
  for (const Finding& finding : findings) {
    const std::string all = finding.summary.en + finding.summary.zh + finding.details.dump();
    for (const char* word : {"fraud", "fake", "forge", "cheat", "lie", "buyer", "买家", "欺诈",
                             "造假", "伪造", "骗"}) {
      EXPECT_EQ(all.find(word), std::string::npos) << word << " in " << all;
    }
    EXPECT_FALSE(finding.summary.en.empty());
    EXPECT_FALSE(finding.summary.zh.empty());
  }
}

}  // namespace
}  // namespace pixiu::assessment
