#include "matching/warp.h"

#include "base/check.h"
#include "matching/homography_fit.h"
#include "matching/reduce.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

#include <opencv2/core/hal/intrin.hpp>
#include <opencv2/imgproc.hpp>

namespace pixiu::matching {
namespace {

constexpr int taps = 4;
constexpr int fraction_steps = 32;
constexpr int weight_bits = 14;  // 1 is 2^14, so that the centre of a picture stays in 16 bits
constexpr int position_bits = 16;
constexpr int block_px = 16;  // positions are exact at its ends and linear in between

using Weights = std::array<std::int16_t, taps * taps>;  // row by row
using WeightTable = std::array<Weights, fraction_steps * fraction_steps>;

std::array<double, taps> cubic(double t) {
  constexpr double a = -0.75;
  const auto outer = [](double d) { return ((a * d - 5 * a) * d + 8 * a) * d - 4 * a; };
  const auto inner = [](double d) { return ((a + 2) * d - (a + 3)) * d * d + 1; };
  return {outer(1 + t), inner(t), inner(1 - t), outer(2 - t)};
}

// The weights of all fractions; each set sums to exactly 1, the rounding goes to the largest.
WeightTable make_weights() {
  constexpr double one = 1 << weight_bits;
  WeightTable table{};
  for (int fy = 0; fy < fraction_steps; ++fy) {
    const auto down = cubic(fy / static_cast<double>(fraction_steps));
    for (int fx = 0; fx < fraction_steps; ++fx) {
      const auto across = cubic(fx / static_cast<double>(fraction_steps));
      Weights& weights = table[static_cast<std::size_t>(fy * fraction_steps + fx)];
      int sum = 0;
      for (std::size_t i = 0; i < weights.size(); ++i) {
        weights[i] =
            static_cast<std::int16_t>(std::lround(one * down[i / taps] * across[i % taps]));
        sum += weights[i];
      }
      auto largest = std::max_element(weights.begin(), weights.end());
      *largest = static_cast<std::int16_t>(*largest + (1 << weight_bits) - sum);
    }
  }
  return table;
}

std::uint8_t rounded(int sum) {
  return cv::saturate_cast<std::uint8_t>((sum + (1 << (weight_bits - 1))) >> weight_bits);
}

// Sixteen pixels around a position, all inside the picture.
std::uint8_t sample_inside(const std::uint8_t* corner, std::size_t step, const Weights& weights) {
  std::array<std::uint32_t, taps> rows;
  for (std::size_t row = 0; row < taps; ++row) {
    std::memcpy(&rows[row], corner + row * step, sizeof rows[row]);
  }
  cv::v_uint16x8 upper;
  cv::v_uint16x8 lower;
  cv::v_expand(cv::v_reinterpret_as_u8(cv::v_uint32x4(rows[0], rows[1], rows[2], rows[3])), upper,
               lower);
  const cv::v_int32x4 sums =
      cv::v_dotprod(cv::v_reinterpret_as_s16(lower), cv::v_load(weights.data() + 8),
                    cv::v_dotprod(cv::v_reinterpret_as_s16(upper), cv::v_load(weights.data())));
  return rounded(cv::v_reduce_sum(sums));
}

std::uint8_t sample_at_edge(const cv::Mat& picture, int left, int top, const Weights& weights) {
  int sum = 0;
  for (int y = 0; y < taps; ++y) {
    const auto* row = picture.ptr<std::uint8_t>(std::clamp(top + y, 0, picture.rows - 1));
    for (int x = 0; x < taps; ++x) {
      sum += weights[static_cast<std::size_t>(y * taps + x)] *
             row[std::clamp(left + x, 0, picture.cols - 1)];
    }
  }
  return rounded(sum);
}

// A place in the picture in 1/65536 pixels; bounded, whatever the transform.
struct Position {
  std::int64_t x = 0;
  std::int64_t y = 0;
};

Position position_of(const cv::Matx33d& picture_from_frame, double x, double y) {
  constexpr double px_max = 1 << 20;
  constexpr double one = 1 << position_bits;
  const cv::Point2d place = transform_point(picture_from_frame, {x, y});
  // Also a NaN becomes a place outside.
  const auto bounded = [](double v) { return v > -px_max ? (v < px_max ? v : px_max) : -px_max; };
  return {std::llround(one * bounded(place.x)), std::llround(one * bounded(place.y))};
}

// One block of a row of every plane, from its first pixel's position by equal steps.
template <std::size_t count_of_planes>
void sample_block(const std::array<cv::Mat, count_of_planes>& pictures, const WeightTable& table,
                  Position at, Position step, int count,
                  const std::array<std::uint8_t*, count_of_planes>& out) {
  constexpr int fraction_shift = position_bits - 5;
  static_assert(1 << 5 == fraction_steps);
  constexpr std::int64_t half_fraction = 1 << (fraction_shift - 1);
  for (int i = 0; i < count; ++i, at.x += step.x, at.y += step.y) {
    const std::int64_t x = (at.x + half_fraction) >> fraction_shift;
    const std::int64_t y = (at.y + half_fraction) >> fraction_shift;
    const int left = static_cast<int>(x >> 5) - 1;
    const int top = static_cast<int>(y >> 5) - 1;
    const Weights& weights = table[static_cast<std::size_t>((y & 31) * fraction_steps + (x & 31))];
    const cv::Mat& first = pictures.front();
    const bool is_inside =
        left >= 0 && top >= 0 && left + taps <= first.cols && top + taps <= first.rows;
    for (std::size_t c = 0; c < count_of_planes; ++c) {
      const cv::Mat& picture = pictures[c];
      out[c][i] = is_inside
                      ? sample_inside(picture.ptr<std::uint8_t>(top) + left, picture.step, weights)
                      : sample_at_edge(picture, left, top, weights);
    }
  }
}

template <std::size_t count_of_planes>
std::array<cv::Mat, count_of_planes> warp(const std::array<cv::Mat, count_of_planes>& pictures,
                                          const cv::Matx33d& frame_from_picture, cv::Size size) {
  static const WeightTable table = make_weights();
  const cv::Matx33d picture_from_frame = frame_from_picture.inv();
  std::array<cv::Mat, count_of_planes> warped;
  for (cv::Mat& plane : warped) plane.create(size, CV_8UC1);
  for (int y = 0; y < size.height; ++y) {
    Position start = position_of(picture_from_frame, 0, y);
    for (int x = 0; x < size.width; x += block_px) {
      const Position end = position_of(picture_from_frame, x + block_px, y);
      const Position step{(end.x - start.x) / block_px, (end.y - start.y) / block_px};
      std::array<std::uint8_t*, count_of_planes> out;
      for (std::size_t c = 0; c < count_of_planes; ++c) {
        out[c] = warped[c].template ptr<std::uint8_t>(y) + x;
      }
      sample_block(pictures, table, start, step, std::min(block_px, size.width - x), out);
      start = end;
    }
  }
  return warped;
}

// 255 where the outline of a transformed picture covers the frame of `size`.
cv::Mat covered_area(const cv::Matx33d& frame_from_picture, cv::Size picture, cv::Size size) {
  constexpr int fraction_bits = 4;
  std::vector<cv::Point> outline;
  for (const cv::Point2d corner :
       {cv::Point2d(0, 0), cv::Point2d(picture.width - 1, 0),
        cv::Point2d(picture.width - 1, picture.height - 1), cv::Point2d(0, picture.height - 1)}) {
    const cv::Point2d place = transform_point(frame_from_picture, corner);
    // Far outside is as good as very far outside, and does not overflow.
    const auto bounded = [](double v) { return cvRound(16 * std::clamp(v, -30000.0, 30000.0)); };
    outline.emplace_back(bounded(place.x), bounded(place.y));
  }
  cv::Mat covered = cv::Mat::zeros(size, CV_8U);
  cv::fillConvexPoly(covered, outline, cv::Scalar(255), cv::LINE_8, fraction_bits);
  return covered;
}

}  // namespace

double scale_at(const cv::Matx33d& h, cv::Point2d p) {
  const double w = h(2, 0) * p.x + h(2, 1) * p.y + h(2, 2);
  const double determinant = cv::determinant(h);
  return std::sqrt(std::abs(determinant / (w * w * w)));
}

ScaledReference scale_to_photo(const cv::Mat& reference, const cv::Matx33d& photo_from_reference) {
  const double step = scale_at(photo_from_reference, {reference.cols / 2.0, reference.rows / 2.0});
  if (!(step < 0.9)) return {reference, photo_from_reference};
  const cv::Mat reduced = reduce(reference, {std::max(8, cvRound(reference.cols * step)),
                                             std::max(8, cvRound(reference.rows * step))});
  return {reduced, photo_from_reference * resizing(reduced.size(), reference.size())};
}

cv::Mat warp_grey(const cv::Mat& picture, const cv::Matx33d& frame_from_picture, cv::Size size) {
  PIXIU_CHECK(picture.type() == CV_8UC1 && !picture.empty());
  return warp<1>({picture}, frame_from_picture, size).front();
}

cv::Mat warp_to_photo(const cv::Mat& reference, const cv::Matx33d& photo_from_reference,
                      cv::Size size, cv::Mat& valid) {
  const ScaledReference source = scale_to_photo(reference, photo_from_reference);
  valid = covered_area(source.photo_from_reference, source.picture.size(), size);
  return warp_grey(source.picture, source.photo_from_reference, size);
}

Planes warp_colours_to_photo(const cv::Mat& reference_bgr, const cv::Matx33d& photo_from_reference,
                             cv::Size size, cv::Mat& valid) {
  const ScaledReference source = scale_to_photo(reference_bgr, photo_from_reference);
  valid = covered_area(source.photo_from_reference, source.picture.size(), size);
  return warp<3>(split_planes(source.picture), source.photo_from_reference, size);
}

}  // namespace pixiu::matching
