#include "media/encode.h"

#include "base/check.h"

#include <csetjmp>
#include <cstring>
#include <new>
#include <string>
#include <string_view>

#include <png.h>

namespace pixiu::media {
namespace {

// A third of zlib's default time for a few per cent more bytes.
constexpr int compression_level = 3;

struct WriteState {
  Bytes bytes;
  std::jmp_buf way_back;
  char message[128];
};

[[noreturn]] void leave(png_structp png, png_const_charp message) {
  auto& state = *static_cast<WriteState*>(png_get_error_ptr(png));
  std::string_view(message).copy(state.message, sizeof state.message - 1);
  std::longjmp(state.way_back, 1);
}

void say_nothing(png_structp, png_const_charp) {}

// Appends; false when there is no memory (nothing may be thrown through libpng).
bool append(Bytes& to, const png_byte* data, std::size_t count) {
  try {
    const auto* from = reinterpret_cast<const std::byte*>(data);
    to.insert(to.end(), from, from + count);
    return true;
  } catch (const std::bad_alloc&) {
    return false;
  }
}

void write_bytes(png_structp png, png_bytep data, std::size_t count) {
  if (!append(static_cast<WriteState*>(png_get_io_ptr(png))->bytes, data, count)) {
    png_error(png, "out of memory");
  }
}

void flush_nothing(png_structp) {}

// Owns what libpng takes for writing.
struct Writer {
  Writer() {
    png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &state, leave, say_nothing);
    if (png != nullptr) info = png_create_info_struct(png);
  }
  ~Writer() { png_destroy_write_struct(&png, &info); }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  WriteState state{};
  png_structp png = nullptr;
  png_infop info = nullptr;
};

// False when libpng gave up. Creates nothing with a destructor: a jump would skip it.
bool write_picture(Writer& writer, const cv::Mat& pixels) {
  if (setjmp(writer.state.way_back) != 0) return false;
  const int colour_type = pixels.channels() == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB;
  png_set_write_fn(writer.png, &writer.state, write_bytes, flush_nothing);
  png_set_compression_level(writer.png, compression_level);
  png_set_IHDR(writer.png, writer.info, static_cast<png_uint_32>(pixels.cols),
               static_cast<png_uint_32>(pixels.rows), 8, colour_type, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info(writer.png, writer.info);
  png_set_bgr(writer.png);
  for (int y = 0; y < pixels.rows; ++y) png_write_row(writer.png, pixels.ptr(y));
  png_write_end(writer.png, nullptr);
  return true;
}

}  // namespace

Result<Bytes> encode_png(const cv::Mat& pixels) {
  PIXIU_CHECK(pixels.type() == CV_8UC1 || pixels.type() == CV_8UC3);
  if (pixels.empty()) return Error{ErrorCode::invalid_input, "a PNG needs pixels"};
  Writer writer;
  if (writer.png == nullptr || writer.info == nullptr) {
    return Error{ErrorCode::unavailable, "libpng got no memory"};
  }
  if (!write_picture(writer, pixels)) {
    return Error{ErrorCode::internal, std::string("libpng: ") + writer.state.message};
  }
  return std::move(writer.state.bytes);
}

}  // namespace pixiu::media
