#include "matching/residual.h"

#include "matching/spread.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include <opencv2/imgproc.hpp>

namespace pixiu::matching {
namespace {

// One look at the difference: how widely it is averaged, from how many robust standard deviations
// it counts, and the least spread believed, in grey levels (rounding and JPEG steps).
struct Look {
  double blur_px;  // at the plane's own size
  float counts_from;
  float spread_min;
};

constexpr Look finest_luma{0.6, 8.0f, 0.8f};
constexpr Look fine_luma{1.5, 6.5f, 0.6f};
constexpr Look fine_chroma{0.7, 9.0f, 0.9f};
constexpr Look middle_luma{1.7, 7.0f, 0.5f};
constexpr Look middle_chroma{1.7, 8.0f, 0.7f};
constexpr Look broad_luma{2.0, 9.0f, 0.5f};
constexpr Look broad_chroma{2.0, 9.0f, 0.6f};

// Chroma of saturated colours is never predicted better than this share of it.
constexpr float saturation_spread = 0.015f;

// Thin saturated things lose colour to chroma subsampling: their chroma gradient counts as
// activity.
constexpr float chroma_activity_weight = 2.0f;

const cv::Size coarse_window(11, 11);  // holds the widest blur at half and quarter size

// A colour picture, or a difference of two, as luma and blue and red chroma; CV_32F.
using Opponents = std::array<cv::Mat, 3>;

// What all looks at one size share.
struct Level {
  Opponents difference;        // signed, grey levels
  cv::Mat activity;            // CV_8U
  cv::Mat chroma_uncertainty;  // CV_32F, grey levels, added to the spread
  cv::Mat usable;              // CV_8U
  cv::Mat score;               // CV_32F
};

// One row of blue, green and red to luma and chroma.
struct OpponentRow {
  float* luma;
  float* blue;
  float* red;

  void set(const float* from_blue, const float* from_green, const float* from_red,
           int count) const {
    for (int x = 0; x < count; ++x) {
      const float value = 0.114f * from_blue[x] + 0.587f * from_green[x] + 0.299f * from_red[x];
      luma[x] = value;
      blue[x] = 0.564f * (from_blue[x] - value);
      red[x] = 0.713f * (from_red[x] - value);
    }
  }
};

Opponents empty_opponents(cv::Size size) {
  Opponents planes;
  for (cv::Mat& plane : planes) plane.create(size, CV_32F);
  return planes;
}

OpponentRow row_of(Opponents& planes, int y) {
  return {planes[0].ptr<float>(y), planes[1].ptr<float>(y), planes[2].ptr<float>(y)};
}

Opponents opponents_of(const Planes& bgr) {
  Opponents result = empty_opponents(bgr[0].size());
  for (int y = 0; y < bgr[0].rows; ++y) {
    row_of(result, y).set(bgr[0].ptr<float>(y), bgr[1].ptr<float>(y), bgr[2].ptr<float>(y),
                          bgr[0].cols);
  }
  return result;
}

// How far a row departs, 0 where nothing is known.
void subtract_row(const std::uint8_t* seen, const float* predicted, const std::uint8_t* valid,
                  int count, float* difference) {
  for (int x = 0; x < count; ++x) {
    const float value = static_cast<float>(seen[x]) - predicted[x];
    difference[x] = valid[x] != 0 ? value : 0.0f;
  }
}

Opponents opponents_of_difference(const Planes& photo, const Planes& predicted,
                                  const cv::Mat& valid) {
  Opponents result = empty_opponents(valid.size());
  std::array<std::vector<float>, 3> rows;
  for (auto& row : rows) row.resize(static_cast<std::size_t>(valid.cols));
  for (int y = 0; y < valid.rows; ++y) {
    for (std::size_t c = 0; c < rows.size(); ++c) {
      subtract_row(photo[c].ptr<std::uint8_t>(y), predicted[c].ptr<float>(y),
                   valid.ptr<std::uint8_t>(y), valid.cols, rows[c].data());
    }
    row_of(result, y).set(rows[0].data(), rows[1].data(), rows[2].data(), valid.cols);
  }
  return result;
}

void add_gradient_energy(const cv::Mat& plane, float weight, int y, float* energy) {
  const float* up = plane.ptr<float>(y - 1);
  const float* row = plane.ptr<float>(y);
  const float* down = plane.ptr<float>(y + 1);
  for (int x = 1; x + 1 < plane.cols; ++x) {
    const float dx = 0.5f * (row[x + 1] - row[x - 1]);
    const float dy = 0.5f * (down[x] - up[x]);
    energy[x] += weight * (dx * dx + dy * dy);
  }
}

// Local activity of the prediction as 0..255, logarithmic: what resampling and JPEG disturb most.
cv::Mat activity_of(const Opponents& predicted) {
  cv::Mat energy = cv::Mat::zeros(predicted[0].size(), CV_32F);
  for (int y = 1; y + 1 < energy.rows; ++y) {
    float* row = energy.ptr<float>(y);
    add_gradient_energy(predicted[0], 1, y, row);
    add_gradient_energy(predicted[1], chroma_activity_weight, y, row);
    add_gradient_energy(predicted[2], chroma_activity_weight, y, row);
  }
  cv::GaussianBlur(energy, energy, {7, 7}, 1.5);
  energy.convertTo(energy, CV_32F, 8, 1);
  cv::log(energy, energy);
  cv::Mat level;
  energy.convertTo(level, CV_8U, 20 / std::numbers::ln2);
  return level;
}

Level make_level(const Opponents& difference, const Opponents& predicted, const cv::Mat& usable) {
  Level level{.difference = difference, .usable = usable};
  level.activity = activity_of(predicted);
  cv::magnitude(predicted[1], predicted[2], level.chroma_uncertainty);
  level.chroma_uncertainty *= saturation_spread;
  level.score = cv::Mat::zeros(usable.size(), CV_32F);
  return level;
}

void raise_score(const cv::Mat& averaged, const Look& look, const cv::Mat& uncertainty,
                 const ActivitySamples& samples, Level& level) {
  const SpreadTable spread = samples.spread(averaged, look.spread_min);
  const float scale = 1 / look.counts_from;
  const std::vector<float> none(static_cast<std::size_t>(averaged.cols), 0.0f);
  for (int y = 0; y < averaged.rows; ++y) {
    const float* d = averaged.ptr<float>(y);
    const float* more = uncertainty.empty() ? none.data() : uncertainty.ptr<float>(y);
    const std::uint8_t* a = level.activity.ptr<std::uint8_t>(y);
    const std::uint8_t* u = level.usable.ptr<std::uint8_t>(y);
    float* s = level.score.ptr<float>(y);
    for (int x = 0; x < averaged.cols; ++x) {
      const float value = u[x] != 0 ? std::abs(d[x]) * scale / (spread[a[x]] + more[x]) : 0.0f;
      s[x] = std::max(s[x], value);
    }
  }
}

void take_look(const Look& luma, const Look* chroma, const ActivitySamples& samples, Level& level) {
  cv::Mat weight;
  level.usable.convertTo(weight, CV_32F, 1.0 / 255);
  cv::Mat weight_blurred;
  cv::GaussianBlur(weight, weight_blurred, coarse_window, luma.blur_px);
  cv::max(weight_blurred, 0.05, weight_blurred);
  for (std::size_t c = 0; c < (chroma != nullptr ? 3u : 1u); ++c) {
    const Look& look = c == 0 ? luma : *chroma;
    cv::Mat averaged;
    cv::GaussianBlur(level.difference[c].mul(weight), averaged, coarse_window, look.blur_px);
    averaged /= weight_blurred;
    raise_score(averaged, look, c == 0 ? cv::Mat() : level.chroma_uncertainty, samples, level);
  }
}

void take_chroma_look(const Look& look, const ActivitySamples& samples, Level& level) {
  for (const std::size_t c : {1u, 2u}) {
    cv::Mat averaged;
    cv::GaussianBlur(level.difference[c], averaged, {5, 5}, look.blur_px);
    raise_score(averaged, look, level.chroma_uncertainty, samples, level);
  }
}

// Takes what has been found, and a pixel around it, out of the usable pixels.
void take_out_found(const cv::Mat& score, cv::Mat& usable) {
  cv::Mat found = score >= 1;
  cv::dilate(found, found, cv::Mat());
  usable.setTo(0, found);
}

cv::Mat quarter_of(const cv::Mat& plane) {
  cv::Mat result;
  cv::resize(plane, result, {(plane.cols + 1) / 2, (plane.rows + 1) / 2}, 0, 0, cv::INTER_AREA);
  return result;
}

cv::Mat enlarge(const cv::Mat& plane, cv::Size size, int interpolation) {
  cv::Mat result;
  cv::resize(plane, result, size, 0, 0, interpolation);
  return result;
}

Opponents quarter_of(const Opponents& planes) {
  return {quarter_of(planes[0]), quarter_of(planes[1]), quarter_of(planes[2])};
}

// Luma at full size. What its spread depends on is known at half.
struct LumaLevel {
  cv::Mat difference;  // CV_32F, signed, grey levels
  cv::Mat usable;      // CV_8U
  cv::Mat score;       // CV_32F
};

// 1 over the departure that counts as clear, at half size; CV_32F.
cv::Mat clearness_per_level(const Look& look, const SpreadTable& spread, const cv::Mat& activity,
                            const cv::Mat& uncertainty) {
  cv::Mat result(activity.size(), CV_32F);
  for (int y = 0; y < activity.rows; ++y) {
    const std::uint8_t* a = activity.ptr<std::uint8_t>(y);
    const float* more = uncertainty.ptr<float>(y);
    float* to = result.ptr<float>(y);
    for (int x = 0; x < activity.cols; ++x) {
      to[x] = 1 / (look.counts_from * (spread[a[x]] + more[x]));
    }
  }
  return result;
}

void raise_row(const float* averaged, const float* factor, const std::uint8_t* usable, int count,
               float* score) {
  for (int x = 0; x < count; ++x) {
    const float value = std::abs(averaged[x]) * factor[x];
    const float counted = usable[x] != 0 ? value : 0.0f;
    score[x] = std::max(score[x], counted);
  }
}

void take_fine_look(const Look& look, cv::Size window, const ActivitySamples& samples,
                    const Prediction& pictures, const cv::Mat& half_activity, LumaLevel& level) {
  cv::Mat averaged;
  cv::GaussianBlur(level.difference, averaged, window, look.blur_px);
  const cv::Mat factors = clearness_per_level(look, samples.spread(averaged, look.spread_min),
                                              half_activity, pictures.half_uncertainty);
  std::vector<float> factor_row(static_cast<std::size_t>(2 * factors.cols));
  for (int y = 0; y < averaged.rows; ++y) {
    if (y % 2 == 0) {
      const float* half = factors.ptr<float>(y / 2);
      for (std::size_t x = 0; x < static_cast<std::size_t>(factors.cols); ++x) {
        factor_row[2 * x] = factor_row[2 * x + 1] = half[x];
      }
    }
    raise_row(averaged.ptr<float>(y), factor_row.data(), level.usable.ptr<std::uint8_t>(y),
              averaged.cols, level.score.ptr<float>(y));
  }
}

LumaLevel look_at_luma(const Prediction& pictures, const cv::Mat& half_activity) {
  const cv::Size size = pictures.valid.size();
  LumaLevel level{.difference = cv::Mat(size, CV_32F),
                  .usable = pictures.valid.clone(),
                  .score = cv::Mat::zeros(size, CV_32F)};
  for (int y = 0; y < size.height; ++y) {
    subtract_row(pictures.photo_luma.ptr<std::uint8_t>(y), pictures.predicted_luma.ptr<float>(y),
                 pictures.valid.ptr<std::uint8_t>(y), size.width, level.difference.ptr<float>(y));
  }
  const ActivitySamples samples(enlarge(half_activity, size, cv::INTER_NEAREST), level.usable, 7);
  take_fine_look(finest_luma, {5, 5}, samples, pictures, half_activity, level);
  take_out_found(level.score, level.usable);
  level.difference.setTo(0, level.usable == 0);
  take_fine_look(fine_luma, {9, 9}, samples, pictures, half_activity, level);
  take_out_found(level.score, level.usable);
  return level;
}

}  // namespace

cv::Mat measure_departure(const Prediction& pictures) {
  const Opponents half_difference =
      opponents_of_difference(pictures.half_photo, pictures.half_predicted, pictures.half_valid);
  const Opponents half_predicted = opponents_of(pictures.half_predicted);
  Level half = make_level(half_difference, half_predicted, pictures.half_valid.clone());
  LumaLevel full = look_at_luma(pictures, half.activity);

  half.usable &= enlarge(full.usable, half.usable.size(), cv::INTER_AREA) >= 200;
  const ActivitySamples half_samples(half.activity, half.usable, 4);
  take_chroma_look(fine_chroma, half_samples, half);
  take_out_found(half.score, half.usable);
  take_look(middle_luma, &middle_chroma, half_samples, half);
  take_out_found(half.score, half.usable);

  Level quarter = make_level(quarter_of(half_difference), quarter_of(half_predicted),
                             quarter_of(half.usable) >= 200);
  const ActivitySamples quarter_samples(quarter.activity, quarter.usable, 3);
  take_look(broad_luma, &broad_chroma, quarter_samples, quarter);

  cv::max(half.score, enlarge(quarter.score, half.score.size(), cv::INTER_LINEAR), half.score);
  cv::max(full.score, enlarge(half.score, full.score.size(), cv::INTER_LINEAR), full.score);
  full.score.setTo(0, pictures.valid == 0);
  return full.score;
}

}  // namespace pixiu::matching
