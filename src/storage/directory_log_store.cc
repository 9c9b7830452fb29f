#include "storage/directory_log_store.h"

#include "base/check.h"
#include "crypto/digest.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pixiu::storage {
namespace {

constexpr const char* checkpoint_name = "checkpoint";
constexpr std::size_t checkpoint_bytes_max = 64u << 10;
constexpr int folders_deep_max = 12;  // "tile", a level, up to nine groups, "NNN.p"

class Lock final : public vault::LogLock {
 public:
  explicit Lock(Descriptor file) : file_(std::move(file)) {}

 private:
  Descriptor file_;  // the lock goes with it
};

std::pair<std::string_view, std::string_view> folder_and_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return {path.substr(0, slash), path.substr(slash + 1)};
}

Result<Bytes> read_whole(int file, std::size_t bytes_max) {
  struct stat status {};
  if (::fstat(file, &status) != 0) return system_error("cannot look at a file", errno);
  const auto size_bytes = static_cast<std::size_t>(status.st_size);
  if (size_bytes > bytes_max) {
    return Error{ErrorCode::limit_exceeded,
                 "a file of the log has more than " + std::to_string(bytes_max) + " bytes"};
  }
  // What is clean in the system's memory is dropped, so that the bytes come from the disk.
  ::posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
  Bytes bytes(size_bytes);
  std::size_t have = 0;
  while (have < bytes.size()) {
    const ssize_t count = ::read(file, bytes.data() + have, bytes.size() - have);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return system_error("cannot read a file of the log", errno);
    if (count == 0) break;
    have += static_cast<std::size_t>(count);
  }
  bytes.resize(have);
  return bytes;
}

// Nothing when it is not there.
Result<std::optional<Bytes>> read_file(const Folder& folder, const std::string& name,
                                       std::size_t bytes_max) {
  const auto file = folder.open_file(name);
  if (!file) {
    if (file.error().code == ErrorCode::not_found) return std::optional<Bytes>();
    return file.error();
  }
  auto bytes = read_whole(file->get(), bytes_max);
  if (!bytes) return bytes.error();
  return std::optional<Bytes>(std::move(*bytes));
}

Status collect(const Folder& folder, const std::string& prefix, int depth,
               std::vector<std::string>& found) {
  if (depth > folders_deep_max) return {};
  const auto entries = folder.entries();
  if (!entries) return entries.error();
  for (const Folder::Entry& entry : *entries) {
    const std::string path = prefix + "/" + entry.name;
    if (!entry.is_folder) {
      if (vault::is_log_path(path)) found.push_back(path);
      continue;
    }
    const auto below = folder.open_folder(entry.name);
    if (!below) return below.error();
    const Status collected = collect(*below, path, depth + 1, found);
    if (!collected) return collected;
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<DirectoryLogStore>> DirectoryLogStore::open(
    const std::filesystem::path& path, Entropy& entropy) {
  auto root = Folder::open(path);
  if (!root) return root.error();
  auto private_folder = root->open_or_make("private");
  if (!private_folder) return private_folder.error();
  return std::unique_ptr<DirectoryLogStore>(
      new DirectoryLogStore(std::move(*root), std::move(*private_folder), entropy));
}

Result<std::unique_ptr<vault::LogLock>> DirectoryLogStore::lock() {
  auto file = private_.open_lock_file("writer.lock");
  if (!file) return file.error();
  if (::flock(file->get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) {
      return Error{ErrorCode::conflict, "another process writes to this log"};
    }
    return system_error("cannot lock the log", errno);
  }
  // Who was cut off left files behind that nobody will put in their places.
  const auto leftovers = private_.entries();
  if (!leftovers) return leftovers.error();
  for (const Folder::Entry& entry : *leftovers) {
    if (!entry.name.ends_with(".part")) continue;
    const Status removed = private_.remove(entry.name);
    if (!removed) return removed.error();
  }
  return std::unique_ptr<vault::LogLock>(std::make_unique<Lock>(std::move(*file)));
}

Result<Folder> DirectoryLogStore::durable_folder(std::string_view path) {
  const bool is_known = durable_folders_.contains(path);
  std::optional<Folder> current;
  for (std::string_view rest = path; !rest.empty();) {
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    const std::string part(rest.substr(0, slash));
    rest.remove_prefix(std::min(slash + 1, rest.size()));
    const Folder& parent = current ? *current : root_;
    auto next = is_known ? parent.open_folder(part) : parent.open_or_make(part);
    if (!next) return next.error();
    current = std::move(*next);
  }
  PIXIU_CHECK(current.has_value());
  if (!is_known) durable_folders_.emplace(path);
  return std::move(*current);
}

Status DirectoryLogStore::put(const Folder& folder, const std::string& name, ByteView bytes) {
  const auto standing = read_file(folder, name, bytes.size());
  if (standing && *standing &&
      std::equal((*standing)->begin(), (*standing)->end(), bytes.begin(), bytes.end())) {
    const auto file = folder.open_file(name);
    if (!file) return file.error();
    sync_file(file->get());  // who wrote it may have been cut off before this
    return {};
  }
  std::array<std::byte, 16> noise{};
  entropy_.fill(noise);
  const std::string part_name = crypto::hex(noise) + ".part";
  const auto part = private_.create_file(part_name);
  if (!part) return part.error();
  Status done = write_all(part->get(), bytes);
  if (done) {
    sync_file(part->get());
    done = private_.replace(part_name, folder, name);
  }
  if (!done) static_cast<void>(private_.remove(part_name).has_value());
  return done;
}

Status DirectoryLogStore::write(std::span<const vault::LogFile> files) {
  std::map<std::string, Folder, std::less<>> touched;
  std::set<std::string_view> seen;
  for (const vault::LogFile& file : files) {
    PIXIU_CHECK(vault::is_log_path(file.path) && seen.insert(file.path).second);
    const auto [folder_path, name] = folder_and_name(file.path);
    auto folder = touched.find(folder_path);
    if (folder == touched.end()) {
      auto opened = durable_folder(folder_path);
      if (!opened) return opened.error();
      folder = touched.emplace(folder_path, std::move(*opened)).first;
    }
    const Status put_there = put(folder->second, std::string(name), file.bytes);
    if (!put_there) return put_there;
  }
  for (const auto& [path, folder] : touched) folder.sync();
  return {};
}

Result<std::optional<Bytes>> DirectoryLogStore::read(std::string_view path,
                                                     std::size_t bytes_max) const {
  PIXIU_CHECK(vault::is_log_path(path));
  auto [folder_path, name] = folder_and_name(path);
  std::optional<Folder> current;
  while (!folder_path.empty()) {
    const std::size_t slash = std::min(folder_path.find('/'), folder_path.size());
    const std::string part(folder_path.substr(0, slash));
    folder_path.remove_prefix(std::min(slash + 1, folder_path.size()));
    auto next = (current ? *current : root_).open_folder(part);
    if (!next) {
      if (next.error().code == ErrorCode::not_found) return std::optional<Bytes>();
      return next.error();
    }
    current = std::move(*next);
  }
  return read_file(*current, std::string(name), bytes_max);
}

Result<std::optional<std::string>> DirectoryLogStore::checkpoint() const {
  const auto bytes = read_file(root_, checkpoint_name, checkpoint_bytes_max);
  if (!bytes) return bytes.error();
  if (!*bytes) return std::optional<std::string>();
  return std::optional<std::string>(std::string(text_of(**bytes)));
}

Status DirectoryLogStore::replace_checkpoint(const std::optional<std::string>& expected,
                                             std::string_view next) {
  // The look and the replacement are one step also towards a process that broke the contract and
  // writes without the lock.
  const auto turn = private_.open_lock_file("checkpoint.lock");
  if (!turn) return turn.error();
  while (::flock(turn->get(), LOCK_EX) != 0) {
    if (errno != EINTR) return system_error("cannot lock the checkpoint", errno);
  }
  const auto stored = checkpoint();
  if (!stored) return stored.error();
  if (*stored != expected) {
    return Error{ErrorCode::conflict, "the stored checkpoint is another one than expected"};
  }
  const Status replaced = put(root_, checkpoint_name, bytes_of(next));
  if (!replaced) return replaced;
  root_.sync();
  return {};
}

Result<std::vector<std::string>> DirectoryLogStore::paths() const {
  std::vector<std::string> found;
  const auto tiles = root_.open_folder("tile");
  if (!tiles) {
    if (tiles.error().code == ErrorCode::not_found) return found;
    return tiles.error();
  }
  const Status collected = collect(*tiles, "tile", 1, found);
  if (!collected) return collected.error();
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace pixiu::storage
