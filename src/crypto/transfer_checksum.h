#pragma once

#include "base/bytes.h"

#include <memory>
#include <optional>
#include <string_view>

namespace pixiu::crypto {

// Checksums that say whether bytes came over as they were sent, as tus 1.0 has them. Not for
// signatures, and nothing is trusted because of one: SHA-1 is among them because that protocol
// demands it.
enum class TransferAlgorithm { sha1, sha256 };

// "sha1", "sha256".
std::string_view transfer_algorithm_name(TransferAlgorithm algorithm);
std::optional<TransferAlgorithm> transfer_algorithm_by_name(std::string_view name);

// Movable, one thread at a time.
class TransferChecksum {
 public:
  explicit TransferChecksum(TransferAlgorithm algorithm);
  TransferChecksum(TransferChecksum&&) noexcept;
  TransferChecksum& operator=(TransferChecksum&&) noexcept;
  ~TransferChecksum();

  void update(ByteView bytes);

  // 20 or 32 bytes. Called once, last (checked).
  Bytes finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pixiu::crypto
