#pragma once

#include <optional>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/features2d.hpp>

namespace pixiu::bench {

// The plain way to see what was changed in a copy, which the product must beat: RootSIFT keypoints
// (Arandjelovic and Zisserman, CVPR 2012), mutual nearest neighbours with a ratio test, homography
// by MAGSAC++ (Barath et al., CVPR 2020), warp, one gain and offset a channel, difference that
// forgives one pixel of misplacement.
struct SiftFeatures {
  std::vector<cv::KeyPoint> points;
  cv::Mat descriptors;  // CV_32F, square-rooted
};

// At most 4,000 points of a BGR picture. Cost: about 1 s for 1440x1920.
SiftFeatures find_sift(const cv::Mat& bgr);

struct KnownReference {
  const cv::Mat& bgr;
  const SiftFeatures& features;
};

// CV_32F of the photo's size, 0..255, larger where the photo differs more; 0 outside the overlap.
// Nothing when no homography is found.
std::optional<cv::Mat> plain_residual(const cv::Mat& photo_bgr, const KnownReference& reference);

// Average precision of a score (CV_32F, 0..255, ties at steps of 1/256) against the truth (CV_8U):
// the sum over falling thresholds of precision times the recall gained, as score.py has it.
double average_precision(const cv::Mat& score, const cv::Mat& truth);

}  // namespace pixiu::bench
