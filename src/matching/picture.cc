#include "matching/picture.h"

#include "base/limits.h"
#include "matching/picture_content.h"
#include "matching/reduce.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

#include <opencv2/imgproc.hpp>

namespace pixiu::matching {
namespace {

constexpr int feature_long_side_px = 640;
constexpr std::uint32_t saved_magic = 0x32505850;  // "PXP2"; changes with the keypoints

struct SavedHeader {
  std::uint32_t magic = saved_magic;
  std::int32_t width = 0;
  std::int32_t height = 0;
  std::int32_t keypoint_count = 0;
};

struct SavedKeypoint {
  float x = 0;
  float y = 0;
  float scale = 1;
  float angle_rad = 0;
};

cv::Mat grey_of(const cv::Mat& bgr) {
  cv::Mat grey;
  cv::cvtColor(bgr, grey, cv::COLOR_BGR2GRAY);
  return grey;
}

// Copies `size` bytes and moves on.
void append(Bytes& out, const void* data, std::size_t size) {
  const auto* bytes = static_cast<const std::byte*>(data);
  out.insert(out.end(), bytes, bytes + size);
}

// A picture over bytes that somebody else keeps. Nobody writes to the pixels of a Content.
cv::Mat shared_pixels(const std::byte* bytes, cv::Size size, int type) {
  return {size, type, const_cast<std::byte*>(bytes)};
}

bool is_sane(const SavedKeypoint& point, const SavedHeader& header) {
  return std::isfinite(point.x) && std::isfinite(point.y) && std::isfinite(point.scale) &&
         std::isfinite(point.angle_rad) && point.x >= -1 && point.y >= -1 &&
         point.x <= static_cast<float>(header.width) &&
         point.y <= static_cast<float>(header.height) && point.scale > 0 && point.scale < 1e5f &&
         std::abs(point.angle_rad) < 10;
}

}  // namespace

Picture Picture::prepare(const cv::Mat& bgr, Role role) {
  auto content = std::make_shared<Content>();
  content->bgr = bgr;
  content->grey_kept = grey_of(bgr);
  content->medium = reduce(content->grey_kept, medium_size(bgr.size()));
  const cv::Mat small = reduce(content->medium, fit_size(bgr.size(), feature_long_side_px));
  const double factor = static_cast<double>(bgr.cols) / small.cols;
  content->keypoints = find_keypoints(small, factor);
  if (role == Role::claim_photo) {
    content->mirrored_keypoints = mirror_keypoints(content->keypoints, small, factor);
  }
  return Picture(std::move(content));
}

cv::Mat Picture::Content::grey() const {
  return grey_kept.empty() ? grey_of(bgr) : grey_kept;
}

const cv::Mat& Picture::pixels() const {
  return content_->bgr;
}

Bytes Picture::save() const {
  const SavedHeader header{.width = content_->bgr.cols,
                           .height = content_->bgr.rows,
                           .keypoint_count = static_cast<int>(content_->keypoints.points.size())};
  Bytes out;
  out.reserve(sizeof header + content_->medium.total() + content_->bgr.total() * 3 +
              content_->keypoints.points.size() * (sizeof(SavedKeypoint) + descriptor_bytes));
  append(out, &header, sizeof header);
  for (const Keypoint& point : content_->keypoints.points) {
    const SavedKeypoint saved{point.position_px.x, point.position_px.y, point.scale,
                              point.angle_rad};
    append(out, &saved, sizeof saved);
  }
  for (int row = 0; row < content_->keypoints.descriptors.rows; ++row) {
    append(out, content_->keypoints.descriptors.ptr(row), descriptor_bytes);
  }
  for (const cv::Mat* pixels : {&content_->medium, &content_->bgr}) {
    for (int row = 0; row < pixels->rows; ++row) {
      append(out, pixels->ptr(row), static_cast<std::size_t>(pixels->cols) * pixels->elemSize());
    }
  }
  return out;
}

Result<Picture> Picture::restore(ByteView saved) {
  const Error broken{ErrorCode::corrupted, "not a prepared picture of this version"};
  SavedHeader header;
  if (saved.size() < sizeof header) return broken;
  std::memcpy(&header, saved.data(), sizeof header);
  if (header.magic != saved_magic || header.width < 1 || header.height < 1 ||
      header.width > limits::photo_side_px_max || header.height > limits::photo_side_px_max ||
      header.keypoint_count < 0 || header.keypoint_count > keypoints_max) {
    return broken;
  }
  const auto pixels =
      static_cast<std::size_t>(header.width) * static_cast<std::size_t>(header.height);
  const cv::Size medium = medium_size({header.width, header.height});
  const auto medium_pixels = static_cast<std::size_t>(medium.area());
  const auto count = static_cast<std::size_t>(header.keypoint_count);
  if (pixels > static_cast<std::size_t>(limits::photo_pixels_max)) return broken;
  if (saved.size() != sizeof header + medium_pixels + pixels * 3 +
                          count * (sizeof(SavedKeypoint) + descriptor_bytes)) {
    return broken;
  }
  const std::byte* next = saved.data() + sizeof header;
  auto content = std::make_shared<Content>();
  content->keypoints.points.reserve(count);
  for (std::size_t i = 0; i < count; ++i, next += sizeof(SavedKeypoint)) {
    SavedKeypoint point;
    std::memcpy(&point, next, sizeof point);
    if (!is_sane(point, header)) return broken;
    content->keypoints.points.push_back(
        {.position_px = {point.x, point.y}, .scale = point.scale, .angle_rad = point.angle_rad});
  }
  content->keypoints.descriptors.create(header.keypoint_count, descriptor_bytes, CV_8U);
  if (count > 0) std::memcpy(content->keypoints.descriptors.data, next, count * descriptor_bytes);
  next += count * descriptor_bytes;
  content->medium = shared_pixels(next, medium, CV_8UC1);
  content->bgr = shared_pixels(next + medium_pixels, {header.width, header.height}, CV_8UC3);
  return Picture(std::move(content));
}

}  // namespace pixiu::matching
