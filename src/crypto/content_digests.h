#pragma once

#include "base/bytes.h"
#include "crypto/digest.h"

#include <cstdint>
#include <memory>

namespace pixiu::crypto {

// What says which content it is: both digests and the length.
struct ContentDigests {
  Digest sha256{};
  Digest sm3{};
  std::uint64_t size_bytes = 0;

  friend bool operator==(const ContentDigests&, const ContentDigests&) = default;
};

// Digests a content in one pass, SM3 on a thread of its own: it is some five times slower than
// SHA-256 with the processor's instructions, so that whoever seals and writes the same bytes
// beside is not held up. Contents that come in pieces below 256 KiB need no thread and get none.
// One thread at a time.
class ContentDigester {
 public:
  // Pieces of about this size keep both threads busy.
  static constexpr std::size_t piece_bytes = 1u << 20;

  ContentDigester();
  ContentDigester(ContentDigester&&) noexcept;
  ContentDigester& operator=(ContentDigester&&) noexcept;
  ~ContentDigester();

  // The bytes are read until the next call of update() or finish() has returned, not copied: a
  // caller has two buffers and fills one while the other is digested.
  void update(ByteView bytes);

  // Of everything so far. Called once, last (checked).
  ContentDigests finish();

 private:
  class Worker;
  struct State;
  std::unique_ptr<State> state_;
};

// The digests of bytes held in memory.
ContentDigests content_digests(ByteView bytes);

}  // namespace pixiu::crypto
