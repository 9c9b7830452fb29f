#pragma once

#include "base/bytes.h"
#include "base/timestamp.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct evp_pkey_st;
struct x509_st;

// Keys and certificates made in memory. Every failure of OpenSSL stops the test program.
namespace pixiu::c2pa_signer {

// "2024-01-02" as the first moment of that day.
Timestamp day(std::string_view date);

enum class KeyType { p256, p384, p521, rsa1024, rsa2048, ed25519, sm2 };

// A private key; copies share it.
class Key {
 public:
  // A fresh key. RSA takes some tens of milliseconds.
  static Key make(KeyType type);
  // The one key of its type that this program shares; for tests that do not care which.
  static Key shared(KeyType type);

  evp_pkey_st* get() const { return key_.get(); }
  KeyType type() const { return type_; }
  Bytes public_spki() const;  // DER SubjectPublicKeyInfo
  // The same with the curve's numbers in place of its name, as an attacker would write it.
  Bytes public_spki_with_spelled_out_curve() const;

 private:
  std::shared_ptr<evp_pkey_st> key_;
  KeyType type_ = KeyType::p256;
};

inline constexpr std::string_view email_protection = "1.3.6.1.5.5.7.3.4";
inline constexpr std::string_view time_stamping = "1.3.6.1.5.5.7.3.8";
inline constexpr std::string_view ocsp_signing = "1.3.6.1.5.5.7.3.9";
inline constexpr std::string_view server_auth = "1.3.6.1.5.5.7.3.1";
inline constexpr std::string_view any_purpose = "2.5.29.37.0";
inline constexpr std::string_view c2pa_signing = "1.3.6.1.4.1.62558.2.1";

// What a certificate is to say; as it stands, a sound claim signer's. An empty list or text leaves
// the extension out.
struct CertificateRecipe {
  std::string common_name = "Test Camera";
  std::string organization = "Pixiu Test";
  KeyType key_type = KeyType::p256;
  Timestamp not_before = day("2020-01-01");
  Timestamp not_after = day("2040-01-01");
  std::vector<std::string> key_purposes = {std::string(c2pa_signing)};
  bool are_key_purposes_critical = false;
  std::string key_usage = "critical,digitalSignature";
  std::string basic_constraints = "critical,CA:FALSE";
  std::string name_constraints = {};
  std::string subject_alternative_name = {};
  bool has_authority_key_identifier = true;
  int version = 3;
  std::string digest = "SHA256";  // the issuer signs with; ignored for Ed25519
  std::uint64_t serial = 0;       // 0: the next number
};

// A certificate and its key; RSA keys are shared, since they are slow to make.
struct Party {
  Key key;
  std::shared_ptr<x509_st> x509;
  Bytes certificate;  // DER

  std::string pem() const;
};

// Signs with the issuer's key, or with the new key itself when there is no issuer.
Party make_party(const CertificateRecipe& recipe, const Party* issuer);

// The same with a key that is already there.
Party make_party(const CertificateRecipe& recipe, const Key& key, const Party* issuer);

// What a CA's certificate says.
CertificateRecipe authority_recipe(std::string common_name);
CertificateRecipe time_stamp_authority_recipe();
CertificateRecipe ocsp_responder_recipe();

// A small world: a root, an intermediate below it, and below that a time stamp authority and an
// OCSP responder. Another root knows none of them.
struct World {
  Party root;
  Party intermediate;
  Party time_stamp_authority;
  Party ocsp_responder;
  Party stranger;  // a root of its own

  // Below the intermediate.
  Party leaf(const CertificateRecipe& recipe = {}) const;
};
World make_world();

// A signature with the key over the message in OpenSSL's form: DER for EC and SM2 keys (SM2 with
// the user id "1234567812345678"), PSS with the digest's own salt length for RSA.
Bytes sign(const Key& key, std::string_view digest, ByteView message);

// DER of an EC or SM2 signature as r||s, each half of `half_bytes`.
Bytes raw_signature(ByteView der, std::size_t half_bytes);

}  // namespace pixiu::c2pa_signer
