#include "privacy/sealed_content.h"

#include "crypto/aead.h"
#include "crypto/key_derivation.h"
#include "crypto/mac.h"

#include <algorithm>
#include <array>

namespace pixiu::privacy {
namespace {

constexpr std::size_t opened_piece_bytes = 1u << 20;

// Ids have a fixed length and no bar.
std::string place_of(const ContentOwner& owner) {
  return "pixiu.content/1|" + owner.tenant.text() + "|" + owner.subject.text() + "|" +
         owner.claim.text() + "|" + owner.exhibit.text();
}

crypto::SecretKey wrapping_key_of(const crypto::SecretKey& subject_key) {
  return crypto::derive_key(subject_key, "pixiu.content-wrapping/1");
}

crypto::Digest address_of(const crypto::SecretKey& subject_key, const ContentOwner& owner,
                          const crypto::ContentDigests& digests, ByteView wrapped_key) {
  const auto key = crypto::derive_key(subject_key, "pixiu.content-address/1");
  Bytes message;
  const auto append = [&message](ByteView bytes) {
    message.insert(message.end(), bytes.begin(), bytes.end());
  };
  append(bytes_of(owner.exhibit.text()));
  append(digests.sha256);
  append(digests.sm3);
  for (int shift = 56; shift >= 0; shift -= 8) {
    message.push_back(static_cast<std::byte>(digests.size_bytes >> shift));
  }
  append(wrapped_key);
  return crypto::hmac_sha256(key, message);
}

// Fills as much of the buffer as there is, so that pieces are large enough for two threads.
Result<std::size_t> fill(const ByteSource& source, std::span<std::byte> buffer) {
  std::size_t size = 0;
  while (size < buffer.size()) {
    const auto count = source(buffer.subspan(size));
    if (!count) return count.error();
    if (*count == 0) break;
    size += *count;
  }
  return size;
}

// Digests what comes in small chunks by large pieces, so that two threads have work.
class ChunkDigester {
 public:
  void update(ByteView chunk) {
    while (!chunk.empty()) {
      Bytes& buffer = buffers_[turn_];
      const auto count =
          std::min(crypto::ContentDigester::piece_bytes - buffer.size(), chunk.size());
      buffer.insert(buffer.end(), chunk.begin(),
                    chunk.begin() + static_cast<std::ptrdiff_t>(count));
      chunk = chunk.subspan(count);
      if (buffer.size() == crypto::ContentDigester::piece_bytes) hand_over();
    }
  }

  crypto::ContentDigests finish() {
    hand_over();
    const auto digests = digester_.finish();
    for (auto& buffer : buffers_) crypto::wipe(buffer);
    return digests;
  }

 private:
  void hand_over() {
    digester_.update(buffers_[turn_]);  // which has done with the other buffer now
    turn_ ^= 1;
    buffers_[turn_].clear();
  }

  std::array<Bytes, 2> buffers_;
  std::size_t turn_ = 0;
  crypto::ContentDigester digester_;  // goes before the buffers it reads
};

Error corrupted(const char* what) {
  return {ErrorCode::corrupted, what};
}

}  // namespace

Result<SealedContent> seal_content(Keyring& keyring, Entropy& entropy, const ContentOwner& owner,
                                   const ByteSource& source, const crypto::ByteSink& sink,
                                   std::uint64_t bytes_max) {
  const auto subject_key = keyring.subject_key_for_sealing(owner.tenant, owner.subject);
  if (!subject_key) return subject_key.error();
  const auto content_key = crypto::SecretKey::generate(entropy);
  const std::string place = place_of(owner);
  std::array<Bytes, 2> buffers{Bytes(crypto::ContentDigester::piece_bytes),
                               Bytes(crypto::ContentDigester::piece_bytes)};
  crypto::StreamSealer sealer(content_key, bytes_of(place));
  crypto::ContentDigester digester;  // goes before the buffers it reads
  std::uint64_t total_bytes = 0;
  for (std::size_t turn = 0;; turn ^= 1) {
    const auto size = fill(source, buffers[turn]);
    if (!size) return size.error();
    if (*size == 0) break;
    total_bytes += *size;
    if (total_bytes > bytes_max) {
      return Error{ErrorCode::limit_exceeded,
                   "a file may hold " + std::to_string(bytes_max) + " bytes here"};
    }
    const auto piece = ByteView(buffers[turn]).first(*size);
    digester.update(piece);
    if (auto status = sealer.update(piece, sink); !status) return status.error();
  }
  if (auto status = sealer.finish(sink); !status) return status.error();
  SealedContent sealed{.digests = digester.finish(), .address = {}, .wrapped_key = {}};
  for (auto& buffer : buffers) crypto::wipe(buffer);
  sealed.wrapped_key =
      crypto::wrap_key(wrapping_key_of(*subject_key), content_key, bytes_of(place), entropy);
  sealed.address = address_of(*subject_key, owner, sealed.digests, sealed.wrapped_key);
  return sealed;
}

Status open_content(Keyring& keyring, const ContentOwner& owner, const SealedContent& sealed,
                    const ByteSource& source, const crypto::ByteSink& sink) {
  const auto subject_key = keyring.subject_key(owner.tenant, owner.subject);
  if (!subject_key) return subject_key.error();
  const std::string place = place_of(owner);
  const auto content_key =
      crypto::unwrap_key(wrapping_key_of(*subject_key), sealed.wrapped_key, bytes_of(place));
  if (!content_key) {
    return corrupted("the wrapped key is not this exhibit's of this claim, or was altered");
  }
  if (address_of(*subject_key, owner, sealed.digests, sealed.wrapped_key) != sealed.address) {
    return corrupted("the address does not follow from the digests");
  }
  crypto::StreamOpener opener(*content_key, bytes_of(place));
  ChunkDigester digester;
  const crypto::ByteSink digesting = [&](ByteView piece) -> Status {
    digester.update(piece);
    return sink(piece);
  };
  Bytes buffer(opened_piece_bytes);
  for (;;) {
    const auto size = source(buffer);
    if (!size) return size.error();
    if (*size == 0) break;
    if (auto status = opener.update(ByteView(buffer).first(*size), digesting); !status) {
      return status;
    }
  }
  if (auto status = opener.finish(digesting); !status) return status;
  const auto digests = digester.finish();
  if (digests.size_bytes != sealed.digests.size_bytes) return corrupted("the length differs");
  if (digests.sha256 != sealed.digests.sha256) return corrupted("the SHA-256 digest differs");
  if (digests.sm3 != sealed.digests.sm3) return corrupted("the SM3 digest differs");
  return {};
}

}  // namespace pixiu::privacy
