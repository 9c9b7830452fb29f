#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "tlog/appender.h"
#include "tlog/hash.h"
#include "tlog/note_key.h"
#include "tlog/tile.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

// Logs and keys for tests. Included by tests only.
namespace pixiu::tlog::testing {

// Root by the definition of RFC 6962, section 2.1, over leaf hashes held in memory.
inline Hash root_by_definition(std::span<const Hash> leaves) {
  if (leaves.empty()) return empty_root();
  if (leaves.size() == 1) return leaves.front();
  std::size_t split = 1;
  while (split * 2 < leaves.size()) split *= 2;
  return node_hash(root_by_definition(leaves.first(split)),
                   root_by_definition(leaves.subspan(split)));
}

inline std::string entry_of(std::uint64_t index) {
  return "entry " + std::to_string(index);
}

// A log whose resources are held in memory, with everything it ever published.
class MemoryLog {
 public:
  // Publishes `sizes` one after the other; each is above the one before.
  explicit MemoryLog(std::initializer_list<std::uint64_t> sizes) {
    for (const std::uint64_t size : sizes) grow(size);
  }

  void grow(std::uint64_t size) {
    while (appender_.size() < size) {
      const std::string entry = entry_of(appender_.size());
      leaves_.push_back(leaf_hash(bytes_of(entry)));
      static_cast<void>(appender_.append(bytes_of(entry)));
    }
    for (Resource& resource : appender_.take_changes()) {
      stored[resource.path] = std::move(resource.bytes);
    }
  }

  ResourceReader reader() const {
    return [this](std::string_view path) -> Result<Bytes> {
      const auto found = stored.find(path);
      if (found == stored.end()) return Error{ErrorCode::not_found, std::string(path)};
      return found->second;
    };
  }

  const Appender& appender() const { return appender_; }
  const std::vector<Hash>& leaves() const { return leaves_; }
  Hash root(std::uint64_t size) const { return root_by_definition(std::span(leaves_).first(size)); }

  std::map<std::string, Bytes, std::less<>> stored;

 private:
  Appender appender_;
  std::vector<Hash> leaves_;
};

// A key whose seed is one byte, repeated.
inline SigningKey key_of(std::string name, SignatureType type, std::uint8_t seed) {
  auto key = SigningKey::from_seed(std::move(name), type, Bytes(32, static_cast<std::byte>(seed)));
  return std::move(*key);
}

inline constexpr Timestamp signing_time{std::chrono::milliseconds{1'679'315'147'250}};

// A note over the text with a signature of each key.
inline Note note_of(std::string text, std::initializer_list<const SigningKey*> keys) {
  Note note{.text = std::move(text)};
  for (const SigningKey* key : keys) {
    note.signatures.push_back(key->sign(note.text, signing_time));
  }
  return note;
}

}  // namespace pixiu::tlog::testing
