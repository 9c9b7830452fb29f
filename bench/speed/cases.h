#pragma once

#include "base/bytes.h"

#include <string>
#include <vector>

#include <opencv2/core.hpp>

namespace pixiu::bench {

// One claim photo and its references, as JPEG files of one size.
struct SpeedCase {
  std::string name;
  std::string relation;  // of the photo to its best reference, as it must be found; empty: any
  Bytes photo;
  std::vector<Bytes> references;
};

// Pictures that others are made of: two views of one scene and two of other scenes, CV_8UC3.
struct Views {
  cv::Mat first;
  cv::Mat next;
  cv::Mat foreign;
  cv::Mat other_foreign;
};

// 1440x1920, quality 90:
//   unrelated   the first view against two foreign pictures
//   next_view   the first view against the next one and a foreign picture
//   edited      the first view with a drawn line against itself and the next view
std::vector<SpeedCase> speed_cases(const Views& views);

// 3000x4000, quality 92, sensor-like noise: the first view with a drawn line against itself.
SpeedCase twelve_megapixels(const Views& views);

}  // namespace pixiu::bench
