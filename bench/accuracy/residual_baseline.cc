#include "accuracy/residual_baseline.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <opencv2/calib3d.hpp>
#include <opencv2/imgproc.hpp>

namespace pixiu::bench {
namespace {

constexpr int keypoints_max = 4000;
constexpr float ratio_max = 0.8f;
constexpr double tolerance_px = 3;
constexpr double prefilter_below = 0.8;  // a warp that shrinks by more is blurred first

std::vector<int> nearest_of(const cv::Mat& from, const cv::Mat& to) {
  std::vector<std::vector<cv::DMatch>> pairs;
  cv::BFMatcher(cv::NORM_L2).knnMatch(from, to, pairs, 2);
  std::vector<int> nearest(static_cast<std::size_t>(from.rows), -1);
  for (const auto& pair : pairs) {
    if (pair.size() == 2 && pair[0].distance < ratio_max * pair[1].distance) {
      nearest[static_cast<std::size_t>(pair[0].queryIdx)] = pair[0].trainIdx;
    }
  }
  return nearest;
}

cv::Mat homography_of(const SiftFeatures& reference, const SiftFeatures& photo) {
  if (reference.descriptors.rows < 4 || photo.descriptors.rows < 4) return {};
  const auto there = nearest_of(reference.descriptors, photo.descriptors);
  const auto back = nearest_of(photo.descriptors, reference.descriptors);
  std::vector<cv::Point2f> from;
  std::vector<cv::Point2f> to;
  for (std::size_t i = 0; i < there.size(); ++i) {
    if (there[i] < 0 || back[static_cast<std::size_t>(there[i])] != static_cast<int>(i)) continue;
    from.push_back(reference.points[i].pt);
    to.push_back(photo.points[static_cast<std::size_t>(there[i])].pt);
  }
  if (from.size() < 4) return {};
  return cv::findHomography(from, to, cv::USAC_MAGSAC, tolerance_px, cv::noArray(), 10'000, 0.999);
}

// How much the homography enlarges at the middle of the picture, as a length.
double scale_at_middle(const cv::Mat& homography, cv::Size size) {
  const auto x = static_cast<float>(size.width) / 2;
  const auto y = static_cast<float>(size.height) / 2;
  const std::vector<cv::Point2f> from{{x, y}, {x + 1, y}, {x, y + 1}};
  std::vector<cv::Point2f> to;
  cv::perspectiveTransform(from, to, homography);
  return std::sqrt(std::abs((to[1] - to[0]).cross(to[2] - to[0])));
}

cv::Mat warped(const cv::Mat& reference, const cv::Mat& homography, cv::Size size) {
  cv::Mat smooth = reference;
  const double scale = scale_at_middle(homography, reference.size());
  if (scale < prefilter_below) {
    cv::GaussianBlur(reference, smooth, {}, 0.45 * std::sqrt(1 / (scale * scale) - 1));
  }
  cv::Mat out;
  cv::warpPerspective(smooth, out, homography, size);
  return out;
}

// `picture` with the gain and offset that bring it closest to `goal` where `valid`.
cv::Mat gain_fitted(const cv::Mat& picture, const cv::Mat& goal, const cv::Mat& valid) {
  cv::Scalar mean_p, deviation_p, mean_g, deviation_g;
  cv::meanStdDev(picture, mean_p, deviation_p, valid);
  cv::meanStdDev(goal, mean_g, deviation_g, valid);
  const cv::Mat product = picture.mul(goal);
  const double covariance = cv::mean(product, valid)[0] - mean_p[0] * mean_g[0];
  const double gain = covariance / std::max(1e-6, deviation_p[0] * deviation_p[0]);
  return picture * gain + (mean_g[0] - gain * mean_p[0]);
}

}  // namespace

SiftFeatures find_sift(const cv::Mat& bgr) {
  cv::Mat grey;
  cv::cvtColor(bgr, grey, cv::COLOR_BGR2GRAY);
  SiftFeatures features;
  cv::SIFT::create(keypoints_max)
      ->detectAndCompute(grey, cv::noArray(), features.points, features.descriptors);
  for (int row = 0; row < features.descriptors.rows; ++row) {
    cv::Mat descriptor = features.descriptors.row(row);
    descriptor /= cv::norm(descriptor, cv::NORM_L1) + 1e-9;
    cv::sqrt(descriptor, descriptor);
  }
  return features;
}

std::optional<cv::Mat> plain_residual(const cv::Mat& photo_bgr, const KnownReference& reference) {
  const cv::Mat homography = homography_of(reference.features, find_sift(photo_bgr));
  if (homography.empty()) return std::nullopt;
  const cv::Mat everywhere(reference.bgr.size(), CV_8U, cv::Scalar(255));
  cv::Mat valid;
  cv::warpPerspective(everywhere, valid, homography, photo_bgr.size(), cv::INTER_NEAREST);
  if (cv::countNonZero(valid) == 0) return std::nullopt;
  const cv::Mat aligned = warped(reference.bgr, homography, photo_bgr.size());
  cv::Mat residual(photo_bgr.size(), CV_32F, cv::Scalar(0));
  const cv::Mat neighbourhood = cv::Mat::ones(3, 3, CV_8U);
  for (int channel = 0; channel < 3; ++channel) {
    cv::Mat goal;
    cv::Mat picture;
    cv::extractChannel(photo_bgr, goal, channel);
    cv::extractChannel(aligned, picture, channel);
    goal.convertTo(goal, CV_32F);
    picture.convertTo(picture, CV_32F);
    picture = gain_fitted(picture, goal, valid);
    cv::Mat low, high;
    cv::erode(picture, low, neighbourhood);
    cv::dilate(picture, high, neighbourhood);
    const cv::Mat above = goal - high;
    const cv::Mat below = low - goal;
    residual = cv::max(residual, cv::max(above, below));
  }
  residual.setTo(0, valid == 0);
  return residual;
}

double average_precision(const cv::Mat& score, const cv::Mat& truth) {
  constexpr int levels = 256 * 256;
  std::vector<std::int64_t> altered(levels), all(levels);
  for (int y = 0; y < score.rows; ++y) {
    for (int x = 0; x < score.cols; ++x) {
      const int level = std::clamp(static_cast<int>(score.at<float>(y, x) * 256), 0, levels - 1);
      ++all[static_cast<std::size_t>(level)];
      if (truth.at<unsigned char>(y, x) != 0) ++altered[static_cast<std::size_t>(level)];
    }
  }
  const double altered_count = std::max(1, cv::countNonZero(truth));
  double sum = 0;
  std::int64_t hits = 0;
  std::int64_t found = 0;
  for (std::size_t level = levels; level-- > 0;) {
    hits += altered[level];
    found += all[level];
    if (altered[level] == 0) continue;
    sum += static_cast<double>(altered[level]) / altered_count * static_cast<double>(hits) /
           static_cast<double>(found);
  }
  return sum;
}

}  // namespace pixiu::bench
