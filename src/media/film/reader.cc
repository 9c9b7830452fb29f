#include "media/film/reader.h"

#include "base/limits.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace pixiu::media::film {
namespace {

constexpr int buffer_bytes = 32 * 1024;
constexpr unsigned streams_max = 32;

Error no_memory() {
  return {ErrorCode::limit_exceeded, "there is not enough memory to read the film"};
}

}  // namespace

int Container::read(void* self, std::uint8_t* into, int size) {
  auto& own = *static_cast<Container*>(self);
  const std::size_t rest = own.file_.size() - own.offset_;
  const std::size_t count = std::min(static_cast<std::size_t>(std::max(size, 0)), rest);
  if (count == 0 || count > own.bytes_left_) return AVERROR_EOF;
  std::memcpy(into, own.file_.data() + own.offset_, count);
  own.offset_ += count;
  own.bytes_left_ -= count;
  return static_cast<int>(count);
}

std::int64_t Container::seek(void* self, std::int64_t offset, int whence) {
  auto& own = *static_cast<Container*>(self);
  const auto size = static_cast<std::int64_t>(own.file_.size());
  if (whence == AVSEEK_SIZE) return size;
  const std::int64_t base = whence == SEEK_CUR   ? static_cast<std::int64_t>(own.offset_)
                            : whence == SEEK_END ? size
                                                 : 0;
  if (offset < -base || offset > size - base) return AVERROR(EINVAL);
  own.offset_ = static_cast<std::size_t>(base + offset);
  return base + offset;
}

Result<std::unique_ptr<Container>> Container::open(ByteView file) {
  std::unique_ptr<Container> container(new Container(file));
  // An index may send the reader to and fro; a hostile one could do so without end.
  container->bytes_left_ = std::uint64_t{4} * file.size() + (std::uint64_t{64} << 20);
  if (Status started = container->start(); !started) return started.error();
  return container;
}

Status Container::start() {
  av_log_set_level(AV_LOG_QUIET);
  auto* buffer = static_cast<unsigned char*>(av_malloc(buffer_bytes));
  if (buffer == nullptr) return no_memory();
  input_ = avio_alloc_context(buffer, buffer_bytes, 0, this, &read, nullptr, &seek);
  if (input_ == nullptr) {
    av_free(buffer);
    return no_memory();
  }
  context_ = avformat_alloc_context();
  if (context_ == nullptr) return no_memory();
  context_->pb = input_;
  context_->flags |= AVFMT_FLAG_CUSTOM_IO;
  context_->max_streams = streams_max;
  AVDictionary* options = nullptr;
  // References to other files stay closed; edit lists are not followed, so that what stands at the
  // start is seen whether a player would show it or not.
  av_dict_set(&options, "enable_drefs", "0", 0);
  av_dict_set(&options, "use_absolute_path", "0", 0);
  av_dict_set(&options, "ignore_editlist", "1", 0);
  av_dict_set(&options, "protocol_whitelist", "none", 0);
  // Frees the context when it fails.
  const int opened = avformat_open_input(&context_, nullptr, av_find_input_format("mov"), &options);
  av_dict_free(&options);
  if (opened != 0) return Error{ErrorCode::corrupted, "the film's index cannot be read"};
  for (unsigned index = 0; index < context_->nb_streams; ++index) {
    const AVStream& stream = *context_->streams[index];
    const bool is_cover = (stream.disposition & AV_DISPOSITION_ATTACHED_PIC) != 0;
    if (stream.codecpar->codec_type == AVMEDIA_TYPE_VIDEO && !is_cover) {
      picture_stream_ = index;
      return {};
    }
  }
  return Error{ErrorCode::unsupported, "the film has no picture track"};
}

Container::~Container() {
  avformat_close_input(&context_);
  if (input_ != nullptr) {
    av_freep(&input_->buffer);
    avio_context_free(&input_);
  }
}

bool Container::next(AVPacket& packet) {
  for (int skipped = 0; skipped < limits::film_packets_max; ++skipped) {
    av_packet_unref(&packet);
    if (av_read_frame(context_, &packet) < 0) return false;
    if (packet.stream_index == static_cast<int>(picture_stream_)) return true;
  }
  return false;
}

}  // namespace pixiu::media::film
