#include "assessment/fusion.h"

#include <algorithm>
#include <limits>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::assessment {
namespace {

Calibration table() {
  Calibration calibration;
  calibration.prior = 0.1;
  calibration.review_probability = 0.5;
  calibration.examiners["strict"] = {1, 0, 6, 0.01, 3};
  calibration.examiners["no_error_rate"] = {1, 0, 6, 1, 3};
  calibration.examiners["other"] = {1, 0, 6};
  return calibration;
}

Finding finding(std::string examiner, std::string family, Outcome outcome, double weight) {
  return {.examiner = std::move(examiner),
          .version = "1",
          .family = std::move(family),
          .outcome = outcome,
          .log10_likelihood_ratio = weight};
}

std::vector<Finding> any_findings() {
  const auto count = *rc::gen::inRange(0, 6);
  std::vector<Finding> findings;
  for (int i = 0; i < count; ++i) {
    findings.push_back(
        finding(*rc::gen::element<std::string>("strict", "no_error_rate", "other", "unknown"),
                *rc::gen::element<std::string>("reference", "pixels", "file"),
                *rc::gen::element(Outcome::contradicts, Outcome::supports, Outcome::neutral,
                                  Outcome::not_applicable),
                *rc::gen::inRange(-600, 600) / 100.0));
  }
  return findings;
}

TEST(Fuse, nothing_applicable_is_not_assessed_and_has_no_numbers) {
  const Fused expected{Band::not_assessed, std::nullopt, std::nullopt};
  EXPECT_EQ(fuse({}, table()), expected);
  EXPECT_EQ(fuse({finding("strict", "a", Outcome::not_applicable, 5)}, table()), expected);
}

TEST(Fuse, neutral_findings_leave_the_prior_untouched) {
  const Fused fused = fuse(
      {finding("strict", "a", Outcome::neutral, -4), finding("other", "b", Outcome::neutral, 4)},
      table());
  EXPECT_EQ(fused.band, Band::clear);
  EXPECT_DOUBLE_EQ(*fused.probability, 0.1);
  EXPECT_EQ(*fused.log10_likelihood_ratio, 0);
}

TEST(Fuse, one_family_counts_once_and_two_families_add_up) {
  const auto contradicts = Outcome::contradicts;
  EXPECT_DOUBLE_EQ(
      *fuse({finding("other", "a", contradicts, 2), finding("strict", "a", contradicts, 1.5)},
            table())
           .log10_likelihood_ratio,
      2);
  EXPECT_DOUBLE_EQ(
      *fuse({finding("other", "a", contradicts, 2), finding("strict", "b", contradicts, 1.5)},
            table())
           .log10_likelihood_ratio,
      3.5);
}

TEST(Fuse, contradicted_needs_a_stated_error_rate_and_enough_weight) {
  const auto band = [](const char* examiner, double weight) {
    return fuse({finding(examiner, "a", Outcome::contradicts, weight)}, table()).band;
  };
  EXPECT_EQ(band("strict", 3), Band::contradicted);
  EXPECT_EQ(band("strict", 2.99), Band::review);
  EXPECT_EQ(band("no_error_rate", 5), Band::review);
  EXPECT_EQ(band("other", 5), Band::review);
}

TEST(Fuse, a_files_own_word_asks_for_review_and_moves_no_number) {
  Finding statement = finding("unknown", "declaration", Outcome::contradicts, 0);
  statement.log10_likelihood_ratio.reset();
  const Fused fused = fuse({statement}, table());
  EXPECT_EQ(fused.band, Band::review);
  EXPECT_EQ(fused.probability, std::nullopt);
  EXPECT_EQ(fused.log10_likelihood_ratio, std::nullopt);
  const Finding compared = finding("x", "reference", Outcome::neutral, 0);
  EXPECT_EQ(fuse({statement, compared}, table()).band, Band::review);
  EXPECT_DOUBLE_EQ(*fuse({statement, compared}, table()).probability, 0.1);
  statement.family = "pixels";  // an examiner without a table is shown and no more
  EXPECT_EQ(fuse({statement}, table()).band, Band::clear);
}

TEST(Fuse, a_file_that_says_nothing_about_itself_is_no_examined_picture) {
  EXPECT_EQ(fuse({finding("x", "declaration", Outcome::neutral, 0),
                  finding("x", "capture_context", Outcome::neutral, 0)},
                 table())
                .band,
            Band::not_assessed);
  EXPECT_EQ(fuse({finding("x", "declaration", Outcome::neutral, 0),
                  finding("x", "reference", Outcome::neutral, 0)},
                 table())
                .band,
            Band::clear);
}

TEST(Fuse, a_signed_original_alone_is_no_examined_picture_unless_its_weight_was_measured) {
  Finding original = finding("strict", "declaration", Outcome::supports, 0);
  original.log10_likelihood_ratio.reset();
  EXPECT_EQ(fuse({original}, table()), Fused{});
  original.log10_likelihood_ratio = -2;
  const Fused fused = fuse({original}, table());
  EXPECT_EQ(fused.band, Band::clear);
  EXPECT_LT(*fused.probability, 0.1);
}

TEST(Fuse, outcome_decides_the_direction_of_a_weight) {
  EXPECT_EQ(*fuse({finding("other", "a", Outcome::supports, 5)}, table()).log10_likelihood_ratio,
            0);
  EXPECT_EQ(
      *fuse({finding("other", "a", Outcome::contradicts, -5)}, table()).log10_likelihood_ratio, 0);
}

TEST(StatedWeight, examiner_without_a_table_weighs_nothing) {
  EXPECT_FALSE(stated_weight("unknown", 5, table()).has_value());
  EXPECT_DOUBLE_EQ(*stated_weight("other", 2, table()), 2);
}

TEST(Posterior, ranks_evidence_far_beyond_certainty) {
  EXPECT_DOUBLE_EQ(posterior(0.1, 0), 0.1);
  EXPECT_LT(posterior(0.1, 5.0), posterior(0.1, 5.2));
  EXPECT_LT(posterior(0.1, 6), 1);
}

RC_GTEST_PROP(Fuse, order_of_findings_does_not_matter, ()) {
  std::vector<Finding> findings = any_findings();
  const Fused before = fuse(findings, table());
  std::reverse(findings.begin(), findings.end());
  RC_ASSERT(fuse(findings, table()) == before);
}

RC_GTEST_PROP(Fuse, a_neutral_finding_never_raises_the_probability, ()) {
  std::vector<Finding> findings = any_findings();
  const Fused before = fuse(findings, table());
  findings.push_back(finding("strict", "reference", Outcome::neutral, 5));
  const Fused after = fuse(findings, table());
  RC_ASSERT(after.probability.value() == before.probability.value_or(0.1));
}

RC_GTEST_PROP(Fuse, a_contradicting_finding_never_lowers_the_probability, ()) {
  std::vector<Finding> findings = any_findings();
  const double before = fuse(findings, table()).probability.value_or(0.1);
  findings.push_back(finding(*rc::gen::element<std::string>("strict", "unknown"),
                             *rc::gen::element<std::string>("reference", "new"),
                             Outcome::contradicts, *rc::gen::inRange(-600, 600) / 100.0));
  RC_ASSERT(fuse(findings, table()).probability.value() >= before);
}

}  // namespace
}  // namespace pixiu::assessment
