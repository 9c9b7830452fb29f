#pragma once

#include "base/result.h"

#include <memory>
#include <string>

#include <opencv2/core.hpp>

namespace pixiu::provenance::visible_mark {

// Reads lines of Chinese and Latin text (Tesseract 5, LSTM, chi_sim and eng). Load it before the
// sandbox is locked: it reads its data files then, and none later. One thread at a time. Load it in
// the template process, but read there nothing: reading makes threads that no fork takes along.
class TextReader {
 public:
  // `data_folder`: of the .traineddata files; empty for the system's own.
  // Errors: unavailable when the data cannot be loaded. Cost: about 200 ms, 60 MiB.
  static Result<std::unique_ptr<TextReader>> load(const std::string& data_folder = "");

  virtual ~TextReader() = default;

  // One line of dark text on light ground, CV_8UC1; UTF-8, empty when nothing could be read. Never
  // throws. Cost: 10 to 60 ms a line.
  virtual std::string read_line(const cv::Mat& dark_on_light) = 0;
};

}  // namespace pixiu::provenance::visible_mark
