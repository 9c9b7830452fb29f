#pragma once

#include <filesystem>

#include <opencv2/core.hpp>

namespace pixiu::bench {

// Passes a picture through a convolutional auto-encoder, as generators that "restore" or "enhance"
// a whole picture do. The network is described by a JSON file (see auto_encoder_weights.py), its
// weights lie beside it as 32-bit floats.
//
// `bgr`: CV_8UC3; brought to a longer side of 1024 px first, sides cut to multiples of 16.
// Cost:  about 0.6 TFLOP, some 10 s on one core. Throws cv::Exception or std::exception when the
// description is broken.
cv::Mat regenerate(const cv::Mat& bgr, const std::filesystem::path& description);

}  // namespace pixiu::bench
