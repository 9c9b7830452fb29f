#include "matching/registration.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdint>

#include <opencv2/calib3d.hpp>

namespace pixiu::matching {
namespace {

constexpr int inliers_min = 6;
constexpr int pair_draws = 3000;
constexpr double homography_gain_min = 1.25;  // inliers over the similarity's before it is believed
constexpr int homography_inliers_min = 14;

using Complex = std::complex<double>;  // a plane position, x + iy

// photo = turn_and_scale * reference + shift
struct Similarity {
  Complex turn_and_scale{1, 0};
  Complex shift{0, 0};

  Complex operator()(Complex reference) const { return turn_and_scale * reference + shift; }

  cv::Matx33d matrix() const {
    const double a = turn_and_scale.real();
    const double b = turn_and_scale.imag();
    return {a, -b, shift.real(), b, a, shift.imag(), 0, 0, 1};
  }
};

struct Pair {
  Complex photo;
  Complex reference;
  double log_scale = 0;  // of the photo's patch over the reference's
  double turn_rad = 0;
};

std::vector<Pair> as_pairs(const KeypointSet& photo, const KeypointSet& reference,
                           const std::vector<KeypointMatch>& matches) {
  std::vector<Pair> pairs;
  pairs.reserve(matches.size());
  for (const KeypointMatch& match : matches) {
    const Keypoint& a = photo.points[static_cast<std::size_t>(match.photo_index)];
    const Keypoint& b = reference.points[static_cast<std::size_t>(match.reference_index)];
    pairs.push_back({.photo = {a.position_px.x, a.position_px.y},
                     .reference = {b.position_px.x, b.position_px.y},
                     .log_scale = std::log(a.scale / b.scale),
                     .turn_rad = a.angle_rad - b.angle_rad});
  }
  return pairs;
}

// A small fixed generator (Steele, Lea, Flood 2014, SplitMix64): same draws on every machine.
class Draws {
 public:
  std::size_t below(std::size_t bound) {
    state_ += 0x9e3779b97f4a7c15u;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return static_cast<std::size_t>((z ^ (z >> 31)) % bound);
  }

 private:
  std::uint64_t state_ = 0x50495849u;
};

// Two pairs fix a similarity; the patches' own scales and directions must not speak against it.
std::optional<Similarity> similarity_of(const Pair& a, const Pair& b) {
  const Complex reference_step = b.reference - a.reference;
  const Complex photo_step = b.photo - a.photo;
  if (std::abs(reference_step) < 12 || std::abs(photo_step) < 12) return std::nullopt;
  const Complex turn_and_scale = photo_step / reference_step;
  const double log_scale = std::log(std::abs(turn_and_scale));
  const double turn_rad = std::arg(turn_and_scale);
  for (const Pair* pair : {&a, &b}) {
    if (std::abs(pair->log_scale - log_scale) > 0.6) return std::nullopt;
    if (std::abs(std::remainder(pair->turn_rad - turn_rad, 2 * M_PI)) > 0.5) return std::nullopt;
  }
  return Similarity{turn_and_scale, a.photo - turn_and_scale * a.reference};
}

std::vector<const Pair*> inliers_of(const Similarity& model, const std::vector<Pair>& pairs,
                                    double tolerance_px) {
  std::vector<const Pair*> inliers;
  const double limit = tolerance_px * tolerance_px;
  for (const Pair& pair : pairs) {
    if (std::norm(model(pair.reference) - pair.photo) <= limit) inliers.push_back(&pair);
  }
  return inliers;
}

// Least squares over all inliers (closed form in complex numbers).
Similarity fit_similarity(const std::vector<const Pair*>& inliers) {
  Complex photo_mean{0, 0};
  Complex reference_mean{0, 0};
  for (const Pair* pair : inliers) {
    photo_mean += pair->photo;
    reference_mean += pair->reference;
  }
  const double count = static_cast<double>(inliers.size());
  photo_mean /= count;
  reference_mean /= count;
  Complex product{0, 0};
  double power = 0;
  for (const Pair* pair : inliers) {
    const Complex reference = pair->reference - reference_mean;
    product += (pair->photo - photo_mean) * std::conj(reference);
    power += std::norm(reference);
  }
  const Complex turn_and_scale = power > 0 ? product / power : Complex{1, 0};
  return {turn_and_scale, photo_mean - turn_and_scale * reference_mean};
}

struct Consensus {
  Similarity model;
  std::size_t inlier_count = 0;
};

// Draws after which a pair of inliers was hit with all but one chance in a million.
int draws_to_find(std::size_t inlier_count, std::size_t pair_count) {
  const double share = static_cast<double>(inlier_count) / static_cast<double>(pair_count);
  const double miss = std::log(1 - std::min(0.999, share * share * 0.5));
  return static_cast<int>(std::min<double>(pair_draws, 30 + std::log(1e-6) / miss));
}

Consensus find_similarity(const std::vector<Pair>& pairs, double tolerance_px) {
  Consensus best;
  Draws draws;
  const double limit = tolerance_px * tolerance_px;
  int draws_needed = pair_draws;
  for (int draw = 0; draw < draws_needed; ++draw) {
    const Pair& a = pairs[draws.below(pairs.size())];
    const Pair& b = pairs[draws.below(pairs.size())];
    const auto model = similarity_of(a, b);
    if (!model) continue;
    std::size_t count = 0;
    for (const Pair& pair : pairs) {
      count += std::norm((*model)(pair.reference) - pair.photo) <= limit ? 1 : 0;
    }
    if (count > best.inlier_count) {
      best = {*model, count};
      draws_needed = std::min(draws_needed, draws_to_find(count, pairs.size()));
    }
  }
  for (int round = 0; round < 3 && best.inlier_count >= 3; ++round) {
    best.model = fit_similarity(inliers_of(best.model, pairs, tolerance_px));
    best.inlier_count = inliers_of(best.model, pairs, tolerance_px).size();
  }
  return best;
}

std::optional<Registration> find_homography(const std::vector<Pair>& pairs, double tolerance_px) {
  std::vector<cv::Point2d> from;
  std::vector<cv::Point2d> to;
  for (const Pair& pair : pairs) {
    from.emplace_back(pair.reference.real(), pair.reference.imag());
    to.emplace_back(pair.photo.real(), pair.photo.imag());
  }
  cv::Mat is_inlier;
  cv::setRNGSeed(1);
  const cv::Mat found =
      cv::findHomography(from, to, cv::USAC_MAGSAC, tolerance_px, is_inlier, 1500, 0.999);
  if (found.empty()) return std::nullopt;
  Registration registration{.is_similarity = false};
  registration.photo_from_reference = cv::Matx33d(found);
  registration.inlier_count = cv::countNonZero(is_inlier);
  return registration;
}

}  // namespace

std::optional<Registration> register_matches(const KeypointSet& photo, const KeypointSet& reference,
                                             const std::vector<KeypointMatch>& matches,
                                             double tolerance_px) {
  if (matches.size() < static_cast<std::size_t>(inliers_min)) return std::nullopt;
  const std::vector<Pair> pairs = as_pairs(photo, reference, matches);
  const Consensus similarity = find_similarity(pairs, tolerance_px);
  Registration best{.photo_from_reference = similarity.model.matrix(),
                    .inlier_count = static_cast<int>(similarity.inlier_count),
                    .match_count = static_cast<int>(matches.size())};
  const bool explains_nearly_all = 10 * similarity.inlier_count > 8 * pairs.size();
  if (!explains_nearly_all && pairs.size() >= static_cast<std::size_t>(homography_inliers_min)) {
    auto homography = find_homography(pairs, tolerance_px);
    if (homography && homography->inlier_count >= homography_inliers_min &&
        homography->inlier_count > homography_gain_min * best.inlier_count) {
      best.photo_from_reference = homography->photo_from_reference;
      best.inlier_count = homography->inlier_count;
      best.is_similarity = false;
    }
  }
  if (best.inlier_count < inliers_min) return std::nullopt;
  return best;
}

}  // namespace pixiu::matching
