#pragma once

#include "media/photo.h"

namespace pixiu::media {

// The format by its signature; `unknown` when none fits. Never fails, reads at most 64 bytes.
Format format_of(ByteView file);

// What a picture is, from its headers alone: nothing is decoded, no pixel memory is taken.
struct PictureInfo {
  Format format = Format::unknown;
  Size stored_size;   // before orientation
  Size upright_size;  // after orientation
  Orientation orientation = 1;
  int frame_count = 1;  // pages or frames; counted up to limits::photo_frames_max
};

// Errors: invalid_input (empty), unsupported (no picture we know), corrupted (headers broken),
//         limit_exceeded (bytes, pixels or sides over base/limits.h).
Result<PictureInfo> read_info(ByteView file);

struct DecodeOptions {
  // JPEG only: decode at the smallest DCT scale (1/1, 1/2, 1/4, 1/8) whose longer side is still at
  // least this; 0 decodes in full. Other formats are always decoded in full.
  int long_side_px_min = 0;
  // Keep quantisation tables, sampling, thumbnail and trailing bytes in Photo::jpeg.
  bool keep_jpeg_structure = true;
};

// Untrusted bytes to an upright sRGB photo: the first page or frame. Call inside the sandbox only
// (and media::warm_up before it is locked).
//
// Limits are checked on the headers before any pixel memory is taken. A file that
// ends early but tells some rows decodes with the note "truncated" (HEIF and TIFF as far as their
// libraries go). Notes are the words of media/notes.h.
// Errors: as read_info, and corrupted when no pixel can be recovered. A TIFF whose pages lead round
//         in a loop is corrupted.
// Cost:   one decode; peak memory about 4 bytes a pixel beyond the result.
Result<Photo> decode_photo(ByteView file, const DecodeOptions& options = {});

// The quantised DCT coefficients of one JPEG component, for detectors of compression history.
struct CoefficientPlane {
  int blocks_wide = 0;
  int blocks_high = 0;
  std::vector<std::int16_t> values;  // blocks_high x blocks_wide x 64, natural order in a block
};

// Errors: unsupported when the file is no JPEG; corrupted; limit_exceeded.
Result<std::vector<CoefficientPlane>> read_jpeg_coefficients(ByteView file);

}  // namespace pixiu::media
