#include "crypto/digest.h"

#include "base/check.h"

#include <algorithm>

#include <openssl/evp.h>

namespace pixiu::crypto {
namespace {

const EVP_MD* algorithm_of(DigestAlgorithm algorithm) {
  switch (algorithm) {
    case DigestAlgorithm::sha256: return EVP_sha256();
    case DigestAlgorithm::sha384: return EVP_sha384();
    case DigestAlgorithm::sha512: return EVP_sha512();
    case DigestAlgorithm::sm3: return EVP_sm3();
  }
  PIXIU_CHECK(false);
}

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

Digest digest_of(DigestAlgorithm algorithm, ByteView bytes) {
  DigestStream stream(algorithm);
  stream.update(bytes);
  return stream.finish();
}

}  // namespace

struct DigestStream::State {
  std::unique_ptr<EVP_MD_CTX, FreeContext> context;
};

DigestStream::DigestStream(DigestAlgorithm algorithm) : state_(std::make_unique<State>()) {
  state_->context.reset(EVP_MD_CTX_new());
  PIXIU_CHECK(state_->context != nullptr);
  PIXIU_CHECK(EVP_DigestInit_ex(state_->context.get(), algorithm_of(algorithm), nullptr) == 1);
}

DigestStream::DigestStream(DigestStream&&) noexcept = default;
DigestStream& DigestStream::operator=(DigestStream&&) noexcept = default;
DigestStream::~DigestStream() = default;

void DigestStream::update(ByteView bytes) {
  PIXIU_CHECK(state_ != nullptr);
  PIXIU_CHECK(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1);
}

Digest DigestStream::finish() {
  const WideDigest wide = finish_wide();
  Digest digest{};
  PIXIU_CHECK(wide.bytes().size() == digest.size());
  std::copy(wide.bytes().begin(), wide.bytes().end(), digest.begin());
  return digest;
}

WideDigest DigestStream::finish_wide() {
  PIXIU_CHECK(state_ != nullptr);
  std::array<std::byte, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  PIXIU_CHECK(EVP_DigestFinal_ex(state_->context.get(),
                                 reinterpret_cast<unsigned char*>(digest.data()), &size) == 1);
  state_.reset();
  return WideDigest(ByteView(digest).first(size));
}

WideDigest::WideDigest(ByteView bytes) : size_(bytes.size()) {
  PIXIU_CHECK(bytes.size() <= bytes_.size());
  std::copy(bytes.begin(), bytes.end(), bytes_.begin());
}

std::size_t digest_size_bytes(DigestAlgorithm algorithm) {
  switch (algorithm) {
    case DigestAlgorithm::sha256: return 32;
    case DigestAlgorithm::sha384: return 48;
    case DigestAlgorithm::sha512: return 64;
    case DigestAlgorithm::sm3: return 32;
  }
  PIXIU_CHECK(false);
}

std::string_view digest_algorithm_name(DigestAlgorithm algorithm) {
  switch (algorithm) {
    case DigestAlgorithm::sha256: return "sha256";
    case DigestAlgorithm::sha384: return "sha384";
    case DigestAlgorithm::sha512: return "sha512";
    case DigestAlgorithm::sm3: return "sm3";
  }
  PIXIU_CHECK(false);
}

std::optional<DigestAlgorithm> digest_algorithm_by_name(std::string_view name) {
  for (const auto algorithm : {DigestAlgorithm::sha256, DigestAlgorithm::sha384,
                               DigestAlgorithm::sha512, DigestAlgorithm::sm3}) {
    if (digest_algorithm_name(algorithm) == name) return algorithm;
  }
  return std::nullopt;
}

WideDigest digest(DigestAlgorithm algorithm, ByteView bytes) {
  DigestStream stream(algorithm);
  stream.update(bytes);
  return stream.finish_wide();
}

Digest sha256(ByteView bytes) {
  return digest_of(DigestAlgorithm::sha256, bytes);
}

Digest sm3(ByteView bytes) {
  return digest_of(DigestAlgorithm::sm3, bytes);
}

std::string hex(ByteView bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const std::byte byte : bytes) {
    text += digits[std::to_integer<std::size_t>(byte >> 4)];
    text += digits[std::to_integer<std::size_t>(byte & std::byte{15})];
  }
  return text;
}

}  // namespace pixiu::crypto
