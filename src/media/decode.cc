#include "media/decode.h"

#include "base/limits.h"
#include "media/format_reader.h"
#include "media/gif/gif.h"
#include "media/heif/heif.h"
#include "media/icc.h"
#include "media/jpeg/jpeg.h"
#include "media/mp4_tags.h"
#include "media/notes.h"
#include "media/orientation.h"
#include "media/png/png.h"
#include "media/tiff/tiff.h"
#include "media/webp/webp.h"
#include "media/whole_numbers.h"

#include <algorithm>
#include <array>
#include <new>
#include <string>

namespace pixiu::media {
namespace {

constexpr std::size_t head_bytes = 64;

// The one place where still formats are listed.
constexpr std::array readers = {
    jpeg::reader, png::reader, webp::reader, heif::reader, gif::reader, tiff::reader,
};

const FormatReader* reader_of(ByteView file) {
  const ByteView head = file.first(std::min(file.size(), head_bytes));
  for (const FormatReader& reader : readers) {
    if (reader.recognises(head)) return &reader;
  }
  return nullptr;
}

Result<const FormatReader*> reader_for(ByteView file) {
  if (file.empty()) return Error{ErrorCode::invalid_input, "the file is empty"};
  if (file.size() > limits::photo_bytes_max) {
    return Error{ErrorCode::limit_exceeded,
                 "the file has " + std::to_string(file.size()) + " bytes; at most " +
                     std::to_string(limits::photo_bytes_max) + " are read"};
  }
  const FormatReader* reader = reader_of(file);
  if (reader == nullptr) {
    return Error{ErrorCode::unsupported,
                 "the bytes are no JPEG, PNG, WebP, HEIF, GIF or TIFF picture"};
  }
  return reader;
}

Result<PictureInfo> checked_info(const FormatReader& reader, ByteView file) {
  Result<PictureInfo> info = reader.read_info(file);
  if (!info) return info.error();
  info->format = reader.format;
  info->frame_count = std::min(info->frame_count, limits::photo_frames_max);
  if (info->upright_size == Size{}) {
    info->upright_size = upright_size_of(info->stored_size, info->orientation);
  }
  if (const Status within = check_limits(*info); !within) return within.error();
  return info;
}

Photo finished(StoredPicture stored, const PictureInfo& info, std::size_t file_size_bytes) {
  Photo photo;
  photo.format = info.format;
  photo.had_icc_profile = !stored.icc_profile.empty();
  convert_to_srgb(stored);
  photo.pixels = turn_upright(stored.pixels, stored.orientation);
  photo.full_size = upright_size_of(stored.full_size, stored.orientation);
  photo.scale_denominator = stored.scale_denominator;
  photo.orientation = stored.orientation;
  photo.source_bit_depth = stored.bit_depth;
  photo.had_alpha = stored.had_alpha;
  photo.frame_count = info.frame_count;
  photo.file_size_bytes = file_size_bytes;
  photo.jpeg = std::move(stored.jpeg);
  if (info.frame_count > 1) stored.note(notes::several_frames);
  photo.notes = std::move(stored.notes);
  return photo;
}

// Runs one reading step; what a library throws becomes an Error.
template <class Step>
auto without_exceptions(Step step) -> decltype(step()) {
  const Error no_memory{ErrorCode::limit_exceeded,
                        "there is not enough memory to decode the picture"};
  try {
    return step();
  } catch (const std::bad_alloc&) {
    return no_memory;
  } catch (const cv::Exception& exception) {
    if (exception.code == cv::Error::StsNoMem) return no_memory;
    return Error{ErrorCode::corrupted, "decoding failed: " + exception.err};
  } catch (const std::exception& exception) {
    return Error{ErrorCode::corrupted, std::string("decoding failed: ") + exception.what()};
  }
}

}  // namespace

Format format_of(ByteView file) {
  if (const FormatReader* reader = reader_of(file)) return reader->format;
  if (has_signature(file, 0, "ID3")) return Format::mp3;
  if (!is_iso_media(file)) return Format::unknown;
  // Old QuickTime files have no brand at all.
  const bool has_brand = has_signature(file, 4, "ftyp");
  return has_brand && !has_signature(file, 8, "qt  ") ? Format::mp4 : Format::mov;
}

Result<PictureInfo> read_info(ByteView file) {
  return without_exceptions([&]() -> Result<PictureInfo> {
    const Result<const FormatReader*> reader = reader_for(file);
    if (!reader) return reader.error();
    return checked_info(**reader, file);
  });
}

Result<Photo> decode_photo(ByteView file, const DecodeOptions& options) {
  return without_exceptions([&]() -> Result<Photo> {
    const Result<const FormatReader*> reader = reader_for(file);
    if (!reader) return reader.error();
    const Result<PictureInfo> info = checked_info(**reader, file);
    if (!info) return info.error();
    Result<StoredPicture> stored = (*reader)->decode(file, *info, options);
    if (!stored) return stored.error();
    return finished(std::move(*stored), *info, file.size());
  });
}

Result<std::vector<CoefficientPlane>> read_jpeg_coefficients(ByteView file) {
  using Planes = Result<std::vector<CoefficientPlane>>;
  return without_exceptions([&]() -> Planes {
    const Result<const FormatReader*> reader = reader_for(file);
    if (!reader) return reader.error();
    if ((*reader)->format != Format::jpeg) {
      return Error{ErrorCode::unsupported, "only a JPEG has JPEG coefficients"};
    }
    const Result<PictureInfo> info = checked_info(**reader, file);
    if (!info) return info.error();
    return jpeg::read_coefficients(file);
  });
}

}  // namespace pixiu::media
