#include "program.h"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::command_line {
namespace {

using nlohmann::json;
using testing::HasSubstr;

std::set<std::string> keys_of(const json& object) {
  std::set<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.insert(key);
  return keys;
}

const json* finding(const json& result, std::string_view examiner) {
  for (const json& one : result["findings"]) {
    if (one["examiner"] == examiner) return &one;
  }
  return nullptr;
}

TEST(PixiuInspect, a_doctored_copy_of_the_listing_is_contradicted_and_shows_where) {
  const Folder folder;
  const Outcome outcome = run_pixiu(
      {"inspect", sample("mug/claim-cracked.jpg"), "--reference", sample("mug/listing.jpg"),
       "--reference", sample("mug/reference-right.jpg"), "--json", "--mask",
       folder.path("mask.png"), "--heatmap", folder.path("heat.png")});
  ASSERT_EQ(outcome.exit_status, 0) << outcome.err;
  const json result = outcome.json();
  EXPECT_EQ(keys_of(result),
            (std::set<std::string>{"schema", "engine", "photo", "band", "probability",
                                   "log10_likelihood_ratio", "derived_from_reference", "ai",
                                   "findings", "mask", "timing_ms"}));
  EXPECT_EQ(result["schema"], "pixiu.assessment/1");
  EXPECT_EQ(result["band"], "contradicted");
  EXPECT_EQ(result["derived_from_reference"]["reference"], 0);
  EXPECT_EQ(result["derived_from_reference"]["edited"], true);
  EXPECT_GT(result["probability"], 0.5);
  const json* edit = finding(result, "edit_map");
  ASSERT_NE(edit, nullptr);
  EXPECT_EQ((*edit)["family"], "reference");
  EXPECT_FALSE((*edit)["regions"].empty());
  EXPECT_THAT(read(folder.path("mask.png")), HasSubstr("PNG"));
  EXPECT_THAT(read(folder.path("heat.png")), HasSubstr("PNG"));
}

TEST(PixiuInspect, a_plain_copy_of_the_listing_is_its_own_finding_and_goes_to_review) {
  const Outcome outcome = run_pixiu({"inspect", sample("mug/claim-copy-crop.jpg"), "--reference",
                                     sample("mug/listing.jpg"), "--json"});
  ASSERT_EQ(outcome.exit_status, 0) << outcome.err;
  const json result = outcome.json();
  EXPECT_EQ(result["band"], "review");
  EXPECT_EQ(result["derived_from_reference"]["edited"], false);
  EXPECT_NE(finding(result, "unedited_copy"), nullptr);
}

TEST(PixiuInspect, an_honest_photo_of_the_same_thing_is_clear_at_the_prior) {
  const Outcome outcome = run_pixiu({"inspect", sample("mug/honest-next.jpg"), "--reference",
                                     sample("mug/listing.jpg"), "--json"});
  ASSERT_EQ(outcome.exit_status, 0) << outcome.err;
  const json result = outcome.json();
  EXPECT_EQ(result["band"], "clear");
  EXPECT_EQ(result["log10_likelihood_ratio"], 0.0);
  EXPECT_LT(result["derived_from_reference"]["probability"], 0.5);
  EXPECT_FALSE(result["derived_from_reference"].contains("edited"));
}

TEST(PixiuInspect, without_references_nothing_is_answered) {
  const Outcome outcome = run_pixiu({"inspect", sample("mug/honest-next.jpg"), "--json"});
  ASSERT_EQ(outcome.exit_status, 0) << outcome.err;
  const json result = outcome.json();
  EXPECT_EQ(result["band"], "not_assessed");
  EXPECT_TRUE(result["derived_from_reference"].is_null());
  EXPECT_FALSE(result.contains("probability"));
}

TEST(PixiuInspect, what_is_no_picture_exits_with_3_and_says_why) {
  const Folder folder;
  for (const std::string& file :
       {folder.write("empty.jpg", ""), folder.write("text.jpg", "this is a text\n"),
        folder.write("header.png", "\x89PNG\r\n\x1a\n"),
        folder.write("header.jpg", "\xff\xd8\xff")}) {
    const Outcome outcome = run_pixiu({"inspect", file, "--json"});
    EXPECT_EQ(outcome.exit_status, 3) << file << outcome.err;
    const json result = outcome.json();
    EXPECT_EQ(result["band"], "not_assessed");
    EXPECT_FALSE(result["unreadable"]["message"].get<std::string>().empty());
    EXPECT_EQ(result["photo"]["sha256"].get<std::string>().size(), 64u);
  }
}

TEST(PixiuInspect, a_broken_reference_is_a_finding_and_the_other_is_compared) {
  const Folder folder;
  const Outcome outcome = run_pixiu({"inspect", sample("mug/claim-cracked.jpg"), "--reference",
                                     folder.write("broken.jpg", "no picture"), "--reference",
                                     sample("mug/listing.jpg"), "--json"});
  ASSERT_EQ(outcome.exit_status, 0) << outcome.err;
  const json result = outcome.json();
  EXPECT_EQ(result["derived_from_reference"]["reference"], 1);
  const auto is_unread = [](const json& one) {
    return one["family"] == "reference" && one["outcome"] == "not_applicable";
  };
  EXPECT_EQ(std::count_if(result["findings"].begin(), result["findings"].end(), is_unread), 1);
}

TEST(PixiuInspect, a_photo_that_says_it_is_generated_goes_to_review_by_its_own_word) {
  const Folder folder;
  const std::string packet =
      std::string("http://ns.adobe.com/xap/1.0/\0", 29) +
      "<r xmlns:e='http://iptc.org/std/Iptc4xmpExt/2008-02-29/'><e:DigitalSourceType>"
      "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
      "</e:DigitalSourceType></r>";
  std::string jpeg = read(sample("mug/honest-next.jpg"));
  jpeg.insert(2, std::string("\xFF\xE1\0", 3) + static_cast<char>(packet.size() + 2) + packet);
  ASSERT_LT(packet.size() + 2, 256u);
  const Outcome outcome = run_pixiu({"inspect", folder.write("said.jpg", jpeg), "--json"});
  ASSERT_EQ(outcome.exit_status, 0) << outcome.err;
  const json result = outcome.json();
  EXPECT_EQ(result["band"], "review");
  EXPECT_EQ(result["ai"]["declared"], "generated");
  EXPECT_EQ(result["ai"]["by"], json::array({"iptc"}));
  EXPECT_EQ(result["ai"]["article6"], "suspected");
  EXPECT_EQ(result["ai"]["article6_text"]["zh"], "疑似生成合成内容");
  EXPECT_FALSE(result.contains("probability"));  // no reference, and a word of no measured weight
  ASSERT_NE(finding(result, "ai_trace"), nullptr);
  EXPECT_FALSE(finding(result, "ai_trace")->contains("log10_likelihood_ratio"));
}

TEST(PixiuInspect, wrong_usage_exits_with_2) {
  EXPECT_EQ(run_pixiu({}).exit_status, 2);
  EXPECT_EQ(run_pixiu({"inspect"}).exit_status, 2);
  EXPECT_EQ(run_pixiu({"inspect", "/does/not/exist.jpg"}).exit_status, 2);
  EXPECT_EQ(run_pixiu({"inspect", "--no-such-option"}).exit_status, 2);
}

TEST(PixiuInspect, version_and_help_are_answered) {
  EXPECT_THAT(run_pixiu({"--version"}).out, testing::StartsWith("pixiu "));
  EXPECT_THAT(run_pixiu({"help", "inspect"}).out, HasSubstr("--batch"));
}

TEST(PixiuInspect, report_without_a_terminal_has_no_escape_sequences) {
  const Outcome outcome = run_pixiu({"inspect", sample("mug/claim-cracked.jpg"), "--reference",
                                     sample("mug/listing.jpg"), "--lang", "zh"});
  EXPECT_EQ(outcome.exit_status, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("与陈述不符"));
  EXPECT_EQ(outcome.out.find('\033'), std::string::npos);
}

TEST(PixiuInspect, order_of_references_changes_their_number_only) {
  const auto assess = [](const char* first, const char* second) {
    return run_pixiu({"inspect", sample("mug/claim-cracked.jpg"), "--reference", sample(first),
                      "--reference", sample(second), "--json"})
        .json();
  };
  const json a = assess("mug/listing.jpg", "mug/reference-right.jpg");
  const json b = assess("mug/reference-right.jpg", "mug/listing.jpg");
  EXPECT_EQ(a["probability"], b["probability"]);
  EXPECT_EQ(a["band"], b["band"]);
  EXPECT_EQ(a["derived_from_reference"]["reference"], 0);
  EXPECT_EQ(b["derived_from_reference"]["reference"], 1);
}

}  // namespace
}  // namespace pixiu::command_line
