#pragma once

#include "base/ids.h"
#include "crypto/content_digests.h"
#include "crypto/sealed_stream.h"
#include "privacy/keyring.h"

#include <cstddef>
#include <functional>
#include <span>

// Sealing of whole files: photos and recordings.
namespace pixiu::privacy {

// What a file belongs to. A sealed file opens as this exhibit of this claim only.
struct ContentOwner {
  TenantId tenant;
  SubjectId subject;
  ClaimId claim;
  ExhibitId exhibit;
};

// Gives bytes: fills the front of the span (never empty) and returns how many; 0 at the end.
using ByteSource = std::function<Result<std::size_t>(std::span<std::byte>)>;

// What is known of a sealed file beside its bytes.
struct SealedContent {
  crypto::ContentDigests digests;  // of the content
  // HMAC-SHA-256, under a key of this tenant's subject, of the digests and length of the content,
  // the exhibit and the wrapped key: it tells nothing to who has not that key, no two subjects
  // share one, and each sealing has its own.
  crypto::Digest address{};
  // The file's own key, wrapped by the subject's and bound to tenant, subject, claim and exhibit.
  Bytes wrapped_key;
};

// Seals what `source` gives, into `sink`, in one pass: SHA-256, SM3 and crypto/sealed_stream.h.
// Two buffers of 1 MiB, whatever the length. SM3 runs on a thread of its own for contents above
// 256 KiB. docs/formats/sealed.md.
// Errors: those of Keyring::subject_key_for_sealing, of the source and of the sink; limit_exceeded
// when there are more than `bytes_max` bytes.
Result<SealedContent> seal_content(Keyring& keyring, Entropy& entropy, const ContentOwner& owner,
                                   const ByteSource& source, const crypto::ByteSink& sink,
                                   std::uint64_t bytes_max);

// Opens what `source` gives, into `sink`, and verifies everything `sealed` says: key, place,
// digests, length, address. What the sink gets is authentic as far as it goes; that it is the whole
// and the right content is known when the call succeeds.
// Errors: those of Keyring::subject_key, of the source and of the sink; corrupted, saying what does
// not hold.
Status open_content(Keyring& keyring, const ContentOwner& owner, const SealedContent& sealed,
                    const ByteSource& source, const crypto::ByteSink& sink);

}  // namespace pixiu::privacy
