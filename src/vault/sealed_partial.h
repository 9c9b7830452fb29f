#pragma once

#include "base/entropy.h"
#include "crypto/secret_key.h"
#include "privacy/sealed_content.h"
#include "vault/partial_store.h"

#include <cstdint>
#include <memory>
#include <string>

namespace pixiu::vault {

// The content of an upload in progress, sealed as it comes.
//
// The file is a row of frames: a byte that is 1 when everything up to here counts and 0 when not
// yet, the length n of what the frame holds (4 bytes, big-endian, 0..65536), and n + 40 bytes of
// XChaCha20-Poly1305 (crypto/aead.h). Associated data: the place, the two fields before, and the
// offset of the frame in the content (8 bytes). What a crash tore is cut off at the next open, back
// to the last frame that counts: that is what was acknowledged. docs/formats/sealed.md.
// One thread at a time.
class SealedPartial {
 public:
  // `place` is what the content is bound to; `entropy` outlives it.
  // Cost: a walk over all frames; those of the last 32 MiB, which a crash may have torn, are
  // opened. Errors: those of the file.
  static Result<std::unique_ptr<SealedPartial>> open(std::unique_ptr<PartialFile> file,
                                                     crypto::SecretKey key, std::string place,
                                                     Entropy& entropy);
  ~SealedPartial();

  // What counts: durable, and there after a crash.
  std::uint64_t content_bytes() const { return counted_.content_bytes; }
  // The same and what was appended since.
  std::uint64_t appended_bytes() const { return appended_.content_bytes + pending_.size(); }

  // Errors: those of the file; give up or discard() then.
  Status append(ByteView bytes);

  // Makes all that was appended count. Errors: as append.
  Status count();

  // Throws away what was appended since it last counted. Errors: unavailable.
  Status discard();

  // Gives what counts, from the beginning, once. Valid while this lives and nothing is appended.
  // Errors of the source: corrupted, naming the offset; those of the file.
  privacy::ByteSource content() const;

 private:
  // A boundary between frames.
  struct Position {
    std::uint64_t content_bytes = 0;
    std::uint64_t file_bytes = 0;
  };
  struct Frame;

  SealedPartial(std::unique_ptr<PartialFile> file, crypto::SecretKey key, std::string place,
                Entropy& entropy);

  Status find_end();
  Result<Frame> read_frame(const Position& at, bool opens) const;
  Bytes associated_data(bool counts, std::size_t size, std::uint64_t offset) const;
  Status write_frame(bool counts);

  std::unique_ptr<PartialFile> file_;
  crypto::SecretKey key_;
  std::string place_;
  Entropy& entropy_;
  Position counted_;
  Position appended_;
  std::uint64_t synced_file_bytes_ = 0;
  Bytes pending_;  // less than a frame
};

}  // namespace pixiu::vault
