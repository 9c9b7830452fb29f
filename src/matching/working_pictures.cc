#include "matching/working_pictures.h"

#include "matching/alignment.h"
#include "matching/reduce.h"
#include "matching/warp.h"

#include <opencv2/imgproc.hpp>

namespace pixiu::matching {
namespace {

constexpr int working_long_side_px = 1600;
constexpr int border_px = 3;  // interpolation is not to be trusted there

}  // namespace

WorkingPictures bring_to_working_size(const ColourPair& pictures,
                                      cv::Matx33d& photo_from_reference) {
  const cv::Size full_size = pictures.photo_bgr.size();
  const cv::Size size = fit_size(full_size, working_long_side_px);
  const cv::Size half_size((size.width + 1) / 2, (size.height + 1) / 2);
  WorkingPictures working;
  working.photo_luma = reduce(pictures.photo_grey, size);
  const cv::Matx33d working_from_photo = resizing(full_size, size);
  const ScaledReference reference =
      scale_to_photo(pictures.reference_grey, working_from_photo * photo_from_reference);
  const cv::Matx33d refined =
      refine_by_patches({working.photo_luma, reference.picture}, reference.photo_from_reference);
  photo_from_reference = resizing(size, full_size) * refined *
                         resizing(pictures.reference_grey.size(), reference.picture.size());
  working.reference_luma = warp_to_photo(reference.picture, refined, size, working.valid);
  working.half_photo = split_planes(reduce(pictures.photo_bgr, half_size));
  working.half_reference = warp_colours_to_photo(
      pictures.reference_bgr, resizing(full_size, half_size) * photo_from_reference, half_size,
      working.half_valid);
  for (cv::Mat* valid : {&working.valid, &working.half_valid}) {
    cv::erode(*valid, *valid, cv::Mat(), {-1, -1}, border_px, cv::BORDER_CONSTANT, cv::Scalar(255));
  }
  return working;
}

}  // namespace pixiu::matching
