#include "vault/sealed_partial.h"

#include "crypto/aead.h"

#include <algorithm>
#include <array>

namespace pixiu::vault {
namespace {

constexpr std::size_t frame_content_bytes_max = 64u << 10;
constexpr std::size_t frame_head_bytes = 5;
constexpr std::size_t frame_overhead_bytes = frame_head_bytes + crypto::aead_overhead_bytes;
// So much may be unsynced, and what a crash can have torn lies within twice of it.
constexpr std::uint64_t unsynced_bytes_max = std::uint64_t{16} << 20;
constexpr std::uint64_t doubtful_bytes = 2 * unsynced_bytes_max;

void append_number(Bytes& bytes, std::uint64_t number, int size_bytes) {
  for (int shift = 8 * (size_bytes - 1); shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<std::byte>(number >> shift));
  }
}

}  // namespace

struct SealedPartial::Frame {
  bool is_whole = false;  // false: the file ends within it, or it does not open
  bool counts = false;
  std::size_t size = 0;
  Bytes content;  // when it was opened
};

SealedPartial::SealedPartial(std::unique_ptr<PartialFile> file, crypto::SecretKey key,
                             std::string place, Entropy& entropy)
    : file_(std::move(file)), key_(std::move(key)), place_(std::move(place)), entropy_(entropy) {
  pending_.reserve(frame_content_bytes_max);
}

SealedPartial::~SealedPartial() {
  crypto::wipe(pending_);
}

Result<std::unique_ptr<SealedPartial>> SealedPartial::open(std::unique_ptr<PartialFile> file,
                                                           crypto::SecretKey key, std::string place,
                                                           Entropy& entropy) {
  std::unique_ptr<SealedPartial> partial(
      new SealedPartial(std::move(file), std::move(key), std::move(place), entropy));
  if (auto status = partial->find_end(); !status) return status.error();
  return partial;
}

Bytes SealedPartial::associated_data(bool counts, std::size_t size, std::uint64_t offset) const {
  Bytes data(bytes_of(place_).begin(), bytes_of(place_).end());
  append_number(data, counts ? 1 : 0, 1);
  append_number(data, size, 4);
  append_number(data, offset, 8);
  return data;
}

Result<SealedPartial::Frame> SealedPartial::read_frame(const Position& at, bool opens) const {
  Frame frame;
  std::array<std::byte, frame_head_bytes> head{};
  const auto head_size = file_->read(at.file_bytes, head);
  if (!head_size) return head_size.error();
  if (*head_size < head.size()) return frame;
  for (std::size_t i = 1; i < head.size(); ++i) {
    frame.size = frame.size << 8 | std::to_integer<std::size_t>(head[i]);
  }
  frame.counts = head[0] == std::byte{1};
  if (head[0] > std::byte{1} || frame.size > frame_content_bytes_max ||
      file_->size_bytes() - at.file_bytes < frame.size + frame_overhead_bytes) {
    return frame;
  }
  if (!opens) {
    frame.is_whole = true;
    return frame;
  }
  Bytes sealed(frame.size + crypto::aead_overhead_bytes);
  const auto size = file_->read(at.file_bytes + frame_head_bytes, sealed);
  if (!size) return size.error();
  auto content =
      crypto::aead_open(key_, sealed, associated_data(frame.counts, frame.size, at.content_bytes));
  frame.is_whole = *size == sealed.size() && content.has_value();
  if (frame.is_whole) frame.content = std::move(*content);
  return frame;
}

// Walks to the last frame that counts and cuts off what follows it.
Status SealedPartial::find_end() {
  const auto size = file_->size_bytes();
  for (Position at; at.file_bytes < size;) {
    const auto frame = read_frame(at, at.file_bytes + doubtful_bytes > size);
    if (!frame) return frame.error();
    if (!frame->is_whole) break;
    at.content_bytes += frame->size;
    at.file_bytes += frame->size + frame_overhead_bytes;
    if (frame->counts) counted_ = at;
  }
  return discard();
}

Status SealedPartial::discard() {
  crypto::wipe(pending_);
  pending_.clear();
  appended_ = counted_;
  synced_file_bytes_ = counted_.file_bytes;
  if (file_->size_bytes() == counted_.file_bytes) return {};
  return file_->truncate(counted_.file_bytes);
}

Status SealedPartial::write_frame(bool counts) {
  Bytes frame;
  frame.reserve(pending_.size() + frame_overhead_bytes);
  append_number(frame, counts ? 1 : 0, 1);
  append_number(frame, pending_.size(), 4);
  const auto sealed = crypto::aead_seal(
      key_, pending_, associated_data(counts, pending_.size(), appended_.content_bytes), entropy_);
  frame.insert(frame.end(), sealed.begin(), sealed.end());
  if (auto status = file_->append(frame); !status) return status;
  appended_.content_bytes += pending_.size();
  appended_.file_bytes += frame.size();
  pending_.clear();
  return {};
}

Status SealedPartial::append(ByteView bytes) {
  while (!bytes.empty()) {
    const auto count = std::min(frame_content_bytes_max - pending_.size(), bytes.size());
    pending_.insert(pending_.end(), bytes.begin(),
                    bytes.begin() + static_cast<std::ptrdiff_t>(count));
    bytes = bytes.subspan(count);
    if (pending_.size() < frame_content_bytes_max) continue;
    if (auto status = write_frame(false); !status) return status;
    if (appended_.file_bytes - synced_file_bytes_ < unsynced_bytes_max) continue;
    file_->sync();
    synced_file_bytes_ = appended_.file_bytes;
  }
  return {};
}

Status SealedPartial::count() {
  if (pending_.empty() && appended_.content_bytes == counted_.content_bytes) return {};
  if (auto status = write_frame(true); !status) return status;
  file_->sync();
  synced_file_bytes_ = appended_.file_bytes;
  counted_ = appended_;
  return {};
}

privacy::ByteSource SealedPartial::content() const {
  return [this, at = Position{}, rest = Bytes(),
          taken = std::size_t{0}](std::span<std::byte> bytes) mutable -> Result<std::size_t> {
    while (taken == rest.size()) {
      if (at.content_bytes == counted_.content_bytes) return std::size_t{0};
      auto frame = read_frame(at, true);
      if (!frame) return frame.error();
      if (!frame->is_whole) {
        return Error{ErrorCode::corrupted,
                     "an upload is damaged at byte " + std::to_string(at.content_bytes)};
      }
      at.content_bytes += frame->size;
      at.file_bytes += frame->size + frame_overhead_bytes;
      rest = std::move(frame->content);
      taken = 0;
    }
    const auto size = std::min(bytes.size(), rest.size() - taken);
    std::copy_n(rest.begin() + static_cast<std::ptrdiff_t>(taken), size, bytes.begin());
    taken += size;
    return size;
  };
}

}  // namespace pixiu::vault
