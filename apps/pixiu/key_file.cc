#include "key_file.h"

#include "cli/files.h"
#include "crypto/secret_key.h"

#include <span>
#include <utility>

#include <sys/stat.h>

namespace pixiu {
namespace {

constexpr std::size_t key_file_bytes_max = 4u << 10;

}  // namespace

Result<tlog::SigningKey> read_signing_key(const std::string& file) {
  struct stat info {};
  if (::stat(file.c_str(), &info) != 0) {
    return Error{ErrorCode::not_found,
                 file + ": there is no such key file; pixiu log-key makes one"};
  }
  if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return Error{ErrorCode::permission_denied,
                 file + " must be readable by its owner alone: chmod 600"};
  }
  auto text = cli::read_text(file, key_file_bytes_max);
  if (!text) return text.error();
  auto key = tlog::SigningKey::parse(*text);
  crypto::wipe(std::as_writable_bytes(std::span(*text)));
  if (!key) return Error{key.error().code, file + ": " + key.error().message};
  return key;
}

}  // namespace pixiu
