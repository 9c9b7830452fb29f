#include "matching/alignment.h"

#include "matching/homography_fit.h"
#include "matching/reduce.h"
#include "matching/warp.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include <opencv2/imgproc.hpp>

namespace pixiu::matching {
namespace {

constexpr int tile_px = 32;
constexpr int patch_margin_px = 8;
constexpr double texture_min = 1.0;  // grey levels
constexpr double agreement_min = 0.5;
constexpr double displacement_px_max = 0.75;  // of an agreeing tile
constexpr double displacement_px_trusted = 3.0;

// Sums over one tile for the linear model  photo = gain * ref + a * ref_x + b * ref_y.
struct TileSums {
  double rr = 0, rx = 0, ry = 0, xx = 0, xy = 0, yy = 0, pr = 0, px = 0, py = 0, pp = 0;
};

TileSums sum_tile(const cv::Mat& photo, const cv::Mat& reference, cv::Rect tile) {
  TileSums s;
  for (int y = tile.y; y < tile.y + tile.height; ++y) {
    const float* p = photo.ptr<float>(y);
    const float* r = reference.ptr<float>(y);
    const float* up = reference.ptr<float>(y - 1);
    const float* down = reference.ptr<float>(y + 1);
    float rr = 0, rx = 0, ry = 0, xx = 0, xy = 0, yy = 0, pr = 0, px = 0, py = 0, pp = 0;
    for (int x = tile.x; x < tile.x + tile.width; ++x) {
      const float gx = 0.5f * (r[x + 1] - r[x - 1]);
      const float gy = 0.5f * (down[x] - up[x]);
      rr += r[x] * r[x];
      rx += r[x] * gx;
      ry += r[x] * gy;
      xx += gx * gx;
      xy += gx * gy;
      yy += gy * gy;
      pr += p[x] * r[x];
      px += p[x] * gx;
      py += p[x] * gy;
      pp += p[x] * p[x];
    }
    s.rr += rr;
    s.rx += rx;
    s.ry += ry;
    s.xx += xx;
    s.xy += xy;
    s.yy += yy;
    s.pr += pr;
    s.px += px;
    s.py += py;
    s.pp += pp;
  }
  return s;
}

TileAgreement judge_tile(const TileSums& s, cv::Rect tile) {
  TileAgreement result;
  result.centre_px = {tile.x + (tile.width - 1) / 2.0, tile.y + (tile.height - 1) / 2.0};
  const double area = static_cast<double>(tile.area());
  result.texture = std::sqrt(s.rr / area);
  const cv::Matx33d normal(s.rr, s.rx, s.ry, s.rx, s.xx, s.xy, s.ry, s.xy, s.yy);
  // A ridge keeps tiles with texture in one direction only from sliding along it.
  const cv::Matx33d ridge = cv::Matx33d::diag({0, 0.02 * s.xx + 0.5, 0.02 * s.yy + 0.5});
  cv::Vec3d solution;
  const cv::Vec3d right(s.pr, s.px, s.py);
  if (!cv::solve(normal + ridge, right, solution, cv::DECOMP_CHOLESKY)) return result;
  result.gain = solution[0];
  const double explained = solution.dot(right);
  const double photo_texture = std::sqrt(s.pp / area);
  result.is_textured = result.texture >= texture_min;
  if (s.pp > 0 && explained > 0 && photo_texture > 0.1) {
    result.agreement = std::sqrt(std::min(1.0, explained / s.pp)) * (solution[0] > 0 ? 1 : -1);
  }
  if (solution[0] > 0.05) {
    result.displacement_px = {solution[1] / solution[0], solution[2] / solution[0]};
  } else {
    result.displacement_px = {99, 99};
  }
  result.agrees = result.is_textured && result.agreement >= agreement_min &&
                  cv::norm(result.displacement_px) <= displacement_px_max;
  return result;
}

std::vector<TileAgreement> judge_tiles(const cv::Mat& photo, const cv::Mat& reference,
                                       const cv::Mat& valid) {
  std::vector<TileAgreement> tiles;
  for (int y = 2; y + tile_px + 2 <= photo.rows; y += tile_px) {
    for (int x = 2; x + tile_px + 2 <= photo.cols; x += tile_px) {
      const cv::Rect tile(x, y, tile_px, tile_px);
      if (valid.at<std::uint8_t>(y, x) == 0 || valid.at<std::uint8_t>(y + tile_px, x) == 0 ||
          valid.at<std::uint8_t>(y, x + tile_px) == 0 ||
          valid.at<std::uint8_t>(y + tile_px, x + tile_px) == 0) {
        continue;
      }
      tiles.push_back(judge_tile(sum_tile(photo, reference, tile), tile));
    }
  }
  return tiles;
}

// Squares on a regular grid over the frame, each large enough for one tile and its blur.
std::vector<cv::Rect> spread_patches(cv::Size size) {
  constexpr int columns = 12;
  constexpr int side = tile_px + 2 * patch_margin_px;
  std::vector<cv::Rect> patches;
  for (int row = 0; row < columns; ++row) {
    for (int column = 0; column < columns; ++column) {
      const int x = (2 * column + 1) * size.width / (2 * columns) - side / 2;
      const int y = (2 * row + 1) * size.height / (2 * columns) - side / 2;
      const cv::Rect patch(x, y, side, side);
      if ((patch & cv::Rect({0, 0}, size)) == patch) patches.push_back(patch);
    }
  }
  return patches;
}

// One tile, with the reference warped for it alone; nothing where the reference does not reach.
std::optional<TileAgreement> judge_patch(const cv::Mat& photo, const cv::Mat& reference,
                                         const cv::Matx33d& photo_from_reference, cv::Rect patch) {
  const cv::Matx33d reference_from_photo = photo_from_reference.inv();
  for (const cv::Point2d corner :
       {cv::Point2d(patch.tl()), cv::Point2d(patch.br()), cv::Point2d(patch.x, patch.br().y),
        cv::Point2d(patch.br().x, patch.y)}) {
    const cv::Point2d place = transform_point(reference_from_photo, corner);
    if (!(place.x >= 2 && place.y >= 2 && place.x <= reference.cols - 3 &&
          place.y <= reference.rows - 3)) {
      return std::nullopt;
    }
  }
  const cv::Matx33d patch_from_reference =
      cv::Matx33d(1, 0, -patch.x, 0, 1, -patch.y, 0, 0, 1) * photo_from_reference;
  const cv::Mat warped = warp_grey(reference, patch_from_reference, patch.size());
  const cv::Rect tile(patch_margin_px, patch_margin_px, tile_px, tile_px);
  TileAgreement judged =
      judge_tile(sum_tile(fine_texture(photo(patch)), fine_texture(warped), tile), tile);
  judged.centre_px += cv::Point2d(patch.tl());
  return judged;
}

std::vector<PointPair> trusted_pairs(const std::vector<TileAgreement>& tiles) {
  std::vector<PointPair> pairs;
  for (const TileAgreement& tile : tiles) {
    if (!tile.is_textured || tile.agreement < 0.3) continue;
    if (cv::norm(tile.displacement_px) > displacement_px_trusted) continue;
    pairs.push_back({.from = tile.centre_px + tile.displacement_px,
                     .to = tile.centre_px,
                     .weight = tile.agreement * tile.agreement});
  }
  return pairs;
}

}  // namespace

cv::Mat fine_texture(const cv::Mat& grey) {
  cv::Mat input;
  grey.convertTo(input, CV_32F);
  cv::Mat fine;
  cv::Mat coarse;
  cv::GaussianBlur(input, fine, {5, 5}, 0.8);
  cv::GaussianBlur(input, coarse, {13, 13}, 3.0);
  fine -= coarse;
  return fine;
}

Alignment refine_alignment(const GreyPair& pictures, const cv::Matx33d& photo_from_reference,
                           const std::vector<AlignmentLevel>& levels) {
  Alignment alignment{.photo_from_reference = photo_from_reference};
  const cv::Size full_size = pictures.photo.size();
  const int long_side = std::max(full_size.width, full_size.height);
  int level_before = 0;
  for (const AlignmentLevel& wanted : levels) {
    const int level = std::min(long_side, wanted.long_side_px);
    if (level <= level_before && !wanted.judges_result) continue;
    level_before = level;
    const double scale = static_cast<double>(level) / long_side;
    const cv::Size size = fit_size(full_size, level);
    const cv::Matx33d working_from_photo = resizing(full_size, size);
    const cv::Mat photo_texture = fine_texture(reduce(pictures.photo, size));
    const int rounds = wanted.corrections + (wanted.judges_result ? 1 : 0);
    for (int round = 0; round < rounds; ++round) {
      cv::Mat valid;
      const cv::Mat warped = warp_to_photo(
          pictures.reference, working_from_photo * alignment.photo_from_reference, size, valid);
      alignment.tiles = judge_tiles(photo_texture, fine_texture(warped), valid);
      alignment.working_scale = scale;
      alignment.overlap_share = cv::countNonZero(valid) / static_cast<double>(size.area());
      if (round == wanted.corrections) break;
      const auto correction = fit_homography(trusted_pairs(alignment.tiles));
      if (!correction) break;
      alignment.photo_from_reference = working_from_photo.inv() * *correction * working_from_photo *
                                       alignment.photo_from_reference;
    }
  }
  return alignment;
}

double agreeing_share(const Alignment& alignment) {
  int textured = 0;
  int agreeing = 0;
  for (const TileAgreement& tile : alignment.tiles) {
    textured += tile.is_textured ? 1 : 0;
    agreeing += tile.agrees ? 1 : 0;
  }
  return textured == 0 ? 0 : static_cast<double>(agreeing) / textured;
}

cv::Matx33d refine_by_patches(const GreyPair& pictures, const cv::Matx33d& photo_from_reference) {
  std::vector<TileAgreement> tiles;
  for (const cv::Rect patch : spread_patches(pictures.photo.size())) {
    const auto tile = judge_patch(pictures.photo, pictures.reference, photo_from_reference, patch);
    if (tile) tiles.push_back(*tile);
  }
  const auto correction = fit_homography(trusted_pairs(tiles));
  return correction ? *correction * photo_from_reference : photo_from_reference;
}

}  // namespace pixiu::matching
