#include "assessment/render.h"

#include "base/check.h"
#include "media/encode.h"

#include <array>
#include <cstdint>

namespace pixiu::assessment {
namespace {

constexpr int working_threshold = 128;
constexpr int dim_percent = 60;         // brightness kept where nothing differs
constexpr int colour_percent_max = 75;  // the picture stays visible below the colour

using Pixel = cv::Vec3b;  // BGR

std::uint8_t byte(int value) {
  return static_cast<std::uint8_t>(value);
}

// Rec. 601 luma in integers.
int grey_of(const Pixel& pixel) {
  return (pixel[0] * 114 + pixel[1] * 587 + pixel[2] * 299 + 500) / 1000;
}

// 0 -> the dimmed grey picture; towards 255 -> yellow, then red, over the picture.
Pixel blended(const Pixel& photo, int level) {
  const int grey = grey_of(photo) * dim_percent / 100;
  const int percent = level * colour_percent_max / 255;
  const std::array<int, 3> colour{0, 255 - level, 255};
  Pixel out;
  for (int c = 0; c < 3; ++c) {
    const int mixed = grey * (100 - percent) + colour[static_cast<std::size_t>(c)] * percent;
    out[c] = byte(mixed / 100);
  }
  return out;
}

bool is_altered(const cv::Mat& mask, int y, int x) {
  return y >= 0 && x >= 0 && y < mask.rows && x < mask.cols &&
         mask.at<std::uint8_t>(y, x) >= working_threshold;
}

bool is_outline(const cv::Mat& mask, int y, int x) {
  return is_altered(mask, y, x) && !(is_altered(mask, y - 1, x) && is_altered(mask, y + 1, x) &&
                                     is_altered(mask, y, x - 1) && is_altered(mask, y, x + 1));
}

}  // namespace

cv::Mat draw_heatmap(const cv::Mat& photo_bgr, const cv::Mat& mask) {
  PIXIU_CHECK(photo_bgr.type() == CV_8UC3 && mask.type() == CV_8UC1);
  PIXIU_CHECK(photo_bgr.size() == mask.size());
  cv::Mat out(photo_bgr.size(), CV_8UC3);
  for (int y = 0; y < mask.rows; ++y) {
    for (int x = 0; x < mask.cols; ++x) {
      out.at<Pixel>(y, x) = is_outline(mask, y, x)
                                ? Pixel(255, 255, 255)
                                : blended(photo_bgr.at<Pixel>(y, x), mask.at<std::uint8_t>(y, x));
    }
  }
  return out;
}

Result<Bytes> mask_png(const Assessment& assessment) {
  if (assessment.mask.empty()) return Error{ErrorCode::not_found, "there is no mask"};
  return media::encode_png(assessment.mask);
}

Result<Bytes> heatmap_png(const Assessment& assessment) {
  if (assessment.heatmap.empty()) return Error{ErrorCode::not_found, "there is no heat map"};
  return media::encode_png(assessment.heatmap);
}

}  // namespace pixiu::assessment
