#include "matching/tone.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <opencv2/imgproc.hpp>

namespace pixiu::matching {
namespace {

constexpr int sample_step_px = 8;
constexpr int reweighting_rounds = 5;
constexpr int parameters = 18;
constexpr double residual_scale_min = 0.5;  // grey levels
constexpr float square_scale = 32.0f / (128 * 128);
constexpr float cube_scale = 16.0f / (128 * 128 * 128);
using Row = std::array<float, parameters>;
using Coefficients = cv::Vec<double, parameters>;

float luma(const cv::Vec3b& bgr) {
  return 0.114f * bgr[0] + 0.587f * bgr[1] + 0.299f * bgr[2];
}

// The model's terms at frame position x, y in -1..1, scaled to like sizes: offset, colour mix, bent
// curves, and an offset and a gain that change quadratically over the frame.
Row terms(const cv::Vec3b& bgr, float x, float y) {
  const float b = bgr[0];
  const float g = bgr[1];
  const float r = bgr[2];
  const float grey = luma(bgr);
  return {1,
          b,
          g,
          r,
          square_scale * b * b,
          square_scale * g * g,
          square_scale * r * r,
          cube_scale * grey * grey * grey,
          10 * x,
          10 * y,
          10 * x * x,
          10 * x * y,
          10 * y * y,
          grey * x,
          grey * y,
          grey * x * x,
          grey * x * y,
          grey * y * y};
}

struct Samples {
  std::vector<Row> rows;
  std::array<std::vector<float>, 3> targets;  // the photo's channels
};

float frame_position(int index, int count) {
  return 2.0f * static_cast<float>(index) / static_cast<float>(std::max(1, count - 1)) - 1.0f;
}

Samples take_samples(const cv::Mat& photo, const cv::Mat& reference, const cv::Mat& valid) {
  Samples samples;
  for (int y = sample_step_px / 2; y < photo.rows; y += sample_step_px) {
    for (int x = sample_step_px / 2; x < photo.cols; x += sample_step_px) {
      if (valid.at<std::uint8_t>(y, x) == 0) continue;
      const auto& seen = photo.at<cv::Vec3b>(y, x);
      samples.rows.push_back(terms(reference.at<cv::Vec3b>(y, x), frame_position(x, photo.cols),
                                   frame_position(y, photo.rows)));
      for (std::size_t c = 0; c < 3; ++c) samples.targets[c].push_back(seen[static_cast<int>(c)]);
    }
  }
  return samples;
}

Coefficients identity(int channel) {
  Coefficients result;
  result[1 + channel] = 1;
  return result;
}

double predict(const Row& row, const Coefficients& coefficients) {
  double sum = 0;
  for (int i = 0; i < parameters; ++i) sum += row[static_cast<std::size_t>(i)] * coefficients[i];
  return sum;
}

Coefficients solve_weighted(const std::vector<Row>& rows, const std::vector<float>& targets,
                            const std::vector<float>& weights) {
  cv::Matx<double, parameters, parameters> left =
      cv::Matx<double, parameters, parameters>::eye() * 1e-2;
  Coefficients right;
  for (std::size_t k = 0; k < rows.size(); ++k) {
    const Row& row = rows[k];
    for (int i = 0; i < parameters; ++i) {
      const double weighted = static_cast<double>(weights[k]) * row[static_cast<std::size_t>(i)];
      for (int j = 0; j <= i; ++j) left(i, j) += weighted * row[static_cast<std::size_t>(j)];
      right[i] += weighted * targets[k];
    }
  }
  for (int i = 0; i < parameters; ++i) {
    for (int j = i + 1; j < parameters; ++j) left(i, j) = left(j, i);
  }
  Coefficients solution;
  cv::solve(left, right, solution, cv::DECOMP_SVD);
  return solution;
}

constexpr float clipped_low = 2;
constexpr float clipped_high = 253;

bool is_clipped(float value) {
  return value <= clipped_low || value >= clipped_high;
}

// A clipped value only says that the true one lies at or beyond it.
double misfit(double predicted, double seen) {
  if (seen >= clipped_high) return std::max(0.0, seen - predicted);
  if (seen <= clipped_low) return std::max(0.0, predicted - seen);
  return std::abs(predicted - seen);
}

Coefficients fit_channel(const Samples& samples, int channel) {
  const auto& targets = samples.targets[static_cast<std::size_t>(channel)];
  if (samples.rows.size() < 20 * static_cast<std::size_t>(parameters)) return identity(channel);
  std::vector<float> weights(samples.rows.size(), 1.0f);
  std::vector<float> residuals(samples.rows.size());
  Coefficients coefficients;
  for (int round = 0; round < reweighting_rounds; ++round) {
    coefficients = solve_weighted(samples.rows, targets, weights);
    for (std::size_t k = 0; k < residuals.size(); ++k) {
      residuals[k] = static_cast<float>(
          misfit(predict(samples.rows[k], coefficients), static_cast<double>(targets[k])));
    }
    std::vector<float> sorted = residuals;
    const auto middle = sorted.begin() + static_cast<long>(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    const double scale = 2 * std::max(residual_scale_min, 1.4826 * static_cast<double>(*middle));
    for (std::size_t k = 0; k < residuals.size(); ++k) {
      const double ratio = residuals[k] / scale;
      const double falling = 1 / (1 + ratio * ratio);
      const bool is_explained_by_clipping = is_clipped(targets[k]) && residuals[k] == 0;
      weights[k] = is_explained_by_clipping ? 0.0f : static_cast<float>(falling * falling);
    }
  }
  return coefficients;
}

// One channel's model along one row: all that is left depends on x and the colour.
struct RowModel {
  std::array<float, 3> offset;  // quadratic in x
  std::array<float, 3> gain;    // of luma, quadratic in x
  std::array<float, 3> mix;     // of the channels
  std::array<float, 3> bend;    // of the channels' squares
  float cube;                   // of luma

  float value(const cv::Vec3b& bgr, float grey, float x) const {
    const float b = bgr[0];
    const float g = bgr[1];
    const float r = bgr[2];
    return offset[0] + x * (offset[1] + x * offset[2]) +
           grey * (gain[0] + x * (gain[1] + x * gain[2]) + cube * grey * grey) +
           b * (mix[0] + bend[0] * b) + g * (mix[1] + bend[1] * g) + r * (mix[2] + bend[2] * r);
  }
};

RowModel fold(const Coefficients& fit, float y) {
  const auto k = [&](int i) { return static_cast<float>(fit[i]); };
  return {.offset = {k(0) + 10 * y * (k(9) + k(12) * y), 10 * (k(8) + k(11) * y), 10 * k(10)},
          .gain = {y * (k(14) + k(17) * y), k(13) + k(16) * y, k(15)},
          .mix = {k(1), k(2), k(3)},
          .bend = {square_scale * k(4), square_scale * k(5), square_scale * k(6)},
          .cube = cube_scale * k(7)};
}

using LumaCurve = std::array<float, 256>;

// Mean toned luma for every luma, as a cubic through all pixels, so that rare values are safe.
LumaCurve fit_curve(const cv::Mat& luma_before, const cv::Mat& luma_after) {
  cv::Matx44d left = cv::Matx44d::eye() * 1e-6;
  cv::Vec4d right;
  for (int y = 0; y < luma_before.rows; y += 3) {
    for (int x = 0; x < luma_before.cols; x += 3) {
      const double g = luma_before.at<std::uint8_t>(y, x) / 255.0;
      const cv::Vec4d powers(1, g, g * g, g * g * g);
      for (int i = 0; i < 4; ++i) {
        for (int j = 0; j < 4; ++j) left(i, j) += powers[i] * powers[j];
        right[i] += powers[i] * static_cast<double>(luma_after.at<float>(y, x));
      }
    }
  }
  cv::Vec4d k;
  cv::solve(left, right, k, cv::DECOMP_SVD);
  LumaCurve curve{};
  for (std::size_t level = 0; level < curve.size(); ++level) {
    const double g = static_cast<double>(level) / 255;
    curve[level] = static_cast<float>(k[0] + g * (k[1] + g * (k[2] + g * k[3])));
  }
  return curve;
}

}  // namespace

cv::Mat undo_tone(const cv::Mat& photo, const cv::Mat& reference, const cv::Mat& valid) {
  const Samples samples = take_samples(photo, reference, valid);
  std::array<Coefficients, 3> fits;
  for (int c = 0; c < 3; ++c) fits[static_cast<std::size_t>(c)] = fit_channel(samples, c);
  cv::Mat result(reference.size(), CV_32FC3);
  for (int y = 0; y < reference.rows; ++y) {
    const auto* from = reference.ptr<cv::Vec3b>(y);
    auto* to = result.ptr<cv::Vec3f>(y);
    const float v = frame_position(y, reference.rows);
    // Everything that depends on the row alone is folded into quadratics in x.
    std::array<RowModel, 3> models{};
    for (std::size_t c = 0; c < 3; ++c) models[c] = fold(fits[c], v);
    for (int x = 0; x < reference.cols; ++x) {
      const cv::Vec3b& bgr = from[x];
      const float u = frame_position(x, reference.cols);
      const float grey = luma(bgr);
      for (std::size_t c = 0; c < 3; ++c) {
        to[x][static_cast<int>(c)] = std::clamp(models[c].value(bgr, grey, u), 0.0f, 255.0f);
      }
    }
  }
  return result;
}

TonedLuma carry_tone(const cv::Mat& reference_luma, const cv::Mat& half_reference,
                     const cv::Mat& half_toned) {
  cv::Mat half_luma;
  cv::cvtColor(half_reference, half_luma, cv::COLOR_BGR2GRAY);
  cv::Mat toned_luma;
  cv::cvtColor(half_toned, toned_luma, cv::COLOR_BGR2GRAY);
  const LumaCurve curve = fit_curve(half_luma, toned_luma);
  cv::Mat rest(half_luma.size(), CV_32F);
  for (int y = 0; y < rest.rows; ++y) {
    const auto* before = half_luma.ptr<std::uint8_t>(y);
    const float* after = toned_luma.ptr<float>(y);
    float* to = rest.ptr<float>(y);
    for (int x = 0; x < rest.cols; ++x) to[x] = after[x] - curve[before[x]];
  }
  cv::Mat highest;
  cv::Mat lowest;
  cv::dilate(rest, highest, cv::Mat());
  cv::erode(rest, lowest, cv::Mat());
  cv::Mat result;
  cv::resize(rest, result, reference_luma.size(), 0, 0, cv::INTER_LINEAR);
  for (int y = 0; y < result.rows; ++y) {
    const auto* before = reference_luma.ptr<std::uint8_t>(y);
    float* to = result.ptr<float>(y);
    for (int x = 0; x < result.cols; ++x) {
      to[x] = std::clamp(to[x] + curve[before[x]], 0.0f, 255.0f);
    }
  }
  return {.luma = result, .half_uncertainty = highest - lowest};
}

}  // namespace pixiu::matching
