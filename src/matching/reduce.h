#pragma once

#include <opencv2/core.hpp>

namespace pixiu::matching {

// A picture made smaller (or left alone) by averaging areas: halved while that is possible, which
// is fast, then the fraction that is left. Nothing cheaper will do: interpolation leaves moire on
// fine patterns, which two copies show differently. `picture`: CV_8UC1 or CV_8UC3; `size` is not
// larger than it in either direction.
cv::Mat reduce(const cv::Mat& picture, cv::Size size);

// The size of about 1,000 px that a picture of `size` reduces to at little cost: halved as often as
// that lands between 900 and 1280, else 1024; the same when smaller.
cv::Size medium_size(cv::Size size);

// `size` scaled so that its longer side is at most `long_side_px`.
cv::Size fit_size(cv::Size size, int long_side_px);

// Takes positions of a picture to its resized version: x' + 1/2 = factor * (x + 1/2), each axis by
// the factor the whole-pixel sizes really give.
cv::Matx33d resizing(cv::Size from, cv::Size to);

}  // namespace pixiu::matching
