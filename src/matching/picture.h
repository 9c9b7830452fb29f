#pragma once

#include <memory>

#include <opencv2/core.hpp>

#include "base/bytes.h"
#include "base/result.h"

namespace pixiu::matching {

// A picture prepared for comparison: its pixels and the features found in them. Immutable; cheap
// to copy (shared, const). Made inside the sandbox only.
class Picture {
 public:
  // `bgr`: CV_8UC3, upright, full size or a JPEG DCT-scaled version of it; `full_width` and
  // `full_height` give the size in the file, to which every transform refers.
  static Picture prepare(const cv::Mat& bgr, int full_width, int full_height);

  // The features as bytes, so that a caller outside can keep them and hand them to a later
  // examination; `restore` treats them as hostile.
  Bytes save() const;
  static Result<Picture> restore(ByteView saved);

  struct Content;
  const Content& content() const { return *content_; }

 private:
  explicit Picture(std::shared_ptr<const Content> content) : content_(std::move(content)) {}
  std::shared_ptr<const Content> content_;
};

}  // namespace pixiu::matching
