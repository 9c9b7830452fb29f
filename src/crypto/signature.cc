#include "crypto/signature.h"

#include "base/check.h"
#include "crypto/public_key_state.h"

#include <array>
#include <string>
#include <utility>

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/rsa.h>

namespace pixiu::crypto {
namespace {

constexpr std::size_t spki_bytes_max = 8u << 10;
constexpr std::size_t signature_bytes_max = 1024;  // RSA of 8192 bits
constexpr int rsa_bits_min = 2048;
constexpr int rsa_bits_max = 8192;
constexpr std::string_view sm2_user_id = "1234567812345678";  // GM/T 0009-2012, 10

// SubjectPublicKeyInfo up to the bits of an SM2 point: id-ecPublicKey, curve 1.2.156.10197.1.301.
constexpr std::array<unsigned char, 19> sm2_algorithm = {0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d,
                                                         0x02, 0x01, 0x06, 0x08, 0x2a, 0x81, 0x1c,
                                                         0xcf, 0x55, 0x01, 0x82, 0x2d};

struct Scheme {
  const char* digest = nullptr;  // null for Ed25519, which has its own
  enum class Family { ecdsa, pss, ed25519, sm2 } family = Family::ecdsa;
};

Scheme scheme_of(SignatureAlgorithm algorithm) {
  using enum Scheme::Family;
  switch (algorithm) {
    case SignatureAlgorithm::es256: return {"SHA256", ecdsa};
    case SignatureAlgorithm::es384: return {"SHA384", ecdsa};
    case SignatureAlgorithm::es512: return {"SHA512", ecdsa};
    case SignatureAlgorithm::ps256: return {"SHA256", pss};
    case SignatureAlgorithm::ps384: return {"SHA384", pss};
    case SignatureAlgorithm::ps512: return {"SHA512", pss};
    case SignatureAlgorithm::ed25519: return {nullptr, ed25519};
    case SignatureAlgorithm::sm3_with_sm2: return {"SM3", sm2};
  }
  PIXIU_CHECK(false);
}

// Bytes of each half of r||s; 0 for a key that signs otherwise.
std::size_t half_bytes(KeyKind kind) {
  switch (kind) {
    case KeyKind::p256: return 32;
    case KeyKind::p384: return 48;
    case KeyKind::p521: return 66;
    case KeyKind::sm2: return 32;
    case KeyKind::rsa:
    case KeyKind::rsa_pss:
    case KeyKind::ed25519:
    case KeyKind::other: return 0;
  }
  PIXIU_CHECK(false);
}

bool fits(const PublicKey& key, Scheme::Family family) {
  using enum Scheme::Family;
  switch (family) {
    case ecdsa: return half_bytes(key.kind()) != 0 && key.kind() != KeyKind::sm2;
    case pss:
      return (key.kind() == KeyKind::rsa || key.kind() == KeyKind::rsa_pss) &&
             key.bits() >= rsa_bits_min && key.bits() <= rsa_bits_max;
    case ed25519: return key.kind() == KeyKind::ed25519;
    case sm2: return key.kind() == KeyKind::sm2;
  }
  PIXIU_CHECK(false);
}

// r||s as the SEQUENCE of two INTEGERs that OpenSSL wants; empty when it cannot be made.
Bytes der_of_halves(ByteView signature) {
  const std::size_t half = signature.size() / 2;
  const Handle<ECDSA_SIG, ECDSA_SIG_free> pair(ECDSA_SIG_new());
  BIGNUM* r = BN_bin2bn(octets(signature), static_cast<int>(half), nullptr);
  BIGNUM* s = BN_bin2bn(octets(signature) + half, static_cast<int>(half), nullptr);
  if (!pair || r == nullptr || s == nullptr || ECDSA_SIG_set0(pair.get(), r, s) != 1) {
    BN_free(r);
    BN_free(s);
    return {};
  }
  const int size = i2d_ECDSA_SIG(pair.get(), nullptr);
  if (size <= 0) return {};
  Bytes der(static_cast<std::size_t>(size));
  auto* out = reinterpret_cast<unsigned char*>(der.data());
  i2d_ECDSA_SIG(pair.get(), &out);
  return der;
}

// The signature in OpenSSL's form; empty when it is not of the algorithm's form.
Bytes openssl_form(const PublicKey& key, Scheme::Family family, ByteView signature) {
  using enum Scheme::Family;
  const Bytes same(signature.begin(), signature.end());
  switch (family) {
    case ecdsa:
      if (signature.size() != 2 * half_bytes(key.kind())) return {};
      return der_of_halves(signature);
    case sm2:
      if (signature.size() == 2 * half_bytes(key.kind())) return der_of_halves(signature);
      return signature[0] == std::byte{0x30} ? same : Bytes{};
    case pss:
      return signature.size() == static_cast<std::size_t>((key.bits() + 7) / 8) ? same : Bytes{};
    case ed25519: return signature.size() == 64 ? same : Bytes{};
  }
  PIXIU_CHECK(false);
}

bool set_options(EVP_PKEY_CTX* context, const Scheme& scheme) {
  if (scheme.family == Scheme::Family::pss) {
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1 &&
           EVP_PKEY_CTX_set_rsa_mgf1_md_name(context, scheme.digest, nullptr) == 1;
  }
  if (scheme.family == Scheme::Family::sm2) {
    return EVP_PKEY_CTX_set1_id(context, sm2_user_id.data(),
                                static_cast<int>(sm2_user_id.size())) == 1;
  }
  return true;
}

KeyKind kind_of_curve(EVP_PKEY* key) {
  // A curve spelled out by its numbers may be one of the known ones with a weak generator.
  int is_spelled_out = 0;
  EVP_PKEY_get_int_param(key, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS, &is_spelled_out);
  std::array<char, 64> name{};
  if (is_spelled_out != 0 || EVP_PKEY_get_group_name(key, name.data(), name.size(), nullptr) != 1) {
    return KeyKind::other;
  }
  const std::string_view curve(name.data());
  if (curve == SN_X9_62_prime256v1) return KeyKind::p256;
  if (curve == SN_secp384r1) return KeyKind::p384;
  if (curve == SN_secp521r1) return KeyKind::p521;
  if (curve == SN_sm2) return KeyKind::sm2;
  return KeyKind::other;
}

KeyKind kind_of(EVP_PKEY* key) {
  if (EVP_PKEY_is_a(key, "RSA") == 1) return KeyKind::rsa;
  if (EVP_PKEY_is_a(key, "RSA-PSS") == 1) return KeyKind::rsa_pss;
  if (EVP_PKEY_is_a(key, "ED25519") == 1) return KeyKind::ed25519;
  if (EVP_PKEY_is_a(key, "EC") == 1 || EVP_PKEY_is_a(key, "SM2") == 1) return kind_of_curve(key);
  return KeyKind::other;
}

}  // namespace

std::string_view signature_algorithm_name(SignatureAlgorithm algorithm) {
  switch (algorithm) {
    case SignatureAlgorithm::es256: return "ES256";
    case SignatureAlgorithm::es384: return "ES384";
    case SignatureAlgorithm::es512: return "ES512";
    case SignatureAlgorithm::ps256: return "PS256";
    case SignatureAlgorithm::ps384: return "PS384";
    case SignatureAlgorithm::ps512: return "PS512";
    case SignatureAlgorithm::ed25519: return "EdDSA";
    case SignatureAlgorithm::sm3_with_sm2: return "SM3withSM2";
  }
  PIXIU_CHECK(false);
}

std::optional<SignatureAlgorithm> signature_algorithm_of_cose(std::int64_t identifier) {
  switch (identifier) {
    case -7: return SignatureAlgorithm::es256;
    case -35: return SignatureAlgorithm::es384;
    case -36: return SignatureAlgorithm::es512;
    case -37: return SignatureAlgorithm::ps256;
    case -38: return SignatureAlgorithm::ps384;
    case -39: return SignatureAlgorithm::ps512;
    case -8: return SignatureAlgorithm::ed25519;
    default: return std::nullopt;
  }
}

std::string_view key_kind_name(KeyKind kind) {
  switch (kind) {
    case KeyKind::rsa: return "RSA";
    case KeyKind::rsa_pss: return "RSA-PSS";
    case KeyKind::p256: return "P-256";
    case KeyKind::p384: return "P-384";
    case KeyKind::p521: return "P-521";
    case KeyKind::ed25519: return "Ed25519";
    case KeyKind::sm2: return "SM2";
    case KeyKind::other: return "other";
  }
  PIXIU_CHECK(false);
}

PublicKey public_key_of(EVP_PKEY* key) {
  auto state = std::make_shared<PublicKey::State>();
  if (key != nullptr && EVP_PKEY_up_ref(key) == 1) {
    state->key.reset(key);
    state->kind = kind_of(key);
    state->bits = EVP_PKEY_get_bits(key);
  }
  return PublicKey(std::move(state));
}

PublicKey::PublicKey(std::shared_ptr<const State> state) : state_(std::move(state)) {}

Result<PublicKey> PublicKey::from_spki(ByteView der) {
  const LibraryScope scope;
  if (der.size() > spki_bytes_max) {
    return Error{ErrorCode::limit_exceeded, "a public key of more than 8 KiB"};
  }
  const unsigned char* at = octets(der);
  const KeyHandle key(der.empty() ? nullptr
                                  : d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size())));
  if (!key || at != octets(der) + der.size()) {
    return Error{ErrorCode::invalid_input, "not a SubjectPublicKeyInfo in DER"};
  }
  return public_key_of(key.get());
}

Result<PublicKey> PublicKey::sm2_from_point(ByteView point) {
  const bool is_bare = point.size() == 64;
  const std::size_t size = point.size() + (is_bare ? 1 : 0);
  if (size != 33 && size != 65) {
    return Error{ErrorCode::invalid_input, "an SM2 point has 33, 64 or 65 bytes"};
  }
  std::string der = {0x30, static_cast<char>(size + 24), 0x30, sm2_algorithm.size()};
  der.append(sm2_algorithm.begin(), sm2_algorithm.end());
  der += {0x03, static_cast<char>(size + 1), 0x00};
  if (is_bare) der += '\x04';
  der += text_of(point);
  Result<PublicKey> key = from_spki(bytes_of(der));
  if (!key || key->kind() != KeyKind::sm2) {
    return Error{ErrorCode::invalid_input, "not a point of the SM2 curve"};
  }
  return key;
}

KeyKind PublicKey::kind() const {
  return state_->kind;
}

int PublicKey::bits() const {
  return state_->bits;
}

SignatureCheck verify(const PublicKey& key, SignatureAlgorithm algorithm, ByteView message,
                      ByteView signature) {
  const LibraryScope scope;
  const Scheme scheme = scheme_of(algorithm);
  if (!fits(key, scheme.family)) return SignatureCheck::wrong_key;
  if (signature.empty() || signature.size() > signature_bytes_max) return SignatureCheck::malformed;
  const Bytes form = openssl_form(key, scheme.family, signature);
  if (form.empty()) return SignatureCheck::malformed;

  const DigestContextHandle context(EVP_MD_CTX_new());
  PIXIU_CHECK(context != nullptr);
  EVP_PKEY_CTX* options = nullptr;  // belongs to the context
  if (EVP_DigestVerifyInit_ex(context.get(), &options, scheme.digest, nullptr, nullptr,
                              key.state().key.get(), nullptr) != 1 ||
      !set_options(options, scheme)) {
    return SignatureCheck::wrong_key;  // an RSA-PSS key may demand other parameters
  }
  const bool is_valid = EVP_DigestVerify(context.get(), octets(form), form.size(), octets(message),
                                         message.size()) == 1;
  return is_valid ? SignatureCheck::valid : SignatureCheck::mismatch;
}

}  // namespace pixiu::crypto
