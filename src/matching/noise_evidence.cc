#include "matching/noise_evidence.h"

#include "matching/curve.h"
#include "matching/ramp.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

namespace pixiu::matching {
namespace {

constexpr int block_px = 8;  // of the photo's own JPEG blocks, where it kept its size
constexpr int tile_px = 3 * block_px;
constexpr int margin_px = block_px;
constexpr double compared_share = 0.03;  // of the tiles at each end of the order of texture
constexpr std::size_t compared_tiles_min = 12;
// Of the flat tiles, the half that the two pictures have least in common: in a scene without plain
// surfaces even its flattest tiles show fine texture.
constexpr double plainest_share = 0.5;
constexpr double clipped_grey_levels = 12;  // darker or brighter by less than this is not compared
// Of the flat tiles, those where the photo has most over the reference: somebody painted on them.
constexpr double dropped_share = 0.25;

// Bands by the distance of a DCT coefficient from the mean; in cycles a pixel a sixteenth of that.
// The first is not judged, since shading shows in it in any tile; above the last is little but
// rounding.
constexpr std::array<double, 5> band_edges{1, 1.6, 2.9, 4.3, 6.1};
constexpr std::size_t band_count = band_edges.size() - 1;
constexpr std::size_t judged_band = 1;
constexpr std::size_t finest_band = band_count - 1;

// Rounding to whole grey levels adds this to every coefficient's square.
constexpr double rounding_energy = 1.0 / 12;
// Rms, grey levels. Below the first, encoders leave more of their own than of the noise; below the
// second is mostly rounding.
constexpr double reference_noise_min = 1.5;
constexpr double photo_noise_min = 0.7;
constexpr double energy_min = 0.15;  // of the photo's noise over the reference's

// Correlation of Gaussian noise with itself after a uniform quantiser, by what energy is left of it
// (both are functions of the step over the noise's deviation; the last is where energy peaks).
constexpr Knot correlation_by_energy[] = {{0.05, 0.12}, {0.1, 0.17}, {0.2, 0.25},
                                          {0.3, 0.31},  {0.5, 0.41}, {0.7, 0.49},
                                          {1.0, 0.62},  {1.2, 0.71}, {1.33, 0.79}};
constexpr Ramp by_shared{0.6, 0.4};
constexpr double another_capture_log10_likelihood_ratio = -10;
constexpr double shared_finely_correlation = 0.3;

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

struct Energies {
  double photo = 0;
  double reference = 0;
  double cross = 0;

  Energies& operator+=(const Energies& other) {
    photo += other.photo;
    reference += other.reference;
    cross += other.cross;
    return *this;
  }
};

using BandEnergies = std::array<Energies, band_count>;

// The band of every DCT coefficient, band_count for none.
using BandTable = std::array<std::size_t, block_px * block_px>;

BandTable make_band_table() {
  BandTable bands;
  for (int v = 0; v < block_px; ++v) {
    for (int u = 0; u < block_px; ++u) {
      const double distance = std::sqrt(u * u + v * v);
      const auto edge = std::upper_bound(band_edges.begin(), band_edges.end(), distance);
      const auto passed = static_cast<std::size_t>(edge - band_edges.begin());
      bands[static_cast<std::size_t>(v * block_px + u)] = passed == 0 ? band_count : passed - 1;
    }
  }
  return bands;
}

std::array<int, band_count> count_coefficients(const BandTable& bands) {
  std::array<int, band_count> counts{};
  for (const std::size_t band : bands) {
    if (band < band_count) ++counts[band];
  }
  return counts;
}

cv::Mat block_spectrum(const cv::Mat& grey, cv::Point corner) {
  cv::Mat block;
  grey(cv::Rect(corner, cv::Size(block_px, block_px))).convertTo(block, CV_32F);
  cv::dct(block, block);
  return block;
}

// Sums over one tile, in squared grey levels.
BandEnergies energies_of(const cv::Mat& photo, const cv::Mat& reference, const Tile& tile,
                         const BandTable& bands) {
  BandEnergies sums;
  for (int y = 0; y < tile_px; y += block_px) {
    for (int x = 0; x < tile_px; x += block_px) {
      const cv::Point corner = tile.corner_px + cv::Point(x, y);
      const cv::Mat photo_block = block_spectrum(photo, corner);
      const cv::Mat reference_block = block_spectrum(reference, corner);
      const auto* p = photo_block.ptr<float>();
      const auto* r = reference_block.ptr<float>();
      for (std::size_t i = 0; i < bands.size(); ++i) {
        if (bands[i] == band_count) continue;
        const double a = p[i];
        const double b = r[i];
        sums[bands[i]] += {a * a, b * b, a * b};
      }
    }
  }
  return sums;
}

// The tiles that share least in all bands but the finest.
void keep_plainest(std::vector<BandEnergies>& tiles) {
  const auto common = [](const BandEnergies& tile) {
    double sum = 0;
    for (std::size_t band = 0; band < finest_band; ++band) sum += tile[band].cross;
    return sum;
  };
  std::stable_sort(tiles.begin(), tiles.end(), [&](const BandEnergies& a, const BandEnergies& b) {
    return common(a) < common(b);
  });
  const auto kept =
      static_cast<std::size_t>(std::lround(plainest_share * static_cast<double>(tiles.size())));
  tiles.resize(std::max(kept, compared_tiles_min));
}

// Of one band over tiles; `dropped` of them, those where the photo has most over the reference, are
// left out.
Energies sum_band(const std::vector<BandEnergies>& tiles, std::size_t band, std::size_t dropped) {
  std::vector<Energies> ordered;
  ordered.reserve(tiles.size());
  for (const BandEnergies& tile : tiles) ordered.push_back(tile[band]);
  const auto excess = [](const Energies& tile) { return tile.photo / (tile.reference + 1e-9); };
  std::stable_sort(ordered.begin(), ordered.end(),
                   [&](const Energies& a, const Energies& b) { return excess(a) < excess(b); });
  Energies sum;
  for (std::size_t i = 0; i + dropped < ordered.size(); ++i) sum += ordered[i];
  return sum;
}

struct TileGroups {
  std::vector<BandEnergies> flat;
  std::vector<BandEnergies> textured;
};

struct BandNoise {
  bool is_judged = false;
  double correlation = 0;
  double shared = 0;  // the correlation over the least that a copy has
};

BandNoise judge_band(const TileGroups& tiles, std::size_t band, int coefficients_per_block) {
  const auto dropped =
      static_cast<std::size_t>(dropped_share * static_cast<double>(tiles.flat.size()));
  const Energies flat = sum_band(tiles.flat, band, dropped);
  const Energies textured = sum_band(tiles.textured, band, 0);
  // What blur and contrast leave of the scene in this band, they leave of the noise.
  const double gain = textured.cross / (textured.reference + 1e-9);
  constexpr double blocks_per_tile = (tile_px / block_px) * (tile_px / block_px);
  const double count =
      blocks_per_tile * coefficients_per_block * static_cast<double>(tiles.flat.size() - dropped);
  const double reference = flat.reference / count;
  const double photo = std::max(0.0, flat.photo / count - rounding_energy);
  BandNoise noise;
  if (gain < 0.05 || std::sqrt(reference) < reference_noise_min) return noise;
  const double energy = photo / (reference * gain * gain);
  if (energy < energy_min || std::sqrt(photo) < photo_noise_min) return noise;
  noise.is_judged = true;
  noise.correlation = flat.cross / std::sqrt(flat.photo * flat.reference);
  noise.shared = noise.correlation / interpolate(correlation_by_energy, energy);
  return noise;
}

}  // namespace

NoiseEvidence weigh_noise(const cv::Mat& photo_luma, const cv::Mat& reference_luma,
                          const cv::Mat& valid) {
  const std::vector<Tile> ordered = order_tiles(photo_luma, reference_luma, valid);
  const auto compared =
      static_cast<std::size_t>(std::lround(compared_share * static_cast<double>(ordered.size())));
  NoiseEvidence evidence;
  if (compared < compared_tiles_min) return evidence;
  const BandTable bands = make_band_table();
  TileGroups tiles;
  for (std::size_t i = 0; i < compared; ++i) {
    tiles.flat.push_back(energies_of(photo_luma, reference_luma, ordered[i], bands));
    tiles.textured.push_back(
        energies_of(photo_luma, reference_luma, ordered[ordered.size() - 1 - i], bands));
  }
  keep_plainest(tiles.flat);
  evidence.flat_tiles = static_cast<int>(tiles.flat.size());
  const auto counts = count_coefficients(bands);
  for (std::size_t band = judged_band; band < band_count; ++band) {
    const BandNoise noise = judge_band(tiles, band, counts[band]);
    if (!noise.is_judged) continue;
    evidence.shared =
        evidence.judged_bands == 0 ? noise.shared : std::min(evidence.shared, noise.shared);
    ++evidence.judged_bands;
    evidence.is_shared_finely =
        band == finest_band && noise.correlation >= shared_finely_correlation;
  }
  if (evidence.judged_bands > 0) {
    evidence.log10_likelihood_ratio =
        another_capture_log10_likelihood_ratio * by_shared.at(evidence.shared);
  }
  return evidence;
}

}  // namespace pixiu::matching
