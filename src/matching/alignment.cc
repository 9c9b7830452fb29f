#include "matching/alignment.h"

#include "matching/homography_fit.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace pixiu::matching {
namespace {

constexpr int tile_px = 32;
constexpr double texture_min = 1.0;  // grey levels
constexpr double agreement_min = 0.5;
constexpr double displacement_px_max = 0.75;  // of an agreeing tile
constexpr double displacement_px_trusted = 3.0;

// Takes positions of a picture to its resized version: x' + 1/2 = factor * (x + 1/2), each axis by
// the factor the whole-pixel sizes really give.
cv::Matx33d resizing(cv::Size from, cv::Size to) {
  const double x = static_cast<double>(to.width) / from.width;
  const double y = static_cast<double>(to.height) / from.height;
  return {x, 0, 0.5 * x - 0.5, 0, y, 0.5 * y - 0.5, 0, 0, 1};
}

// Local scale of a transform at a point: photo pixels per reference pixel.
double scale_at(const cv::Matx33d& h, cv::Point2d p) {
  const double w = h(2, 0) * p.x + h(2, 1) * p.y + h(2, 2);
  const double determinant = cv::determinant(h);
  return std::sqrt(std::abs(determinant / (w * w * w)));
}

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

cv::Mat warp_to_photo(const cv::Mat& reference, const cv::Matx33d& photo_from_reference,
                      cv::Size photo_size, cv::Size size, cv::Mat& valid) {
  const cv::Matx33d working_from_reference = resizing(photo_size, size) * photo_from_reference;
  const double step =
      scale_at(working_from_reference, {reference.cols / 2.0, reference.rows / 2.0});
  cv::Mat source = reference;
  if (step < 0.9) {
    const cv::Size reduced(std::max(8, cvRound(reference.cols * step)),
                           std::max(8, cvRound(reference.rows * step)));
    cv::resize(reference, source, reduced, 0, 0, cv::INTER_AREA);
  }
  const cv::Matx33d working_from_source =
      working_from_reference * resizing(source.size(), reference.size());
  cv::Mat warped;
  cv::warpPerspective(source, warped, working_from_source, size, cv::INTER_CUBIC,
                      cv::BORDER_REPLICATE);
  const cv::Mat full(source.size(), CV_8UC1, cv::Scalar(255));
  cv::warpPerspective(full, valid, working_from_source, size, cv::INTER_NEAREST,
                      cv::BORDER_CONSTANT, cv::Scalar(0));
  return warped;
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
    const cv::Size size(cvRound(full_size.width * scale), cvRound(full_size.height * scale));
    const cv::Matx33d working_from_photo = resizing(full_size, size);
    cv::Mat photo;
    cv::resize(pictures.photo, photo, size, 0, 0, cv::INTER_AREA);
    const cv::Mat photo_texture = fine_texture(photo);
    const int rounds = wanted.corrections + (wanted.judges_result ? 1 : 0);
    for (int round = 0; round < rounds; ++round) {
      cv::Mat valid;
      const cv::Mat warped =
          warp_to_photo(pictures.reference, alignment.photo_from_reference, full_size, size, valid);
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

}  // namespace pixiu::matching
