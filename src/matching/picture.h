#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <memory>

#include <opencv2/core.hpp>

namespace pixiu::matching {

// What a picture is compared as. Only a claim photo is also looked at mirrored.
enum class Role { claim_photo, reference };

// A picture prepared for comparison: its pixels and the features found in them. Immutable; cheap
// to copy (shared, const). Made inside the sandbox only.
class Picture {
 public:
  // `bgr`: CV_8UC3, upright, the size every transform of a Comparison refers to. Not copied: the
  // picture shares the pixels and the caller does not change them afterwards.
  // Cost: one reduction to 640 px and one (claim photo: two) feature passes over it.
  static Picture prepare(const cv::Mat& bgr, Role role);

  // The picture as bytes, so that a caller outside can keep a reference and hand it to a later
  // examination. `restore` treats them as hostile, and copies no pixels: `saved` outlives the
  // picture and every copy of it.
  // Errors of restore: corrupted when the bytes are no prepared picture of this version.
  Bytes save() const;
  static Result<Picture> restore(ByteView saved);
  static Result<Picture> restore(Bytes&& saved) = delete;  // nobody would keep them

  // The pixels it was prepared from, CV_8UC3.
  const cv::Mat& pixels() const;

  struct Content;
  const Content& content() const { return *content_; }

 private:
  explicit Picture(std::shared_ptr<const Content> content) : content_(std::move(content)) {}
  std::shared_ptr<const Content> content_;
};

}  // namespace pixiu::matching
