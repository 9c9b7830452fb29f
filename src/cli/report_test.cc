#include "cli/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

assessment::Assessment edited() {
  assessment::Assessment assessment;
  assessment.photo = {"abcd", media::Format::jpeg, 1440, 1920, 301222};
  assessment.band = assessment::Band::contradicted;
  assessment.probability = 0.999;
  assessment.log10_likelihood_ratio = 4.2;
  assessment.engine_version = "0.1.0";
  assessment.calibration_sha256 = "0123456789abcdef";
  assessment.findings = {
      {.examiner = "same_capture",
       .outcome = Outcome::contradicts,
       .log10_likelihood_ratio = 4.2,
       .summary = {"made from reference 1", "由第 1 张原图制作而成"},
       .regions = {{10, 20, 30, 40}}},
      {.examiner = "edit_map",
       .outcome = Outcome::contradicts,
       .log10_likelihood_ratio = 4.2,
       .summary = {"one region differs", "有 1 处区域存在差异"},
       .regions = {{10, 20, 30, 40}},
       .details = {{"innocent_causes", {{{"en", "an arrow"}, {"zh", "箭头"}}}}}}};
  return assessment;
}

TEST(Report, says_band_findings_regions_and_innocent_causes) {
  const std::string text = report_text(edited(), {"claim.jpg", {"shop.jpg"}}, Language::en, false);
  for (const char* part :
       {"claim.jpg", "1440 × 1920 px", "CONTRADICTED", "0.999000", "10^4.20", "one region differs",
        "region x 10, y 20, 30 × 40 px", "an arrow", "reference picture 1  shop.jpg"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  EXPECT_EQ(text.find("region x"), text.rfind("region x"));
  EXPECT_THAT(text, Not(HasSubstr("\033")));
}

TEST(Report, speaks_chinese) {
  const std::string text = report_text(edited(), {"claim.jpg", {}}, Language::zh, false);
  for (const char* part : {"与陈述不符", "有 1 处区域存在差异", "箭头", "区域 x 10"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

TEST(Report, says_what_the_file_declares) {
  auto assessment = edited();
  assessment.ai = {{provenance::DeclaredAi::generated,
                    {provenance::DeclaredBy::gb45438},
                    provenance::Article6::generated}};
  EXPECT_THAT(
      report_text(assessment, {"claim.jpg", {}}, Language::zh, false),
      testing::AllOf(HasSubstr("文件自述由人工智能生成 · gb45438"), HasSubstr("属于生成合成内容")));
  assessment.ai = assessment::AiAnswer{};
  EXPECT_THAT(report_text(assessment, {"claim.jpg", {}}, Language::zh, false),
              Not(HasSubstr("自述")));
}

TEST(Report, has_colour_only_where_it_is_wanted) {
  EXPECT_THAT(report_text(edited(), {"claim.jpg", {}}, Language::en, true),
              HasSubstr("\033[1;31mCONTRADICTED\033[0m"));
}

TEST(Report, foreign_text_cannot_move_the_terminal) {
  auto assessment = edited();
  assessment.findings[0].summary.en = "\033[2Jgone";
  const std::string text =
      report_text(assessment, {"\033]0;title\a.jpg", {"r\r.jpg"}}, Language::en, false);
  EXPECT_THAT(text, Not(HasSubstr("\033")));
  EXPECT_THAT(text, Not(HasSubstr("\r")));
}

TEST(Report, an_unreadable_photo_has_no_numbers) {
  const auto assessment = assessment::could_not_examine(
      bytes_of("text"), {ErrorCode::unsupported, "no known picture format"}, {});
  const std::string text = report_text(assessment, {"a.txt", {}}, Language::en, false);
  EXPECT_THAT(text, HasSubstr("NOT ASSESSED"));
  EXPECT_THAT(text, HasSubstr("no known picture format"));
  EXPECT_THAT(text, Not(HasSubstr("probability")));
}

TEST(Report, many_regions_are_summed_up) {
  auto assessment = edited();
  assessment.findings[1].regions.assign(20, {1, 1, 1, 1});
  const std::string text = report_text(assessment, {"a", {}}, Language::en, false);
  EXPECT_THAT(text, HasSubstr("and more regions: 12"));
}

}  // namespace
}  // namespace pixiu::cli
