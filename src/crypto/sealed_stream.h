#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/secret_key.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

// Sealing of contents of any length in constant memory: libsodium's secretstream
// (XChaCha20-Poly1305, https://doc.libsodium.org/secret-key_cryptography/secretstream).
//
// The sealed form is a header of 24 bytes and then messages: every full chunk of 64 KiB of the
// content as one message, and what is left (perhaps nothing) as the last, which alone carries the
// tag FINAL. A message is 17 bytes longer than what it holds. The associated data goes into every
// message. So chunks cannot be left out, repeated, put in another order or cut off at the end, and
// the length of the sealed form follows from that of the content.
namespace pixiu::crypto {

inline constexpr std::size_t sealed_chunk_bytes = 64u << 10;

// Takes bytes; an error ends the stream and is handed on to who called.
using ByteSink = std::function<Status(ByteView)>;

// The length of the sealed form.
std::uint64_t sealed_stream_bytes(std::uint64_t content_bytes);

// The length of the content; nothing when no content has a sealed form of that length.
std::optional<std::uint64_t> content_bytes_of_sealed(std::uint64_t sealed_bytes);

// Seals one content. One thread at a time; movable. A chunk that comes in one piece is sealed from
// where it lies, without a copy. The header is random (the kernel's generator, by libsodium).
class StreamSealer {
 public:
  // `associated` is authenticated and not stored: opening needs the same.
  StreamSealer(const SecretKey& key, ByteView associated);
  StreamSealer(StreamSealer&&) noexcept;
  StreamSealer& operator=(StreamSealer&&) noexcept;
  ~StreamSealer();

  // Errors: the sink's; the stream must not be used afterwards (checked).
  Status update(ByteView plain, const ByteSink& sink);

  // Writes the last message. Called once, last (checked).
  Status finish(const ByteSink& sink);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Opens one sealed content. What the sink gets is authentic as far as it goes; that it is the whole
// is known when finish() succeeds.
class StreamOpener {
 public:
  StreamOpener(const SecretKey& key, ByteView associated);
  StreamOpener(StreamOpener&&) noexcept;
  StreamOpener& operator=(StreamOpener&&) noexcept;
  ~StreamOpener();

  // Errors: corrupted (another key, other associated data, altered, bytes after the end), which
  //         names the chunk counted from 0; the sink's. The stream must not be used afterwards
  //         (checked).
  Status update(ByteView sealed, const ByteSink& sink);

  // Errors: corrupted when the last message is missing.
  Status finish(const ByteSink& sink);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pixiu::crypto
