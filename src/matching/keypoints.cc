#include "matching/keypoints.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <numbers>

#include <opencv2/features2d.hpp>

namespace pixiu::matching {
namespace {

constexpr int cells_per_side = 8;
constexpr int fast_threshold = 5;
constexpr int side_px_min = 64;
constexpr double patch_px = 31;
constexpr int distance_bits_max = 72;
constexpr double second_ratio_max = 0.9;

// The strongest points of each cell of a grid first, so that one busy corner cannot take them all.
std::vector<cv::KeyPoint> spread_over_frame(std::vector<cv::KeyPoint> found, cv::Size size) {
  std::stable_sort(found.begin(), found.end(), [](const cv::KeyPoint& a, const cv::KeyPoint& b) {
    return a.response > b.response;
  });
  const std::size_t share = keypoints_max / (cells_per_side * cells_per_side);
  std::vector<std::size_t> taken(cells_per_side * cells_per_side, 0);
  std::vector<cv::KeyPoint> kept;
  std::vector<cv::KeyPoint> spare;
  for (const cv::KeyPoint& point : found) {
    const int column =
        std::min(cells_per_side - 1, static_cast<int>(point.pt.x) * cells_per_side / size.width);
    const int row =
        std::min(cells_per_side - 1, static_cast<int>(point.pt.y) * cells_per_side / size.height);
    std::size_t& count = taken[static_cast<std::size_t>(row * cells_per_side + column)];
    (count < share ? kept : spare).push_back(point);
    ++count;
  }
  const std::size_t room = static_cast<std::size_t>(keypoints_max) - kept.size();
  spare.resize(std::min(spare.size(), room));
  kept.insert(kept.end(), spare.begin(), spare.end());
  return kept;
}

// Baseline x86-64 has no popcount instruction; the resolver picks the clone the processor can run.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__clang__)
#define PIXIU_WITH_POPCOUNT __attribute__((target_clones("popcnt", "default")))
#else
#define PIXIU_WITH_POPCOUNT
#endif

[[gnu::always_inline]] inline int hamming_distance(const std::uint64_t* a, const std::uint64_t* b) {
  return std::popcount(a[0] ^ b[0]) + std::popcount(a[1] ^ b[1]) + std::popcount(a[2] ^ b[2]) +
         std::popcount(a[3] ^ b[3]);
}

std::vector<std::uint64_t> as_words(const cv::Mat& descriptors) {
  std::vector<std::uint64_t> words(static_cast<std::size_t>(descriptors.rows) * 4);
  for (int row = 0; row < descriptors.rows; ++row) {
    std::memcpy(&words[static_cast<std::size_t>(row) * 4], descriptors.ptr(row), descriptor_bytes);
  }
  return words;
}

struct Nearest {
  int index = -1;
  int distance = std::numeric_limits<int>::max();
  int second_distance = std::numeric_limits<int>::max();

  void offer(int candidate, int candidate_distance) {
    if (candidate_distance < distance) {
      second_distance = distance;
      distance = candidate_distance;
      index = candidate;
    } else if (candidate_distance < second_distance) {
      second_distance = candidate_distance;
    }
  }
};

struct NearestPairs {
  std::vector<Nearest> from_photo;
  std::vector<Nearest> from_reference;
};

PIXIU_WITH_POPCOUNT
void find_nearest(const std::vector<std::uint64_t>& photo,
                  const std::vector<std::uint64_t>& reference, NearestPairs& pairs) {
  for (std::size_t i = 0; i < pairs.from_photo.size(); ++i) {
    for (std::size_t j = 0; j < pairs.from_reference.size(); ++j) {
      const int distance = hamming_distance(&photo[i * 4], &reference[j * 4]);
      pairs.from_photo[i].offer(static_cast<int>(j), distance);
      pairs.from_reference[j].offer(static_cast<int>(i), distance);
    }
  }
}

cv::Ptr<cv::ORB> make_orb() {
  return cv::ORB::create(3 * keypoints_max, 1.25f, 7, 19, 0, 2, cv::ORB::HARRIS_SCORE,
                         static_cast<int>(patch_px), fast_threshold);
}

KeypointSet describe(cv::ORB& orb, const cv::Mat& grey, std::vector<cv::KeyPoint> points,
                     double picture_from_grey) {
  KeypointSet set;
  if (points.empty()) return set;
  orb.compute(grey, points, set.descriptors);
  set.points.reserve(points.size());
  for (const cv::KeyPoint& point : points) {
    set.points.push_back({
        .position_px = {static_cast<float>((point.pt.x + 0.5) * picture_from_grey - 0.5),
                        static_cast<float>((point.pt.y + 0.5) * picture_from_grey - 0.5)},
        .scale = static_cast<float>(point.size / patch_px * picture_from_grey),
        .angle_rad = static_cast<float>(point.angle * std::numbers::pi / 180),
        .octave = point.octave,
    });
  }
  return set;
}

}  // namespace

KeypointSet find_keypoints(const cv::Mat& grey, double picture_from_grey) {
  if (std::min(grey.cols, grey.rows) < side_px_min) return {};
  const auto orb = make_orb();
  std::vector<cv::KeyPoint> found;
  orb->detect(grey, found);
  return describe(*orb, grey, spread_over_frame(std::move(found), grey.size()), picture_from_grey);
}

KeypointSet mirror_keypoints(const KeypointSet& found, const cv::Mat& grey,
                             double picture_from_grey) {
  if (found.points.empty()) return {};
  cv::Mat mirrored;
  cv::flip(grey, mirrored, 1);
  std::vector<cv::KeyPoint> points;
  points.reserve(found.points.size());
  for (const Keypoint& point : found.points) {
    const double x = (point.position_px.x + 0.5) / picture_from_grey - 0.5;
    const double y = (point.position_px.y + 0.5) / picture_from_grey - 0.5;
    const double degrees = 180 - point.angle_rad * 180 / std::numbers::pi;
    points.emplace_back(static_cast<float>(grey.cols - 1 - x), static_cast<float>(y),
                        static_cast<float>(point.scale * patch_px / picture_from_grey),
                        static_cast<float>(degrees < 0 ? degrees + 360 : degrees), 0.0f,
                        point.octave);
  }
  return describe(*make_orb(), mirrored, std::move(points), picture_from_grey);
}

std::vector<KeypointMatch> match_keypoints(const KeypointSet& photo, const KeypointSet& reference) {
  NearestPairs pairs{.from_photo = std::vector<Nearest>(photo.points.size()),
                     .from_reference = std::vector<Nearest>(reference.points.size())};
  find_nearest(as_words(photo.descriptors), as_words(reference.descriptors), pairs);
  std::vector<KeypointMatch> matches;
  for (std::size_t i = 0; i < photo.points.size(); ++i) {
    const Nearest& best = pairs.from_photo[i];
    if (best.index < 0 || best.distance > distance_bits_max) continue;
    const Nearest& back = pairs.from_reference[static_cast<std::size_t>(best.index)];
    if (back.index != static_cast<int>(i)) continue;
    if (best.distance > second_ratio_max * best.second_distance) continue;
    matches.push_back({.photo_index = static_cast<int>(i), .reference_index = best.index});
  }
  return matches;
}

}  // namespace pixiu::matching
