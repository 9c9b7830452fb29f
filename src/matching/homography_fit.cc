#include "matching/homography_fit.h"

#include <algorithm>
#include <cmath>

namespace pixiu::matching {
namespace {

constexpr std::size_t pairs_min = 6;
constexpr int reweighting_rounds = 8;
constexpr double residual_scale_px_min = 0.1;

// Moves points to mean 0 and spread 1, so that the normal equations are well conditioned.
struct Normalisation {
  cv::Point2d mean;
  double spread = 1;

  explicit Normalisation(const std::vector<PointPair>& pairs) {
    for (const PointPair& pair : pairs) mean += pair.from;
    mean = mean / static_cast<double>(pairs.size());
    double sum = 0;
    for (const PointPair& pair : pairs) sum += cv::norm(pair.from - mean);
    spread = std::max(1e-9, sum / static_cast<double>(pairs.size()));
  }

  cv::Point2d apply(cv::Point2d p) const { return (p - mean) / spread; }

  cv::Matx33d matrix() const {
    return {1 / spread, 0, -mean.x / spread, 0, 1 / spread, -mean.y / spread, 0, 0, 1};
  }
};

// Adds weight * row' * row and weight * row' * value to the normal equations.
template <int parameters>
void add_row(const cv::Vec<double, parameters>& row, double value, double weight,
             cv::Matx<double, parameters, parameters>& left, cv::Vec<double, parameters>& right) {
  for (int i = 0; i < parameters; ++i) {
    for (int j = 0; j < parameters; ++j) left(i, j) += weight * row[i] * row[j];
    right[i] += weight * row[i] * value;
  }
}

std::optional<cv::Matx33d> solve_homography(const std::vector<PointPair>& pairs,
                                            const std::vector<double>& weights,
                                            const Normalisation& frame) {
  cv::Matx<double, 8, 8> left;
  cv::Vec<double, 8> right;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const cv::Point2d a = frame.apply(pairs[i].from);
    const cv::Point2d b = frame.apply(pairs[i].to);
    add_row<8>({a.x, a.y, 1, 0, 0, 0, -a.x * b.x, -a.y * b.x}, b.x, weights[i], left, right);
    add_row<8>({0, 0, 0, a.x, a.y, 1, -a.x * b.y, -a.y * b.y}, b.y, weights[i], left, right);
  }
  cv::Vec<double, 8> h;
  if (!cv::solve(left, right, h, cv::DECOMP_SVD)) return std::nullopt;
  return cv::Matx33d(h[0], h[1], h[2], h[3], h[4], h[5], h[6], h[7], 1);
}

std::optional<cv::Matx33d> solve_similarity(const std::vector<PointPair>& pairs,
                                            const std::vector<double>& weights,
                                            const Normalisation& frame) {
  cv::Matx44d left;
  cv::Vec4d right;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const cv::Point2d a = frame.apply(pairs[i].from);
    const cv::Point2d b = frame.apply(pairs[i].to);
    add_row<4>({a.x, -a.y, 1, 0}, b.x, weights[i], left, right);
    add_row<4>({a.y, a.x, 0, 1}, b.y, weights[i], left, right);
  }
  cv::Vec4d s;
  if (!cv::solve(left, right, s, cv::DECOMP_SVD)) return std::nullopt;
  return cv::Matx33d(s[0], -s[1], s[2], s[1], s[0], s[3], 0, 0, 1);
}

template <class Solve>
std::optional<cv::Matx33d> fit_robustly(const std::vector<PointPair>& pairs, Solve solve) {
  if (pairs.size() < pairs_min) return std::nullopt;
  const Normalisation frame(pairs);
  std::vector<double> weights;
  for (const PointPair& pair : pairs) weights.push_back(pair.weight);
  std::optional<cv::Matx33d> model;
  std::vector<double> residuals(pairs.size());
  for (int round = 0; round < reweighting_rounds; ++round) {
    const auto solved = solve(pairs, weights, frame);
    if (!solved) return std::nullopt;
    model = frame.matrix().inv() * *solved * frame.matrix();
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      residuals[i] = cv::norm(transform_point(*model, pairs[i].from) - pairs[i].to);
    }
    std::vector<double> sorted = residuals;
    std::nth_element(sorted.begin(), sorted.begin() + static_cast<long>(sorted.size() / 2),
                     sorted.end());
    const double scale = std::max(residual_scale_px_min, 1.5 * sorted[sorted.size() / 2]);
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      const double ratio = residuals[i] / scale;
      weights[i] = pairs[i].weight / (1 + ratio * ratio);
    }
  }
  if (!cv::checkRange(*model)) return std::nullopt;
  return model;
}

}  // namespace

cv::Point2d transform_point(const cv::Matx33d& h, cv::Point2d p) {
  const double w = h(2, 0) * p.x + h(2, 1) * p.y + h(2, 2);
  return {(h(0, 0) * p.x + h(0, 1) * p.y + h(0, 2)) / w,
          (h(1, 0) * p.x + h(1, 1) * p.y + h(1, 2)) / w};
}

std::optional<cv::Matx33d> fit_homography(const std::vector<PointPair>& pairs) {
  return fit_robustly(pairs, solve_homography);
}

std::optional<cv::Matx33d> fit_similarity(const std::vector<PointPair>& pairs) {
  return fit_robustly(pairs, solve_similarity);
}

}  // namespace pixiu::matching
