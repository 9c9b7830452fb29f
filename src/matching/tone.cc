#include "matching/tone.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>
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
// The model's terms at one pixel, then one place for the value they are to give; padded so that a
// compiler works through it in whole registers.
constexpr std::size_t target_place = parameters;
using Row = std::array<float, 20>;
static_assert(target_place < std::tuple_size_v<Row>);
using Coefficients = cv::Vec<double, parameters>;

struct Colour {
  float blue;
  float green;
  float red;

  float luma() const { return 0.114f * blue + 0.587f * green + 0.299f * red; }
};

Colour colour_at(const Planes& planes, int y, int x) {
  const auto value = [&](std::size_t c) { return planes[c].at<std::uint8_t>(y, x); };
  return {static_cast<float>(value(0)), static_cast<float>(value(1)), static_cast<float>(value(2))};
}

// The model's terms at frame position x, y in -1..1, scaled to like sizes: offset, colour mix, bent
// curves, and an offset and a gain that change quadratically over the frame.
Row terms(const Colour& bgr, float x, float y) {
  const auto [b, g, r] = bgr;
  const float grey = bgr.luma();
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

Samples take_samples(const Planes& photo, const Planes& reference, const cv::Mat& valid) {
  Samples samples;
  for (int y = sample_step_px / 2; y < valid.rows; y += sample_step_px) {
    for (int x = sample_step_px / 2; x < valid.cols; x += sample_step_px) {
      if (valid.at<std::uint8_t>(y, x) == 0) continue;
      samples.rows.push_back(terms(colour_at(reference, y, x), frame_position(x, valid.cols),
                                   frame_position(y, valid.rows)));
      for (std::size_t c = 0; c < 3; ++c) {
        samples.targets[c].push_back(photo[c].at<std::uint8_t>(y, x));
      }
    }
  }
  return samples;
}

Coefficients identity(int channel) {
  Coefficients result;
  result[1 + channel] = 1;
  return result;
}

// The normal equations of weighted least squares: sums of products of every term with every term
// and with the target.
struct NormalEquations {
  std::array<std::array<double, std::tuple_size_v<Row>>, parameters> sums{};

  // Adds a few samples. In single precision, which is exact enough for a few.
  void add(const Row* rows, const float* targets, const float* weights, std::size_t count) {
    std::array<Row, parameters> part{};
    for (std::size_t k = 0; k < count; ++k) {
      Row row = rows[k];
      row[target_place] = targets[k];
      for (std::size_t i = 0; i < parameters; ++i) {
        const float weighted = weights[k] * row[i];
        for (std::size_t j = 0; j < row.size(); ++j) part[i][j] += weighted * row[j];
      }
    }
    for (std::size_t i = 0; i < parameters; ++i) {
      for (std::size_t j = 0; j < part[i].size(); ++j) {
        sums[i][j] += static_cast<double>(part[i][j]);
      }
    }
  }

  Coefficients solve() const {
    cv::Matx<double, parameters, parameters> left =
        cv::Matx<double, parameters, parameters>::eye() * 1e-2;
    Coefficients right;
    for (int i = 0; i < parameters; ++i) {
      const auto& row = sums[static_cast<std::size_t>(i)];
      for (int j = 0; j < parameters; ++j) left(i, j) += row[static_cast<std::size_t>(j)];
      right[i] = row[target_place];
    }
    Coefficients solution;
    // The ridge makes it positive definite, but for rounding.
    if (!cv::solve(left, right, solution, cv::DECOMP_CHOLESKY)) {
      cv::solve(left, right, solution, cv::DECOMP_SVD);
    }
    return solution;
  }
};

Coefficients solve_weighted(const std::vector<Row>& rows, const std::vector<float>& targets,
                            const std::vector<float>& weights) {
  constexpr std::size_t block = 32;
  NormalEquations equations;
  for (std::size_t k = 0; k < rows.size(); k += block) {
    equations.add(&rows[k], &targets[k], &weights[k], std::min(block, rows.size() - k));
  }
  return equations.solve();
}

double predict(const Row& row, const Row& coefficients) {
  float sum = 0;
  for (std::size_t i = 0; i < parameters; ++i) sum += row[i] * coefficients[i];
  return static_cast<double>(sum);
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
    Row rounded{};
    for (int i = 0; i < parameters; ++i) {
      rounded[static_cast<std::size_t>(i)] = static_cast<float>(coefficients[i]);
    }
    for (std::size_t k = 0; k < residuals.size(); ++k) {
      residuals[k] = static_cast<float>(
          misfit(predict(samples.rows[k], rounded), static_cast<double>(targets[k])));
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

// One row of a picture, as the model takes it.
struct RowValues {
  std::vector<float> position;  // -1..1
  std::array<std::vector<float>, 3> bgr;
  std::vector<float> grey;

  explicit RowValues(int count) {
    const auto size = static_cast<std::size_t>(count);
    position.resize(size);
    grey.resize(size);
    for (auto& channel : bgr) channel.resize(size);
    for (int x = 0; x < count; ++x)
      position[static_cast<std::size_t>(x)] = frame_position(x, count);
  }

  void read(const Planes& planes, int y) {
    for (std::size_t c = 0; c < 3; ++c) {
      const auto* from = planes[c].ptr<std::uint8_t>(y);
      for (std::size_t x = 0; x < grey.size(); ++x) bgr[c][x] = static_cast<float>(from[x]);
    }
    for (std::size_t x = 0; x < grey.size(); ++x) {
      grey[x] = Colour{bgr[0][x], bgr[1][x], bgr[2][x]}.luma();
    }
  }
};

// One channel's model along one row: all that is left depends on x and the colour.
struct RowModel {
  std::array<float, 3> offset;  // quadratic in x
  std::array<float, 3> gain;    // of luma, quadratic in x
  std::array<float, 3> mix;     // of the channels
  std::array<float, 3> bend;    // of the channels' squares
  float cube;                   // of luma

  void apply(const RowValues& row, float* out) const {
    const float* u = row.position.data();
    const float* grey = row.grey.data();
    const float* b = row.bgr[0].data();
    const float* g = row.bgr[1].data();
    const float* r = row.bgr[2].data();
    for (std::size_t x = 0; x < row.grey.size(); ++x) {
      const float value =
          offset[0] + u[x] * (offset[1] + u[x] * offset[2]) +
          grey[x] * (gain[0] + u[x] * (gain[1] + u[x] * gain[2]) + cube * grey[x] * grey[x]) +
          b[x] * (mix[0] + bend[0] * b[x]) + g[x] * (mix[1] + bend[1] * g[x]) +
          r[x] * (mix[2] + bend[2] * r[x]);
      out[x] = std::min(std::max(value, 0.0f), 255.0f);
    }
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
  for (int y = 0; y < luma_before.rows; y += 5) {
    for (int x = 0; x < luma_before.cols; x += 5) {
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

Planes undo_tone(const Planes& photo, const Planes& reference, const cv::Mat& valid) {
  const Samples samples = take_samples(photo, reference, valid);
  std::array<Coefficients, 3> fits;
  for (int c = 0; c < 3; ++c) fits[static_cast<std::size_t>(c)] = fit_channel(samples, c);
  Planes result;
  for (cv::Mat& plane : result) plane.create(valid.size(), CV_32FC1);
  RowValues row(valid.cols);
  for (int y = 0; y < valid.rows; ++y) {
    row.read(reference, y);
    const float v = frame_position(y, valid.rows);
    for (std::size_t c = 0; c < 3; ++c) fold(fits[c], v).apply(row, result[c].ptr<float>(y));
  }
  return result;
}

TonedLuma carry_tone(const cv::Mat& reference_luma, const Planes& half_reference,
                     const Planes& half_toned) {
  const cv::Mat half_luma = luma_of(half_reference);
  const cv::Mat toned_luma = luma_of(half_toned);
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
