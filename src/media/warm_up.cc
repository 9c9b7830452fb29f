#include "media/warm_up.h"

#include "media/decode.h"
#include "media/encode.h"
#include "media/icc.h"
#include "media/orientation.h"
#include "media/warm_up_samples.h"

#include <span>
#include <string>

namespace pixiu::media {
namespace {

ByteView bytes_of_sample(std::span<const unsigned char> sample) {
  return std::as_bytes(sample);
}

Status must_decode(std::string_view name, ByteView file) {
  const Result<Photo> photo = decode_photo(file);
  if (photo) return {};
  return Error{ErrorCode::internal,
               "this machine cannot decode " + std::string(name) + ": " + photo.error().message};
}

// A picture with a wide-gamut profile, in every orientation.
void touch_colours_and_turns() {
  StoredPicture picture;
  picture.pixels = cv::Mat(16, 8, CV_8UC3, cv::Scalar(60, 120, 180));
  picture.icc_profile = make_profile(display_p3_primaries);
  convert_to_srgb(picture);
  for (Orientation orientation = 1; orientation <= 8; ++orientation) {
    turn_upright(picture.pixels, orientation);
  }
}

}  // namespace

Status warm_up() {
  namespace samples = warm_up_samples;
  touch_colours_and_turns();
  const cv::Mat pixels(16, 16, CV_8UC3, cv::Scalar(60, 120, 180));
  const Result<Bytes> jpeg = encode_jpeg(pixels, 90);
  if (!jpeg) return jpeg.error();
  const Result<Bytes> png = encode_png(pixels);
  if (!png) return png.error();
  struct Sample {
    std::string_view name;
    ByteView file;
  };
  const Sample all[] = {
      {"JPEG", *jpeg},
      {"PNG", *png},
      {"lossy WebP", bytes_of_sample(samples::webp_lossy)},
      {"lossless WebP", bytes_of_sample(samples::webp_lossless)},
      {"HEIC", bytes_of_sample(samples::heic)},
      {"AVIF", bytes_of_sample(samples::avif)},
      {"GIF", bytes_of_sample(samples::gif)},
      {"TIFF", bytes_of_sample(samples::tiff)},
  };
  for (const auto& [name, file] : all) {
    if (Status decoded = must_decode(name, file); !decoded) return decoded;
  }
  return {};
}

}  // namespace pixiu::media
