#pragma once

#include <vector>

#include <opencv2/core.hpp>

namespace pixiu::matching {

// How one square of the photo relates to the same square of the warped reference.
struct TileAgreement {
  cv::Point2d centre_px;        // in the photo at the scale of the alignment
  cv::Point2d displacement_px;  // what is left between the two after the global transform
  double agreement = 0;         // correlation of fine texture after that displacement, -1..1
  double gain = 0;              // contrast of the photo's texture over the reference's
  double texture = 0;           // standard deviation of the reference's fine texture, grey levels
  bool is_textured = false;     // enough texture to judge
  bool agrees = false;          // judged, correlated, and where the transform says
};

// A reference laid onto a photo to a fraction of a pixel, at a stated working scale.
struct Alignment {
  cv::Matx33d photo_from_reference;  // in pixels of the two pictures given
  double working_scale = 1;          // working pixels per photo pixel
  std::vector<TileAgreement> tiles;  // inside the overlap
  double overlap_share = 0;          // of the photo's area covered by the reference
};

struct GreyPair {
  const cv::Mat& photo;      // CV_8UC1
  const cv::Mat& reference;  // CV_8UC1
};

// One working size of the refinement.
struct AlignmentLevel {
  int long_side_px = 0;  // of the photo; never larger than it is
  int corrections = 1;
  bool judges_result = false;  // tiles are measured once more after the last correction
};

// Refines a keypoint registration by the displacements of textured tiles (Lucas-Kanade 1981 with
// gain, robust homography fit), level by level with rising size. Starting at 256 px catches errors
// up to about 2 % of the side.
//
// Deterministic. Cost: about 10 passes over a picture of each working size.
Alignment refine_alignment(const GreyPair& pictures, const cv::Matx33d& photo_from_reference,
                           const std::vector<AlignmentLevel>& levels);

// Refines an already good alignment once more at the pictures' own size, looking at patches on a
// grid only: a few hundredths of a pixel for a fraction of the cost of the whole picture. The two
// pictures are of about the same scale.
cv::Matx33d refine_by_patches(const GreyPair& pictures, const cv::Matx33d& photo_from_reference);

// Share of the textured tiles that agree, 0..1; 0 when none is textured.
double agreeing_share(const Alignment& alignment);

// Fine texture: what is between the scales of 0.8 and 3 pixels, CV_32F.
cv::Mat fine_texture(const cv::Mat& grey);

}  // namespace pixiu::matching
