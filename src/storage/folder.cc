#include "storage/folder.h"

#include "base/check.h"
#include "base/stop.h"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <system_error>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pixiu::storage {
namespace {

constexpr mode_t folder_mode = 0700;
constexpr mode_t file_mode = 0600;
constexpr int folder_flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

std::string error_name(int error_number) {
  return std::generic_category().message(error_number);
}

// fsync is not repeated when a signal came: whether it did its work is not known then either way,
// but Linux does not interrupt it.
void sync_or_stop(int descriptor, const char* what) {
  if (::fsync(descriptor) == 0) return;
  stop_process(std::string("the disk did not keep ") + what + " (" + error_name(errno) + ")");
}

bool is_component(const std::string& name) {
  return !name.empty() && name != "." && name != ".." && name.find('/') == std::string::npos &&
         name.find('\0') == std::string::npos;
}

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

}  // namespace

Error system_error(const std::string& what, int error_number) {
  const std::string message = what + ": " + error_name(error_number);
  switch (error_number) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG: return {ErrorCode::limit_exceeded, message};
    case ENOENT: return {ErrorCode::not_found, message};
    case EEXIST: return {ErrorCode::conflict, message};
    default: return {ErrorCode::unavailable, message};
  }
}

Status write_all(int descriptor, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return system_error("cannot write a file", errno);
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  return {};
}

void sync_file(int descriptor) {
  sync_or_stop(descriptor, "a file");
}

Result<Folder> Folder::open(const std::filesystem::path& path) {
  std::error_code problem;
  const std::filesystem::path whole = std::filesystem::absolute(path, problem).lexically_normal();
  if (problem) return system_error("cannot find folder " + path.string(), problem.value());
  Descriptor current(::open("/", folder_flags));
  if (!current.is_open()) return system_error("cannot open the root folder", errno);
  for (const std::filesystem::path& part : whole.relative_path()) {
    if (part.empty()) continue;
    // Links are followed on the way to the folder, which is the operator's to choose.
    Descriptor next(::openat(current.get(), part.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!next.is_open() && errno == ENOENT) {
      if (::mkdirat(current.get(), part.c_str(), folder_mode) != 0 && errno != EEXIST) {
        return system_error("cannot make folder " + path.string(), errno);
      }
      sync_or_stop(current.get(), "a folder");
      next = Descriptor(::openat(current.get(), part.c_str(), folder_flags));
    }
    if (!next.is_open()) return system_error("cannot open folder " + path.string(), errno);
    current = std::move(next);
  }
  return Folder(std::move(current));
}

Result<Folder> Folder::open_or_make(const std::string& name) const {
  PIXIU_CHECK(is_component(name));
  if (::mkdirat(descriptor_.get(), name.c_str(), folder_mode) != 0 && errno != EEXIST) {
    return system_error("cannot make folder " + name, errno);
  }
  // Also when it was there: whoever made it may not have come to this line.
  sync();
  return open_folder(name);
}

Result<Folder> Folder::open_folder(const std::string& name) const {
  PIXIU_CHECK(is_component(name));
  Descriptor opened(::openat(descriptor_.get(), name.c_str(), folder_flags));
  if (!opened.is_open()) return system_error("cannot open folder " + name, errno);
  return Folder(std::move(opened));
}

Result<Descriptor> Folder::open_file(const std::string& name) const {
  PIXIU_CHECK(is_component(name));
  Descriptor opened(::openat(descriptor_.get(), name.c_str(),
                             O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!opened.is_open()) return system_error("cannot open file " + name, errno);
  struct stat status {};
  if (::fstat(opened.get(), &status) != 0) return system_error("cannot read " + name, errno);
  if (!S_ISREG(status.st_mode)) return Error{ErrorCode::unavailable, name + " is not a file"};
  return opened;
}

Result<Descriptor> Folder::create_file(const std::string& name) const {
  PIXIU_CHECK(is_component(name));
  Descriptor created(::openat(descriptor_.get(), name.c_str(),
                              O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, file_mode));
  if (!created.is_open()) return system_error("cannot make file " + name, errno);
  return created;
}

Result<Descriptor> Folder::create_file_without_name(const std::string& name) const {
  PIXIU_CHECK(is_component(name));
  Descriptor created(::openat(descriptor_.get(), name.c_str(),
                              O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, file_mode));
  if (!created.is_open()) return system_error("cannot make file " + name, errno);
  const Status removed = remove(name);
  if (!removed) return removed.error();
  return created;
}

Result<Descriptor> Folder::open_lock_file(const std::string& name) const {
  PIXIU_CHECK(is_component(name));
  Descriptor opened(::openat(descriptor_.get(), name.c_str(),
                             O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, file_mode));
  if (!opened.is_open()) return system_error("cannot open file " + name, errno);
  return opened;
}

Status Folder::replace(const std::string& from, const Folder& to_folder,
                       const std::string& to) const {
  PIXIU_CHECK(is_component(from) && is_component(to));
  if (::renameat(descriptor_.get(), from.c_str(), to_folder.descriptor(), to.c_str()) != 0) {
    return system_error("cannot put file " + to + " in its place", errno);
  }
  return {};
}

Status Folder::link(const std::string& from, const Folder& to_folder, const std::string& to) const {
  PIXIU_CHECK(is_component(from) && is_component(to));
  if (::linkat(descriptor_.get(), from.c_str(), to_folder.descriptor(), to.c_str(), 0) != 0) {
    return system_error("cannot put file " + to + " in its place", errno);
  }
  return {};
}

Status Folder::remove(const std::string& name) const {
  PIXIU_CHECK(is_component(name));
  if (::unlinkat(descriptor_.get(), name.c_str(), 0) != 0) {
    return system_error("cannot remove file " + name, errno);
  }
  return {};
}

void Folder::sync() const {
  sync_or_stop(descriptor_.get(), "a folder");
}

Result<std::vector<Folder::Entry>> Folder::entries() const {
  // A descriptor of its own: a listing has a place in it that it moves.
  Descriptor opened(::openat(descriptor_.get(), ".", folder_flags));
  if (!opened.is_open()) return system_error("cannot list a folder", errno);
  const std::unique_ptr<DIR, CloseFolder> listing(::fdopendir(opened.get()));
  if (!listing) return system_error("cannot list a folder", errno);
  opened.release();  // the listing has it now
  std::vector<Entry> entries;
  for (;;) {
    errno = 0;
    // Each listing is of one thread, which is all that readdir asks for (POSIX 2024).
    const dirent* const entry = ::readdir(listing.get());  // NOLINT(concurrency-mt-unsafe)
    if (entry == nullptr && errno != 0) return system_error("cannot list a folder", errno);
    if (entry == nullptr) break;
    const std::string name = entry->d_name;
    if (!is_component(name)) continue;
    unsigned char type = entry->d_type;
    struct stat status {};
    if (type == DT_UNKNOWN &&
        ::fstatat(descriptor_.get(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0) {
      type = S_ISDIR(status.st_mode) ? DT_DIR : S_ISREG(status.st_mode) ? DT_REG : DT_UNKNOWN;
    }
    if (type == DT_REG || type == DT_DIR) entries.push_back({name, type == DT_DIR});
  }
  std::sort(entries.begin(), entries.end());
  return entries;
}

}  // namespace pixiu::storage
