#include "base/limits.h"
#include "media/alpha.h"
#include "media/heif/heif.h"
#include "media/icc.h"
#include "media/notes.h"
#include "media/whole_numbers.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <string>

#include <libheif/heif.h>

namespace pixiu::media::heif {
namespace {

// Tiles of a phone's picture are decoded side by side.
constexpr int decoding_threads = 2;

constexpr std::array<std::string_view, 10> brands = {"heic", "heix", "heim", "heis", "hevc",
                                                     "hevx", "mif1", "msf1", "avif", "avis"};

struct FreeContext {
  void operator()(heif_context* context) const { heif_context_free(context); }
};
struct ReleaseHandle {
  void operator()(heif_image_handle* handle) const { heif_image_handle_release(handle); }
};
struct ReleaseImage {
  void operator()(heif_image* image) const { heif_image_release(image); }
};
struct FreeOptions {
  void operator()(heif_decoding_options* options) const { heif_decoding_options_free(options); }
};
struct FreeNclx {
  void operator()(heif_color_profile_nclx* nclx) const { heif_nclx_color_profile_free(nclx); }
};
using Context = std::unique_ptr<heif_context, FreeContext>;
using Handle = std::unique_ptr<heif_image_handle, ReleaseHandle>;
using Image = std::unique_ptr<heif_image, ReleaseImage>;

Error failure(const heif_error& error) {
  ErrorCode code = ErrorCode::corrupted;
  if (error.code == heif_error_Unsupported_filetype ||
      error.code == heif_error_Unsupported_feature) {
    code = ErrorCode::unsupported;
  }
  if (error.code == heif_error_Memory_allocation_error ||
      error.subcode == heif_suberror_Security_limit_exceeded) {
    code = ErrorCode::limit_exceeded;
  }
  return {code, std::string("libheif: ") + (error.message == nullptr ? "" : error.message)};
}

// The parsed container and its primary picture. The context must outlive the handle.
struct Opened {
  Context context;
  Handle primary;
};

Result<Opened> open(ByteView file) {
  Opened opened;
  opened.context.reset(heif_context_alloc());
  if (!opened.context) return Error{ErrorCode::limit_exceeded, "libheif got no memory"};
  heif_context_set_maximum_image_size_limit(opened.context.get(), limits::photo_side_px_max);
  heif_context_set_max_decoding_threads(opened.context.get(), decoding_threads);
  const heif_error read = heif_context_read_from_memory_without_copy(
      opened.context.get(), file.data(), file.size(), nullptr);
  if (read.code != heif_error_Ok) return failure(read);
  heif_image_handle* handle = nullptr;
  const heif_error found = heif_context_get_primary_image_handle(opened.context.get(), &handle);
  if (found.code != heif_error_Ok) return failure(found);
  opened.primary.reset(handle);
  return opened;
}

Size upright_size_of(const heif_image_handle* handle) {
  return {heif_image_handle_get_width(handle), heif_image_handle_get_height(handle)};
}

Bytes raw_profile_of(const heif_image_handle* handle) {
  const std::size_t size = heif_image_handle_get_raw_color_profile_size(handle);
  if (size == 0 || size > limits::metadata_bytes_max) return {};
  Bytes bytes(size);
  const heif_error error = heif_image_handle_get_raw_color_profile(handle, bytes.data());
  return error.code == heif_error_Ok ? bytes : Bytes{};
}

// Colours named by number (H.273) in place of a profile; sRGB and what is close to it need nothing.
void take_named_colours(const heif_image_handle* handle, StoredPicture& picture) {
  heif_color_profile_nclx* found = nullptr;
  const heif_error error = heif_image_handle_get_nclx_color_profile(handle, &found);
  const std::unique_ptr<heif_color_profile_nclx, FreeNclx> nclx(found);  // also after an error
  if (error.code != heif_error_Ok || !nclx) return;
  const auto transfer = nclx->transfer_characteristics;
  if (transfer == heif_transfer_characteristic_ITU_R_BT_2100_0_PQ ||
      transfer == heif_transfer_characteristic_ITU_R_BT_2100_0_HLG) {
    picture.note(notes::hdr_not_mapped);
  }
  if (nclx->color_primaries == heif_color_primaries_SMPTE_EG_432_1) {
    picture.icc_profile = make_profile(display_p3_primaries);
  } else if (nclx->color_primaries == heif_color_primaries_ITU_R_BT_2020_2_and_2100_0) {
    picture.icc_profile = make_profile(bt2020_primaries);
  }
}

Result<Image> decode_primary(const heif_image_handle* handle, bool has_alpha) {
  const std::unique_ptr<heif_decoding_options, FreeOptions> options(heif_decoding_options_alloc());
  if (!options) return Error{ErrorCode::limit_exceeded, "libheif got no memory"};
  options->convert_hdr_to_8bit = 1;
  heif_image* decoded = nullptr;
  const heif_error error = heif_decode_image(
      handle, &decoded, heif_colorspace_RGB,
      has_alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB, options.get());
  if (error.code != heif_error_Ok) return failure(error);
  return Image(decoded);
}

// The decoded plane as a matrix, without copying; valid while the image lives.
cv::Mat plane_of(const heif_image* image, bool has_alpha) {
  int stride = 0;
  const std::uint8_t* data =
      heif_image_get_plane_readonly(image, heif_channel_interleaved, &stride);
  const int width = heif_image_get_width(image, heif_channel_interleaved);
  const int height = heif_image_get_height(image, heif_channel_interleaved);
  const int channels = has_alpha ? 4 : 3;
  if (data == nullptr || width <= 0 || height <= 0 || stride < width * channels) return {};
  return cv::Mat(height, width, CV_8UC(channels), const_cast<std::uint8_t*>(data),
                 static_cast<std::size_t>(stride));
}

}  // namespace

bool recognises(ByteView head) {
  constexpr std::size_t brand_bytes = 4;
  if (head.size() < 16 || !has_signature(head, 4, "ftyp")) return false;
  const std::size_t end = std::min<std::size_t>(big_endian_32(head, 0), head.size());
  for (std::size_t offset = 8; offset + brand_bytes <= end; offset += brand_bytes) {
    if (offset == 12) continue;  // minor version
    const std::string_view brand = text_of(head.subspan(offset, brand_bytes));
    if (std::ranges::find(brands, brand) != brands.end()) return true;
  }
  return false;
}

Result<PictureInfo> read_info(ByteView file) {
  const Result<Opened> opened = open(file);
  if (!opened) return opened.error();
  const heif_image_handle* primary = opened->primary.get();
  PictureInfo info{.format = Format::heif,
                   .stored_size = {heif_image_handle_get_ispe_width(primary),
                                   heif_image_handle_get_ispe_height(primary)},
                   .upright_size = upright_size_of(primary)};
  info.frame_count =
      std::max(1, heif_context_get_number_of_top_level_images(opened->context.get()));
  return info;
}

Result<StoredPicture> decode(ByteView file, const PictureInfo& info, const DecodeOptions&) {
  const Result<Opened> opened = open(file);
  if (!opened) return opened.error();
  const heif_image_handle* primary = opened->primary.get();
  StoredPicture picture;
  picture.had_alpha = heif_image_handle_has_alpha_channel(primary) != 0;
  picture.bit_depth = std::max(8, heif_image_handle_get_luma_bits_per_pixel(primary));
  const Result<Image> image = decode_primary(primary, picture.had_alpha);
  if (!image) return image.error();
  const cv::Mat plane = plane_of(image->get(), picture.had_alpha);
  if (plane.empty() || plane.total() > static_cast<std::size_t>(limits::photo_pixels_max)) {
    return Error{ErrorCode::corrupted, "libheif gave back no usable pixels"};
  }
  picture.full_size = {plane.cols, plane.rows};
  if (picture.full_size != info.upright_size) picture.note(notes::damaged_data);
  picture.pixels.create(plane.size(), CV_8UC3);
  if (picture.had_alpha) {
    const bool is_premultiplied = heif_image_handle_is_premultiplied_alpha(primary) != 0;
    lay_over_white(plane, ChannelOrder::rgb,
                   is_premultiplied ? AlphaKind::premultiplied : AlphaKind::straight,
                   picture.pixels);
  } else {
    swap_red_and_blue(plane, picture.pixels);
  }
  picture.icc_profile = raw_profile_of(primary);
  if (picture.icc_profile.empty()) take_named_colours(primary, picture);
  return picture;
}

}  // namespace pixiu::media::heif
