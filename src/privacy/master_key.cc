#include "privacy/master_key.h"

#include "base/base64.h"
#include "crypto/aead.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pixiu::privacy {
namespace {

constexpr std::size_t file_bytes_max = 64u << 10;
constexpr std::size_t keys_max = 16;
constexpr std::string_view form = "pixiu-master-key/1";

class LocalMasterKey final : public MasterKey {
 public:
  LocalMasterKey(std::string id, crypto::SecretKey key, Entropy& entropy)
      : id_(std::move(id)), key_(std::move(key)), entropy_(entropy) {}

  const std::string& id() const override { return id_; }
  Result<Bytes> wrap(const crypto::SecretKey& key, ByteView associated) const override {
    return crypto::wrap_key(key_, key, associated, entropy_);
  }
  Result<crypto::SecretKey> unwrap(ByteView wrapped, ByteView associated) const override {
    return crypto::unwrap_key(key_, wrapped, associated);
  }

 private:
  std::string id_;
  crypto::SecretKey key_;
  Entropy& entropy_;
};

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }

 private:
  int number_;
};

// Splits off what stands before the first space.
std::string_view take_word(std::string_view& line) {
  const auto end = std::min(line.find(' '), line.size());
  const auto word = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return word;
}

Result<std::unique_ptr<MasterKey>> parse_line(std::string_view line, Entropy& entropy) {
  const Error wrong{ErrorCode::invalid_input, "is not \"" + std::string(form) + " ID BASE64\""};
  if (take_word(line) != form) return wrong;
  const auto id = take_word(line);
  if (!is_master_key_id(id)) return wrong;
  auto bytes = from_base64(line);
  if (!bytes) return wrong;
  auto key = crypto::SecretKey::from_bytes(*bytes);
  crypto::wipe(*bytes);
  if (!key) return Error{ErrorCode::invalid_input, "has not the 32 bytes of a key"};
  return local_master_key(std::string(id), std::move(*key), entropy);
}

Status check_owner(const struct stat& info, const std::string& path) {
  if (!S_ISREG(info.st_mode)) {
    return Error{ErrorCode::permission_denied, path + " is no plain file"};
  }
  if (info.st_uid != ::geteuid() && info.st_uid != 0) {
    return Error{ErrorCode::permission_denied,
                 path + " belongs to another user; it must belong to the one who runs this"};
  }
  if ((info.st_mode & 077) != 0) {
    return Error{ErrorCode::permission_denied,
                 path + " is open to others: chmod 600 it, and think of its key as known to them"};
  }
  return {};
}

}  // namespace

bool is_master_key_id(std::string_view id) {
  return !id.empty() && id.size() <= master_key_id_chars_max &&
         std::all_of(id.begin(), id.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
                  c == '.';
         });
}

std::unique_ptr<MasterKey> local_master_key(std::string id, crypto::SecretKey key,
                                            Entropy& entropy) {
  return std::make_unique<LocalMasterKey>(std::move(id), std::move(key), entropy);
}

Result<MasterKeys> parse_master_keys(std::string_view text, Entropy& entropy) {
  MasterKeys keys;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.front() == '#') continue;
    const auto where = "line " + std::to_string(number) + " of the master keys ";
    auto key = parse_line(line, entropy);
    if (!key) return Error{key.error().code, where + key.error().message};
    const auto has_id = [&key](const auto& other) { return other->id() == (*key)->id(); };
    if (std::any_of(keys.begin(), keys.end(), has_id)) {
      return Error{ErrorCode::invalid_input, where + "has an id that stands there twice"};
    }
    if (keys.size() == keys_max) {
      return Error{ErrorCode::invalid_input, where + "is one too many; 16 are taken"};
    }
    keys.push_back(std::move(*key));
  }
  if (keys.empty()) return Error{ErrorCode::invalid_input, "there is no master key"};
  return keys;
}

Result<MasterKeys> read_master_key_file(const std::string& path, Entropy& entropy) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
  if (file.number() < 0) {
    if (errno == ENOENT) return Error{ErrorCode::not_found, path + ": there is no such file"};
    return Error{ErrorCode::permission_denied,
                 path + (errno == ELOOP ? " is a link" : " cannot be opened")};
  }
  struct stat info {};
  if (::fstat(file.number(), &info) != 0) {
    return Error{ErrorCode::permission_denied, path + " cannot be looked at"};
  }
  if (auto status = check_owner(info, path); !status) return status.error();
  std::string text(file_bytes_max + 1, '\0');
  std::size_t size = 0;
  for (ssize_t count = 1; count > 0 && size < text.size();) {
    count = ::read(file.number(), text.data() + size, text.size() - size);
    if (count < 0) return Error{ErrorCode::unavailable, path + " cannot be read"};
    size += static_cast<std::size_t>(count);
  }
  Result<MasterKeys> keys = Error{ErrorCode::invalid_input, "it has more than 64 KiB"};
  if (size <= file_bytes_max)
    keys = parse_master_keys(std::string_view(text).substr(0, size), entropy);
  crypto::wipe(std::as_writable_bytes(std::span(text)));
  if (!keys) return Error{keys.error().code, path + ": " + keys.error().message};
  return keys;
}

}  // namespace pixiu::privacy
