#include "media/film/film.h"

#include "base/limits.h"
#include "media/decode.h"
#include "media/film/reader.h"
#include "media/orientation.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <string_view>
#include <utility>

extern "C" {
#include <libavutil/display.h>
#include <libavutil/pixdesc.h>
#include <libswscale/swscale.h>
}

namespace pixiu::media {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds frame_interval{500};
// Films of larger pictures are read by their key frames alone.
constexpr std::int64_t whole_picture_pixels_max = 2'600'000;

struct KnownCodec {
  AVCodecID id;
  const char* decoder;  // by name: the library may prefer one that asks for hardware
  std::string_view name;
};
constexpr std::array<KnownCodec, 6> codecs = {{{AV_CODEC_ID_H264, "h264", "h264"},
                                               {AV_CODEC_ID_HEVC, "hevc", "hevc"},
                                               {AV_CODEC_ID_MPEG4, "mpeg4", "mpeg4"},
                                               {AV_CODEC_ID_MJPEG, "mjpeg", "mjpeg"},
                                               {AV_CODEC_ID_VP9, "vp9", "vp9"},
                                               {AV_CODEC_ID_AV1, "libdav1d", "av1"}}};

const KnownCodec* known_codec(AVCodecID id) {
  for (const KnownCodec& codec : codecs) {
    if (codec.id == id) return &codec;
  }
  return nullptr;
}

Status check_size(int width, int height) {
  if (width < 1 || height < 1) return Error{ErrorCode::corrupted, "the film has no size"};
  if (width > limits::film_side_px_max || height > limits::film_side_px_max ||
      std::int64_t{width} * height > limits::film_frame_pixels_max) {
    return Error{ErrorCode::limit_exceeded, "the film is " + std::to_string(width) + " x " +
                                                std::to_string(height) + " pixels; at most " +
                                                std::to_string(limits::film_frame_pixels_max) +
                                                " are decoded"};
  }
  return {};
}

// Quarter turns of the track's matrix; anything else counts as upright.
Orientation orientation_of(const AVStream& stream) {
  const std::uint8_t* matrix = av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, nullptr);
  if (matrix == nullptr) return 1;
  // Counter-clockwise, in degrees.
  const double turned = av_display_rotation_get(reinterpret_cast<const std::int32_t*>(matrix));
  if (!std::isfinite(turned)) return 1;
  switch ((static_cast<int>(std::lround(turned / 90)) % 4 + 4) % 4) {
    case 1: return 8;
    case 2: return 3;
    case 3: return 6;
    default: return 1;
  }
}

struct ScalerFreer {
  void operator()(SwsContext* scaler) const { sws_freeContext(scaler); }
};

// One decoded picture as BGR; empty when its kind of pixels cannot be converted.
cv::Mat bgr_of(const AVFrame& frame) {
  const auto format = static_cast<AVPixelFormat>(frame.format);
  const AVPixFmtDescriptor* facts = av_pix_fmt_desc_get(format);
  if (facts == nullptr || (facts->flags & AV_PIX_FMT_FLAG_HWACCEL) != 0) return {};
  const std::unique_ptr<SwsContext, ScalerFreer> scaler(
      sws_getContext(frame.width, frame.height, format, frame.width, frame.height, AV_PIX_FMT_BGR24,
                     SWS_BILINEAR | SWS_ACCURATE_RND, nullptr, nullptr, nullptr));
  if (!scaler) return {};
  const bool is_named = frame.colorspace != AVCOL_SPC_UNSPECIFIED;
  const int space = is_named ? static_cast<int>(frame.colorspace)
                             : (frame.height >= 720 ? SWS_CS_ITU709 : SWS_CS_ITU601);
  const int is_full = frame.color_range == AVCOL_RANGE_JPEG ? 1 : 0;
  sws_setColorspaceDetails(scaler.get(), sws_getCoefficients(space), is_full,
                           sws_getCoefficients(SWS_CS_DEFAULT), 1, 0, 1 << 16, 1 << 16);
  cv::Mat picture(frame.height, frame.width, CV_8UC3);
  std::uint8_t* const rows[] = {picture.data};
  const int steps[] = {static_cast<int>(picture.step)};
  if (sws_scale(scaler.get(), frame.data, frame.linesize, 0, frame.height, rows, steps) !=
      frame.height) {
    return {};
  }
  return picture;
}

class Beginning {
 public:
  Beginning(film::Container& container, film::Codec codec, Film& film)
      : container_(container), codec_(std::move(codec)), film_(film) {
    orientation_ = orientation_of(container_.pictures());
  }

  void read() {
    const film::Packet packet(av_packet_alloc());
    const film::Frame frame(av_frame_alloc());
    if (!packet || !frame) throw std::bad_alloc();
    for (int count = 0; count < limits::film_packets_max && !is_over_; ++count) {
      const bool has_more = container_.next(*packet);
      // A packet that cannot be decoded is left out; the next key frame mends it.
      if (avcodec_send_packet(codec_.get(), has_more ? packet.get() : nullptr) < 0 && !has_more) {
        return;
      }
      while (!is_over_ && avcodec_receive_frame(codec_.get(), frame.get()) == 0) {
        take(*frame);
        av_frame_unref(frame.get());
      }
      if (!has_more) return;
    }
  }

 private:
  void take(const AVFrame& frame) {
    if (!check_size(frame.width, frame.height)) return;
    pixels_decoded_ += std::int64_t{frame.width} * frame.height;
    if (pixels_decoded_ > limits::film_pixels_decoded_max) is_over_ = true;
    const milliseconds at = time_of(frame);
    if (at > film_beginning + frame_interval / 2) is_over_ = true;
    const bool is_due = film_.frames.empty() || (!is_over_ && at >= next_);
    if (!is_due) return;
    cv::Mat picture = bgr_of(frame);
    if (picture.empty()) return;
    picture = turn_upright(std::move(picture), orientation_);
    const Size size{picture.cols, picture.rows};
    if (film_.frames.empty()) film_.size = size;
    if (!(size == film_.size)) return;
    film_.frames.push_back({at, picture});
    next_ = at + frame_interval;
  }

  // From the first picture; counted at 25 a second where the film has no usable times.
  milliseconds time_of(const AVFrame& frame) {
    const AVRational base = container_.pictures().time_base;
    const std::int64_t stamp = frame.best_effort_timestamp;
    const int number = frames_seen_++;
    if (stamp == AV_NOPTS_VALUE || base.num <= 0 || base.den <= 0) return milliseconds(40 * number);
    if (!first_stamp_) first_stamp_ = stamp;
    const double seconds =
        (static_cast<double>(stamp) - static_cast<double>(*first_stamp_)) * base.num / base.den;
    constexpr double day_s = 86'400;
    return milliseconds(std::llround(1000 * std::clamp(seconds, 0.0, day_s)));
  }

  film::Container& container_;
  film::Codec codec_;
  Film& film_;
  Orientation orientation_ = 1;
  std::int64_t pixels_decoded_ = 0;
  int frames_seen_ = 0;
  std::optional<std::int64_t> first_stamp_;
  milliseconds next_{0};
  bool is_over_ = false;
};

Result<film::Codec> opened_codec(const AVStream& stream, const KnownCodec& known,
                                 bool has_only_key_frames) {
  const AVCodec* decoder = avcodec_find_decoder_by_name(known.decoder);
  if (decoder == nullptr) return Error{ErrorCode::unsupported, "the film's codec is not there"};
  film::Codec codec(avcodec_alloc_context3(decoder));
  if (!codec) throw std::bad_alloc();
  if (avcodec_parameters_to_context(codec.get(), stream.codecpar) < 0) {
    return Error{ErrorCode::corrupted, "the film's track is broken"};
  }
  codec->thread_count = 1;
  codec->max_pixels = limits::film_frame_pixels_max;
  codec->pkt_timebase = stream.time_base;
  if (has_only_key_frames) codec->skip_frame = AVDISCARD_NONKEY;
  if (avcodec_open2(codec.get(), decoder, nullptr) < 0) {
    return Error{ErrorCode::corrupted, "the film's track cannot be decoded"};
  }
  return codec;
}

Result<Film> read_beginning(ByteView file, Format format) {
  const Result<std::unique_ptr<film::Container>> container = film::Container::open(file);
  if (!container) return container.error();
  const AVStream& stream = (*container)->pictures();
  const KnownCodec* known = known_codec(stream.codecpar->codec_id);
  if (known == nullptr) {
    return Error{ErrorCode::unsupported, "the film's codec is none we decode"};
  }
  const int width = stream.codecpar->width;
  const int height = stream.codecpar->height;
  if (Status fine = check_size(width, height); !fine) return fine.error();
  Film film{.format = format, .codec = std::string(known->name)};
  film.has_only_key_frames = std::int64_t{width} * height > whole_picture_pixels_max;
  Result<film::Codec> codec = opened_codec(stream, *known, film.has_only_key_frames);
  if (!codec) return codec.error();
  Beginning(**container, *std::move(codec), film).read();
  if (film.frames.empty()) {
    return Error{ErrorCode::corrupted, "no picture of the film can be decoded"};
  }
  return film;
}

}  // namespace

Result<Film> read_film(ByteView file) {
  const Format format = format_of(file);
  if (!is_film(format)) return Error{ErrorCode::unsupported, "the bytes are no MP4 or MOV film"};
  if (file.size() > limits::photo_bytes_max) {
    return Error{ErrorCode::limit_exceeded,
                 "the film has " + std::to_string(file.size()) + " bytes; at most " +
                     std::to_string(limits::photo_bytes_max) + " are read"};
  }
  try {
    return read_beginning(file, format);
  } catch (const std::bad_alloc&) {
    return Error{ErrorCode::limit_exceeded, "there is not enough memory to decode the film"};
  } catch (const cv::Exception& exception) {
    return Error{ErrorCode::corrupted, "decoding failed: " + exception.err};
  }
}

}  // namespace pixiu::media
