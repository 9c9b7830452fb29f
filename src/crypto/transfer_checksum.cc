#include "crypto/transfer_checksum.h"

#include "base/check.h"
#include "crypto/openssl_handle.h"

namespace pixiu::crypto {

std::string_view transfer_algorithm_name(TransferAlgorithm algorithm) {
  switch (algorithm) {
    case TransferAlgorithm::sha1: return "sha1";
    case TransferAlgorithm::sha256: return "sha256";
  }
  PIXIU_CHECK(false);
}

std::optional<TransferAlgorithm> transfer_algorithm_by_name(std::string_view name) {
  for (const auto algorithm : {TransferAlgorithm::sha1, TransferAlgorithm::sha256}) {
    if (transfer_algorithm_name(algorithm) == name) return algorithm;
  }
  return std::nullopt;
}

struct TransferChecksum::State {
  DigestContextHandle context;
};

TransferChecksum::TransferChecksum(TransferAlgorithm algorithm)
    : state_(std::make_unique<State>()) {
  state_->context.reset(EVP_MD_CTX_new());
  PIXIU_CHECK(state_->context != nullptr);
  const EVP_MD* digest = algorithm == TransferAlgorithm::sha1 ? EVP_sha1() : EVP_sha256();
  PIXIU_CHECK(EVP_DigestInit_ex(state_->context.get(), digest, nullptr) == 1);
}

TransferChecksum::TransferChecksum(TransferChecksum&&) noexcept = default;
TransferChecksum& TransferChecksum::operator=(TransferChecksum&&) noexcept = default;
TransferChecksum::~TransferChecksum() = default;

void TransferChecksum::update(ByteView bytes) {
  PIXIU_CHECK(state_ != nullptr);
  PIXIU_CHECK(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1);
}

Bytes TransferChecksum::finish() {
  PIXIU_CHECK(state_ != nullptr);
  Bytes digest(EVP_MAX_MD_SIZE);
  unsigned int size = 0;
  PIXIU_CHECK(EVP_DigestFinal_ex(state_->context.get(), octets(digest), &size) == 1);
  state_.reset();
  digest.resize(size);
  return digest;
}

}  // namespace pixiu::crypto
