#include "assessment/thumbnail.h"

#include "media/capture_metadata.h"
#include "media/decode.h"
#include "media/encode.h"
#include "media/orientation.h"
#include "media/shrink.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

namespace pixiu::assessment {
namespace {

cv::Mat scene(std::uint64_t seed, int width, int height) {
  cv::RNG random(seed);
  cv::Mat picture(height, width, CV_8UC3, cv::Scalar(90, 90, 90));
  for (int i = 0; i < 12; ++i) {
    const int x = random.uniform(0, width * 3 / 4);
    const int y = random.uniform(0, height * 3 / 4);
    picture(cv::Rect(x, y, width / 5, height / 5))
        .setTo(cv::Scalar(random.uniform(0, 255), random.uniform(0, 255), random.uniform(0, 255)));
  }
  return picture;
}

cv::Mat small_copy(const cv::Mat& picture) {
  return media::shrink_to_fit(picture, 160);
}

cv::Mat with_bars(const cv::Mat& small, int height) {
  cv::Mat framed(height, small.cols, CV_8UC3, cv::Scalar(0, 0, 0));
  small.copyTo(framed.rowRange((height - small.rows) / 2, (height - small.rows) / 2 + small.rows));
  return framed;
}

TEST(ThumbnailLikeness, a_copy_is_like_its_picture_however_the_camera_framed_it) {
  const cv::Mat picture = scene(1, 960, 640);
  EXPECT_GT(*thumbnail_likeness(picture, small_copy(picture), 1), 0.98);
  EXPECT_GT(*thumbnail_likeness(picture, with_bars(small_copy(picture), 120), 1), 0.95);
  const cv::Mat cut = small_copy(picture.colRange(53, 907));  // 4:3 out of the middle
  EXPECT_GT(*thumbnail_likeness(picture, cut, 1), 0.95);
}

TEST(ThumbnailLikeness, a_thumbnail_may_be_stored_lying_or_upright) {
  const cv::Mat lying = scene(2, 960, 720);
  const cv::Mat upright = media::turn_upright(lying.clone(), 6);
  EXPECT_GT(*thumbnail_likeness(upright, small_copy(lying), 6), 0.95);
  EXPECT_GT(*thumbnail_likeness(upright, small_copy(upright), 6), 0.95);
}

TEST(ThumbnailLikeness, a_program_may_turn_the_picture_and_leave_the_thumbnail) {
  const cv::Mat taken = scene(2, 960, 720);
  for (const media::Orientation turn : {3, 6, 8}) {
    const cv::Mat turned = media::turn_upright(taken.clone(), turn);
    EXPECT_GT(*thumbnail_likeness(turned, small_copy(taken), 1), 0.95) << turn;
  }
}

TEST(ThumbnailLikeness, another_picture_is_not_like_it) {
  for (std::uint64_t seed = 10; seed < 30; ++seed) {
    const auto likeness =
        thumbnail_likeness(scene(1, 960, 640), small_copy(scene(seed, 960, 640)), 1);
    EXPECT_LT(*likeness, likeness_of_same_min) << seed;
  }
}

TEST(ThumbnailLikeness, what_shows_nothing_cannot_be_compared) {
  const cv::Mat grey(100, 100, CV_8UC3, cv::Scalar(128, 128, 128));
  EXPECT_EQ(thumbnail_likeness(grey, scene(1, 160, 120), 1), std::nullopt);
  EXPECT_EQ(thumbnail_likeness(scene(1, 160, 120), grey(cv::Rect(0, 0, 4, 4)), 1), std::nullopt);
}

TEST(ThumbnailFinding, another_picture_inside_contradicts_and_names_innocent_causes) {
  media::Photo photo;
  photo.pixels = scene(1, 960, 640);
  const Bytes other = media::encode_jpeg(small_copy(scene(5, 960, 640)), 85).value();
  const auto finding = thumbnail_finding(photo, other);
  ASSERT_TRUE(finding.has_value());
  EXPECT_EQ(finding->outcome, Outcome::contradicts);
  EXPECT_FALSE(finding->details["innocent_causes"].empty());
  EXPECT_EQ(finding->log10_likelihood_ratio, std::nullopt);
  const Bytes own = media::encode_jpeg(small_copy(photo.pixels), 85).value();
  EXPECT_EQ(thumbnail_finding(photo, own)->outcome, Outcome::neutral);
  EXPECT_EQ(thumbnail_finding(photo, {}), std::nullopt);
  EXPECT_EQ(thumbnail_finding(photo, bytes_of("no picture")), std::nullopt);
}

TEST(ThumbnailFinding, a_picture_cropped_out_of_its_thumbnail_is_neutral) {
  media::Photo photo;
  const cv::Mat whole = scene(3, 960, 720);
  photo.pixels = whole(cv::Rect(200, 130, 600, 450)).clone();
  const Bytes own = media::encode_jpeg(small_copy(whole), 85).value();
  const auto finding = thumbnail_finding(photo, own);
  ASSERT_TRUE(finding.has_value());
  EXPECT_EQ(finding->outcome, Outcome::neutral);
  EXPECT_NE(finding->details["shows"], "other");
}

// Every camera's own thumbnail shows its picture.
TEST(ThumbnailFinding, genuine_pictures_show_their_thumbnail) {
  namespace fs = std::filesystem;
  const char* given = std::getenv("PIXIU_SHARED");
  const fs::path folder =
      fs::path(given != nullptr ? given : "../shared") / "data/exif/exif-samples/jpg";
  if (!fs::exists(folder)) GTEST_SKIP() << "no " << folder;
  int count = 0;
  double least = 1;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".jpg") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    const auto blocks = media::read_metadata_blocks(bytes_of(text));
    const auto capture = media::read_capture_metadata(bytes_of(text), blocks);
    if (capture.thumbnail.empty()) continue;
    const auto photo = media::decode_photo(bytes_of(text), {.long_side_px_min = 400});
    if (!photo) continue;
    const auto finding = thumbnail_finding(*photo, capture.thumbnail);
    if (!finding) continue;
    least = std::min(least, finding->details["likeness"].get<double>());
    EXPECT_EQ(finding->outcome, Outcome::neutral)
        << entry.path() << " " << finding->details["likeness"];
    ++count;
  }
  RecordProperty("pictures", count);
  RecordProperty("least", std::to_string(least));
  EXPECT_GT(count, 20);
}

}  // namespace
}  // namespace pixiu::assessment
