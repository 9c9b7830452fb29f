#pragma once

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace pixiu::matching::testing {

// A picture with texture at every scale, CV_8UC3, the same for the same seed. For tests.
inline cv::Mat textured_picture(cv::Size size, std::uint64_t seed) {
  cv::RNG rng(seed);
  cv::Mat sum = cv::Mat::zeros(size, CV_32FC3);
  for (const int step_px : {1, 2, 4, 8, 16, 64}) {
    cv::Mat noise(size.height / step_px + 2, size.width / step_px + 2, CV_32FC3);
    rng.fill(noise, cv::RNG::NORMAL, 0, 6.0 + 2.0 * std::log2(step_px));
    cv::Mat enlarged;
    cv::resize(noise, enlarged, size, 0, 0, cv::INTER_CUBIC);
    sum += enlarged;
  }
  cv::Mat picture;
  sum.convertTo(picture, CV_8U, 1.2, 128);
  return picture;
}

// `picture` turned by `degrees` about its middle, scaled and moved, at `size`.
inline cv::Mat moved(const cv::Mat& picture, double degrees, double scale, cv::Size size) {
  cv::Mat place = cv::getRotationMatrix2D(
      cv::Point2f(static_cast<float>(picture.cols) / 2, static_cast<float>(picture.rows) / 2),
      degrees, scale);
  place.at<double>(0, 2) += size.width / 2.0 - picture.cols / 2.0;
  place.at<double>(1, 2) += size.height / 2.0 - picture.rows / 2.0;
  cv::Mat result;
  cv::warpAffine(picture, result, place, size, cv::INTER_AREA, cv::BORDER_REFLECT);
  return result;
}

// Sensor-like noise of its own.
inline cv::Mat noisy(const cv::Mat& picture, double sigma, std::uint64_t seed) {
  cv::RNG rng(seed);
  cv::Mat noise(picture.size(), CV_16SC3);
  rng.fill(noise, cv::RNG::NORMAL, 0, sigma);
  cv::Mat result;
  cv::add(picture, noise, result, cv::noArray(), CV_8U);
  return result;
}

}  // namespace pixiu::matching::testing
