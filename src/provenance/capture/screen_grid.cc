#include "provenance/capture/screen_grid.h"

#include "provenance/examine.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <string>
#include <vector>

namespace pixiu::provenance {
namespace {

constexpr int tile_px = 256;
constexpr int picture_side_px_min = 512;
constexpr int tiles_along = 3;   // the longer side
constexpr int tiles_across = 2;  // the shorter one
constexpr int tiles_needed = 4;
constexpr int radius_min = 12;  // waves a tile: slower ones are the picture's own
constexpr int radius_max = 126;
constexpr int nearness = 4;  // waves a tile between the peaks of two tiles
constexpr int around = 5;    // half the side of the square a peak is compared with
constexpr double prominence_min = 9;
constexpr int block_waves = 16;  // JPEG's blocks of 8 and 16 pixels in a tile
constexpr std::size_t peaks_max = 12;

struct Peak {
  int x = 0;  // waves a tile
  int y = 0;
  double prominence = 0;
};

// Falls off to zero at the tile's borders, or these would be edges of their own.
std::array<float, tile_px> window() {
  std::array<float, tile_px> values{};
  for (int at = 0; at < tile_px; ++at) {
    const double phase = 2 * std::numbers::pi * (at + 0.5) / tile_px;
    values[static_cast<std::size_t>(at)] = static_cast<float>(0.5 - 0.5 * std::cos(phase));
  }
  return values;
}

// How strong each wave is in red less blue. CV_32FC1; rows and columns are waves, those from half
// the tile on stand for negative ones.
cv::Mat spectrum_of(const cv::Mat& tile, const std::array<float, tile_px>& falling) {
  cv::Mat values(tile_px, tile_px, CV_32FC1);
  double sum = 0;
  for (int y = 0; y < tile_px; ++y) {
    const cv::Vec3b* in = tile.ptr<cv::Vec3b>(y);
    float* out = values.ptr<float>(y);
    for (int x = 0; x < tile_px; ++x) {
      out[x] = static_cast<float>(in[x][2] - in[x][0]);
      sum += static_cast<double>(out[x]);
    }
  }
  const float mean = static_cast<float>(sum / (tile_px * tile_px));
  for (int y = 0; y < tile_px; ++y) {
    float* out = values.ptr<float>(y);
    const float row = falling[static_cast<std::size_t>(y)];
    for (int x = 0; x < tile_px; ++x) {
      out[x] = (out[x] - mean) * row * falling[static_cast<std::size_t>(x)];
    }
  }
  cv::Mat waves;
  cv::dft(values, waves, cv::DFT_COMPLEX_OUTPUT);
  cv::Mat strength(tile_px, tile_px, CV_32FC1);
  for (int y = 0; y < tile_px; ++y) {
    const cv::Vec2f* in = waves.ptr<cv::Vec2f>(y);
    float* out = strength.ptr<float>(y);
    for (int x = 0; x < tile_px; ++x) out[x] = std::sqrt(in[x][0] * in[x][0] + in[x][1] * in[x][1]);
  }
  return strength;
}

bool is_of_blocks(int waves) {
  const int beside = std::abs(waves) % block_waves;
  return beside <= 1 || beside >= block_waves - 1;
}

float strength_at(const cv::Mat& spectrum, int x, int y) {
  return spectrum.at<float>((y + tile_px) % tile_px, (x + tile_px) % tile_px);
}

// The mean of the square around a wave without the middle nine.
double around_mean(const cv::Mat& spectrum, int x, int y) {
  double sum = 0;
  int count = 0;
  for (int dy = -around; dy <= around; ++dy) {
    for (int dx = -around; dx <= around; ++dx) {
      if (std::abs(dx) <= 1 && std::abs(dy) <= 1) continue;
      sum += static_cast<double>(strength_at(spectrum, x + dx, y + dy));
      ++count;
    }
  }
  return sum / count;
}

bool is_highest_nearby(const cv::Mat& spectrum, int x, int y) {
  const float own = strength_at(spectrum, x, y);
  for (int dy = -2; dy <= 2; ++dy) {
    for (int dx = -2; dx <= 2; ++dx) {
      if (strength_at(spectrum, x + dx, y + dy) > own) return false;
    }
  }
  return true;
}

// Half of the plane is enough: the other half mirrors it.
std::vector<Peak> peaks_of(const cv::Mat& spectrum) {
  constexpr float strength_min = 600;  // a wave of about 0.04 grey levels
  std::vector<Peak> peaks;
  for (int y = 0; y <= radius_max; ++y) {
    for (int x = -radius_max; x <= radius_max; ++x) {
      const int radius_squared = x * x + y * y;
      if (radius_squared < radius_min * radius_min || radius_squared > radius_max * radius_max) {
        continue;
      }
      if ((y == 0 && x < 0) || (is_of_blocks(x) && is_of_blocks(y))) continue;
      if (strength_at(spectrum, x, y) < strength_min || !is_highest_nearby(spectrum, x, y))
        continue;
      const double prominence =
          static_cast<double>(strength_at(spectrum, x, y)) / (around_mean(spectrum, x, y) + 1e-6);
      if (prominence >= prominence_min) peaks.push_back({x, y, prominence});
    }
  }
  std::stable_sort(peaks.begin(), peaks.end(),
                   [](const Peak& a, const Peak& b) { return a.prominence > b.prominence; });
  if (peaks.size() > peaks_max) peaks.resize(peaks_max);
  return peaks;
}

const Peak* near(const std::vector<Peak>& peaks, const Peak& wanted) {
  for (const Peak& peak : peaks) {
    if (std::abs(peak.x - wanted.x) <= nearness && std::abs(peak.y - wanted.y) <= nearness) {
      return &peak;
    }
  }
  return nullptr;
}

std::vector<std::vector<Peak>> peaks_of_tiles(const cv::Mat& bgr) {
  const std::array<float, tile_px> falling = window();
  const bool is_wide = bgr.cols >= bgr.rows;
  const int columns = is_wide ? tiles_along : tiles_across;
  const int rows = is_wide ? tiles_across : tiles_along;
  std::vector<std::vector<Peak>> peaks;
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      const int x = (bgr.cols - tile_px) * (2 * column + 1) / (2 * columns);
      const int y = (bgr.rows - tile_px) * (2 * row + 1) / (2 * rows);
      peaks.push_back(peaks_of(spectrum_of(bgr(cv::Rect(x, y, tile_px, tile_px)), falling)));
    }
  }
  return peaks;
}

}  // namespace

std::optional<ScreenGrid> find_screen_grid(const cv::Mat& bgr) {
  if (std::min(bgr.cols, bgr.rows) < picture_side_px_min) return std::nullopt;
  const std::vector<std::vector<Peak>> tiles = peaks_of_tiles(bgr);
  std::optional<ScreenGrid> best;
  for (const std::vector<Peak>& tile : tiles) {
    for (const Peak& peak : tile) {
      ScreenGrid grid;
      grid.prominence = 1e9;
      for (const std::vector<Peak>& other : tiles) {
        const Peak* same = near(other, peak);
        if (same == nullptr) continue;
        ++grid.tile_count;
        grid.prominence = std::min(grid.prominence, same->prominence);
      }
      if (grid.tile_count < tiles_needed) continue;
      const bool is_better =
          !best || grid.tile_count > best->tile_count ||
          (grid.tile_count == best->tile_count && grid.prominence > best->prominence);
      if (!is_better) continue;
      grid.period_px = tile_px / std::hypot(peak.x, peak.y);
      grid.angle_degrees = std::atan2(peak.y, peak.x) * 180 / std::numbers::pi;
      if (grid.angle_degrees > 90) grid.angle_degrees -= 180;
      best = grid;
    }
  }
  return best;
}

Finding screen_grid_finding(const ScreenGrid& grid) {
  Finding finding{.examiner = std::string(screen_grid_examiner),
                  .version = std::string(screen_grid_version),
                  .family = std::string(capture_family),
                  .outcome = Outcome::contradicts};
  finding.summary = {
      "A fine regular pattern of colour lies all over the picture, as it arises when a screen is "
      "photographed. Regular goods can look like that too.",
      "画面各处有细密规则的彩色条纹，与翻拍屏幕时产生的条纹相似。有规则纹理的商品也可能出现这种条纹"
      "。"};
  finding.details = {
      {"grade", "weak"},
      {"period_px", grid.period_px},
      {"angle_degrees", grid.angle_degrees},
      {"tiles", grid.tile_count},
      {"prominence", grid.prominence},
      {"innocent_causes",
       nlohmann::json::array(
           {{{"en", "The goods themselves are woven, printed in dots or perforated all over."},
             {"zh", "商品本身布满织纹、印刷网点或孔眼。"}},
            {{"en",
              "A screen is part of the goods, or the photo shows goods on a screen to be "
              "compared."},
             {"zh", "商品本身带有屏幕，或拍摄屏幕是为了对照。"}}})}};
  return finding;
}

}  // namespace pixiu::provenance
