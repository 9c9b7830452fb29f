#include "cli/files.h"

#include "cli/terminal.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pixiu::cli {
namespace {

constexpr std::size_t chunk_bytes = 1u << 20;

class OpenFile {
 public:
  OpenFile(const std::filesystem::path& path, int flags)
      : descriptor_(open(path.c_str(), flags | O_CLOEXEC, 0644)) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (descriptor_ >= 0) close(descriptor_);
  }

  bool is_open() const { return descriptor_ >= 0; }
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

Error file_error(const std::filesystem::path& path, int error_number) {
  ErrorCode code = ErrorCode::unavailable;
  if (error_number == ENOENT || error_number == ENOTDIR) code = ErrorCode::not_found;
  if (error_number == EACCES || error_number == EPERM) code = ErrorCode::permission_denied;
  if (error_number == EISDIR || error_number == ENAMETOOLONG) code = ErrorCode::invalid_input;
  return {code, printable(path.string()) + ": " + std::strerror(error_number)};
}

}  // namespace

Result<FileContent> read_file(const std::filesystem::path& path, std::size_t bytes_max) {
  const OpenFile file(path, O_RDONLY);
  struct stat facts {};
  if (!file.is_open() || fstat(file.descriptor(), &facts) != 0) return file_error(path, errno);
  if (S_ISDIR(facts.st_mode)) return file_error(path, EISDIR);
  FileContent content;
  if (S_ISREG(facts.st_mode)) {
    content.bytes.reserve(std::min(bytes_max + 1, static_cast<std::size_t>(facts.st_size) + 1));
  }
  while (content.bytes.size() <= bytes_max) {
    const std::size_t before = content.bytes.size();
    content.bytes.resize(std::min(before + chunk_bytes, bytes_max + 1));
    const ssize_t count =
        read(file.descriptor(), content.bytes.data() + before, content.bytes.size() - before);
    if (count < 0 && errno != EINTR) return file_error(path, errno);
    content.bytes.resize(before + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    if (count == 0) break;
  }
  content.size_bytes = content.bytes.size();
  if (S_ISREG(facts.st_mode)) {
    content.size_bytes =
        std::max<std::uintmax_t>(content.size_bytes, static_cast<std::uintmax_t>(facts.st_size));
  }
  content.is_cut = content.bytes.size() > bytes_max;
  return content;
}

Result<std::string> read_text(const std::filesystem::path& path, std::size_t bytes_max) {
  const Result<FileContent> content = read_file(path, bytes_max);
  if (!content) return content.error();
  if (content->is_cut) {
    return Error{ErrorCode::limit_exceeded, printable(path.string()) + ": longer than " +
                                                std::to_string(bytes_max) + " bytes"};
  }
  return std::string(text_of(content->bytes));
}

namespace {

Status write_all(const OpenFile& file, const std::filesystem::path& path, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t count = write(file.descriptor(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return file_error(path, count < 0 ? errno : EIO);
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  return {};
}

// Moving a file into place would put it where a device or a pipe was, such as /dev/null.
Status check_replaceable(const std::filesystem::path& path) {
  struct stat facts {};
  if (lstat(path.c_str(), &facts) != 0 || S_ISREG(facts.st_mode)) return {};
  return Error{ErrorCode::invalid_input, printable(path.string()) + ": is no regular file"};
}

Status write_durably(const std::filesystem::path& path, ByteView bytes) {
  const OpenFile file(path, O_WRONLY | O_CREAT | O_EXCL);
  if (!file.is_open()) return file_error(path, errno);
  Status written = write_all(file, path, bytes);
  if (written && fsync(file.descriptor()) != 0) written = file_error(path, errno);
  return written;
}

}  // namespace

Status write_file(const std::filesystem::path& path, ByteView bytes) {
  const OpenFile file(path, O_WRONLY | O_CREAT | O_TRUNC);
  if (!file.is_open()) return file_error(path, errno);
  return write_all(file, path, bytes);
}

Status write_file_at_once(const std::filesystem::path& path, ByteView bytes) {
  if (Status fine = check_replaceable(path); !fine) return fine;
  std::filesystem::path beside = path;
  beside += "." + std::to_string(getpid()) + ".part";
  Status written = write_durably(beside, bytes);
  if (written && rename(beside.c_str(), path.c_str()) != 0) written = file_error(path, errno);
  if (!written) {
    unlink(beside.c_str());
    return written;
  }
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  const OpenFile entries(folder, O_RDONLY | O_DIRECTORY);
  if (!entries.is_open() || fsync(entries.descriptor()) != 0) return file_error(folder, errno);
  return {};
}

}  // namespace pixiu::cli
