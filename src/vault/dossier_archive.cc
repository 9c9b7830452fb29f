#include "vault/dossier_archive.h"

#include "base/check.h"
#include "base/limits.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include <archive.h>
#include <archive_entry.h>

namespace pixiu::vault {
namespace {

constexpr std::size_t piece_bytes = 1u << 16;
constexpr std::size_t name_chars_max = 200;

struct FreeWriter {
  void operator()(archive* writer) const { archive_write_free(writer); }
};
struct FreeReader {
  void operator()(archive* reader) const { archive_read_free(reader); }
};
struct FreeEntry {
  void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};

// What a foreign name looks like in a message.
std::string shown(std::string_view name) {
  std::string text;
  for (const char c : name.substr(0, 80)) text += c > 0x20 && c < 0x7f ? c : '?';
  return text;
}

}  // namespace

bool is_member_name(std::string_view name) {
  if (name.empty() || name.size() > name_chars_max) return false;
  bool is_start = true;
  for (const char c : name) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    const bool is_inner = c == '-' || c == '_' || c == '.' || c == '/';
    if (!is_plain && (is_start || !is_inner)) return false;
    is_start = c == '/';
  }
  return !is_start;
}

struct ArchiveWriter::State {
  crypto::ByteSink sink;
  Timestamp time;
  std::optional<Error> sink_error;
  std::unique_ptr<archive, FreeWriter> writer;
  bool is_finished = false;

  static la_ssize_t write(archive*, void* self, const void* bytes, std::size_t size) {
    auto& state = *static_cast<State*>(self);
    const Status done = state.sink({static_cast<const std::byte*>(bytes), size});
    if (done) return static_cast<la_ssize_t>(size);
    state.sink_error = done.error();
    return -1;
  }

  Error failure() const {
    if (sink_error) return *sink_error;
    return {ErrorCode::internal, "the zip cannot be written"};
  }
};

ArchiveWriter::ArchiveWriter(Timestamp time, crypto::ByteSink sink)
    : state_(std::make_unique<State>()) {
  state_->sink = std::move(sink);
  state_->time = time;
  state_->writer.reset(archive_write_new());
  archive* writer = state_->writer.get();
  PIXIU_CHECK(writer != nullptr && archive_write_set_format_zip(writer) == ARCHIVE_OK);
  // Photos and recordings are compressed already; what is stored plainly is read by every program.
  PIXIU_CHECK(archive_write_zip_set_compression_store(writer) == ARCHIVE_OK);
  archive_write_set_bytes_in_last_block(writer, 1);
  PIXIU_CHECK(archive_write_open(writer, state_.get(), nullptr, State::write, nullptr) ==
              ARCHIVE_OK);
}

ArchiveWriter::~ArchiveWriter() {
  if (!state_->is_finished) archive_write_fail(state_->writer.get());
}

Status ArchiveWriter::add(std::string_view name, ByteView content) {
  return add(name, content.size(), [&](const crypto::ByteSink& sink) {
    return content.empty() ? Status() : sink(content);
  });
}

Status ArchiveWriter::add(std::string_view name, std::uint64_t size_bytes,
                          const std::function<Status(const crypto::ByteSink& sink)>& write_to) {
  PIXIU_CHECK(is_member_name(name) && !state_->is_finished);
  const std::unique_ptr<archive_entry, FreeEntry> entry(archive_entry_new());
  PIXIU_CHECK(entry != nullptr);
  archive_entry_set_pathname(entry.get(), std::string(name).c_str());
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), 0644);
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(size_bytes));
  archive_entry_set_mtime(
      entry.get(),
      std::chrono::duration_cast<std::chrono::seconds>(state_->time.time_since_epoch()).count(), 0);
  archive* writer = state_->writer.get();
  if (archive_write_header(writer, entry.get()) != ARCHIVE_OK) return state_->failure();
  std::uint64_t left = size_bytes;
  const Error wrong_size{ErrorCode::corrupted, std::string(name) + ": not as long as recorded"};
  const Status written = write_to([&](ByteView bytes) -> Status {
    if (bytes.size() > left) return wrong_size;
    left -= bytes.size();
    while (!bytes.empty()) {
      const la_ssize_t count = archive_write_data(writer, bytes.data(), bytes.size());
      if (count <= 0) return state_->failure();
      bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return {};
  });
  if (!written) return written;
  if (left != 0) return wrong_size;
  return archive_write_finish_entry(writer) == ARCHIVE_OK ? Status() : state_->failure();
}

Status ArchiveWriter::finish() {
  PIXIU_CHECK(!state_->is_finished);
  state_->is_finished = true;
  return archive_write_close(state_->writer.get()) == ARCHIVE_OK ? Status() : state_->failure();
}

namespace {

Error damaged(archive* reader) {
  const char* why = archive_error_string(reader);
  return {ErrorCode::corrupted,
          "the zip is damaged: " + shown(why == nullptr ? "unreadable" : std::string(why))};
}

Status check_header(archive_entry* entry, std::string_view name) {
  const auto refuse = [&](const std::string& why) {
    return Error{ErrorCode::corrupted, shown(name) + ": " + why};
  };
  if (!is_member_name(name)) return refuse("no member of a dossier is called so");
  const bool is_plain_file = archive_entry_filetype(entry) == AE_IFREG &&
                             archive_entry_hardlink(entry) == nullptr &&
                             archive_entry_symlink(entry) == nullptr;
  if (!is_plain_file) return refuse("is no regular file");
  if (archive_entry_is_encrypted(entry) != 0) return refuse("is encrypted");
  return {};
}

// The content of one member; `left` is what all of them may still have.
Status read_member(archive* reader, std::string_view name, const MemberVisitor& visitor,
                   std::uint64_t& left) {
  Bytes piece(piece_bytes);
  while (true) {
    const la_ssize_t count = archive_read_data(reader, piece.data(), piece.size());
    if (count < 0) return damaged(reader);
    if (count == 0) return {};
    const auto size = static_cast<std::uint64_t>(count);
    if (size > left) {
      return Error{ErrorCode::limit_exceeded,
                   shown(name) + ": the dossier unpacks to far more bytes than it has"};
    }
    left -= size;
    const Status done = visitor.content(ByteView(piece).first(static_cast<std::size_t>(size)));
    if (!done) return done;
  }
}

// Ours are stored plainly; what unpacks to many times its size is no dossier.
std::uint64_t unpacked_bytes_max(std::uint64_t zip_bytes) {
  constexpr std::uint64_t grace = 1u << 20;
  if (zip_bytes > limits::dossier_bytes_max) return limits::dossier_bytes_max;
  return std::min(limits::dossier_bytes_max, grace + zip_bytes * limits::dossier_expansion_max);
}

Status read_all(archive* reader, std::uint64_t zip_bytes, const MemberVisitor& visitor) {
  std::uint64_t left = unpacked_bytes_max(zip_bytes);
  for (std::size_t count = 0;; ++count) {
    archive_entry* entry = nullptr;
    const int got = archive_read_next_header(reader, &entry);
    if (got == ARCHIVE_EOF) return {};
    if (got != ARCHIVE_OK) return damaged(reader);
    if (count == limits::dossier_members_max) {
      return Error{
          ErrorCode::limit_exceeded,
          "the dossier has more than " + std::to_string(limits::dossier_members_max) + " members"};
    }
    const char* raw_name = archive_entry_pathname(entry);
    const std::string name = raw_name == nullptr ? std::string() : std::string(raw_name);
    const Status header = check_header(entry, name);
    if (!header) return header;
    const Status begun = visitor.begin(name);
    if (!begun) return begun;
    const Status read = read_member(reader, name, visitor, left);
    if (!read) return read;
    const Status ended = visitor.end();
    if (!ended) return ended;
  }
}

std::unique_ptr<archive, FreeReader> zip_reader() {
  std::unique_ptr<archive, FreeReader> reader(archive_read_new());
  PIXIU_CHECK(reader && archive_read_support_format_zip_seekable(reader.get()) == ARCHIVE_OK);
  return reader;
}

}  // namespace

Status read_archive(const std::filesystem::path& path, const MemberVisitor& visitor) {
  std::error_code failure;
  const std::uint64_t zip_bytes = std::filesystem::file_size(path, failure);
  if (failure) return Error{ErrorCode::not_found, path.string() + ": no such file"};
  const auto reader = zip_reader();
  if (archive_read_open_filename(reader.get(), path.c_str(), piece_bytes) != ARCHIVE_OK) {
    return damaged(reader.get());
  }
  return read_all(reader.get(), zip_bytes, visitor);
}

Status read_archive(ByteView zip, const MemberVisitor& visitor) {
  const auto reader = zip_reader();
  if (archive_read_open_memory(reader.get(), zip.data(), zip.size()) != ARCHIVE_OK) {
    return damaged(reader.get());
  }
  return read_all(reader.get(), zip.size(), visitor);
}

}  // namespace pixiu::vault
