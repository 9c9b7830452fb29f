#include "assessment/calibration.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::assessment {
namespace {

using testing::HasSubstr;

constexpr std::string_view good = R"(schema = "pixiu.calibration/1"
prior = 0.2
review_probability = 0.6
[examiners.same_capture]
slope = 2
offset = -0.5
clamp_abs = 5.0
false_positive_rate = 0.01
contradicts_at = 3.0
)";

std::string with(std::string_view line) {
  return "schema = \"pixiu.calibration/1\"\n" + std::string(line);
}

TEST(ParseCalibration, reads_every_key) {
  const Result<Calibration> calibration = parse_calibration(good);
  ASSERT_TRUE(calibration.has_value()) << calibration.error().message;
  EXPECT_EQ(calibration->prior, 0.2);
  EXPECT_EQ(calibration->review_probability, 0.6);
  const ExaminerCalibration expected{2, -0.5, 5, 0.01, 3};
  EXPECT_EQ(calibration->examiners.at("same_capture"), expected);
  EXPECT_EQ(calibration->sha256.size(), 64u);
}

TEST(ParseCalibration, broken_toml_is_refused_with_its_line) {
  const auto calibration = parse_calibration(with("prior = = 1"));
  ASSERT_FALSE(calibration.has_value());
  EXPECT_EQ(calibration.error().code, ErrorCode::invalid_input);
  EXPECT_THAT(calibration.error().message, HasSubstr("line 2"));
}

TEST(ParseCalibration, misspelt_key_is_refused_with_its_line) {
  const auto calibration = parse_calibration(with("\npriorr = 0.1"));
  ASSERT_FALSE(calibration.has_value());
  EXPECT_THAT(calibration.error().message, HasSubstr("line 3: unknown key \"priorr\""));
}

TEST(ParseCalibration, numbers_out_of_range_are_refused) {
  for (const std::string_view line :
       {"prior = 0", "prior = 1.0", "prior = nan", "prior = \"0.1\"", "prior = true",
        "review_probability = -1", "examiners = 3", "examiners = {a = 1}",
        "[examiners.a]\nslope = 0", "[examiners.a]\nclamp_abs = inf",
        "[examiners.a]\nfalse_positive_rate = 1.5"}) {
    EXPECT_FALSE(parse_calibration(with(line)).has_value()) << line;
  }
}

TEST(ParseCalibration, another_schema_and_oversized_text_are_refused) {
  EXPECT_FALSE(parse_calibration("prior = 0.1").has_value());
  EXPECT_FALSE(parse_calibration("schema = \"pixiu.calibration/2\"").has_value());
  EXPECT_EQ(parse_calibration(std::string((1u << 20) + 1, '\n')).error().code,
            ErrorCode::limit_exceeded);
}

TEST(DefaultCalibration, is_valid_and_knows_the_examiners_of_the_reference_family) {
  const Calibration& calibration = default_calibration();
  EXPECT_TRUE(calibration.examiners.contains("same_capture"));
  EXPECT_TRUE(calibration.examiners.contains("edit_map"));
  EXPECT_LT(calibration.prior, calibration.review_probability);
  EXPECT_EQ(calibration.sha256.size(), 64u);
}

TEST(DefaultCalibration, lets_no_examiner_contradict_without_a_stated_error_rate) {
  for (const auto& [name, examiner] : default_calibration().examiners) {
    if (examiner.contradicts_at < 1e9) {
      EXPECT_LT(examiner.false_positive_rate, 1) << name;
    }
  }
}

RC_GTEST_PROP(Calibrated, keeps_the_order_and_stays_within_the_clamp, ()) {
  const double low = *rc::gen::inRange(-4000, 4000) / 100.0;
  const double high = low + *rc::gen::inRange(1, 1000) / 100.0;
  const ExaminerCalibration examiner{*rc::gen::inRange(1, 300) / 100.0, 0.25, 6};
  RC_ASSERT(calibrated(low, examiner) < calibrated(high, examiner));
  RC_ASSERT(std::abs(calibrated(high, examiner)) < 6);
}

TEST(Calibrated, is_linear_for_moderate_evidence) {
  const ExaminerCalibration examiner{1, 0, 6};
  EXPECT_DOUBLE_EQ(calibrated(2.5, examiner), 2.5);
  EXPECT_DOUBLE_EQ(calibrated(-2.5, examiner), -2.5);
  EXPECT_DOUBLE_EQ(calibrated(3, examiner), 3);
  EXPECT_DOUBLE_EQ(calibrated(6, examiner), 4.5);
}

TEST(Calibrated, not_a_number_weighs_nothing) {
  EXPECT_EQ(calibrated(std::numeric_limits<double>::quiet_NaN(), {}), 0);
  EXPECT_EQ(calibrated(std::numeric_limits<double>::infinity(), {}), 6);
}

}  // namespace
}  // namespace pixiu::assessment
