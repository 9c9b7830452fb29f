#pragma once

#include <optional>
#include <vector>

#include <opencv2/core.hpp>

namespace pixiu::matching {

struct PointPair {
  cv::Point2d from;
  cv::Point2d to;
  double weight = 1;
};

// The homography, or the similarity, that takes `from` to `to` best: weighted least squares with
// Cauchy reweighting (scale from the median residual, at least 0.1 px), so that up to about half
// of the pairs may be wrong. Nothing with fewer than 6 pairs or a degenerate layout.
std::optional<cv::Matx33d> fit_homography(const std::vector<PointPair>& pairs);
std::optional<cv::Matx33d> fit_similarity(const std::vector<PointPair>& pairs);

cv::Point2d transform_point(const cv::Matx33d& h, cv::Point2d p);

}  // namespace pixiu::matching
