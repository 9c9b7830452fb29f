#include "matching/compare.h"

#include "base/check.h"
#include "matching/alignment.h"
#include "matching/edit_map.h"
#include "matching/homography_fit.h"
#include "matching/keypoints.h"
#include "matching/noise_evidence.h"
#include "matching/picture_content.h"
#include "matching/reduce.h"
#include "matching/registration.h"
#include "matching/same_capture.h"
#include "matching/warp.h"
#include "matching/working_pictures.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace pixiu::matching {
namespace {

constexpr int decision_long_side_px = 720;
constexpr double hopeless_share = 0.2;                  // of textured tiles, at 256 px
constexpr double keypoint_tolerance_share = 4.0 / 640;  // of the photo's long side
constexpr double noise_scale_min = 0.8;                 // photo pixels per reference pixel
constexpr int same_scene_inliers_min = 15;
// Two frames of a burst show the same but for the hand's trembling. What was only copied, cut and
// scaled is not turned at all: 0.005 degrees at most are measured.
constexpr double trembling_degrees_min = 0.02;
constexpr double trembling_degrees_max = 1.0;
constexpr double same_frame_share_min = 0.9;  // of either picture's area, shown by the other
constexpr double no_match_log10_likelihood_ratio = -6;

struct Hypothesis {
  Registration registration;
  bool is_mirrored = false;
};

// So many of the matches agree that the picture seen the other way round cannot fit better.
bool is_beyond_doubt(const Registration& registration) {
  return registration.inlier_count >= 120 &&
         2 * registration.inlier_count >= registration.match_count;
}

std::optional<Hypothesis> best_hypothesis(const Picture::Content& photo,
                                          const Picture::Content& reference) {
  const double tolerance_px = keypoint_tolerance_share * std::max(photo.bgr.cols, photo.bgr.rows);
  std::optional<Hypothesis> best;
  for (const bool is_mirrored : {false, true}) {
    if (best && is_beyond_doubt(best->registration)) break;
    const KeypointSet& points = is_mirrored ? photo.mirrored_keypoints : photo.keypoints;
    const auto matches = match_keypoints(points, reference.keypoints);
    const auto found = register_matches(points, reference.keypoints, matches, tolerance_px);
    if (found && (!best || found->inlier_count > best->registration.inlier_count)) {
      best = Hypothesis{*found, is_mirrored};
    }
  }
  return best;
}

cv::Mat flip_if(const cv::Mat& picture, bool is_mirrored) {
  if (!is_mirrored) return picture;
  cv::Mat flipped;
  cv::flip(picture, flipped, 1);
  return flipped;
}

// From the frame of the flipped photo to the photo's own.
cv::Matx33d unflip(int width) {
  return {-1, 0, width - 1.0, 0, 1, 0, 0, 0, 1};
}

// Aligns at rising sizes and gives up as soon as hardly any texture agrees.
Alignment align_medium(const Picture::Content& photo, const Picture::Content& reference,
                       const Hypothesis& hypothesis) {
  const cv::Mat medium = flip_if(photo.medium, hypothesis.is_mirrored);
  const cv::Matx33d start = resizing(photo.size(), photo.medium.size()) *
                            hypothesis.registration.photo_from_reference *
                            resizing(reference.medium.size(), reference.size());
  Alignment alignment = refine_alignment({medium, reference.medium}, start, {{256, 2, true}});
  if (agreeing_share(alignment) < hopeless_share) return alignment;
  return refine_alignment({medium, reference.medium}, alignment.photo_from_reference,
                          {{512, 2, false}, {decision_long_side_px, 0, true}});
}

nlohmann::json describe(const CaptureEvidence& evidence, const Hypothesis& hypothesis) {
  return {{"keypoint_matches", hypothesis.registration.match_count},
          {"keypoint_inliers", hypothesis.registration.inlier_count},
          {"textured_tiles", evidence.textured_tiles},
          {"agreeing_share", evidence.agreeing_share},
          {"warped_share", evidence.warped_share},
          {"median_agreement", evidence.median_agreement},
          {"perspective_px", evidence.perspective_px},
          {"displacement_px", evidence.displacement_px},
          {"overlap_share", evidence.overlap_share},
          {"mirrored", hypothesis.is_mirrored}};
}

void add_description(const NoiseEvidence& noise, nlohmann::json& details) {
  if (noise.flat_tiles == 0) return;
  details["flat_tiles"] = noise.flat_tiles;
  details["noise_bands"] = noise.judged_bands;
  if (noise.judged_bands > 0) details["noise_shared"] = noise.shared;
}

void mirror_back(EditMap& map, int width) {
  cv::flip(map.mask, map.mask, 1);
  for (Region& region : map.regions) region.x = width - region.x - region.width;
}

enum class Wanted { relation, edit_map };

// Whether the transform is one that the next frame of a burst has too.
bool could_be_next_frame(const cv::Matx33d& photo_from_reference, cv::Size photo,
                         cv::Size reference) {
  const cv::Matx33d& h = photo_from_reference;
  const double degrees = std::abs(std::atan2(h(1, 0) - h(0, 1), h(0, 0) + h(1, 1))) * 180 / CV_PI;
  if (degrees < trembling_degrees_min || degrees > trembling_degrees_max) return false;
  cv::Rect2d shown(transform_point(h, {0, 0}), transform_point(h, cv::Point2d(reference)));
  const double common = (shown & cv::Rect2d({0, 0}, cv::Size2d(photo))).area();
  return common >= same_frame_share_min * std::max<double>(photo.area(), shown.area());
}

// A photo that fits the reference as a copy does: is its noise the reference's, and what has been
// changed? Refines `photo_from_reference`, which refers to the flipped photo of a mirrored copy.
void compare_closely(const Picture::Content& photo, const Picture::Content& reference,
                     Wanted wanted, cv::Matx33d& photo_from_reference, Comparison& comparison) {
  const cv::Mat grey = flip_if(photo.grey(), comparison.is_mirrored);
  const WorkingLuma luma =
      bring_luma_to_working_size({grey, reference.grey()}, photo_from_reference);
  // A photo much smaller than the reference has averaged the noise away, and its own JPEG's is as
  // strong as what is left.
  const cv::Point2d middle(reference.bgr.cols / 2.0, reference.bgr.rows / 2.0);
  const bool has_noise_left = scale_at(photo_from_reference, middle) >= noise_scale_min;
  const NoiseEvidence noise =
      has_noise_left ? weigh_noise(luma.photo, luma.reference, luma.valid) : NoiseEvidence{};
  add_description(noise, comparison.details);
  comparison.log10_likelihood_ratio += noise.log10_likelihood_ratio;
  const bool is_undecided =
      !comparison.is_mirrored && !noise.is_shared_finely &&
      could_be_next_frame(photo_from_reference, photo.size(), reference.size());
  if (is_undecided) {
    comparison.log10_likelihood_ratio =
        std::min(comparison.log10_likelihood_ratio, undecided_log10_likelihood_ratio_max);
  }
  comparison.details["could_be_next_frame"] = is_undecided;
  if (comparison.log10_likelihood_ratio < 0) {
    comparison.relation = Relation::same_scene;
    return;
  }
  comparison.relation = Relation::same_capture;
  if (wanted == Wanted::relation) return;
  const cv::Mat bgr = flip_if(photo.bgr, comparison.is_mirrored);
  comparison.edit_map =
      find_edits(luma, bring_colours_to_working_size({bgr, reference.bgr}, photo_from_reference),
                 photo.size());
  if (comparison.is_mirrored) mirror_back(*comparison.edit_map, photo.bgr.cols);
}

Comparison compare_for(Wanted wanted, const Picture::Content& photo,
                       const Picture::Content& reference) {
  Comparison comparison{.log10_likelihood_ratio = no_match_log10_likelihood_ratio};
  const auto hypothesis = best_hypothesis(photo, reference);
  if (!hypothesis) return comparison;

  const Alignment alignment = align_medium(photo, reference, *hypothesis);
  const CaptureEvidence evidence = weigh_alignment(alignment);
  comparison.log10_likelihood_ratio = evidence.log10_likelihood_ratio;
  comparison.details = describe(evidence, *hypothesis);
  comparison.is_mirrored = hypothesis->is_mirrored;
  // From the medium pictures back to the full ones.
  cv::Matx33d photo_from_reference = resizing(photo.medium.size(), photo.size()) *
                                     alignment.photo_from_reference *
                                     resizing(reference.size(), reference.medium.size());
  if (evidence.log10_likelihood_ratio >= 0) {
    compare_closely(photo, reference, wanted, photo_from_reference, comparison);
  } else if (hypothesis->registration.inlier_count >= same_scene_inliers_min) {
    comparison.relation = Relation::same_scene;
  } else {
    return comparison;
  }
  if (hypothesis->is_mirrored) photo_from_reference = unflip(photo.bgr.cols) * photo_from_reference;
  comparison.photo_from_reference = cv::Mat(photo_from_reference).clone();
  return comparison;
}

}  // namespace

std::string_view relation_name(Relation relation) {
  switch (relation) {
    case Relation::same_capture: return "same_capture";
    case Relation::same_scene: return "same_scene";
    case Relation::unrelated: return "unrelated";
  }
  PIXIU_CHECK(false);
}

Comparison compare(const Picture& photo, const Picture& reference) {
  return compare_for(Wanted::edit_map, photo.content(), reference.content());
}

Comparison relate(const Picture& photo, const Picture& reference) {
  return compare_for(Wanted::relation, photo.content(), reference.content());
}

cv::Mat warp_reference(const cv::Mat& reference_bgr, const cv::Mat& photo_from_reference,
                       cv::Size size) {
  cv::Mat warped;
  cv::warpPerspective(reference_bgr, warped, photo_from_reference, size, cv::INTER_LINEAR,
                      cv::BORDER_CONSTANT, cv::Scalar::all(128));
  return warped;
}

}  // namespace pixiu::matching
