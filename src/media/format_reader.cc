#include "media/format_reader.h"

#include "base/limits.h"

#include <algorithm>

namespace pixiu::media {

std::string_view format_name(Format format) {
  switch (format) {
    case Format::unknown: return "unknown";
    case Format::jpeg: return "jpeg";
    case Format::png: return "png";
    case Format::webp: return "webp";
    case Format::heif: return "heif";
    case Format::gif: return "gif";
    case Format::tiff: return "tiff";
    case Format::mp4: return "mp4";
    case Format::mov: return "mov";
    case Format::mp3: return "mp3";
  }
  return "unknown";
}

bool is_still(Format format) {
  return format != Format::unknown && format != Format::mp3 && !is_film(format);
}

bool is_film(Format format) {
  return format == Format::mp4 || format == Format::mov;
}

void StoredPicture::note(std::string_view word) {
  if (std::ranges::find(notes, word) == notes.end()) notes.emplace_back(word);
}

namespace {

Status check_size(Size picture_size) {
  const auto [width, height] = picture_size;
  const std::string size = std::to_string(width) + " x " + std::to_string(height);
  if (width <= 0 || height <= 0) {
    return Error{ErrorCode::corrupted, "the picture's size is " + size + "; no side may be 0"};
  }
  if (width > limits::photo_side_px_max || height > limits::photo_side_px_max) {
    return Error{ErrorCode::limit_exceeded, "the picture is " + size +
                                                " pixels; a side may have at most " +
                                                std::to_string(limits::photo_side_px_max)};
  }
  if (std::int64_t{width} * height > limits::photo_pixels_max) {
    return Error{ErrorCode::limit_exceeded, "the picture is " + size + " pixels; at most " +
                                                std::to_string(limits::photo_pixels_max) +
                                                " pixels are decoded"};
  }
  return {};
}

}  // namespace

Status check_limits(const PictureInfo& info) {
  const Status stored = check_size(info.stored_size);
  return stored ? check_size(info.upright_size) : stored;
}

void fill_missing_rows(cv::Mat& pixels, int first) {
  if (first < pixels.rows) pixels.rowRange(first, pixels.rows).setTo(cv::Scalar::all(128));
}

}  // namespace pixiu::media
