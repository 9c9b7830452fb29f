#include "media/jpeg/decompressor.h"
#include "media/jpeg/jpeg.h"
#include "media/jpeg/structure.h"
#include "media/notes.h"
#include "media/whole_numbers.h"

#include <algorithm>
#include <array>

namespace pixiu::media::jpeg {
namespace {

// Rows handed to libjpeg in one call; at most one row of MCUs comes back.
constexpr int rows_a_call = 16;

int rounded_up(int value, int denominator) {
  return (value + denominator - 1) / denominator;
}

// The largest of 8, 4, 2, 1 that leaves the longer side at least `long_side_px_min`.
int scale_denominator_for(Size size, int long_side_px_min) {
  if (long_side_px_min <= 0) return 1;
  const int long_side = std::max(size.width, size.height);
  for (const int denominator : {8, 4, 2}) {
    if (rounded_up(long_side, denominator) >= long_side_px_min) return denominator;
  }
  return 1;
}

// Says what libjpeg shall produce. False when the colours are none we know.
bool choose_output(jpeg_decompress_struct& info, int scale_denominator) {
  info.scale_num = 1;
  info.scale_denom = static_cast<unsigned>(scale_denominator);
  const J_COLOR_SPACE stored = info.jpeg_color_space;
  const bool is_light = stored == JCS_GRAYSCALE || stored == JCS_YCbCr || stored == JCS_RGB;
  const bool is_ink = stored == JCS_CMYK || stored == JCS_YCCK;
  info.out_color_space = is_ink ? JCS_CMYK : JCS_EXT_BGR;
  return is_light || is_ink;
}

ColourModel colour_model_of(const jpeg_decompress_struct& info) {
  if (info.out_color_space == JCS_CMYK) return ColourModel::cmyk;
  return info.jpeg_color_space == JCS_GRAYSCALE ? ColourModel::grey : ColourModel::rgb;
}

// Decodes rows into `pixels` until the end or until libjpeg gives up; returns how many came.
int read_rows(Decompressor& decompressor, cv::Mat& pixels) {
  int row_count = 0;
  decompressor.run([&](jpeg_decompress_struct& info) {
    std::array<JSAMPROW, rows_a_call> rows{};
    while (info.output_scanline < info.output_height) {
      const int first = static_cast<int>(info.output_scanline);
      const int wanted = std::min(rows_a_call, pixels.rows - first);
      for (int i = 0; i < wanted; ++i) rows[static_cast<std::size_t>(i)] = pixels.ptr(first + i);
      const JDIMENSION got =
          jpeg_read_scanlines(&info, rows.data(), static_cast<JDIMENSION>(wanted));
      if (got == 0) break;
      row_count = first + static_cast<int>(got);
    }
    if (info.output_scanline == info.output_height) jpeg_finish_decompress(&info);
  });
  return row_count;
}

// libjpeg hands out inks as they stand; Adobe's programs store them inverted.
void turn_to_ink(cv::Mat& cmyk, bool is_inverted) {
  if (is_inverted) cv::bitwise_not(cmyk, cmyk);
}

Result<StoredPicture> decode_pixels(ByteView file, const Anatomy& anatomy,
                                    const DecodeOptions& options) {
  Decompressor decompressor(file);
  if (!decompressor.is_ready()) return decompressor.failure();
  bool has_checked_size = false;
  bool has_known_colours = false;
  const bool has_begun = decompressor.run([&](jpeg_decompress_struct& info) {
    jpeg_read_header(&info, TRUE);
    has_checked_size = is_size_of(info, anatomy.size);
    has_known_colours =
        choose_output(info, scale_denominator_for(anatomy.size, options.long_side_px_min));
    if (has_checked_size && has_known_colours) jpeg_start_decompress(&info);
  });
  if (!has_begun) return decompressor.failure();
  if (!has_checked_size) return Error{ErrorCode::corrupted, "the JPEG has two frame headers"};
  if (!has_known_colours) {
    return Error{ErrorCode::unsupported, "the JPEG's components are no known colours"};
  }

  const jpeg_decompress_struct& info = decompressor.info();
  StoredPicture picture;
  picture.colour_model = colour_model_of(info);
  picture.full_size = anatomy.size;
  picture.scale_denominator = static_cast<int>(info.scale_denom);
  picture.pixels.create(static_cast<int>(info.output_height), static_cast<int>(info.output_width),
                        picture.colour_model == ColourModel::cmyk ? CV_8UC4 : CV_8UC3);
  const int row_count = read_rows(decompressor, picture.pixels);
  if (row_count == 0) return decompressor.failure();
  if (row_count < picture.pixels.rows) {
    fill_missing_rows(picture.pixels, row_count);
    picture.note(decompressor.errors().ran_dry ? notes::truncated : notes::damaged_data);
  }
  if (decompressor.errors().is_damaged && !decompressor.errors().ran_dry) {
    picture.note(notes::damaged_data);
  }
  if (picture.colour_model == ColourModel::cmyk) {
    turn_to_ink(picture.pixels, info.saw_Adobe_marker != FALSE);
  }
  if (decompressor.errors().ran_dry) picture.note(notes::truncated);
  return picture;
}

}  // namespace

bool recognises(ByteView head) {
  return has_signature(head, 0, "\xFF\xD8\xFF");
}

Result<PictureInfo> read_info(ByteView file) {
  const Anatomy anatomy = read_anatomy(file, Depth::up_to_first_scan);
  if (!anatomy.has_frame) return Error{ErrorCode::corrupted, "the JPEG has no frame header"};
  return PictureInfo{.format = Format::jpeg,
                     .stored_size = anatomy.size,
                     .orientation = orientation_of(read_exif_summary(anatomy.exif))};
}

Result<StoredPicture> decode(ByteView file, const PictureInfo& info, const DecodeOptions& options) {
  Anatomy anatomy = read_anatomy(file, Depth::whole_stream);
  if (const Status within = check_scans(anatomy); !within) return within.error();
  Result<StoredPicture> picture = decode_pixels(file, anatomy, options);
  if (!picture) return picture.error();

  const ExifSummary exif = read_exif_summary(anatomy.exif);
  picture->orientation = info.orientation;
  if (exif.orientation && *exif.orientation != info.orientation) {
    picture->note(notes::orientation_invalid);
  }
  picture->bit_depth = anatomy.structure.precision_bits;
  picture->icc_profile = std::move(anatomy.icc_profile);
  if (anatomy.is_icc_incomplete) picture->note(notes::icc_profile_broken);
  if (std::ranges::find(picture->notes, notes::truncated) != picture->notes.end()) {
    anatomy.structure.is_truncated = true;
  }
  if (anatomy.structure.is_truncated) picture->note(notes::truncated);
  if (options.keep_jpeg_structure) picture->jpeg = std::move(anatomy.structure);
  return picture;
}

}  // namespace pixiu::media::jpeg
