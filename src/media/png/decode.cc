#include "base/limits.h"
#include "media/alpha.h"
#include "media/exif.h"
#include "media/notes.h"
#include "media/png/chunks.h"
#include "media/png/png.h"
#include "media/whole_numbers.h"

#include <array>
#include <csetjmp>
#include <cstring>
#include <string>
#include <string_view>

#include <png.h>

namespace pixiu::media::png {
namespace {

// Where libpng reads and what it said.
struct ReadState {
  ByteView rest;
  std::jmp_buf way_back;
  char message[128];
  bool ran_dry;
  bool is_damaged;
};

[[noreturn]] void leave(png_structp png, png_const_charp message) {
  auto& state = *static_cast<ReadState*>(png_get_error_ptr(png));
  std::string_view(message).copy(state.message, sizeof state.message - 1);
  std::longjmp(state.way_back, 1);
}

void note_warning(png_structp png, png_const_charp message) {
  auto& state = *static_cast<ReadState*>(png_get_error_ptr(png));
  if (std::strstr(message, "CRC error") != nullptr) state.is_damaged = true;
}

void read_bytes(png_structp png, png_bytep to, std::size_t count) {
  auto& state = *static_cast<ReadState*>(png_get_io_ptr(png));
  if (count > state.rest.size()) {
    state.ran_dry = true;
    png_error(png, "the file ends early");
  }
  std::memcpy(to, state.rest.data(), count);
  state.rest = state.rest.subspan(count);
}

// A libpng reader on bytes in memory. Owns everything libpng takes.
class Reader {
 public:
  explicit Reader(ByteView file) {
    state_.rest = file;
    png_ = png_create_read_struct(PNG_LIBPNG_VER_STRING, &state_, leave, note_warning);
    if (png_ != nullptr) info_ = png_create_info_struct(png_);
  }
  ~Reader() { png_destroy_read_struct(&png_, &info_, nullptr); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  // Runs one step of libpng calls; false when libpng gave up and jumped out of it. The step must
  // create nothing with a destructor: a jump would skip it.
  template <class Step>
  bool run(Step&& step) {
    if (setjmp(state_.way_back) != 0) return false;
    step(png_, info_);
    return true;
  }

  bool is_ready() const { return png_ != nullptr && info_ != nullptr; }
  png_structp png() { return png_; }
  png_infop info() { return info_; }
  ReadState& state() { return state_; }
  Error failure() const { return {ErrorCode::corrupted, std::string("libpng: ") + state_.message}; }

 private:
  ReadState state_{};
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
};

// Bounds what chunks may take; texts are stepped over (they are read elsewhere).
void set_limits(png_structp png) {
  static constexpr std::array<png_byte, 15> skipped = {'t', 'E', 'X', 't', 0,   'z', 'T', 'X',
                                                       't', 0,   'i', 'T', 'X', 't', 0};
  png_set_user_limits(png, limits::photo_side_px_max, limits::photo_side_px_max);
  png_set_chunk_malloc_max(png, limits::metadata_bytes_max);
  png_set_chunk_cache_max(png, 64);
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, skipped.data(), 3);
  png_set_crc_action(png, PNG_CRC_WARN_USE, PNG_CRC_WARN_DISCARD);
}

bool is_transparent(png_structp png, png_infop info) {
  return (png_get_color_type(png, info) & PNG_COLOR_MASK_ALPHA) != 0 ||
         png_get_valid(png, info, PNG_INFO_tRNS) != 0;
}

// Whatever is stored comes out as 8-bit BGR, or BGRA when there is transparency. (libpng could lay
// it over white itself, but takes 254 for white when the file has 16 bits.)
void ask_for_bgr(png_structp png) {
  png_set_expand(png);
  png_set_scale_16(png);
  png_set_gray_to_rgb(png);
  png_set_bgr(png);
}

// How much of a chunk libpng takes at a time: all that a call needs, or little, so that a file that
// is cut off gives what it has.
void set_read_size(png_structp png, bool is_whole) {
  png_set_compression_buffer_size(png, is_whole ? 8192 : 64);
}

// Decodes rows until the end or until libpng gives up; returns how many rows hold something.
int read_rows(Reader& reader, cv::Mat& pixels, int pass_count) {
  int row_count = 0;
  reader.run([&](png_structp png, png_infop) {
    for (int pass = 0; pass < pass_count; ++pass) {
      for (int y = 0; y < pixels.rows; ++y) {
        png_read_row(png, nullptr, pixels.ptr(y));
        if (pass == 0) row_count = y + 1;
      }
    }
  });
  return row_count;
}

Bytes icc_profile_of(Reader& reader) {
  png_charp name = nullptr;
  int compression = 0;
  png_bytep data = nullptr;
  png_uint_32 size = 0;
  reader.run([&](png_structp png, png_infop info) {
    if (png_get_iCCP(png, info, &name, &compression, &data, &size) == 0) size = 0;
  });
  const ByteView view(reinterpret_cast<const std::byte*>(data), data == nullptr ? 0 : size);
  return {view.begin(), view.end()};
}

Result<StoredPicture> decode_pixels(ByteView file, Size checked, bool is_whole) {
  Reader reader(file);
  if (!reader.is_ready()) return Error{ErrorCode::limit_exceeded, "libpng got no memory"};
  StoredPicture picture;
  picture.full_size = checked;
  bool is_as_checked = false;
  int pass_count = 1;
  const bool has_begun = reader.run([&](png_structp png, png_infop info) {
    set_limits(png);
    set_read_size(png, is_whole);
    png_set_read_fn(png, &reader.state(), read_bytes);
    png_read_info(png, info);
    picture.bit_depth = png_get_bit_depth(png, info);
    picture.had_alpha = is_transparent(png, info);
    picture.colour_model = (png_get_color_type(png, info) & PNG_COLOR_MASK_COLOR) == 0
                               ? ColourModel::grey
                               : ColourModel::rgb;
    pass_count = png_set_interlace_handling(png);
    ask_for_bgr(png);
    png_read_update_info(png, info);
    is_as_checked = png_get_image_width(png, info) == static_cast<png_uint_32>(checked.width) &&
                    png_get_image_height(png, info) == static_cast<png_uint_32>(checked.height) &&
                    png_get_rowbytes(png, info) ==
                        static_cast<std::size_t>(checked.width) * (picture.had_alpha ? 4 : 3);
  });
  if (!has_begun) return reader.failure();
  if (!is_as_checked) return Error{ErrorCode::corrupted, "the PNG contradicts its own header"};

  picture.icc_profile = icc_profile_of(reader);
  cv::Mat pixels(checked.height, checked.width, picture.had_alpha ? CV_8UC4 : CV_8UC3);
  if (pass_count > 1) pixels.setTo(cv::Scalar(128, 128, 128, 255));
  const int row_count = read_rows(reader, pixels, pass_count);
  if (row_count == 0) return reader.failure();
  picture.pixels = pixels;
  if (picture.had_alpha) {
    picture.pixels = cv::Mat(pixels.size(), CV_8UC3);
    const cv::Range there(0, row_count);
    lay_over_white(pixels.rowRange(there), ChannelOrder::bgr, AlphaKind::straight,
                   picture.pixels.rowRange(there));
  }
  fill_missing_rows(picture.pixels, row_count);
  const ReadState& state = reader.state();
  if (state.ran_dry) picture.note(notes::truncated);
  if (state.is_damaged || (state.message[0] != '\0' && !state.ran_dry)) {
    picture.note(notes::damaged_data);
  }
  return picture;
}

}  // namespace

bool recognises(ByteView head) {
  return has_signature(head, 0, "\x89PNG\r\n\x1A\n");
}

Result<PictureInfo> read_info(ByteView file) {
  const ChunkSummary chunks = read_chunks(file);
  if (!chunks.has_header) return Error{ErrorCode::corrupted, "the PNG has no header chunk"};
  return PictureInfo{.format = Format::png,
                     .stored_size = chunks.size,
                     .orientation = orientation_of(read_exif_summary(chunks.exif)),
                     .frame_count = chunks.frame_count};
}

Result<StoredPicture> decode(ByteView file, const PictureInfo& info, const DecodeOptions&) {
  const ChunkSummary chunks = read_chunks(file);
  Result<StoredPicture> picture = decode_pixels(file, info.stored_size, chunks.has_end);
  if (!picture) return picture.error();
  picture->orientation = info.orientation;
  if (read_exif_summary(chunks.exif).orientation.value_or(info.orientation) != info.orientation) {
    picture->note(notes::orientation_invalid);
  }
  if (chunks.has_icc_profile && picture->icc_profile.empty()) {
    picture->note(notes::icc_profile_broken);
  }
  if (!chunks.has_end) picture->note(notes::truncated);
  return picture;
}

}  // namespace pixiu::media::png
