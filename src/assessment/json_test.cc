#include "assessment/assess.h"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::assessment {
namespace {

using nlohmann::json;

Assessment example() {
  Assessment assessment;
  assessment.photo = {"ab12", media::Format::jpeg, 1440, 1920, 301222};
  assessment.band = Band::contradicted;
  assessment.probability = 0.93345678;
  assessment.log10_likelihood_ratio = 2.123456;
  assessment.derived_from_reference = {
      .reference_index = 1, .probability = 0.9999994, .is_edited = true};
  assessment.findings = {{.examiner = "same_capture",
                          .version = "1",
                          .family = "reference",
                          .outcome = Outcome::contradicts,
                          .log10_likelihood_ratio = 3.00001,
                          .summary = {"text", "文字"},
                          .regions = {{1, 2, 3, 4}},
                          .details = {{"share", 0.123456}, {"count", 7}}}};
  assessment.engine_version = "0.1.0";
  assessment.calibration_sha256 = "cd34";
  assessment.timing = {212.34567, 61};
  return assessment;
}

TEST(ToJson, writes_the_contract_with_four_decimals_and_six_for_probabilities) {
  const json expected = json::parse(R"({
    "schema": "pixiu.assessment/1",
    "engine": {"version": "0.1.0", "calibration": "sha256:cd34"},
    "photo": {"sha256": "ab12", "format": "jpeg", "width": 1440, "height": 1920, "bytes": 301222},
    "band": "contradicted",
    "probability": 0.933457,
    "log10_likelihood_ratio": 2.1235,
    "derived_from_reference": {"reference": 1, "probability": 0.999999, "edited": true},
    "findings": [{"examiner": "same_capture", "version": "1", "family": "reference",
      "outcome": "contradicts", "log10_likelihood_ratio": 3.0,
      "summary": {"en": "text", "zh": "文字"},
      "regions": [{"x": 1, "y": 2, "width": 3, "height": 4}],
      "details": {"share": 0.1235, "count": 7}}],
    "timing_ms": {"total": 212.3457, "decode": 61.0}})");
  EXPECT_EQ(to_json(example()), expected);
}

TEST(ToJson, what_nothing_answers_is_absent) {
  const json out = to_json({});
  for (const char* key : {"probability", "log10_likelihood_ratio", "locally_altered", "synthesised",
                          "ai", "unreadable", "mask", "id"}) {
    EXPECT_FALSE(out.contains(key)) << key;
  }
  EXPECT_EQ(out["band"], "not_assessed");
  EXPECT_TRUE(out["derived_from_reference"].is_null());
  EXPECT_FALSE(out["photo"].contains("width"));
}

TEST(ToJson, what_the_file_declares_is_written_in_the_contracts_words) {
  Assessment assessment = example();
  assessment.ai = AiAnswer{provenance::DeclaredAi::generated,
                           {provenance::DeclaredBy::gb45438, provenance::DeclaredBy::c2pa},
                           provenance::Article6::generated};
  EXPECT_EQ(to_json(assessment)["ai"],
            json::parse(R"({"declared": "generated", "by": ["gb45438", "c2pa"],
                            "article6": "generated",
                            "article6_text": {"en": "AI-generated content",
                                              "zh": "属于生成合成内容"}})"));
  assessment.ai = AiAnswer{};
  EXPECT_EQ(to_json(assessment)["ai"],
            json::parse(R"({"declared": "none", "by": [], "article6": "none"})"));
}

TEST(ToJson, edited_is_absent_unless_the_photo_is_derived) {
  Assessment assessment = example();
  assessment.derived_from_reference = {.reference_index = 0, .probability = 0.01};
  EXPECT_EQ(to_json(assessment)["derived_from_reference"],
            json::parse(R"({"reference": 0, "probability": 0.01})"));
}

TEST(ToJson, numbers_that_are_none_become_null) {
  Assessment assessment = example();
  assessment.findings[0].details = {
      {"nested", {{"ratio", std::numeric_limits<double>::infinity()}}},
      {"list", {0.00001, -0.00001, 1.5}}};
  const json details = to_json(assessment)["findings"][0]["details"];
  EXPECT_TRUE(details["nested"]["ratio"].is_null());
  EXPECT_EQ(details["list"].dump(), "[0.0,0.0,1.5]");
}

TEST(ToJson, unreadable_photo_says_what_it_is_and_why) {
  const std::string text = "no picture at all";
  const json out = to_json(could_not_examine(
      pixiu::bytes_of(text), {ErrorCode::unsupported, "no known picture format"}, {}));
  EXPECT_EQ(out["band"], "not_assessed");
  EXPECT_EQ(out["photo"]["format"], "unknown");
  EXPECT_EQ(out["photo"]["bytes"], text.size());
  EXPECT_EQ(out["photo"]["sha256"].get<std::string>().size(), 64u);
  EXPECT_EQ(out["unreadable"]["code"], "unsupported");
  EXPECT_EQ(out["findings"][0]["outcome"], "not_applicable");
  EXPECT_THAT(out["findings"][0]["summary"]["en"].get<std::string>(),
              testing::HasSubstr("no known picture format"));
}

TEST(CouldNotExamine, a_stopped_examination_does_not_blame_the_file) {
  const Assessment stopped =
      could_not_examine({}, {ErrorCode::deadline_exceeded, "stopped after 10 s"}, {});
  EXPECT_THAT(stopped.findings[0].summary.en, testing::HasSubstr("could not be examined"));
}

}  // namespace
}  // namespace pixiu::assessment
