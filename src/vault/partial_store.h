#pragma once

#include "base/bytes.h"
#include "base/id.h"
#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

// Where uploads in progress are kept: bytes that grow by appending, and a note beside them.
namespace pixiu::vault {

using UploadId = Id<struct UploadTag>;

// The bytes of one upload, for one holder at a time, of all processes. One thread at a time.
class PartialFile {
 public:
  virtual ~PartialFile() = default;  // what was not synced may be lost by a crash

  virtual std::uint64_t size_bytes() const = 0;

  // Fills the front of `bytes` with what stands at `offset` and returns how many; fewer only at the
  // end. Errors: unavailable.
  virtual Result<std::size_t> read(std::uint64_t offset, std::span<std::byte> bytes) const = 0;

  // Errors: limit_exceeded (no room), unavailable; then the size is unknown until truncate().
  virtual Status append(ByteView bytes) = 0;

  // Everything appended is durable at return; a failure stops the process.
  virtual void sync() = 0;

  // Cuts off what stands after `size_bytes`; not yet durable. Errors: unavailable.
  virtual Status truncate(std::uint64_t size_bytes) = 0;
};

// Thread-safe. Errors of every method, beside its own: unavailable, limit_exceeded (no room).
class PartialStore {
 public:
  virtual ~PartialStore() = default;

  // Makes an upload without bytes; durable at return, or not there. Errors: conflict (it exists).
  virtual Status create(const UploadId& upload, ByteView note) = 0;

  // Errors: not_found; limit_exceeded above `bytes_max`.
  virtual Result<Bytes> note(const UploadId& upload, std::size_t bytes_max) const = 0;

  // Errors: not_found; conflict while somebody else holds it.
  virtual Result<std::unique_ptr<PartialFile>> open(const UploadId& upload) = 0;

  // Durable at return. Idempotent. Who holds its file still does.
  virtual Status remove(const UploadId& upload) = 0;

  // In the order of their ids, which is that of their making.
  virtual Result<std::vector<UploadId>> list() const = 0;
};

}  // namespace pixiu::vault
