#include "matching/reduce.h"

#include <algorithm>

#include <opencv2/imgproc.hpp>

namespace pixiu::matching {

cv::Mat reduce(const cv::Mat& picture, cv::Size size) {
  cv::Mat result = picture;
  // Only even sides halve exactly; dropping a line would shift every position.
  while (result.cols >= 2 * size.width && result.rows >= 2 * size.height && result.cols % 2 == 0 &&
         result.rows % 2 == 0) {
    cv::Mat half;
    cv::resize(result, half, {result.cols / 2, result.rows / 2}, 0, 0, cv::INTER_AREA);
    result = half;
  }
  if (result.size() == size) return result;
  cv::Mat resized;
  cv::resize(result, resized, size, 0, 0, cv::INTER_AREA);
  return resized;
}

cv::Mat reduce_to_medium(const cv::Mat& picture) {
  cv::Size halved = picture.size();
  while (std::max(halved.width, halved.height) > 1280 && halved.width % 2 == 0 &&
         halved.height % 2 == 0) {
    halved = {halved.width / 2, halved.height / 2};
  }
  const int long_side = std::max(halved.width, halved.height);
  if (long_side >= 900 && long_side <= 1280) return reduce(picture, halved);
  return reduce(picture, fit_size(picture.size(), 1024));
}

cv::Size fit_size(cv::Size size, int long_side_px) {
  const int long_side = std::max(size.width, size.height);
  if (long_side <= long_side_px) return size;
  const double factor = static_cast<double>(long_side_px) / long_side;
  return {std::max(1, cvRound(size.width * factor)), std::max(1, cvRound(size.height * factor))};
}

cv::Matx33d resizing(cv::Size from, cv::Size to) {
  const double x = static_cast<double>(to.width) / from.width;
  const double y = static_cast<double>(to.height) / from.height;
  return {x, 0, 0.5 * x - 0.5, 0, y, 0.5 * y - 0.5, 0, 0, 1};
}

}  // namespace pixiu::matching
