#include "matching/reduce.h"

#include "base/check.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include <opencv2/imgproc.hpp>

namespace pixiu::matching {
namespace {

constexpr int taps = 3;  // enough for less than halving

// How one output position is the mean of up to three input positions, the ends counted in part.
struct Run {
  int first = 0;
  std::array<float, taps> weights{};
};

// Every run lies inside the input: the last ones begin earlier, with weights of 0.
std::vector<Run> runs_of(int from, int to) {
  const double step = static_cast<double>(from) / to;
  std::vector<Run> runs(static_cast<std::size_t>(to));
  for (int i = 0; i < to; ++i) {
    Run& run = runs[static_cast<std::size_t>(i)];
    const double begin = i * step;
    const double end = std::min<double>(from, begin + step);
    run.first = std::min(static_cast<int>(begin), from - taps);
    for (int k = 0; k < taps; ++k) {
      const double left = run.first + k;
      const double covered = std::min(end, left + 1) - std::max(begin, left);
      run.weights[static_cast<std::size_t>(k)] = static_cast<float>(std::max(0.0, covered) / step);
    }
  }
  return runs;
}

void average_rows(const std::array<const std::uint8_t*, taps>& rows,
                  const std::array<float, taps>& weights, std::vector<float>& sums) {
  const auto [first, second, third] = rows;
  const auto [a, b, c] = weights;
  float* to = sums.data();
  const std::size_t count = sums.size();
  for (std::size_t x = 0; x < count; ++x) {
    to[x] = a * static_cast<float>(first[x]) + b * static_cast<float>(second[x]) +
            c * static_cast<float>(third[x]);
  }
}

template <int channels>
void average_along(const float* sums, const std::vector<Run>& across, std::uint8_t* out) {
  for (const Run& run : across) {
    const float* from = sums + run.first * channels;
    const auto [a, b, c] = run.weights;
    for (int channel = 0; channel < channels; ++channel, ++from) {
      *out++ = static_cast<std::uint8_t>(a * from[0] + b * from[channels] + c * from[2 * channels] +
                                         0.5f);
    }
  }
}

// Averages areas with fractional borders, at most three pixels a side: rows first, which runs
// several pixels at a time (and is why this is several times as fast as cv::resize with
// INTER_AREA).
cv::Mat average_areas(const cv::Mat& picture, cv::Size size) {
  const std::vector<Run> across = runs_of(picture.cols, size.width);
  const std::vector<Run> down = runs_of(picture.rows, size.height);
  cv::Mat result(size, picture.type());
  std::vector<float> sums(static_cast<std::size_t>(picture.cols * picture.channels()));
  for (int y = 0; y < size.height; ++y) {
    const Run& run = down[static_cast<std::size_t>(y)];
    average_rows({picture.ptr<std::uint8_t>(run.first), picture.ptr<std::uint8_t>(run.first + 1),
                  picture.ptr<std::uint8_t>(run.first + 2)},
                 run.weights, sums);
    auto* out = result.ptr<std::uint8_t>(y);
    picture.channels() == 1 ? average_along<1>(sums.data(), across, out)
                            : average_along<3>(sums.data(), across, out);
  }
  return result;
}

// Whether average_areas may take it: less than halved, and three pixels a side.
bool is_mild(cv::Size from, cv::Size to) {
  return from.width >= taps && from.height >= taps && from.width < 2 * to.width &&
         from.height < 2 * to.height;
}

}  // namespace

cv::Mat reduce(const cv::Mat& picture, cv::Size size) {
  PIXIU_CHECK(picture.type() == CV_8UC1 || picture.type() == CV_8UC3);
  cv::Mat result = picture;
  // Only even sides halve exactly; dropping a line would shift every position.
  while (result.cols >= 2 * size.width && result.rows >= 2 * size.height && result.cols % 2 == 0 &&
         result.rows % 2 == 0) {
    cv::Mat half;
    cv::resize(result, half, {result.cols / 2, result.rows / 2}, 0, 0, cv::INTER_AREA);
    result = half;
  }
  if (result.size() == size) return result;
  if (is_mild(result.size(), size)) return average_areas(result, size);
  cv::Mat resized;
  cv::resize(result, resized, size, 0, 0, cv::INTER_AREA);
  return resized;
}

cv::Size medium_size(cv::Size size) {
  cv::Size halved = size;
  while (std::max(halved.width, halved.height) > 1280 && halved.width % 2 == 0 &&
         halved.height % 2 == 0) {
    halved = {halved.width / 2, halved.height / 2};
  }
  const int long_side = std::max(halved.width, halved.height);
  return long_side >= 900 && long_side <= 1280 ? halved : fit_size(size, 1024);
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
