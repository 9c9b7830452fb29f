#include "vault/backup.h"

#include "base/limits.h"
#include "tlog/checkpoint.h"
#include "tlog/proof.h"
#include "tlog/tile.h"
#include "vault/log_resources.h"

#include <algorithm>
#include <condition_variable>
#include <set>
#include <utility>

namespace pixiu::vault {
namespace {

using tlog::tile_width;

constexpr std::size_t files_of_one_write = 64;
constexpr std::size_t blobs_of_one_page = 500;
constexpr std::size_t piece_bytes = 1u << 20;

// Every bundle and tile that the tree of `size` entries needs, as wide as it is in that tree.
std::vector<std::string> paths_of(std::uint64_t size) {
  std::vector<std::string> paths;
  for (std::uint64_t first = 0; first < size; first += tile_width) {
    paths.push_back(tlog::bundle_path(tlog::bundle_of(first, size)));
  }
  std::uint64_t count = size;
  for (int level = 0; count > 0; ++level, count /= tile_width) {
    for (std::uint64_t first = 0; first < count; first += tile_width) {
      paths.push_back(tlog::tile_path({.level = level,
                                       .index = first / tile_width,
                                       .width = std::min(tile_width, count - first)}));
    }
  }
  return paths;
}

Result<tlog::Checkpoint> checkpoint_of(std::string_view note, const tlog::VerifierKey& key) {
  const auto opened = tlog::open_checkpoint(note, {&key, 1});
  if (!opened) return opened.error();
  return opened->checkpoint;
}

Status copy_blob(const BlobStore& from, BlobStore& to, const BlobAddress& address) {
  auto reader = from.open(address);
  if (!reader) return reader.error();
  auto writer = to.create();
  if (!writer) return writer.error();
  Bytes piece(piece_bytes);
  while (true) {
    const auto count = (*reader)->read(piece);
    if (!count) return count.error();
    if (*count == 0) return (*writer)->commit(address);
    const Status written = (*writer)->write(ByteView(piece).first(*count));
    if (!written) return written;
  }
}

}  // namespace

CheckpointWatch::CheckpointWatch(const LogStore& log, const tlog::VerifierKey& key,
                                 std::chrono::milliseconds interval)
    : log_(log), key_(key), thread_([this, interval](const std::stop_token& token) {
        std::mutex mutex;
        std::condition_variable_any wake;
        while (!token.stop_requested()) {
          const Status done = look();
          if (!done) return;
          std::unique_lock lock(mutex);
          wake.wait_for(lock, token, interval, [] { return false; });
        }
      }) {
  // What stood at the beginning is needed in any case.
  static_cast<void>(look().has_value());
}

CheckpointWatch::~CheckpointWatch() = default;

Status CheckpointWatch::look() {
  const auto note = log_.checkpoint();
  const auto checkpoint =
      note && *note ? checkpoint_of(**note, key_) : Result<tlog::Checkpoint>(tlog::Checkpoint{});
  const std::lock_guard guard(mutex_);
  if (!note) error_ = note.error();
  if (!checkpoint) error_ = Error{ErrorCode::corrupted, checkpoint.error().message};
  if (error_) return *error_;
  if (*note) seen_[checkpoint->size] = **note;
  return {};
}

Result<std::map<std::uint64_t, std::string>> CheckpointWatch::finish() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
  const Status last = look();
  if (!last) return last.error();
  return seen_;
}

Status copy_log(const LogStore& from, LogStore& to, std::uint64_t size,
                const std::optional<std::string>& note) {
  const auto lock = to.lock();
  if (!lock) return lock.error();
  const auto standing = to.checkpoint();
  if (!standing) return standing.error();
  if (*standing) return Error{ErrorCode::conflict, "the log to copy to has a checkpoint"};
  const std::vector<std::string> paths = paths_of(size);
  for (std::size_t first = 0; first < paths.size(); first += files_of_one_write) {
    const std::size_t end = std::min(paths.size(), first + files_of_one_write);
    std::vector<Bytes> contents;
    for (std::size_t i = first; i < end; ++i) {
      auto content = from.read(paths[i], limits::log_file_bytes_max);
      if (!content) return content.error();
      if (!*content) return Error{ErrorCode::corrupted, paths[i] + " is missing"};
      contents.push_back(**std::move(content));
    }
    std::vector<LogFile> files;
    for (std::size_t i = first; i < end; ++i) files.push_back({paths[i], contents[i - first]});
    const Status written = to.write(files);
    if (!written) return written;
  }
  return note ? to.replace_checkpoint(std::nullopt, *note) : Status();
}

Result<std::size_t> copy_blobs(const BlobStore& from, BlobStore& to) {
  std::size_t copied = 0;
  std::optional<BlobAddress> after;
  while (true) {
    const auto page = from.list(after, blobs_of_one_page);
    if (!page) return page.error();
    for (const BlobInfo& info : *page) {
      const Status done = copy_blob(from, to, info.address);
      // There already, or removed by an erasure since it was listed.
      const bool is_settled = !done && (done.error().code == ErrorCode::conflict ||
                                        done.error().code == ErrorCode::not_found);
      if (!done && !is_settled) return done.error();
      copied += done ? 1 : 0;
    }
    if (page->size() < blobs_of_one_page) return copied;
    after = page->back().address;
  }
}

Result<Standing> compare_with_known(const LogStore& log, std::string_view note,
                                    const tlog::VerifierKey& key,
                                    std::span<const std::string> known_notes) {
  const auto ours = checkpoint_of(note, key);
  if (!ours) return Error{ErrorCode::corrupted, ours.error().message};
  const auto stored_root = tlog::root_at(ours->size, log_reader(log));
  if (!stored_root) return stored_root.error();
  if (*stored_root != ours->root) {
    return Error{ErrorCode::corrupted, "the stored tree has another root than its checkpoint"};
  }
  for (std::size_t i = 0; i < known_notes.size(); ++i) {
    const auto known = checkpoint_of(known_notes[i], key);
    if (!known) {
      return Error{ErrorCode::invalid_input, "known checkpoint " + std::to_string(i + 1) +
                                                 " is not of this log: " + known.error().message};
    }
    if (known->size > ours->size) return Standing::behind;
    const auto root = tlog::root_at(known->size, log_reader(log));
    if (!root) return root.error();
    if (*root != known->root) return Standing::forked;
  }
  return Standing::ahead;
}

}  // namespace pixiu::vault
