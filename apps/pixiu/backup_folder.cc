#include "backup_folder.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace pixiu {
namespace {

Status sync_path(const std::filesystem::path& path, int flags) {
  const int file = ::open(path.c_str(), flags | O_CLOEXEC);
  const bool is_synced = file >= 0 && ::fsync(file) == 0;
  const int error = errno;
  if (file >= 0) ::close(file);
  if (is_synced) return {};
  return Error{ErrorCode::unavailable, path.string() + ": " + std::strerror(error)};
}

Result<RecordFolder> with_stores(const std::filesystem::path& path, Entropy& entropy) {
  RecordFolder folder{.path = path, .blobs = {}, .log = {}};
  auto blobs = storage::DirectoryBlobStore::open(path / "sealed", entropy);
  if (!blobs) return blobs.error();
  folder.blobs = *std::move(blobs);
  auto log = storage::DirectoryLogStore::open(path / "log", entropy);
  if (!log) return log.error();
  folder.log = *std::move(log);
  return folder;
}

}  // namespace

Result<RecordFolder> open_record_folder(const std::filesystem::path& path, Entropy& entropy) {
  std::error_code failure;
  if (!std::filesystem::is_regular_file(path / "record.sqlite", failure)) {
    return Error{ErrorCode::not_found, path.string() + ": there is no record.sqlite in it"};
  }
  return with_stores(path, entropy);
}

Result<RecordFolder> make_record_folder(const std::filesystem::path& path, Entropy& entropy) {
  std::error_code failure;
  if (!std::filesystem::create_directory(path, failure)) {
    if (!failure) return Error{ErrorCode::conflict, path.string() + ": is there already"};
    return Error{ErrorCode::unavailable, path.string() + ": " + failure.message()};
  }
  std::filesystem::permissions(path, std::filesystem::perms::owner_all, failure);
  return with_stores(path, entropy);
}

Status sync_file(const std::filesystem::path& path) {
  const Status content = sync_path(path, O_RDONLY);
  if (!content) return content;
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  return sync_path(folder, O_RDONLY | O_DIRECTORY);
}

Status copy_durably(const std::filesystem::path& from, const std::filesystem::path& to) {
  std::error_code failure;
  std::filesystem::copy_file(from, to, failure);
  if (failure) return Error{ErrorCode::unavailable, to.string() + ": " + failure.message()};
  return sync_file(to);
}

}  // namespace pixiu
