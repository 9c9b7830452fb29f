#pragma once

#include "workflow/uploads.h"

// The note beside an upload in progress. Inside this module only.
namespace pixiu::workflow {

inline constexpr std::size_t upload_note_bytes_max = 32u << 10;

// An upload as it was made, and the key under which its bytes are sealed.
struct UploadNote {
  UploadState upload;  // without its offset
  crypto::SecretKey key;
};

// What the bytes and the key are bound to.
std::string place_of_upload(const UploadState& upload);

// JSON; the key is wrapped by the subject's, the metadata sealed under it.
// Errors: those of Keyring::subject_key_for_sealing.
Result<Bytes> write_upload_note(const UploadNote& note, privacy::Keyring& keyring,
                                Entropy& entropy);

// Errors: corrupted (no such note); not_found (the subject was erased); those of the keyring.
Result<UploadNote> read_upload_note(const UploadId& id, ByteView text, privacy::Keyring& keyring);

// Only when it expires, which needs no key. Errors: corrupted.
Result<Timestamp> read_expiry(ByteView text);

}  // namespace pixiu::workflow
