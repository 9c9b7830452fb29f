#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <cstdint>
#include <memory>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
}

// FFmpeg's objects with owners, and a file in memory as FFmpeg reads it.
namespace pixiu::media::film {

struct CodecFreer {
  void operator()(AVCodecContext* codec) const { avcodec_free_context(&codec); }
};
struct FrameFreer {
  void operator()(AVFrame* frame) const { av_frame_free(&frame); }
};
struct PacketFreer {
  void operator()(AVPacket* packet) const { av_packet_free(&packet); }
};
using Codec = std::unique_ptr<AVCodecContext, CodecFreer>;
using Frame = std::unique_ptr<AVFrame, FrameFreer>;
using Packet = std::unique_ptr<AVPacket, PacketFreer>;

// An opened film and its picture track. The bytes must outlive it.
class Container {
 public:
  // Errors: unsupported, corrupted, limit_exceeded.
  static Result<std::unique_ptr<Container>> open(ByteView file);
  ~Container();
  Container(const Container&) = delete;
  Container& operator=(const Container&) = delete;

  AVStream& pictures() const { return *context_->streams[picture_stream_]; }

  // The next packet of the picture track; false at the end and where nothing more can be read.
  bool next(AVPacket& packet);

 private:
  explicit Container(ByteView file) : file_(file) {}
  static int read(void* self, std::uint8_t* into, int size);
  static std::int64_t seek(void* self, std::int64_t offset, int whence);
  Status start();

  ByteView file_;
  std::size_t offset_ = 0;
  std::uint64_t bytes_left_ = 0;  // that may still be read, seeking to and fro included
  AVIOContext* input_ = nullptr;
  AVFormatContext* context_ = nullptr;
  unsigned picture_stream_ = 0;
};

}  // namespace pixiu::media::film
