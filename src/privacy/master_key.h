#pragma once

#include "base/bytes.h"
#include "base/entropy.h"
#include "base/result.h"
#include "crypto/secret_key.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// The key above all others. It is never in the database and never in a backup of it.
namespace pixiu::privacy {

inline constexpr std::size_t master_key_id_chars_max = 64;

// 1..64 characters of a-z, 0-9, "-", "_" and ".".
bool is_master_key_id(std::string_view id);

// Wraps and unwraps keys. Thread-safe.
class MasterKey {
 public:
  virtual ~MasterKey() = default;

  virtual const std::string& id() const = 0;

  // At most 512 bytes. Errors: unavailable (a key service does not answer).
  virtual Result<Bytes> wrap(const crypto::SecretKey& key, ByteView associated) const = 0;

  // Errors: corrupted (not wrapped by this key for this place, or altered), unavailable.
  virtual Result<crypto::SecretKey> unwrap(ByteView wrapped, ByteView associated) const = 0;
};

using MasterKeys = std::vector<std::unique_ptr<MasterKey>>;

// A master key in this process's memory. `entropy` outlives it.
std::unique_ptr<MasterKey> local_master_key(std::string id, crypto::SecretKey key,
                                            Entropy& entropy);

// Reads master keys from a text, as it stands in a file or in an environment variable: one a line,
//
//   pixiu-master-key/1 ID BASE64
//
// with the 32 bytes of the key in base 64; empty lines and lines that begin with '#' are passed
// over. The first is the one that wraps new keys, the others are only for what they wrapped.
// Errors: invalid_input, naming the line and never its content: another form, an id twice, no key
// at all, more than 16.
Result<MasterKeys> parse_master_keys(std::string_view text, Entropy& entropy);

// The same from a file of at most 64 KiB.
// Errors: not_found; permission_denied when the file is a link or no plain file, belongs to
// somebody else than this process's user or root, or can be read or written by its group or by
// others (mode 0600 or 0400 is asked for); those of parse_master_keys.
Result<MasterKeys> read_master_key_file(const std::string& path, Entropy& entropy);

}  // namespace pixiu::privacy
