#include "media/test_pictures.h"

#include <algorithm>
#include <cmath>

namespace pixiu::media::test {

cv::Mat quarters(int width, int height) {
  cv::Mat picture(height, width, CV_8UC3);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const bool is_right = x >= width / 2;
      const bool is_low = y >= height / 2;
      const auto shade = static_cast<std::uint8_t>(10 + 40 * x / width + 20 * y / height);
      const auto full = static_cast<std::uint8_t>(220 - shade / 2);
      cv::Vec3b colour(shade, shade, full);  // red
      if (is_right && !is_low) colour = {shade, full, shade};
      if (!is_right && is_low) colour = {full, shade, shade};
      if (is_right && is_low) colour = {full, full, full};
      picture.at<cv::Vec3b>(y, x) = colour;
    }
  }
  return picture;
}

cv::Vec3b quarter_colour(const cv::Mat& bgr, int column, int row) {
  return bgr.at<cv::Vec3b>(bgr.rows * (1 + 2 * row) / 4, bgr.cols * (1 + 2 * column) / 4);
}

double largest_difference(const cv::Mat& a, const cv::Mat& b) {
  if (a.size() != b.size() || a.type() != b.type()) return -1;
  return cv::norm(a, b, cv::NORM_INF);
}

}  // namespace pixiu::media::test
