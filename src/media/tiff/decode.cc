#include "base/limits.h"
#include "media/alpha.h"
#include "media/notes.h"
#include "media/tiff/pages.h"
#include "media/tiff/tiff.h"
#include "media/whole_numbers.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <string>

#include <tiffio.h>

namespace pixiu::media::tiff {
namespace {

// One strip or tile may take this much; a whole picture in one strip fits.
constexpr tmsize_t single_allocation_bytes_max = tmsize_t{512} << 20;

// A file in memory as libtiff reads it, and what libtiff said.
struct Source {
  ByteView bytes;
  std::uint64_t offset = 0;
  std::array<char, 256> first_error{};
  bool has_error = false;
};

Source& source_of(thandle_t handle) {
  return *static_cast<Source*>(handle);
}

tmsize_t read_bytes(thandle_t handle, void* to, tmsize_t count) {
  Source& source = source_of(handle);
  if (count < 0 || source.offset >= source.bytes.size()) return 0;
  const std::size_t there = std::min(static_cast<std::size_t>(count),
                                     source.bytes.size() - static_cast<std::size_t>(source.offset));
  std::memcpy(to, source.bytes.data() + source.offset, there);
  source.offset += there;
  return static_cast<tmsize_t>(there);
}

tmsize_t write_nothing(thandle_t, void*, tmsize_t) {
  return 0;
}

toff_t seek(thandle_t handle, toff_t offset, int whence) {
  Source& source = source_of(handle);
  if (whence == SEEK_CUR) offset += source.offset;
  if (whence == SEEK_END) offset += source.bytes.size();
  source.offset = offset;
  return offset;
}

int close_nothing(thandle_t) {
  return 0;
}
toff_t size_of(thandle_t handle) {
  return source_of(handle).bytes.size();
}

int keep_error(TIFF*, void* user, const char*, const char* format, va_list arguments) {
  auto& source = *static_cast<Source*>(user);
  if (!source.has_error) {
    source.has_error = true;
    std::vsnprintf(source.first_error.data(), source.first_error.size(), format, arguments);
  }
  return 1;
}

int ignore_warning(TIFF*, void*, const char*, const char*, va_list) {
  return 1;
}

struct CloseTiff {
  void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};
struct FreeOptions {
  void operator()(TIFFOpenOptions* options) const { TIFFOpenOptionsFree(options); }
};
using File = std::unique_ptr<TIFF, CloseTiff>;

Error failure(const Source& source, ErrorCode code) {
  return {code, std::string("libtiff: ") + source.first_error.data()};
}

// `source` must outlive the file. Null when libtiff cannot read the first directory.
File open(Source& source) {
  const std::unique_ptr<TIFFOpenOptions, FreeOptions> options(TIFFOpenOptionsAlloc());
  if (!options) return nullptr;
  TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), single_allocation_bytes_max);
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), keep_error, &source);
  TIFFOpenOptionsSetWarningHandlerExtR(options.get(), ignore_warning, nullptr);
  return File(TIFFClientOpenExt("", "rm", &source, read_bytes, write_nothing, seek, close_nothing,
                                size_of, nullptr, nullptr, options.get()));
}

std::uint16_t short_field(TIFF* tiff, std::uint32_t tag) {
  std::uint16_t value = 0;
  TIFFGetFieldDefaulted(tiff, tag, &value);
  return value;
}

Size size_of_page(TIFF* tiff) {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &width);
  TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &height);
  constexpr std::uint32_t int_max = 0x7FFFFFFF;
  return {static_cast<int>(std::min(width, int_max)), static_cast<int>(std::min(height, int_max))};
}

Orientation orientation_of_page(TIFF* tiff) {
  const int value = short_field(tiff, TIFFTAG_ORIENTATION);
  return value >= 1 && value <= 8 ? value : 1;
}

Bytes icc_profile_of(TIFF* tiff) {
  std::uint32_t size = 0;
  const void* data = nullptr;
  if (TIFFGetField(tiff, TIFFTAG_ICCPROFILE, &size, &data) == 0 || data == nullptr ||
      size > limits::metadata_bytes_max) {
    return {};
  }
  const auto* from = static_cast<const std::byte*>(data);
  return {from, from + size};
}

// libtiff's converter to RGBA; ended whatever happens.
class RgbaImage {
 public:
  explicit RgbaImage(TIFF* tiff) {
    constexpr int stop_on_error = 1;
    is_ready_ = TIFFRGBAImageOK(tiff, message_.data()) != 0 &&
                TIFFRGBAImageBegin(&image_, tiff, stop_on_error, message_.data()) != 0;
  }
  ~RgbaImage() {
    if (is_ready_) TIFFRGBAImageEnd(&image_);
  }
  RgbaImage(const RgbaImage&) = delete;
  RgbaImage& operator=(const RgbaImage&) = delete;

  bool is_ready() const { return is_ready_; }
  const char* message() const { return message_.data(); }
  bool has_alpha() const { return image_.alpha != 0; }

  // Rows in the order they are stored; false when the data broke off on the way.
  bool read_into(cv::Mat& rgba) {
    image_.req_orientation = image_.orientation;
    return TIFFRGBAImageGet(&image_, rgba.ptr<std::uint32_t>(),
                            static_cast<std::uint32_t>(rgba.cols),
                            static_cast<std::uint32_t>(rgba.rows)) != 0;
  }

 private:
  TIFFRGBAImage image_{};
  std::array<char, 1024> message_{};
  bool is_ready_ = false;
};

// True when every pixel still holds what the picture was filled with.
bool is_untouched(const cv::Mat& rgba, const cv::Scalar& fill) {
  cv::Mat equal;
  cv::inRange(rgba, fill, fill, equal);
  return cv::countNonZero(equal) == rgba.rows * rgba.cols;
}

ColourModel colour_model_of(TIFF* tiff) {
  const std::uint16_t photometric = short_field(tiff, TIFFTAG_PHOTOMETRIC);
  const bool is_grey =
      photometric == PHOTOMETRIC_MINISBLACK || photometric == PHOTOMETRIC_MINISWHITE;
  return is_grey ? ColourModel::grey : ColourModel::rgb;
}

// libtiff itself turns inks and Lab into RGB, so that their profiles fit no more.
void take_profile(TIFF* tiff, StoredPicture& picture) {
  const std::uint16_t photometric = short_field(tiff, TIFFTAG_PHOTOMETRIC);
  picture.icc_profile = icc_profile_of(tiff);
  if (photometric == PHOTOMETRIC_SEPARATED && picture.icc_profile.empty()) {
    picture.note(notes::cmyk_without_profile);
  }
}

}  // namespace

bool recognises(ByteView head) {
  constexpr std::array<std::string_view, 4> signatures = {
      std::string_view("II*\0", 4), std::string_view("MM\0*", 4), std::string_view("II+\0", 4),
      std::string_view("MM\0+", 4)};
  return std::ranges::any_of(signatures,
                             [&](std::string_view text) { return has_signature(head, 0, text); });
}

Result<PictureInfo> read_info(ByteView file) {
  const Result<int> page_count = count_pages(file);
  if (!page_count) return page_count.error();
  Source source{.bytes = file};
  const File tiff = open(source);
  if (!tiff) return failure(source, ErrorCode::corrupted);
  return PictureInfo{.format = Format::tiff,
                     .stored_size = size_of_page(tiff.get()),
                     .orientation = orientation_of_page(tiff.get()),
                     .frame_count = *page_count};
}

Result<StoredPicture> decode(ByteView file, const PictureInfo& info, const DecodeOptions&) {
  Source source{.bytes = file};
  const File tiff = open(source);
  if (!tiff) return failure(source, ErrorCode::corrupted);
  RgbaImage image(tiff.get());
  if (!image.is_ready()) {
    return Error{ErrorCode::unsupported, std::string("libtiff: ") + image.message()};
  }
  const cv::Scalar fill(128, 128, 128, 255);
  cv::Mat rgba(info.stored_size.height, info.stored_size.width, CV_8UC4, fill);
  const bool is_whole = image.read_into(rgba);
  if (!is_whole && is_untouched(rgba, fill)) return failure(source, ErrorCode::corrupted);

  StoredPicture picture;
  if (!is_whole || source.has_error) picture.note(notes::damaged_data);
  picture.full_size = info.stored_size;
  picture.orientation = info.orientation;
  picture.bit_depth = short_field(tiff.get(), TIFFTAG_BITSPERSAMPLE);
  picture.had_alpha = image.has_alpha();
  picture.colour_model = colour_model_of(tiff.get());
  picture.pixels.create(rgba.size(), CV_8UC3);
  lay_over_white(rgba, ChannelOrder::rgb, AlphaKind::premultiplied, picture.pixels);
  take_profile(tiff.get(), picture);
  return picture;
}

}  // namespace pixiu::media::tiff
