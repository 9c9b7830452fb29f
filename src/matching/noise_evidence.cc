#include "matching/noise_evidence.h"

#include "matching/ramp.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

namespace pixiu::matching {
namespace {

constexpr int tile_px = 24;
constexpr int margin_px = 4;             // around a tile, for the filters
constexpr double compared_share = 0.03;  // of the tiles at each end of the order of texture
constexpr std::size_t compared_tiles_min = 12;
constexpr double clipped_grey_levels = 12;  // darker or brighter by less than this is not compared

// A reference less noisy than this (grey levels) is mostly rounding and JPEG's own; up to the
// second value it counts in part.
constexpr Ramp by_reference_noise{0.88, 0.94};
constexpr double full_reference_noise = 1.3;
constexpr Ramp by_carried{0.55, 0.50};
// Recompression that loses a noise also loses its energy: what JPEG leaves of a copy's noise is
// carried and energetic in step. The first factor is how far out of step it may be.
constexpr double excess_of_carried = 0.6;
constexpr Ramp by_excess{0.34, 0.40};
constexpr double another_capture_log10_likelihood_ratio = -10;

struct Tile {
  cv::Point corner_px;
  int texture = 0;
};

// Texture of the scene rather than noise: differences over six pixels.
int texture_of(const cv::Mat& grey, cv::Point corner) {
  constexpr int reach = 3;
  int sum = 0;
  for (int y = corner.y; y < corner.y + tile_px; y += 4) {
    const auto* up = grey.ptr<std::uint8_t>(y - reach);
    const auto* row = grey.ptr<std::uint8_t>(y);
    const auto* down = grey.ptr<std::uint8_t>(y + reach);
    for (int x = corner.x; x < corner.x + tile_px; x += 4) {
      const int across = row[x + reach] - row[x - reach];
      const int along = down[x] - up[x];
      sum += across * across + along * along;
    }
  }
  return sum;
}

double mean_of(const cv::Mat& grey, cv::Point corner) {
  return cv::mean(grey(cv::Rect(corner, cv::Size(tile_px, tile_px))))[0];
}

bool is_clipped(double mean) {
  return mean < clipped_grey_levels || mean > 255 - clipped_grey_levels;
}

// Tiles that both pictures show and neither clips, flattest first.
std::vector<Tile> order_tiles(const cv::Mat& photo, const cv::Mat& reference,
                              const cv::Mat& valid) {
  std::vector<Tile> tiles;
  for (int y = margin_px; y + tile_px + margin_px <= photo.rows; y += tile_px) {
    for (int x = margin_px; x + tile_px + margin_px <= photo.cols; x += tile_px) {
      const cv::Point corner(x, y);
      const bool is_shown = valid.at<std::uint8_t>(y, x) != 0 &&
                            valid.at<std::uint8_t>(y + tile_px - 1, x) != 0 &&
                            valid.at<std::uint8_t>(y, x + tile_px - 1) != 0 &&
                            valid.at<std::uint8_t>(y + tile_px - 1, x + tile_px - 1) != 0;
      if (!is_shown || is_clipped(mean_of(photo, corner)) ||
          is_clipped(mean_of(reference, corner))) {
        continue;
      }
      tiles.push_back({corner, texture_of(reference, corner)});
    }
  }
  std::stable_sort(tiles.begin(), tiles.end(),
                   [](const Tile& a, const Tile& b) { return a.texture < b.texture; });
  return tiles;
}

using TileValues = std::array<int, tile_px * tile_px>;

// What a binomial blur (1 4 6 4 1) takes away, times 256.
TileValues fine_part(const cv::Mat& grey, cv::Point corner) {
  constexpr int rows = tile_px + 4;
  std::array<int, rows * tile_px> across;
  for (int y = 0; y < rows; ++y) {
    const auto* row = grey.ptr<std::uint8_t>(corner.y - 2 + y) + corner.x;
    for (int x = 0; x < tile_px; ++x) {
      across[static_cast<std::size_t>(y * tile_px + x)] =
          row[x - 2] + 4 * row[x - 1] + 6 * row[x] + 4 * row[x + 1] + row[x + 2];
    }
  }
  TileValues fine;
  for (int y = 0; y < tile_px; ++y) {
    const auto* row = grey.ptr<std::uint8_t>(corner.y + y) + corner.x;
    for (int x = 0; x < tile_px; ++x) {
      const auto at = [&](int dy) {
        return across[static_cast<std::size_t>((y + 2 + dy) * tile_px + x)];
      };
      const int blurred = at(-2) + 4 * at(-1) + 6 * at(0) + 4 * at(1) + at(2);
      fine[static_cast<std::size_t>(y * tile_px + x)] = 256 * row[x] - blurred;
    }
  }
  return fine;
}

struct Energies {
  double photo = 0;
  double reference = 0;
  double cross = 0;

  double slope() const { return cross / (reference + 1e-9); }
};

// Means over the tiles, in squared grey levels.
Energies energies_of(const cv::Mat& photo, const cv::Mat& reference, const Tile* tiles,
                     std::size_t count) {
  Energies sum;
  for (std::size_t i = 0; i < count; ++i) {
    const TileValues p = fine_part(photo, tiles[i].corner_px);
    const TileValues r = fine_part(reference, tiles[i].corner_px);
    for (std::size_t k = 0; k < p.size(); ++k) {
      const double a = p[k];
      const double b = r[k];
      sum.photo += a * a;
      sum.reference += b * b;
      sum.cross += a * b;
    }
  }
  const double scale = 1 / (256.0 * 256.0 * tile_px * tile_px * static_cast<double>(count));
  return {sum.photo * scale, sum.reference * scale, sum.cross * scale};
}

}  // namespace

NoiseEvidence weigh_noise(const cv::Mat& photo_luma, const cv::Mat& reference_luma,
                          const cv::Mat& valid) {
  const std::vector<Tile> tiles = order_tiles(photo_luma, reference_luma, valid);
  const auto compared =
      static_cast<std::size_t>(std::lround(compared_share * static_cast<double>(tiles.size())));
  NoiseEvidence evidence;
  if (compared < compared_tiles_min) return evidence;
  const Energies flat = energies_of(photo_luma, reference_luma, tiles.data(), compared);
  const Energies textured =
      energies_of(photo_luma, reference_luma, tiles.data() + (tiles.size() - compared), compared);
  const double gain = textured.slope();
  evidence.flat_tiles = static_cast<int>(compared);
  evidence.reference_noise = std::sqrt(flat.reference);
  if (gain < 0.05) return evidence;
  evidence.carried = flat.slope() / gain;
  evidence.photo_energy = flat.photo / (gain * gain * flat.reference + 1e-9);
  const double sureness =
      std::min(1.0, flat.reference / (full_reference_noise * full_reference_noise));
  const double excess = evidence.photo_energy - (1 + excess_of_carried) * evidence.carried;
  evidence.log10_likelihood_ratio =
      another_capture_log10_likelihood_ratio *
      std::min({by_reference_noise.at(evidence.reference_noise), by_carried.at(evidence.carried),
                by_excess.at(sureness * excess)});
  return evidence;
}

}  // namespace pixiu::matching
