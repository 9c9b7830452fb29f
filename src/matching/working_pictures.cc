#include "matching/working_pictures.h"

#include "matching/reduce.h"
#include "matching/warp.h"

#include <opencv2/imgproc.hpp>

namespace pixiu::matching {
namespace {

constexpr int working_long_side_px = 1600;
constexpr int border_px = 3;  // interpolation is not to be trusted there

void drop_border(cv::Mat& valid) {
  cv::erode(valid, valid, cv::Mat(), {-1, -1}, border_px, cv::BORDER_CONSTANT, cv::Scalar(255));
}

}  // namespace

WorkingLuma bring_luma_to_working_size(const GreyPair& pictures,
                                       cv::Matx33d& photo_from_reference) {
  const cv::Size full_size = pictures.photo.size();
  const cv::Size size = fit_size(full_size, working_long_side_px);
  WorkingLuma working{.photo = reduce(pictures.photo, size)};
  const cv::Matx33d working_from_photo = resizing(full_size, size);
  const ScaledReference reference =
      scale_to_photo(pictures.reference, working_from_photo * photo_from_reference);
  const cv::Matx33d refined =
      refine_by_patches({working.photo, reference.picture}, reference.photo_from_reference);
  photo_from_reference = resizing(size, full_size) * refined *
                         resizing(pictures.reference.size(), reference.picture.size());
  working.reference = warp_to_photo(reference.picture, refined, size, working.valid);
  drop_border(working.valid);
  return working;
}

WorkingColours bring_colours_to_working_size(const ColourPair& pictures,
                                             const cv::Matx33d& photo_from_reference) {
  const cv::Size full_size = pictures.photo.size();
  const cv::Size size = fit_size(full_size, working_long_side_px);
  const cv::Size half_size((size.width + 1) / 2, (size.height + 1) / 2);
  WorkingColours working{.photo = split_planes(reduce(pictures.photo, half_size))};
  working.reference = warp_colours_to_photo(pictures.reference,
                                            resizing(full_size, half_size) * photo_from_reference,
                                            half_size, working.valid);
  drop_border(working.valid);
  return working;
}

}  // namespace pixiu::matching
