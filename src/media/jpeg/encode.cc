#include "media/encode.h"

#include "base/check.h"
#include "media/jpeg/decompressor.h"

#include <array>
#include <cstdlib>

namespace pixiu::media {
namespace {

// A libjpeg compressor into memory. Owns everything libjpeg takes.
class Compressor {
 public:
  Compressor() {
    jpeg::install_error_handlers(errors_);
    info_.err = &errors_.manager;
    is_ready_ = run([&] {
      jpeg_create_compress(&info_);
      jpeg_mem_dest(&info_, &buffer_, &size_bytes_);
    });
  }
  ~Compressor() {
    jpeg_destroy_compress(&info_);
    std::free(buffer_);
  }
  Compressor(const Compressor&) = delete;
  Compressor& operator=(const Compressor&) = delete;

  template <class Step>
  bool run(Step&& step) {
    return jpeg::run_guarded(errors_, step);
  }

  bool is_ready() const { return is_ready_; }
  jpeg_compress_struct& info() { return info_; }
  const char* message() const { return errors_.message; }
  ByteView bytes() const { return {reinterpret_cast<const std::byte*>(buffer_), size_bytes_}; }

 private:
  jpeg::ErrorState errors_{};
  jpeg_compress_struct info_{};
  unsigned char* buffer_ = nullptr;
  unsigned long size_bytes_ = 0;
  bool is_ready_ = false;
};

void compress(jpeg_compress_struct& info, const cv::Mat& bgr, int quality) {
  info.image_width = static_cast<JDIMENSION>(bgr.cols);
  info.image_height = static_cast<JDIMENSION>(bgr.rows);
  info.input_components = 3;
  info.in_color_space = JCS_EXT_BGR;
  jpeg_set_defaults(&info);
  jpeg_set_quality(&info, quality, TRUE);
  jpeg_start_compress(&info, TRUE);
  for (int y = 0; y < bgr.rows; ++y) {
    auto* row = const_cast<JSAMPROW>(bgr.ptr(y));  // libjpeg only reads it
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
}

}  // namespace

Result<Bytes> encode_jpeg(const cv::Mat& bgr, int quality) {
  PIXIU_CHECK(bgr.type() == CV_8UC3);
  if (bgr.empty() || quality < 1 || quality > 100) {
    return Error{ErrorCode::invalid_input, "a JPEG needs pixels and a quality of 1 to 100"};
  }
  Compressor compressor;
  if (!compressor.is_ready() ||
      !compressor.run([&] { compress(compressor.info(), bgr, quality); })) {
    return Error{ErrorCode::internal, std::string("libjpeg: ") + compressor.message()};
  }
  const ByteView bytes = compressor.bytes();
  return Bytes(bytes.begin(), bytes.end());
}

}  // namespace pixiu::media
