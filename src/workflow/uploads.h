#pragma once

#include "base/clock.h"
#include "base/entropy.h"
#include "base/ids.h"
#include "base/limits.h"
#include "base/sensitive.h"
#include "privacy/sealed_content.h"
#include "vault/partial_store.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

// Uploads that can be broken off and resumed: what tus 1.0 needs, without HTTP.
namespace pixiu::workflow {

using vault::UploadId;

// What is uploaded. The ids are made at the edge.
struct NewUpload {
  privacy::ContentOwner owner;
  std::string retention_class;     // a word of the schedule (vault/retention.h)
  std::uint64_t length_bytes = 0;  // at most limits::recording_bytes_max
  std::string metadata;            // as the sender wrote it; kept sealed, given back, not read
};

struct UploadState {
  UploadId id;
  privacy::ContentOwner owner;
  std::string retention_class;
  std::uint64_t offset_bytes = 0;  // so much is on the disk
  std::uint64_t length_bytes = 0;
  Timestamp expires_at;
  Sensitive<std::string> metadata;

  bool is_complete() const { return offset_bytes == length_bytes; }
};

// Takes a complete upload in as an exhibit; durable at return. Called again when a crash came
// between, with the same ids and content: idempotent by the exhibit's id.
using TakeInUpload =
    std::function<Status(const UploadState& upload, const privacy::ByteSource& content)>;

// Bytes on their way into one upload, which nobody else can append to meanwhile. One thread at a
// time. Without keep(), nothing of it stays but what stayed already.
class UploadAppend {
 public:
  virtual ~UploadAppend() = default;

  // Errors: limit_exceeded (beyond the upload's length, or no room on the disk), unavailable.
  virtual Status write(ByteView bytes) = 0;

  // Makes it stay: at return the bytes are on the disk. Returns the new offset. A complete upload
  // is then taken in, which takes its time. Called once. Errors: limit_exceeded, unavailable.
  virtual Result<std::uint64_t> keep() = 0;
};

struct UploadParts {
  vault::PartialStore& store;
  privacy::Keyring& keyring;
  Entropy& entropy;
  const Clock& clock;
  // Whether an upload would be taken in, asked before it is made.
  std::function<Status(const NewUpload& upload)> check;
  TakeInUpload take_in;
  // What went wrong while an upload was taken in or cleaned away. Called on a thread of the
  // uploads; no personal data.
  std::function<void(const Error&)> report;
};

// Thread-safe. Everything blocks but the taking in, which a thread of this does; it begins with
// what was complete when the process ended.
class Uploads {
 public:
  static std::unique_ptr<Uploads> start(UploadParts parts);

  // Ends the thread after the upload it is taking in.
  virtual ~Uploads() = default;

  // Durable at return. Errors: invalid_input (longer metadata than limits::upload_metadata_bytes_
  // max), limit_exceeded (length), unavailable (limits::uploads_max are under way), conflict (the
  // subject was erased), those of the stores.
  virtual Result<UploadState> create(const NewUpload& upload) = 0;

  // Errors: not_found (also taken in, expired, removed, or its subject erased).
  virtual Result<UploadState> state(const UploadId& upload) = 0;

  // Errors: not_found; conflict (`offset_bytes` is not where the upload stands); unavailable
  // (somebody appends to it).
  // `keeps_parts`: what came stays at times even before keep(), so that a crash costs little.
  virtual Result<std::unique_ptr<UploadAppend>> append(const UploadId& upload,
                                                       std::uint64_t offset_bytes,
                                                       bool keeps_parts) = 0;

  // Removes an upload with what came of it. Errors: not_found; unavailable (somebody appends to it,
  // or it is being taken in).
  virtual Status remove(const UploadId& upload) = 0;

  // Removes what has expired, and returns how many; done by the thread every minute, too.
  virtual Result<std::size_t> remove_expired() = 0;

  // Until no complete upload waits to be taken in, or the first one failed: for tests and tools.
  virtual void wait_until_taken_in() = 0;
};

}  // namespace pixiu::workflow
