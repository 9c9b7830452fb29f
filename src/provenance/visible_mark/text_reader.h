#pragma once

#include "base/result.h"

#include <memory>
#include <string>

#include <opencv2/core.hpp>

namespace pixiu::provenance::visible_mark {

// Reads lines of Chinese and Latin text (Tesseract 5, LSTM, chi_sim). Load it before the sandbox is
// locked: it reads its data files then, and none later. One thread at a time, and no others of its
// own: from its first reading on, OpenMP in the calling thread makes none.
class TextReader {
 public:
  // `data_folder`: of the .traineddata files; empty for the system's own.
  // Errors: unavailable when the data cannot be loaded. Cost: about 100 ms, 30 MiB.
  static Result<std::unique_ptr<TextReader>> load(const std::string& data_folder = "");

  virtual ~TextReader() = default;

  // One line of dark text on light ground, CV_8UC1; UTF-8, empty when nothing could be read. Never
  // throws. Cost: 6 to 10 ms for a mark, 0.04 ms for each pixel of width.
  virtual std::string read_line(const cv::Mat& dark_on_light) = 0;
};

}  // namespace pixiu::provenance::visible_mark
