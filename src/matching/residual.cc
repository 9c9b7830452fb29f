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

// What all looks at one size share.
struct Level {
  std::array<cv::Mat, 3> difference;  // luma, blue and red chroma; CV_32F, signed, grey levels
  cv::Mat activity;                   // CV_8U
  cv::Mat luma_uncertainty;           // CV_32F, grey levels, added to the spread; may be empty
  cv::Mat chroma_uncertainty;         // the same for chroma
  cv::Mat usable;                     // CV_8U
  cv::Mat score;                      // CV_32F
};

void split_opponents(const cv::Mat& bgr, cv::Mat& luma, cv::Mat& blue, cv::Mat& red) {
  luma.create(bgr.size(), CV_32F);
  blue.create(bgr.size(), CV_32F);
  red.create(bgr.size(), CV_32F);
  for (int y = 0; y < bgr.rows; ++y) {
    const auto* from = bgr.ptr<cv::Vec3f>(y);
    float* to_luma = luma.ptr<float>(y);
    float* to_blue = blue.ptr<float>(y);
    float* to_red = red.ptr<float>(y);
    for (int x = 0; x < bgr.cols; ++x) {
      const float value = 0.114f * from[x][0] + 0.587f * from[x][1] + 0.299f * from[x][2];
      to_luma[x] = value;
      to_blue[x] = 0.564f * (from[x][0] - value);
      to_red[x] = 0.713f * (from[x][2] - value);
    }
  }
}

void add_gradient_energy(const cv::Mat& plane, float weight, cv::Mat& energy) {
  for (int y = 1; y + 1 < plane.rows; ++y) {
    const float* up = plane.ptr<float>(y - 1);
    const float* row = plane.ptr<float>(y);
    const float* down = plane.ptr<float>(y + 1);
    float* to = energy.ptr<float>(y);
    for (int x = 1; x + 1 < plane.cols; ++x) {
      const float dx = 0.5f * (row[x + 1] - row[x - 1]);
      const float dy = 0.5f * (down[x] - up[x]);
      to[x] += weight * (dx * dx + dy * dy);
    }
  }
}

// Local activity of the prediction as 0..255, logarithmic: what resampling and JPEG disturb most.
cv::Mat activity_of(const std::array<cv::Mat, 3>& predicted) {
  cv::Mat energy = cv::Mat::zeros(predicted[0].size(), CV_32F);
  add_gradient_energy(predicted[0], 1, energy);
  add_gradient_energy(predicted[1], chroma_activity_weight, energy);
  add_gradient_energy(predicted[2], chroma_activity_weight, energy);
  cv::GaussianBlur(energy, energy, {7, 7}, 1.5);
  energy = energy * 8 + 1;
  cv::log(energy, energy);
  cv::Mat level;
  energy.convertTo(level, CV_8U, 20 / std::numbers::ln2);
  return level;
}

Level make_level(const cv::Mat& difference_bgr, const cv::Mat& predicted_bgr,
                 const cv::Mat& usable) {
  Level level{.usable = usable};
  std::array<cv::Mat, 3> predicted;
  split_opponents(difference_bgr, level.difference[0], level.difference[1], level.difference[2]);
  split_opponents(predicted_bgr, predicted[0], predicted[1], predicted[2]);
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
    raise_score(averaged, look, c == 0 ? level.luma_uncertainty : level.chroma_uncertainty, samples,
                level);
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
void take_out_found(Level& level) {
  cv::Mat found = level.score >= 1;
  cv::dilate(found, found, cv::Mat());
  level.usable.setTo(0, found);
}

void take_fine_look(const Look& look, cv::Size window, const ActivitySamples& samples,
                    Level& level) {
  cv::Mat averaged;
  cv::GaussianBlur(level.difference[0], averaged, window, look.blur_px);
  raise_score(averaged, look, level.luma_uncertainty, samples, level);
  take_out_found(level);
  level.difference[0].setTo(0, level.usable == 0);
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

// Luma at full size, with the activity known from half.
Level look_at_luma(const Prediction& pictures, const cv::Mat& half_activity) {
  Level level{.usable = pictures.valid.clone()};
  cv::subtract(pictures.photo_luma, pictures.predicted_luma, level.difference[0], cv::noArray(),
               CV_32F);
  level.difference[0].setTo(0, pictures.valid == 0);
  level.activity = enlarge(half_activity, pictures.valid.size(), cv::INTER_NEAREST);
  level.luma_uncertainty =
      enlarge(pictures.half_uncertainty, pictures.valid.size(), cv::INTER_NEAREST);
  level.score = cv::Mat::zeros(pictures.valid.size(), CV_32F);
  const ActivitySamples samples(level.activity, level.usable, 5);
  take_fine_look(finest_luma, {5, 5}, samples, level);
  take_fine_look(fine_luma, {9, 9}, samples, level);
  return level;
}

}  // namespace

cv::Mat measure_departure(const Prediction& pictures) {
  cv::Mat half_difference;
  cv::subtract(pictures.half_photo, pictures.half_predicted, half_difference, cv::noArray(),
               CV_32F);
  half_difference.setTo(0, pictures.half_valid == 0);
  Level half = make_level(half_difference, pictures.half_predicted, pictures.half_valid.clone());
  Level full = look_at_luma(pictures, half.activity);

  half.usable &= enlarge(full.usable, half.usable.size(), cv::INTER_AREA) >= 200;
  const ActivitySamples half_samples(half.activity, half.usable, 3);
  take_chroma_look(fine_chroma, half_samples, half);
  take_out_found(half);
  take_look(middle_luma, &middle_chroma, half_samples, half);
  take_out_found(half);

  Level quarter = make_level(quarter_of(half_difference), quarter_of(pictures.half_predicted),
                             quarter_of(half.usable) >= 200);
  const ActivitySamples quarter_samples(quarter.activity, quarter.usable, 2);
  take_look(broad_luma, &broad_chroma, quarter_samples, quarter);

  cv::max(half.score, enlarge(quarter.score, half.score.size(), cv::INTER_LINEAR), half.score);
  cv::max(full.score, enlarge(half.score, full.score.size(), cv::INTER_LINEAR), full.score);
  full.score.setTo(0, pictures.valid == 0);
  return full.score;
}

}  // namespace pixiu::matching
