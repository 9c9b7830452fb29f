#pragma once

#include "base/result.h"
#include "media/decode.h"

#include <string>
#include <vector>

#include <opencv2/core.hpp>

namespace pixiu::media {

enum class ColourModel { grey, rgb, cmyk };

// What a format's decoder hands to the steps all formats share: colour, then orientation.
struct StoredPicture {
  // grey, rgb: CV_8UC3 BGR (grey: three equal channels), alpha already laid over white.
  // cmyk:      CV_8UC4, 0 no ink .. 255 full ink.
  cv::Mat pixels;
  ColourModel colour_model = ColourModel::rgb;
  Bytes icc_profile;  // empty when none
  Size full_size;     // as stored; larger than pixels when the decoder scaled
  int scale_denominator = 1;
  Orientation orientation = 1;  // still to be applied
  int bit_depth = 8;
  bool had_alpha = false;
  std::optional<JpegStructure> jpeg;
  std::vector<std::string> notes;

  // Adds a note once.
  void note(std::string_view word);
};

// One still format. The functions are pure, share nothing and expect `recognises` to hold.
struct FormatReader {
  Format format = Format::unknown;

  // Told from the first bytes (at most 64); short files are fine.
  bool (*recognises)(ByteView head) = nullptr;

  // From headers alone. Checks no limits: the caller does (check_limits). upright_size is left
  // empty when it follows from stored_size and orientation.
  // Errors: unsupported, corrupted.
  Result<PictureInfo> (*read_info)(ByteView file) = nullptr;

  // `info` is what read_info said and is within limits.
  // Errors: unsupported, corrupted, limit_exceeded.
  Result<StoredPicture> (*decode)(ByteView file, const PictureInfo& info,
                                  const DecodeOptions& options) = nullptr;
};

// Errors: limit_exceeded when sides or pixels are over base/limits.h; corrupted when a side
// is not positive.
Status check_limits(const PictureInfo& info);

// Fills the rows from `first` down with mid grey: what a broken file does not tell.
void fill_missing_rows(cv::Mat& pixels, int first);

}  // namespace pixiu::media
