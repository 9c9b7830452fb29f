#include "matching/spread.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace pixiu::matching {
namespace {

constexpr std::size_t classes = 12;
constexpr std::size_t samples_per_class_min = 50;
constexpr double deviation_over_median = 1.4826;  // of a normal distribution

}  // namespace

ActivitySamples::ActivitySamples(const cv::Mat& activity, const cv::Mat& usable, int step_px) {
  const auto each_sample = [&](const auto& use) {
    for (int y = step_px / 2; y < activity.rows; y += step_px) {
      const std::uint8_t* levels = activity.ptr<std::uint8_t>(y);
      const std::uint8_t* is_usable = usable.ptr<std::uint8_t>(y);
      for (int x = step_px / 2; x < activity.cols; x += step_px) {
        if (is_usable[x] != 0) use(levels[x], cv::Point(x, y));
      }
    }
  };
  // Counted into place: within a level the samples stay in the picture's order.
  std::array<std::size_t, activity_levels> next{};
  each_sample([&](std::uint8_t level, cv::Point) { ++next[level]; });
  std::size_t count = 0;
  for (std::size_t& place : next) count += std::exchange(place, count);
  samples_.resize(count);
  each_sample([&](std::uint8_t level, cv::Point place) {
    samples_[next[level]++] = {level, place};
  });
}

SpreadTable ActivitySamples::spread(const cv::Mat& values, float spread_min) const {
  SpreadTable table;
  table.fill(spread_min);
  if (samples_.size() < classes * samples_per_class_min) return table;
  std::array<double, classes> centre{};
  std::array<double, classes> level{};
  double floor = spread_min;
  std::vector<float> magnitudes;
  for (std::size_t k = 0; k < classes; ++k) {
    const std::size_t first = samples_.size() * k / classes;
    const std::size_t last = samples_.size() * (k + 1) / classes;
    magnitudes.clear();
    for (std::size_t i = first; i < last; ++i) {
      magnitudes.push_back(std::abs(values.at<float>(samples_[i].position_px)));
    }
    const auto middle = magnitudes.begin() + static_cast<long>(magnitudes.size() / 2);
    std::nth_element(magnitudes.begin(), middle, magnitudes.end());
    centre[k] = samples_[(first + last) / 2].activity;
    floor = std::max(floor, deviation_over_median * static_cast<double>(*middle));
    level[k] = floor;
  }
  for (int activity = 0; activity < activity_levels; ++activity) {
    const auto above = std::lower_bound(centre.begin(), centre.end(), activity);
    const auto k = static_cast<std::size_t>(above - centre.begin());
    double value = level[std::min(k, classes - 1)];
    if (k > 0 && k < classes) {
      const double part = (activity - centre[k - 1]) / (centre[k] - centre[k - 1]);
      value = level[k - 1] + part * (level[k] - level[k - 1]);
    }
    table[static_cast<std::size_t>(activity)] = static_cast<float>(value);
  }
  return table;
}

}  // namespace pixiu::matching
