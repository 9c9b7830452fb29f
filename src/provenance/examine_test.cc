#include "provenance/examine.h"

#include "provenance/file_testing.h"
#include "provenance/fitting.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::provenance {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
namespace fs = std::filesystem;

constexpr const char* iptc_uri = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";
constexpr const char* codes = "http://cv.iptc.org/newscodes/digitalsourcetype/";

FileField source_type(const std::string& word) {
  return {Carrier::xmp, iptc_uri, "DigitalSourceType", codes + word, ""};
}

const Finding* finding_of(const ProvenanceReport& report, std::string_view examiner) {
  const auto found =
      std::find_if(report.findings.begin(), report.findings.end(),
                   [&](const Finding& finding) { return finding.examiner == examiner; });
  return found == report.findings.end() ? nullptr : &*found;
}

ProvenanceReport examine(const Bytes& file, const ClaimFacts& claim) {
  return provenance::examine(file, claim, {});
}

TEST(Examine, a_file_without_marks_declares_nothing_and_every_finding_is_neutral) {
  const ProvenanceReport report = examine(test::copy_of(test::plain_jpeg()), {});
  EXPECT_EQ(report.declared, DeclaredAi::none);
  EXPECT_THAT(report.by, IsEmpty());
  EXPECT_EQ(report.article6, Article6::none);
  for (const Finding& finding : report.findings) {
    EXPECT_NE(finding.outcome, Outcome::contradicts) << finding.examiner;
    EXPECT_NE(finding.outcome, Outcome::supports) << finding.examiner;
  }
}

TEST(Examine, a_visible_label_is_declared_by_the_standard_and_suspected_for_article_6) {
  PictureEvidence picture;
  picture.shows_label = true;
  picture.findings.push_back({.examiner = "gb45438_visible_mark", .version = "2"});
  const Bytes file = test::copy_of(test::plain_jpeg());
  const ProvenanceReport report = provenance::examine(file, {}, {}, picture);
  EXPECT_EQ(report.declared, DeclaredAi::generated);
  EXPECT_THAT(report.by, ElementsAre(DeclaredBy::gb45438));
  EXPECT_EQ(report.article6, Article6::suspected);
  EXPECT_NE(finding_of(report, "gb45438_visible_mark"), nullptr);

  ClaimFacts claim;
  claim.declared_by_party = true;
  EXPECT_EQ(provenance::examine(file, claim, {}, picture).article6, Article6::possibly);
}

TEST(Examine, a_vendors_sign_is_a_trace_and_no_declaration) {
  PictureEvidence picture;
  picture.shows_vendor_sign = true;
  const ProvenanceReport report =
      provenance::examine(test::copy_of(test::plain_jpeg()), {}, {}, picture);
  EXPECT_EQ(report.declared, DeclaredAi::none);
  EXPECT_EQ(report.article6, Article6::suspected);
}

TEST(Examine, a_generators_trace_is_declared_and_suspected) {
  const ProvenanceReport report =
      examine(test::file_with({{Carrier::png_text, "", "Software", "NovelAI", ""}}), {});
  EXPECT_EQ(report.declared, DeclaredAi::generated);
  EXPECT_THAT(report.by, ElementsAre(DeclaredBy::png_text));
  EXPECT_EQ(report.article6, Article6::suspected);
}

TEST(Examine, the_partys_own_word_makes_it_possible) {
  EXPECT_EQ(examine(test::copy_of(test::plain_png()), {.declared_by_party = true}).article6,
            Article6::possibly);
}

TEST(Examine, no_finding_states_a_weight_that_nobody_measured) {
  const ProvenanceReport report = examine(
      test::file_with({source_type("trainedAlgorithmicMedia"), source_type("digitalCapture")}), {});
  EXPECT_GE(report.findings.size(), 3u);
  for (const Finding& finding : report.findings) {
    EXPECT_EQ(finding.log10_likelihood_ratio, std::nullopt) << finding.examiner;
  }
}

TEST(Examine, marks_that_exclude_each_other_are_a_finding_of_their_own) {
  const ProvenanceReport report = examine(
      test::file_with({source_type("trainedAlgorithmicMedia"), source_type("digitalCapture")}), {});
  const Finding* finding = finding_of(report, "marks_disagree");
  ASSERT_NE(finding, nullptr);
  EXPECT_EQ(finding->outcome, Outcome::contradicts);
  EXPECT_EQ(finding->details["statements"].size(), 2u);
  EXPECT_EQ(
      finding_of(examine(test::file_with({source_type("digitalCapture"),
                                          source_type("compositeWithTrainedAlgorithmicMedia")}),
                         {}),
                 "marks_disagree"),
      nullptr);
}

RC_GTEST_PROP(Examine, any_bytes_are_examined_without_harm,
              (const std::vector<std::uint8_t>& tail, std::uint8_t kind)) {
  std::string file = kind % 3 == 0   ? test::plain_jpeg().substr(0, 2)
                     : kind % 3 == 1 ? test::plain_png().substr(0, 33)
                                     : std::string("RIFF\xFF\xFF\xFF\xFFWEBP");
  for (const std::uint8_t byte : tail) file += static_cast<char>(byte);
  RC_ASSERT(examine(test::copy_of(file), {}).findings.size() <= findings_max);
}

TEST(Fitting, details_that_are_too_large_or_too_deep_are_left_out) {
  std::vector<Finding> findings(findings_max + 5);
  findings[0].details["text"] = std::string(finding_details_bytes_max, 'x');
  nlohmann::json deep = 1;
  for (int i = 0; i < 40; ++i) deep = nlohmann::json::array({deep});
  findings[1].details["deep"] = deep;
  findings[2].details["text"] = "kept";
  findings = fitting(findings);
  ASSERT_EQ(findings.size(), findings_max);
  EXPECT_TRUE(findings[0].details.contains("left_out"));
  EXPECT_TRUE(findings[1].details.contains("left_out"));
  EXPECT_EQ(findings[2].details["text"], "kept");
}

// --- files as vendors and cameras write them ---

Bytes contents(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return test::copy_of(std::string(std::istreambuf_iterator<char>(in), {}));
}

fs::path shared_data() {
  const char* given = std::getenv("PIXIU_SHARED");
  return fs::path(given != nullptr ? given : "../shared") / "data";
}

TEST(Examine, files_of_generators_are_recognised_by_their_traces) {
  const fs::path folder = shared_data() / "marks";
  if (!fs::exists(folder)) GTEST_SKIP() << "no " << folder;
  const fs::path parsers = "sd-parsers/tests/resources/parsers";
  const std::map<fs::path, std::string> expected = {
      {"mj-1.png", "midjourney"},
      {"grok-1.jpg", "grok"},
      {"samsung_gray_1.png", "samsung_generative_edit"},
      {parsers / "Fooocus/fooocus1_cropped.png", "fooocus"},
      {parsers / "InvokeAI/invokeai_dream1.png", "invokeai"},
      {parsers / "InvokeAI/invokeai_imeta1.png", "invokeai"},
      {parsers / "InvokeAI/invokeai_sdmeta1.png", "invokeai"},
      {parsers / "NovelAI/novelai1_cropped.png", "novelai"},
      {parsers / "ComfyUI/img2img_cropped.png", "comfyui"},
      {parsers / "ComfyUI/unclip_2pass_cropped.png", "comfyui"},
      {parsers / "ComfyUI/noisy_latents_3_subjects_cropped.png", "comfyui"},
      {parsers / "ComfyUI/night_evening_day_morning_cropped.png", "comfyui"},
      {parsers / "AUTOMATIC1111/automatic1111_cropped.jpg", "automatic1111"},
      {parsers / "AUTOMATIC1111/automatic1111_cropped.png", "automatic1111"},
      {parsers / "AUTOMATIC1111/automatic1111_stealth.png", "stealth_png_info"},
      {"sd-parsers/tests/resources/bad_images/text_after_idat.png", "automatic1111"},
  };
  for (const auto& [name, id] : expected) {
    const ProvenanceReport report = examine(contents(folder / name), {});
    const auto has_id = [&id = id](const Finding& finding) {
      return finding.details.contains("trace") && finding.details["trace"] == id;
    };
    EXPECT_TRUE(std::any_of(report.findings.begin(), report.findings.end(), has_id)) << name;
  }
}

TEST(Examine, files_of_vendors_declare_by_the_standard_they_use) {
  const fs::path folder = shared_data() / "marks";
  if (!fs::exists(folder)) GTEST_SKIP() << "no " << folder;
  using enum DeclaredBy;
  const std::map<std::string, std::vector<DeclaredBy>> expected = {
      {"doubao_gray_1x1_1.png", {gb45438}},
      {"jimeng_cap_C.png", {gb45438}},
      {"chatgpt-1.png", {c2pa}},
      {"firefly-1.png", {c2pa}},
      {"flux-1.png", {c2pa}},
      {"mj-1.png", {iptc, png_text}},
      {"grok-1.jpg", {exif}}};
  for (const auto& [name, by] : expected) {
    const ProvenanceReport report = examine(contents(folder / name), {});
    EXPECT_EQ(report.declared, DeclaredAi::generated) << name;
    EXPECT_EQ(report.by, by) << name;
    EXPECT_EQ(report.article6, by.front() == gb45438 ? Article6::generated : Article6::suspected)
        << name;
  }
}

TEST(Examine, no_genuine_picture_has_a_mark_of_ai) {
  int count = 0;
  for (const char* name : {"exif", "refund-dev", "blind-dev"}) {
    const fs::path folder = shared_data() / name;
    if (!fs::exists(folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      const std::string kind = entry.path().extension();
      if (kind != ".jpg" && kind != ".HEIC" && kind != ".png" && kind != ".webp") continue;
      const ProvenanceReport report = examine(contents(entry.path()), {});
      EXPECT_EQ(report.declared, DeclaredAi::none) << entry.path();
      EXPECT_EQ(report.article6, Article6::none) << entry.path();
      ++count;
    }
  }
  if (count == 0) GTEST_SKIP() << "no " << shared_data();
  RecordProperty("pictures", count);
}

}  // namespace
}  // namespace pixiu::provenance
