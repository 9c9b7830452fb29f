#include "storage/directory_partial_store.h"

#include "base/check.h"

#include <cerrno>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pixiu::storage {
namespace {

using vault::UploadId;

constexpr std::string_view note_ending = ".note";
constexpr std::string_view bytes_ending = ".bytes";
constexpr std::string_view new_ending = ".new";

std::string name_of(const UploadId& upload, std::string_view ending) {
  return upload.text() + std::string(ending);
}

// Names of ours only: what somebody else put into the folder stays.
std::optional<UploadId> upload_of(std::string_view name, std::string_view ending) {
  if (!name.ends_with(ending)) return std::nullopt;
  const auto upload = UploadId::parse(name.substr(0, name.size() - ending.size()));
  if (!upload) return std::nullopt;
  return *upload;
}

Result<Bytes> read_file(int file, std::size_t bytes_max) {
  Bytes bytes(bytes_max + 1);
  std::size_t size = 0;
  while (size < bytes.size()) {
    const auto count = ::read(file, bytes.data() + size, bytes.size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return system_error("cannot read the note of an upload", errno);
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
  }
  if (size > bytes_max) {
    return Error{ErrorCode::limit_exceeded, "the note of an upload is too long"};
  }
  bytes.resize(size);
  return bytes;
}

class File final : public vault::PartialFile {
 public:
  File(Descriptor file, std::uint64_t size_bytes)
      : file_(std::move(file)), size_bytes_(size_bytes) {}

  std::uint64_t size_bytes() const override { return size_bytes_; }

  Result<std::size_t> read(std::uint64_t offset, std::span<std::byte> bytes) const override {
    std::size_t size = 0;
    while (size < bytes.size()) {
      const auto rest = bytes.subspan(size);
      const auto count =
          ::pread(file_.get(), rest.data(), rest.size(), static_cast<off_t>(offset + size));
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return system_error("cannot read an upload", errno);
      if (count == 0) break;
      size += static_cast<std::size_t>(count);
    }
    return size;
  }

  Status append(ByteView bytes) override {
    while (!bytes.empty()) {
      const auto count =
          ::pwrite(file_.get(), bytes.data(), bytes.size(), static_cast<off_t>(size_bytes_));
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return system_error("cannot write an upload", errno);
      size_bytes_ += static_cast<std::uint64_t>(count);
      bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return {};
  }

  void sync() override { sync_file(file_.get()); }

  Status truncate(std::uint64_t size_bytes) override {
    if (::ftruncate(file_.get(), static_cast<off_t>(size_bytes)) != 0) {
      return system_error("cannot cut back an upload", errno);
    }
    size_bytes_ = size_bytes;
    return {};
  }

 private:
  Descriptor file_;
  std::uint64_t size_bytes_;
};

}  // namespace

Result<std::unique_ptr<DirectoryPartialStore>> DirectoryPartialStore::open(
    const std::filesystem::path& path) {
  const auto root = Folder::open(path);
  if (!root) return root.error();
  auto folder = root->open_or_make("uploads");
  if (!folder) return folder.error();
  std::unique_ptr<DirectoryPartialStore> store(new DirectoryPartialStore(std::move(*folder)));
  if (auto status = store->remove_leftovers(); !status) return status.error();
  return store;
}

// Of uploads that never came to be, and of removed ones.
Status DirectoryPartialStore::remove_leftovers() const {
  const auto entries = folder_.entries();
  if (!entries) return entries.error();
  std::set<std::string> names;
  for (const auto& entry : *entries) names.insert(entry.name);
  for (const auto& name : names) {
    const auto upload = upload_of(name, bytes_ending);
    if (!upload || names.contains(name_of(*upload, note_ending))) continue;
    const auto file = folder_.open_file(name);
    // One that is being made by another process, or held, is locked.
    if (!file || ::flock(file->get(), LOCK_EX | LOCK_NB) != 0) continue;
    for (const auto ending : {new_ending, bytes_ending}) {
      const auto removed = folder_.remove(name_of(*upload, ending));
      if (!removed && removed.error().code != ErrorCode::not_found) return removed;
    }
  }
  return {};
}

Status DirectoryPartialStore::create(const UploadId& upload, ByteView note) {
  const auto bytes_file = folder_.create_file(name_of(upload, bytes_ending));
  if (!bytes_file) return bytes_file.error();
  if (::flock(bytes_file->get(), LOCK_EX | LOCK_NB) != 0) {
    return system_error("cannot lock a new upload", errno);
  }
  const auto put_note = [&]() -> Status {
    const auto file = folder_.create_file(name_of(upload, new_ending));
    if (!file) return file.error();
    if (auto status = write_all(file->get(), note); !status) return status;
    sync_file(file->get());
    return folder_.replace(name_of(upload, new_ending), folder_, name_of(upload, note_ending));
  };
  if (auto status = put_note(); !status) {
    // What cannot be removed now is at the next open.
    static_cast<void>(folder_.remove(name_of(upload, new_ending)).has_value());
    static_cast<void>(folder_.remove(name_of(upload, bytes_ending)).has_value());
    return status;
  }
  folder_.sync();
  return {};
}

Result<Bytes> DirectoryPartialStore::note(const UploadId& upload, std::size_t bytes_max) const {
  const auto file = folder_.open_file(name_of(upload, note_ending));
  if (file) return read_file(file->get(), bytes_max);
  if (file.error().code != ErrorCode::not_found) return file.error();
  return Error{ErrorCode::not_found, "no upload " + upload.text()};
}

Result<std::unique_ptr<vault::PartialFile>> DirectoryPartialStore::open(const UploadId& upload) {
  // Looked for by its note, so that a removed upload is not made anew.
  if (const auto file = folder_.open_file(name_of(upload, note_ending)); !file) {
    if (file.error().code != ErrorCode::not_found) return file.error();
    return Error{ErrorCode::not_found, "no upload " + upload.text()};
  }
  Descriptor file(::openat(folder_.descriptor(), name_of(upload, bytes_ending).c_str(),
                           O_RDWR | O_NOFOLLOW | O_CLOEXEC));
  if (!file.is_open()) return system_error("cannot open upload " + upload.text(), errno);
  if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    return Error{ErrorCode::conflict, "upload " + upload.text() + " is held by somebody else"};
  }
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return system_error("cannot look at an upload", errno);
  return std::unique_ptr<vault::PartialFile>(
      std::make_unique<File>(std::move(file), static_cast<std::uint64_t>(status.st_size)));
}

Status DirectoryPartialStore::remove(const UploadId& upload) {
  for (const auto ending : {note_ending, bytes_ending}) {
    const auto removed = folder_.remove(name_of(upload, ending));
    if (!removed && removed.error().code != ErrorCode::not_found) return removed;
    folder_.sync();
  }
  return {};
}

Result<std::vector<UploadId>> DirectoryPartialStore::list() const {
  const auto entries = folder_.entries();
  if (!entries) return entries.error();
  std::vector<UploadId> uploads;
  for (const auto& entry : *entries) {
    if (const auto upload = upload_of(entry.name, note_ending)) uploads.push_back(*upload);
  }
  return uploads;
}

}  // namespace pixiu::storage
