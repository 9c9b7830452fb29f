#include "tests/c2pa_signer/pki.h"

#include "tests/c2pa_signer/handle.h"

#include <atomic>
#include <map>
#include <mutex>

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

namespace pixiu::c2pa_signer {
namespace {

constexpr std::string_view sm2_user_id = "1234567812345678";

EVP_PKEY* generate(KeyType type) {
  switch (type) {
    case KeyType::p256: return EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256");
    case KeyType::p384: return EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-384");
    case KeyType::p521: return EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-521");
    case KeyType::rsa1024: return EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{1024});
    case KeyType::rsa2048: return EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2048});
    case KeyType::ed25519: return EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
    case KeyType::sm2: return EVP_PKEY_Q_keygen(nullptr, nullptr, "SM2");
  }
  PIXIU_CHECK(false);
}

void set_names(X509* x509, const CertificateRecipe& recipe) {
  X509_NAME* name = X509_get_subject_name(x509);
  const auto add = [name](const char* field, const std::string& value) {
    if (value.empty()) return;
    PIXIU_CHECK(X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, octets(bytes_of(value)),
                                           static_cast<int>(value.size()), -1, 0) == 1);
  };
  add("C", "CN");
  add("O", recipe.organization);
  add("CN", recipe.common_name);
}

void set_times(X509* x509, const CertificateRecipe& recipe) {
  const auto seconds = [](Timestamp time) {
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  };
  PIXIU_CHECK(ASN1_TIME_set(X509_getm_notBefore(x509), seconds(recipe.not_before)) != nullptr);
  PIXIU_CHECK(ASN1_TIME_set(X509_getm_notAfter(x509), seconds(recipe.not_after)) != nullptr);
}

void add_extension(X509* x509, X509* issuer, int nid, const std::string& value) {
  if (value.empty()) return;
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, x509, nullptr, nullptr, 0);
  const auto extension =
      owned(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()), X509_EXTENSION_free);
  PIXIU_CHECK(X509_add_ext(x509, extension.get(), -1) == 1);
}

std::string purposes_text(const CertificateRecipe& recipe) {
  std::string text = recipe.are_key_purposes_critical ? "critical" : "";
  for (const std::string& purpose : recipe.key_purposes) {
    text += (text.empty() ? "" : ",") + purpose;
  }
  return recipe.key_purposes.empty() ? "" : text;
}

void add_extensions(X509* x509, X509* issuer, const CertificateRecipe& recipe) {
  add_extension(x509, issuer, NID_basic_constraints, recipe.basic_constraints);
  add_extension(x509, issuer, NID_key_usage, recipe.key_usage);
  add_extension(x509, issuer, NID_ext_key_usage, purposes_text(recipe));
  add_extension(x509, issuer, NID_name_constraints, recipe.name_constraints);
  add_extension(x509, issuer, NID_subject_alt_name, recipe.subject_alternative_name);
  add_extension(x509, issuer, NID_subject_key_identifier, "hash");
  if (recipe.has_authority_key_identifier) {
    add_extension(x509, issuer, NID_authority_key_identifier, "keyid:always");
  }
}

std::uint64_t next_serial() {
  static std::atomic<std::uint64_t> serial = 0x5001;
  return serial++;
}

void set_sm2_id(X509* x509) {
  ASN1_OCTET_STRING* id = ASN1_OCTET_STRING_new();
  PIXIU_CHECK(ASN1_OCTET_STRING_set(id, octets(bytes_of(sm2_user_id)),
                                    static_cast<int>(sm2_user_id.size())) == 1);
  X509_set0_distinguishing_id(x509, id);
}

}  // namespace

Timestamp day(std::string_view date) {
  const auto time = parse_timestamp(std::string(date) + "T00:00:00Z");
  PIXIU_CHECK(time.has_value());
  return *time;
}

Key Key::make(KeyType type) {
  Key key;
  key.key_ = owned(generate(type), EVP_PKEY_free);
  key.type_ = type;
  return key;
}

Key Key::shared(KeyType type) {
  static std::map<KeyType, Key> keys;
  static std::mutex lock;
  const std::lock_guard guard(lock);
  const auto found = keys.find(type);
  return found != keys.end() ? found->second : keys.emplace(type, make(type)).first->second;
}

Bytes Key::public_spki() const {
  return der_of(i2d_PUBKEY, key_.get());
}

Bytes Key::public_spki_with_spelled_out_curve() const {
  const auto copy = owned(EVP_PKEY_dup(key_.get()), EVP_PKEY_free);
  PIXIU_CHECK(EVP_PKEY_set_utf8_string_param(copy.get(), OSSL_PKEY_PARAM_EC_ENCODING,
                                             OSSL_PKEY_EC_ENCODING_EXPLICIT) == 1);
  return der_of(i2d_PUBKEY, copy.get());
}

std::string Party::pem() const {
  const auto buffer = owned(BIO_new(BIO_s_mem()), BIO_free_all);
  PIXIU_CHECK(PEM_write_bio_X509(buffer.get(), x509.get()) == 1);
  char* text = nullptr;
  const long size = BIO_get_mem_data(buffer.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

Party make_party(const CertificateRecipe& recipe, const Party* issuer) {
  const bool is_slow = recipe.key_type == KeyType::rsa1024 || recipe.key_type == KeyType::rsa2048;
  const Key key = is_slow ? Key::shared(recipe.key_type) : Key::make(recipe.key_type);
  return make_party(recipe, key, issuer);
}

Party make_party(const CertificateRecipe& recipe, const Key& key, const Party* issuer) {
  Party party{.key = key, .x509 = owned(X509_new(), X509_free), .certificate = {}};
  X509* x509 = party.x509.get();
  X509* signer = issuer == nullptr ? x509 : issuer->x509.get();
  const Key& signing_key = issuer == nullptr ? key : issuer->key;
  PIXIU_CHECK(X509_set_version(x509, recipe.version - 1) == 1);
  const std::uint64_t serial = recipe.serial == 0 ? next_serial() : recipe.serial;
  PIXIU_CHECK(ASN1_INTEGER_set_uint64(X509_get_serialNumber(x509), serial) == 1);
  set_names(x509, recipe);
  set_times(x509, recipe);
  PIXIU_CHECK(X509_set_issuer_name(x509, X509_get_subject_name(signer)) == 1);
  PIXIU_CHECK(X509_set_pubkey(x509, key.get()) == 1);
  if (recipe.version == 3) add_extensions(x509, signer, recipe);
  const bool has_own_digest = signing_key.type() == KeyType::ed25519;
  if (signing_key.type() == KeyType::sm2) set_sm2_id(x509);
  const EVP_MD* digest = has_own_digest ? nullptr : EVP_get_digestbyname(recipe.digest.c_str());
  PIXIU_CHECK(X509_sign(x509, signing_key.get(), digest) > 0);
  party.certificate = der_of(i2d_X509, x509);
  return party;
}

CertificateRecipe authority_recipe(std::string common_name) {
  return {.common_name = std::move(common_name),
          .key_purposes = {},
          .key_usage = "critical,keyCertSign,cRLSign",
          .basic_constraints = "critical,CA:TRUE"};
}

CertificateRecipe time_stamp_authority_recipe() {
  return {.common_name = "Test Time Stamps",
          .key_purposes = {std::string(time_stamping)},
          .are_key_purposes_critical = true};
}

CertificateRecipe ocsp_responder_recipe() {
  return {.common_name = "Test OCSP", .key_purposes = {std::string(ocsp_signing)}};
}

Party World::leaf(const CertificateRecipe& recipe) const {
  return make_party(recipe, &intermediate);
}

World make_world() {
  World world;
  world.root = make_party(authority_recipe("Test Root"), nullptr);
  world.intermediate = make_party(authority_recipe("Test Intermediate"), &world.root);
  world.time_stamp_authority = make_party(time_stamp_authority_recipe(), &world.intermediate);
  world.ocsp_responder = make_party(ocsp_responder_recipe(), &world.intermediate);
  world.stranger = make_party(authority_recipe("Stranger's Root"), nullptr);
  return world;
}

Bytes sign(const Key& key, std::string_view digest, ByteView message) {
  const auto context = owned(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_PKEY_CTX* options = nullptr;
  const std::string name(digest);
  const bool has_own_digest = key.type() == KeyType::ed25519;
  PIXIU_CHECK(EVP_DigestSignInit_ex(context.get(), &options,
                                    has_own_digest ? nullptr : name.c_str(), nullptr, nullptr,
                                    key.get(), nullptr) == 1);
  if (key.type() == KeyType::rsa1024 || key.type() == KeyType::rsa2048) {
    PIXIU_CHECK(EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) == 1);
    PIXIU_CHECK(EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST) == 1);
  }
  if (key.type() == KeyType::sm2) {
    PIXIU_CHECK(EVP_PKEY_CTX_set1_id(options, sm2_user_id.data(),
                                     static_cast<int>(sm2_user_id.size())) == 1);
  }
  std::size_t size = 0;
  PIXIU_CHECK(EVP_DigestSign(context.get(), nullptr, &size, octets(message), message.size()) == 1);
  Bytes signature(size);
  PIXIU_CHECK(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()),
                             &size, octets(message), message.size()) == 1);
  signature.resize(size);
  return signature;
}

Bytes raw_signature(ByteView der, std::size_t half_bytes) {
  const unsigned char* at = octets(der);
  const auto pair =
      owned(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())), ECDSA_SIG_free);
  Bytes raw(2 * half_bytes);
  auto* out = reinterpret_cast<unsigned char*>(raw.data());
  const int half = static_cast<int>(half_bytes);
  PIXIU_CHECK(BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), out, half) == half);
  PIXIU_CHECK(BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), out + half, half) == half);
  return raw;
}

}  // namespace pixiu::c2pa_signer
