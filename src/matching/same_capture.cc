#include "matching/same_capture.h"

#include "matching/curve.h"
#include "matching/homography_fit.h"
#include "matching/ramp.h"

#include <algorithm>
#include <cmath>

namespace pixiu::matching {
namespace {

constexpr double similarity_tolerance_px = 0.6;
constexpr double no_match_log10_likelihood_ratio = -6;

constexpr Knot by_share[] = {{0.0, -5}, {0.25, -2}, {0.45, 0}, {0.7, 2}, {0.95, 3.5}};
constexpr Knot by_agreement[] = {{0.3, -2}, {0.6, -0.5}, {0.75, 0}, {0.9, 1}, {0.97, 1.5}};
constexpr Knot by_perspective[] = {{0.05, 1}, {0.15, 0.3}, {0.25, -1}, {0.45, -5}, {1.0, -9}};

// A copy bent by a perspective warp follows one homography over the whole frame, whatever the depth
// of the scene, and to within the noise. A flat thing seen twice comes near, but neither is it that
// flat nor the lens that straight: what the homography leaves grows with the perspective.
constexpr Ramp bent_tiles{100, 150};
constexpr Ramp bent_warped_share{0.88, 0.93};
constexpr Ramp bent_agreement{0.955, 0.97};
constexpr Ramp bent_displacement_px{0.095, 0.08};
constexpr Ramp bent_displacement_by_perspective{0.08, 0.06};

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<long>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// Log10 ratio for "a copy bent by a perspective warp"; the least where nothing speaks for it. Never
// a certainty: no real photographs of flat things taken twice have been measured.
double weigh_bent_copy(const CaptureEvidence& evidence) {
  const double share =
      std::min({bent_tiles.at(evidence.textured_tiles), bent_warped_share.at(evidence.warped_share),
                bent_agreement.at(evidence.median_agreement),
                bent_displacement_px.at(evidence.displacement_px),
                bent_displacement_by_perspective.at(evidence.displacement_px /
                                                    std::max(evidence.perspective_px, 1e-6))});
  return no_match_log10_likelihood_ratio +
         share * (undecided_log10_likelihood_ratio_max - no_match_log10_likelihood_ratio);
}

}  // namespace

CaptureEvidence weigh_alignment(const Alignment& alignment) {
  CaptureEvidence evidence{.overlap_share = alignment.overlap_share};
  std::vector<PointPair> pairs;
  std::vector<double> agreements;
  double displacement = 0;
  int warped_agreeing = 0;
  const cv::Matx33d reference_from_photo = alignment.photo_from_reference.inv();
  for (const TileAgreement& tile : alignment.tiles) {
    if (!tile.is_textured) continue;
    ++evidence.textured_tiles;
    agreements.push_back(tile.agreement);
    if (!tile.agrees) continue;
    ++warped_agreeing;
    displacement += tile.displacement_px.dot(tile.displacement_px);
    // Where the tile's texture lies in the reference, and where the photo shows it.
    const double factor = 1 / alignment.working_scale;
    pairs.push_back({.from = transform_point(reference_from_photo,
                                             (tile.centre_px + tile.displacement_px) * factor),
                     .to = tile.centre_px * factor});
  }
  evidence.median_agreement = median(std::move(agreements));
  const auto similarity = fit_similarity(pairs);
  if (!similarity || evidence.textured_tiles == 0) {
    evidence.log10_likelihood_ratio = no_match_log10_likelihood_ratio;
    return evidence;
  }
  double perspective = 0;
  int agreeing = 0;
  for (const PointPair& pair : pairs) {
    const cv::Point2d by_similarity = transform_point(*similarity, pair.from);
    const cv::Point2d by_homography = transform_point(alignment.photo_from_reference, pair.from);
    const double difference = cv::norm(by_similarity - by_homography) * alignment.working_scale;
    perspective += difference * difference;
    agreeing +=
        cv::norm(by_similarity - pair.to) * alignment.working_scale <= similarity_tolerance_px;
  }
  const double textured = evidence.textured_tiles;
  evidence.agreeing_share = agreeing / textured;
  evidence.warped_share = warped_agreeing / textured;
  evidence.perspective_px = std::sqrt(perspective / static_cast<double>(pairs.size()));
  evidence.displacement_px = std::sqrt(displacement / std::max(1, warped_agreeing));
  const double sum = interpolate(by_share, evidence.agreeing_share) +
                     interpolate(by_agreement, evidence.median_agreement) +
                     interpolate(by_perspective, evidence.perspective_px);
  // Few tiles prove little: a handful of them may fit by chance or by a flat patch.
  const double trust = sum > 0 ? textured / (textured + 10) : 1;
  evidence.log10_likelihood_ratio = std::max(sum * trust, weigh_bent_copy(evidence));
  return evidence;
}

}  // namespace pixiu::matching
