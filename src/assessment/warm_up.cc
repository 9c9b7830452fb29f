#include "assessment/assess.h"
#include "base/check.h"
#include "media/encode.h"

#include <cstdint>

namespace pixiu::assessment {
namespace {

constexpr int width_px = 400;
constexpr int height_px = 300;

// A picture with structure at several scales, so that every examiner finds something to work on.
cv::Mat textured_picture(std::uint64_t seed) {
  cv::RNG random(seed);
  cv::Mat picture(height_px, width_px, CV_8UC3, cv::Scalar(96, 96, 96));
  for (const int cell : {64, 16, 4, 1}) {
    cv::Mat values(height_px / cell + 1, width_px / cell + 1, CV_8UC3);
    random.fill(values, cv::RNG::UNIFORM, 0, 48);
    for (int y = 0; y < height_px; ++y) {
      for (int x = 0; x < width_px; ++x) {
        picture.at<cv::Vec3b>(y, x) += values.at<cv::Vec3b>(y / cell, x / cell);
      }
    }
  }
  return picture;
}

Bytes bytes_of(Result<Bytes> encoded) {
  PIXIU_CHECK(encoded.has_value());
  return *std::move(encoded);
}

}  // namespace

void warm_up(const Calibration& calibration, const Tools& tools) {
  const cv::Mat original = textured_picture(1);
  cv::Mat edited = original.clone();
  edited(cv::Rect(130, 100, 80, 60)).setTo(cv::Scalar(20, 20, 200));
  const Bytes reference = bytes_of(media::encode_jpeg(original, 90));
  const Bytes other = bytes_of(media::encode_png(textured_picture(2)));
  const Bytes photo = bytes_of(media::encode_jpeg(edited, 80));
  Request request{.photo = photo,
                  .wants_mask = true,
                  .wants_aligned_reference = true,
                  .wants_prepared_references = true,
                  .wants_heatmap = true};
  request.references = {{.bytes = reference}, {.bytes = other}};
  const Assessment assessment = assess(request, calibration, {}, tools);
  PIXIU_CHECK(!assessment.unreadable);
}

}  // namespace pixiu::assessment
