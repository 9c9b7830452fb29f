#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include <opencv2/core.hpp>

namespace pixiu::matching {

inline constexpr int activity_levels = 256;

// Robust standard deviation for every activity level.
using SpreadTable = std::array<float, activity_levels>;

// Sample pixels in rising order of local activity, in classes that hold equally many of them; made
// once for a picture and used for every quantity whose spread depends on activity.
class ActivitySamples {
 public:
  // `activity` and `usable`: CV_8U of one size. One pixel in step_px x step_px is taken.
  ActivitySamples(const cv::Mat& activity, const cv::Mat& usable, int step_px);

  // 1.4826 times the median absolute value in each class (Hampel 1974), interpolated between the
  // classes' middles, at least `spread_min`, never falling with activity. `values`: CV_32F.
  SpreadTable spread(const cv::Mat& values, float spread_min) const;

 private:
  struct Sample {
    std::uint8_t activity;
    cv::Point position_px;
  };
  std::vector<Sample> samples_;
};

}  // namespace pixiu::matching
