#include "matching/edit_map.h"

#include "matching/alignment.h"

#include <opencv2/imgproc.hpp>

namespace pixiu::matching {

EditMap find_edits(const ColourPair& pictures, cv::Matx33d& photo_from_reference) {
  const Alignment alignment = refine_alignment({pictures.photo_grey, pictures.reference_grey},
                                               photo_from_reference, {1600});
  photo_from_reference = alignment.photo_from_reference;
  const cv::Size size = pictures.photo_bgr.size();
  cv::Mat valid;
  const cv::Mat warped =
      warp_to_photo(pictures.reference_bgr, photo_from_reference, size, size, valid);
  cv::Mat difference;
  cv::absdiff(pictures.photo_bgr, warped, difference);
  EditMap map;
  cv::cvtColor(difference, map.mask, cv::COLOR_BGR2GRAY);
  cv::medianBlur(map.mask, map.mask, 5);
  map.mask *= 4;
  map.mask.setTo(0, valid == 0);
  map.altered_share = cv::countNonZero(map.mask >= 128) / static_cast<double>(size.area());
  map.is_edited = map.altered_share > 5e-4;
  return map;
}

}  // namespace pixiu::matching
