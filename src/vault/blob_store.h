#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "base/timestamp.h"
#include "vault/blob_address.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

// Where blobs are kept: bytes that are ciphertext already, by an address that is known when the
// last byte has been written. A blob is never changed. Memory does not grow with its size.
namespace pixiu::vault {

// A blob being written. Until commit() nobody can open it. One thread at a time.
class BlobWriter {
 public:
  virtual ~BlobWriter() = default;  // without commit(): nothing stays

  // Errors: limit_exceeded (no room), unavailable.
  virtual Status write(ByteView bytes) = 0;

  // Puts the blob at `address`. At return without Error it is whole there and durable: content,
  // name and folder MUST have been made durable, in this order. Otherwise it is not there, or whole
  // there; never in part.
  // Errors: conflict (there is a blob at this address, and it stays: addresses are fresh for each
  // sealing, so that this is a mistake of the caller); limit_exceeded, unavailable (nothing is
  // there); internal (a failed fsync: what is there is unknown, the process should stop).
  // May be called once (checked).
  virtual Status commit(const BlobAddress& address) = 0;
};

// A blob being read. One thread at a time.
class BlobReader {
 public:
  virtual ~BlobReader() = default;

  // Fills the front of `bytes` (at least one byte) and returns how many; 0 at the end.
  // Errors: unavailable, corrupted (the store notices damage by itself).
  virtual Result<std::size_t> read(std::span<std::byte> bytes) = 0;

  virtual std::uint64_t size_bytes() const = 0;
};

// What a listing says of a blob.
struct BlobInfo {
  BlobAddress address;
  std::uint64_t size_bytes = 0;
  Timestamp written_at;
};

// Thread-safe. Implementations run the contract of vault/blob_store_contract_testing.h.
class BlobStore {
 public:
  virtual ~BlobStore() = default;

  virtual Result<std::unique_ptr<BlobWriter>> create() = 0;

  // Errors: not_found, unavailable.
  virtual Result<std::unique_ptr<BlobReader>> open(const BlobAddress& address) const = 0;

  // Removes a blob; durable at return. Idempotent: one that is not there is removed.
  virtual Status remove(const BlobAddress& address) = 0;

  // The blobs in the order of their addresses, `count_max` at most (1..1000, checked) after
  // `after`. Unfinished writes are not in it.
  virtual Result<std::vector<BlobInfo>> list(const std::optional<BlobAddress>& after,
                                             std::size_t count_max) const = 0;
};

}  // namespace pixiu::vault
