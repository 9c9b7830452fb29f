#include "media/alpha.h"
#include "media/exif.h"
#include "media/notes.h"
#include "media/webp/webp.h"
#include "media/whole_numbers.h"

#include <memory>

#include <webp/decode.h>
#include <webp/demux.h>

namespace pixiu::media::webp {
namespace {

struct DeleteDemuxer {
  void operator()(WebPDemuxer* demuxer) const { WebPDemuxDelete(demuxer); }
};
struct DeleteDecoder {
  void operator()(WebPIDecoder* decoder) const { WebPIDelete(decoder); }
};
using IncrementalDecoder = std::unique_ptr<WebPIDecoder, DeleteDecoder>;

// The file's chunks, as far as it goes.
class Container {
 public:
  explicit Container(ByteView file) {
    const WebPData data = {reinterpret_cast<const std::uint8_t*>(file.data()), file.size()};
    demuxer_.reset(WebPDemuxPartial(&data, &state_));
  }

  bool has_header() const { return demuxer_ != nullptr && state_ >= WEBP_DEMUX_PARSED_HEADER; }
  bool is_complete() const { return state_ == WEBP_DEMUX_DONE; }
  const WebPDemuxer* demuxer() const { return demuxer_.get(); }
  std::uint32_t feature(WebPFormatFeature which) const {
    return WebPDemuxGetI(demuxer_.get(), which);
  }

  // A metadata chunk, copied; empty when there is none.
  Bytes chunk(const char* name) const {
    WebPChunkIterator found;
    Bytes bytes;
    if (WebPDemuxGetChunk(demuxer_.get(), name, 1, &found) != 0) {
      const auto* from = reinterpret_cast<const std::byte*>(found.chunk.bytes);
      bytes.assign(from, from + found.chunk.size);
    }
    WebPDemuxReleaseChunkIterator(&found);
    return bytes;
  }

 private:
  WebPDemuxState state_ = WEBP_DEMUX_PARSE_ERROR;
  std::unique_ptr<WebPDemuxer, DeleteDemuxer> demuxer_;
};

// The first frame's place and bytes.
class FirstFrame {
 public:
  explicit FirstFrame(const Container& container) {
    is_there_ = WebPDemuxGetFrame(container.demuxer(), 1, &iterator_) != 0;
  }
  ~FirstFrame() { WebPDemuxReleaseIterator(&iterator_); }
  FirstFrame(const FirstFrame&) = delete;
  FirstFrame& operator=(const FirstFrame&) = delete;

  bool is_there() const { return is_there_; }
  const WebPIterator& get() const { return iterator_; }
  cv::Rect place() const {
    return {iterator_.x_offset, iterator_.y_offset, iterator_.width, iterator_.height};
  }

 private:
  WebPIterator iterator_{};
  bool is_there_ = false;
};

ExifSummary exif_of(const Bytes& chunk) {
  constexpr std::string_view jpeg_style_prefix("Exif\0\0", 6);
  const ByteView block = chunk;
  return read_exif_summary(has_signature(block, 0, jpeg_style_prefix) ? block.subspan(6) : block);
}

// Decodes the frame into `pixels` (BGR, or BGRA with premultiplied alpha); returns the rows that
// came, 0 when none.
int decode_frame(const WebPIterator& frame, cv::Mat& pixels) {
  WebPDecoderConfig config;
  if (WebPInitDecoderConfig(&config) == 0) return 0;
  const std::size_t row_bytes = static_cast<std::size_t>(pixels.cols) * pixels.elemSize();
  config.output.colorspace = pixels.channels() == 4 ? MODE_bgrA : MODE_BGR;
  config.output.is_external_memory = 1;
  config.output.u.RGBA.rgba = pixels.data;
  config.output.u.RGBA.stride = static_cast<int>(pixels.step);
  config.output.u.RGBA.size = pixels.step * static_cast<std::size_t>(pixels.rows - 1) + row_bytes;
  const WebPData& data = frame.fragment;
  if (frame.complete != 0 && WebPDecode(data.bytes, data.size, &config) == VP8_STATUS_OK) {
    return pixels.rows;
  }
  const IncrementalDecoder decoder(WebPIDecode(nullptr, 0, &config));
  if (!decoder) return 0;
  WebPIUpdate(decoder.get(), data.bytes, data.size);
  int row_count = 0;
  if (WebPIDecGetRGB(decoder.get(), &row_count, nullptr, nullptr, nullptr) == nullptr) return 0;
  return row_count;
}

}  // namespace

bool recognises(ByteView head) {
  return has_signature(head, 0, "RIFF") && has_signature(head, 8, "WEBP");
}

Result<PictureInfo> read_info(ByteView file) {
  const Container container(file);
  if (!container.has_header()) {
    return Error{ErrorCode::corrupted, "the WebP's headers are broken or cut off"};
  }
  const auto side = [&](WebPFormatFeature which) {
    return static_cast<int>(container.feature(which));
  };
  PictureInfo info{.format = Format::webp,
                   .stored_size = {side(WEBP_FF_CANVAS_WIDTH), side(WEBP_FF_CANVAS_HEIGHT)},
                   .orientation = orientation_of(exif_of(container.chunk("EXIF")))};
  if ((container.feature(WEBP_FF_FORMAT_FLAGS) & ANIMATION_FLAG) != 0) {
    info.frame_count = std::max(1, static_cast<int>(container.feature(WEBP_FF_FRAME_COUNT)));
  }
  return info;
}

Result<StoredPicture> decode(ByteView file, const PictureInfo& info, const DecodeOptions&) {
  const Container container(file);
  const FirstFrame frame(container);
  const cv::Rect canvas(0, 0, info.stored_size.width, info.stored_size.height);
  if (!frame.is_there() || frame.place().empty() || (frame.place() & canvas) != frame.place()) {
    return Error{ErrorCode::corrupted, "the WebP has no frame that lies on its canvas"};
  }
  StoredPicture picture;
  picture.full_size = info.stored_size;
  picture.orientation = info.orientation;
  picture.had_alpha = frame.get().has_alpha != 0;
  picture.pixels.create(canvas.height, canvas.width, CV_8UC3);
  if (frame.place() != canvas) picture.pixels.setTo(cv::Scalar::all(255));
  cv::Mat place = picture.pixels(frame.place());

  cv::Mat with_alpha;
  if (picture.had_alpha) with_alpha.create(place.size(), CV_8UC4);
  const int row_count = decode_frame(frame.get(), picture.had_alpha ? with_alpha : place);
  if (row_count == 0) return Error{ErrorCode::corrupted, "libwebp could decode no row"};
  if (picture.had_alpha) {
    const cv::Range there(0, row_count);
    lay_over_white(with_alpha.rowRange(there), ChannelOrder::bgr, AlphaKind::premultiplied,
                   place.rowRange(there));
  }
  fill_missing_rows(place, row_count);
  if (!container.is_complete()) picture.note(notes::truncated);
  if (row_count < place.rows && container.is_complete()) picture.note(notes::damaged_data);
  picture.icc_profile = container.chunk("ICCP");
  const ExifSummary exif = exif_of(container.chunk("EXIF"));
  if (exif.orientation.value_or(info.orientation) != info.orientation) {
    picture.note(notes::orientation_invalid);
  }
  return picture;
}

}  // namespace pixiu::media::webp
