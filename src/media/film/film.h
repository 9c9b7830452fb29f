#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "media/photo.h"

#include <chrono>
#include <string>
#include <vector>

#include <opencv2/core.hpp>

namespace pixiu::media {

// One picture of a film: CV_8UC3, BGR, upright, of Film::size.
struct FilmFrame {
  std::chrono::milliseconds at{0};  // from the first one
  cv::Mat pixels;
};

// The beginning of a film. Owns its pictures.
struct Film {
  Format format = Format::mp4;
  std::string codec;  // "h264", "hevc", "mpeg4", "mjpeg", "vp9", "av1"
  Size size;          // upright
  // The first picture and, of the two seconds behind it, one every half second, as far as the
  // film and limits::film_pixels_decoded_max go; at least one.
  std::vector<FilmFrame> frames;
  bool has_only_key_frames = false;  // of pictures too large to read them all
};

// Where a film must carry its visible label (GB 45438-2025, 4.4): two seconds from the start.
inline constexpr std::chrono::milliseconds film_beginning{2000};

// Decodes the beginning of an MP4 or MOV file (FFmpeg). Nothing outside the bytes is opened: no
// network, no referenced file; one thread. Size and number of pictures are bounded before memory is
// taken (base/limits.h). Call inside the sandbox only.
//
// Errors: unsupported (no film we know, no picture track, a codec we do not decode), corrupted
// (nothing can be decoded), limit_exceeded.
// Cost: decoding two seconds; a picture of 1920 x 1080 takes about 5 ms.
Result<Film> read_film(ByteView file);

}  // namespace pixiu::media
