#include "assessment/assess.h"

#include "assessment/render.h"
#include "base/limits.h"
#include "media/ai_marks.h"
#include "media/decode.h"
#include "media/encode.h"
#include "media/film/film_testing.h"
#include "media/mp4_tag_edit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::assessment {
namespace {

constexpr int width_px = 800;
constexpr int height_px = 600;

// Structure at several scales, as a photo of a textured thing has it.
cv::Mat textured(std::uint64_t seed) {
  cv::RNG random(seed);
  cv::Mat picture(height_px, width_px, CV_8UC3, cv::Scalar(80, 80, 80));
  for (const int cell : {80, 20, 5, 2}) {
    cv::Mat values(height_px / cell + 1, width_px / cell + 1, CV_8UC3);
    random.fill(values, cv::RNG::UNIFORM, 0, 40);
    for (int y = 0; y < height_px; ++y) {
      for (int x = 0; x < width_px; ++x) {
        picture.at<cv::Vec3b>(y, x) += values.at<cv::Vec3b>(y / cell, x / cell);
      }
    }
  }
  return picture;
}

const cv::Rect edited_px(300, 200, 160, 120);

Bytes jpeg(const cv::Mat& picture, int quality) {
  return media::encode_jpeg(picture, quality).value();
}

Bytes reference_file() {
  return jpeg(textured(7), 92);
}

Bytes edited_file() {
  cv::Mat picture = textured(7);
  textured(8)(edited_px).copyTo(picture(edited_px));
  return jpeg(picture, 80);
}

Calibration calibration() {
  Calibration made = default_calibration();
  made.examiners["edit_map"] = {1, 0, 6, 0.05, 1};
  return made;
}

std::chrono::steady_clock::time_point counting() {
  static int calls = 0;
  return std::chrono::steady_clock::time_point(std::chrono::milliseconds(++calls));
}

std::vector<Finding> of_references(const Assessment& assessment) {
  std::vector<Finding> found;
  for (const Finding& finding : assessment.findings) {
    if (finding.family == "reference") found.push_back(finding);
  }
  return found;
}

class Assess : public testing::Test {
 protected:
  Assessment assess_with(std::vector<KnownPicture> references, ByteView photo) const {
    Request request{.photo = photo, .references = std::move(references)};
    request.wants_mask = request.wants_heatmap = request.wants_aligned_reference = true;
    request.wants_prepared_references = true;
    return assess(request, calibration());
  }

  const Bytes reference_ = reference_file();
  const Bytes other_ = jpeg(textured(9), 90);
  const Bytes edited_ = edited_file();
};

TEST_F(Assess, an_edited_copy_is_contradicted_where_it_was_edited) {
  const Assessment assessment = assess_with({{.bytes = other_}, {.bytes = reference_}}, edited_);
  EXPECT_EQ(assessment.band, Band::contradicted);
  ASSERT_TRUE(assessment.derived_from_reference.has_value());
  EXPECT_EQ(assessment.derived_from_reference->reference_index, 1);
  EXPECT_EQ(assessment.derived_from_reference->is_edited, true);
  const cv::Size size(width_px, height_px);
  ASSERT_EQ(assessment.mask.size(), size);
  EXPECT_EQ(assessment.heatmap.size(), size);
  EXPECT_EQ(assessment.aligned_reference.size(), size);
  const cv::Mat found = assessment.mask >= 128;
  const int inside = cv::countNonZero(found(edited_px));
  EXPECT_GT(inside, edited_px.area() * 7 / 10);
  EXPECT_LT(cv::countNonZero(found) - inside, edited_px.area() / 4);
}

TEST_F(Assess, a_plain_copy_goes_to_review) {
  const Bytes copy = jpeg(textured(7), 75);
  const Assessment assessment = assess_with({{.bytes = reference_}}, copy);
  EXPECT_EQ(assessment.band, Band::review);
  EXPECT_EQ(assessment.derived_from_reference->is_edited, false);
}

TEST_F(Assess, another_picture_is_clear_at_the_prior_and_has_no_pictures) {
  const Assessment assessment = assess_with({{.bytes = reference_}}, other_);
  EXPECT_EQ(assessment.band, Band::clear);
  EXPECT_DOUBLE_EQ(*assessment.probability, calibration().prior);
  EXPECT_TRUE(assessment.mask.empty());
  EXPECT_TRUE(assessment.heatmap.empty());
  EXPECT_TRUE(assessment.aligned_reference.empty());
}

TEST_F(Assess, a_prepared_reference_gives_the_same_findings) {
  const Assessment before = assess_with({{.bytes = reference_}}, edited_);
  ASSERT_EQ(before.prepared_references.size(), 1u);
  const Assessment after =
      assess_with({{.bytes = before.prepared_references[0], .is_prepared = true}}, edited_);
  EXPECT_EQ(before.findings, after.findings);
  EXPECT_EQ(cv::countNonZero(before.mask != after.mask), 0);
}

TEST_F(Assess, the_same_bytes_give_the_same_answer) {
  const std::vector<KnownPicture> references{{.bytes = other_}, {.bytes = reference_}};
  auto a = to_json(assess_with(references, edited_));
  auto b = to_json(assess_with(references, edited_));
  a.erase("timing_ms");
  b.erase("timing_ms");
  EXPECT_EQ(a, b);
}

TEST_F(Assess, broken_references_are_reported_and_the_rest_is_assessed) {
  const std::string text = "no picture";
  const Assessment assessment = assess_with({{.bytes = bytes_of(text)},
                                             {.bytes = bytes_of(text), .is_prepared = true},
                                             {.bytes = reference_}},
                                            edited_);
  EXPECT_EQ(assessment.derived_from_reference->reference_index, 2);
  const std::vector<Finding> findings = of_references(assessment);
  ASSERT_EQ(findings.size(), 4u);
  EXPECT_EQ(findings[2].outcome, Outcome::not_applicable);
  EXPECT_EQ(findings[3].outcome, Outcome::not_applicable);
  ASSERT_EQ(assessment.prepared_references.size(), 3u);
  EXPECT_TRUE(assessment.prepared_references[0].empty());
  EXPECT_FALSE(assessment.prepared_references[2].empty());
}

TEST_F(Assess, references_beyond_the_limit_are_not_examined) {
  const std::string text = "no picture";
  const std::vector<KnownPicture> references(limits::references_max + 1, {.bytes = bytes_of(text)});
  const Assessment assessment = assess_with(references, other_);
  EXPECT_EQ(assessment.band, Band::not_assessed);
  EXPECT_EQ(of_references(assessment).back().details["error"]["code"], "limit_exceeded");
}

TEST_F(Assess, an_unreadable_photo_is_not_assessed_and_says_why) {
  const std::string text = "no picture";
  const Assessment assessment = assess_with({{.bytes = reference_}}, bytes_of(text));
  EXPECT_EQ(assessment.band, Band::not_assessed);
  ASSERT_TRUE(assessment.unreadable.has_value());
  EXPECT_FALSE(assessment.probability.has_value());
  EXPECT_FALSE(assessment.derived_from_reference.has_value());
}

TEST_F(Assess, a_file_that_says_it_is_generated_goes_to_review_by_its_own_word) {
  media::AiMarks marks;
  marks.digital_source_type =
      "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";
  const Bytes marked = media::with_xmp(other_, media::xmp_packet_of(marks)).value();
  const Assessment assessment = assess({.photo = marked}, calibration());
  EXPECT_EQ(assessment.band, Band::review);
  ASSERT_TRUE(assessment.ai.has_value());
  EXPECT_EQ(assessment.ai->declared, provenance::DeclaredAi::generated);
  EXPECT_THAT(assessment.ai->by, testing::ElementsAre(provenance::DeclaredBy::iptc));
  EXPECT_EQ(assessment.ai->article6, provenance::Article6::suspected);

  Calibration measured = calibration();
  measured.examiners["ai_trace"] = {.offset = 2, .false_positive_rate = 0.01, .contradicts_at = 2};
  EXPECT_EQ(assess({.photo = marked}, measured).band, Band::contradicted);
}

TEST_F(Assess, a_file_without_marks_declares_nothing_and_is_not_assessed_for_it) {
  const Assessment assessment = assess({.photo = other_}, calibration());
  EXPECT_EQ(assessment.band, Band::not_assessed);
  EXPECT_EQ(assessment.ai, AiAnswer{});
}

TEST_F(Assess, what_a_broken_picture_says_about_itself_is_still_read) {
  media::AiMarks marks;
  marks.digital_source_type =
      "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";
  Bytes marked = media::with_xmp(other_, media::xmp_packet_of(marks)).value();
  const std::size_t end = text_of(marked).find("<?xpacket end");
  marked.resize(end + 19);  // the packet and nothing of the picture
  const Assessment assessment = assess({.photo = marked}, calibration());
  EXPECT_TRUE(assessment.unreadable.has_value());
  EXPECT_EQ(assessment.band, Band::not_assessed);
  EXPECT_EQ(assessment.ai->declared, provenance::DeclaredAi::generated);
}

TEST_F(Assess, a_film_is_asked_what_its_file_says_and_compared_with_nothing) {
  const cv::Mat picture(96, 160, CV_8UC3, cv::Scalar(40, 90, 200));
  const Bytes film = media::test::film_of({.pictures = std::vector<cv::Mat>(12, picture)});
  Request request{.photo = film};
  request.references = {{.bytes = reference_}};
  const Assessment plain = assess(request, calibration());
  EXPECT_FALSE(plain.unreadable.has_value());
  EXPECT_EQ(plain.photo.format, media::Format::mp4);
  EXPECT_EQ(plain.photo.width, 160);
  EXPECT_EQ(plain.band, Band::not_assessed);
  EXPECT_EQ(plain.ai, AiAnswer{});
  EXPECT_FALSE(plain.derived_from_reference.has_value());
  EXPECT_EQ(of_references(plain).front().outcome, Outcome::not_applicable);

  const std::string label =
      R"({"Label":"1","ContentProducer":"001191110102MACQD9K64010000","ProduceID":"1"})";
  const auto edits = media::plan_mp4_tag(film, "AIGC", label);
  ASSERT_TRUE(edits) << edits.error().message;
  const Bytes marked = media::apply(film, *edits).value();
  const Assessment labelled = assess({.photo = marked}, calibration());
  EXPECT_EQ(labelled.band, Band::review);
  EXPECT_EQ(labelled.ai->declared, provenance::DeclaredAi::generated);
  EXPECT_EQ(labelled.ai->article6, provenance::Article6::generated);
}

TEST_F(Assess, sound_with_a_tag_is_no_picture_and_still_has_an_answer) {
  const std::string tag("ID3\3\0\0\0\0\0\0\xFF\xFB", 12);
  const Assessment assessment = assess({.photo = bytes_of(tag)}, calibration());
  EXPECT_TRUE(assessment.unreadable.has_value());
  EXPECT_EQ(assessment.photo.format, media::Format::mp3);
  EXPECT_EQ(assessment.ai, AiAnswer{});
}

TEST_F(Assess, times_come_from_the_clock_that_is_handed_in) {
  Request request{.photo = other_};
  request.references = {{.bytes = reference_}};
  const Assessment assessment = assess(request, calibration(), {}, {.ticks = &counting});
  EXPECT_DOUBLE_EQ(assessment.timing.decode_ms, 2);  // two pictures, one tick each
  EXPECT_DOUBLE_EQ(assessment.timing.total_ms, 5);
}

TEST_F(Assess, the_mask_is_written_as_grey_png_of_its_size) {
  const Assessment assessment = assess_with({{.bytes = reference_}}, edited_);
  const Bytes png = mask_png(assessment).value();
  const auto info = media::read_info(png);
  ASSERT_TRUE(info.has_value());
  EXPECT_EQ(info->format, media::Format::png);
  EXPECT_EQ(info->upright_size, (media::Size{width_px, height_px}));
}

TEST(WarmUp, examines_a_pair_of_its_own) {
  warm_up(default_calibration());
}

}  // namespace
}  // namespace pixiu::assessment
