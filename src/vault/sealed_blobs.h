#pragma once

#include "privacy/sealed_content.h"
#include "vault/blob_store.h"
#include "vault/exhibit.h"

// The way between the content of an exhibit and its sealed blob.
namespace pixiu::vault {

// Seals what `source` gives into a new blob, in one pass and constant memory; durable at return.
// No exhibit names the blob yet: should nobody store one that does, fsck finds it and removes it.
// Errors: those of privacy::seal_content and of the store.
Result<privacy::SealedContent> put_sealed(BlobStore& blobs, privacy::Keyring& keyring,
                                          Entropy& entropy, const privacy::ContentOwner& owner,
                                          const privacy::ByteSource& source,
                                          std::uint64_t bytes_max);

// Opens an exhibit's blob into `sink` and verifies everything the exhibit says of it: key, place,
// address, both digests, length. What the sink gets is authentic as far as it goes; that it is the
// whole content is known when the call succeeds.
// Errors: not_found (no such blob, or the subject was erased), corrupted (saying what does not
// hold), those of the store and of the sink.
Status read_sealed(const BlobStore& blobs, privacy::Keyring& keyring, const Exhibit& exhibit,
                   const crypto::ByteSink& sink);

}  // namespace pixiu::vault
