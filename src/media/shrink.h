#pragma once

#include <opencv2/core.hpp>

namespace pixiu::media {

// The picture scaled so that its longer side is at most `long_side_px_max` (at least 1), by the
// mean of the covered area; a picture that fits is returned as it is (shared pixels). For people to
// look at, not for measuring.
//
// Input: CV_8UC1 or CV_8UC3. Output: the same type, both sides at least 1.
// Cost:  one pass over the input.
cv::Mat shrink_to_fit(const cv::Mat& pixels, int long_side_px_max);

}  // namespace pixiu::media
