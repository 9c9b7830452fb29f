#include "speed/cases.h"

#include "pictures/picture_file.h"

#include <algorithm>

#include <opencv2/imgproc.hpp>

namespace pixiu::bench {
namespace {

constexpr int quality = 90;

// The middle part of `size`'s shape, turned upright, at that size.
cv::Mat fitted(const cv::Mat& picture, cv::Size size) {
  cv::Mat upright = picture;
  if ((picture.cols > picture.rows) != (size.width > size.height)) {
    cv::rotate(picture, upright, cv::ROTATE_90_CLOCKWISE);
  }
  const double factor = std::max(static_cast<double>(size.width) / upright.cols,
                                 static_cast<double>(size.height) / upright.rows);
  cv::Mat scaled;
  cv::resize(upright, scaled, {}, factor * 1.001, factor * 1.001, cv::INTER_CUBIC);
  const cv::Point corner((scaled.cols - size.width) / 2, (scaled.rows - size.height) / 2);
  return scaled(cv::Rect(corner, size)).clone();
}

cv::Mat with_line(const cv::Mat& picture) {
  cv::Mat drawn = picture.clone();
  const int w = picture.cols;
  const int h = picture.rows;
  const std::vector<cv::Point> line{{w * 3 / 10, h * 4 / 10},
                                    {w * 4 / 10, h / 2},
                                    {w / 2, h * 52 / 100},
                                    {w * 6 / 10, h * 7 / 10}};
  cv::polylines(drawn, line, false, cv::Scalar(20, 24, 28), std::max(3, w / 360), cv::LINE_AA);
  return drawn;
}

cv::Mat with_noise(const cv::Mat& picture) {
  cv::RNG random(12);
  cv::Mat noise(picture.size(), CV_16SC3);
  random.fill(noise, cv::RNG::NORMAL, 0, 3);
  cv::Mat out;
  cv::add(picture, noise, out, cv::noArray(), CV_8U);
  return out;
}

}  // namespace

std::vector<SpeedCase> speed_cases(const Views& views) {
  const cv::Size size(1440, 1920);
  const cv::Mat first = fitted(views.first, size);
  const Bytes first_file = encode_jpeg(first, quality);
  const Bytes next = encode_jpeg(fitted(views.next, size), quality);
  const Bytes foreign = encode_jpeg(fitted(views.foreign, size), quality);
  const Bytes other = encode_jpeg(fitted(views.other_foreign, size), quality);
  return {{"unrelated", "unrelated", first_file, {foreign, other}},
          {"next_view", "", first_file, {next, foreign}},
          {"edited", "same_capture", encode_jpeg(with_line(first), quality), {first_file, next}}};
}

SpeedCase twelve_megapixels(const Views& views) {
  const cv::Mat picture = with_noise(fitted(views.first, {3000, 4000}));
  return {"twelve_megapixels",
          "same_capture",
          encode_jpeg(with_line(picture), 92),
          {encode_jpeg(picture, 92)}};
}

}  // namespace pixiu::bench
