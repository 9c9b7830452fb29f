#include "crypto/certificate.h"

#include "base/check.h"
#include "crypto/certificate_cache.h"
#include "crypto/certificate_state.h"

#include <algorithm>
#include <array>
#include <utility>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace pixiu::crypto {
namespace {

constexpr std::size_t name_bytes_max = 256;
constexpr std::size_t key_purposes_max = 64;
constexpr std::size_t pem_bytes_max = 4u << 20;
constexpr std::size_t pem_certificates_max = 1000;
constexpr std::string_view pem_begin = "-----BEGIN CERTIFICATE-----";
constexpr std::string_view pem_end = "-----END CERTIFICATE-----";

// Characters that would turn the reading direction of the text around them: U+202A..202E and
// U+2066..2069, in UTF-8 E2 80 AA..AE and E2 81 A6..A9.
bool turns_direction(std::string_view at) {
  if (at.size() < 3 || at[0] != '\xe2') return false;
  const auto last = static_cast<unsigned char>(at[2]);
  return (at[1] == '\x80' && last >= 0xaa && last <= 0xae) ||
         (at[1] == '\x81' && last >= 0xa6 && last <= 0xa9);
}

std::string shown(std::string_view text) {
  std::string clean;
  for (std::size_t i = 0; i < text.size() && clean.size() < name_bytes_max; ++i) {
    const auto value = static_cast<unsigned char>(text[i]);
    if (turns_direction(text.substr(i))) {
      clean += '?';
      i += 2;
    } else {
      clean += value < 0x20 || value == 0x7f ? '?' : text[i];
    }
  }
  // Not in the middle of a character: drop its bytes when what follows continues it.
  if (clean.size() == name_bytes_max && text.size() > name_bytes_max) {
    while (!clean.empty() && (static_cast<unsigned char>(clean.back()) & 0xc0) == 0x80) {
      clean.pop_back();
    }
    if (!clean.empty() && static_cast<unsigned char>(clean.back()) >= 0xc0) clean.pop_back();
  }
  return clean;
}

std::string entry_of(const X509_NAME* name, int nid) {
  const int index = X509_NAME_get_index_by_NID(name, nid, -1);
  if (index < 0) return "";
  const ASN1_STRING* value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, index));
  unsigned char* utf8 = nullptr;
  const int size = ASN1_STRING_to_UTF8(&utf8, value);
  const std::string text = size > 0 ? shown(text_of(view_of(utf8, size))) : "";
  OPENSSL_free(utf8);
  return text;
}

PartyName party_of(const X509_NAME* name) {
  return {.common_name = entry_of(name, NID_commonName),
          .organization = entry_of(name, NID_organizationName),
          .country = entry_of(name, NID_countryName)};
}

void read_key_purposes(X509* x509, CertificateFields& fields) {
  int critical = 0;
  auto* purposes = static_cast<EXTENDED_KEY_USAGE*>(
      X509_get_ext_d2i(x509, NID_ext_key_usage, &critical, nullptr));
  if (purposes == nullptr) return;
  fields.are_key_purposes_critical = critical == 1;
  for (int i = 0; i < sk_ASN1_OBJECT_num(purposes); ++i) {
    if (fields.key_purposes.size() == key_purposes_max) break;
    fields.key_purposes.push_back(dotted(sk_ASN1_OBJECT_value(purposes, i)));
  }
  sk_ASN1_OBJECT_pop_free(purposes, ASN1_OBJECT_free);
}

void read_extensions(X509* x509, CertificateFields& fields) {
  const std::uint32_t flags = X509_get_extension_flags(x509);
  fields.is_authority = (flags & EXFLAG_BCONS) != 0 && (flags & EXFLAG_CA) != 0;
  fields.has_key_usage = (flags & EXFLAG_KUSAGE) != 0;
  const std::uint32_t usage = fields.has_key_usage ? X509_get_key_usage(x509) : 0;
  fields.has_digital_signature_usage = (usage & KU_DIGITAL_SIGNATURE) != 0;
  fields.has_certificate_signing_usage = (usage & KU_KEY_CERT_SIGN) != 0;
  fields.has_authority_key_identifier =
      X509_get_ext_by_NID(x509, NID_authority_key_identifier, -1) >= 0;
  fields.has_subject_key_identifier =
      X509_get_ext_by_NID(x509, NID_subject_key_identifier, -1) >= 0;
  const ASN1_BIT_STRING* issuer_id = nullptr;
  const ASN1_BIT_STRING* subject_id = nullptr;
  X509_get0_uids(x509, &issuer_id, &subject_id);
  fields.has_unique_identifiers = issuer_id != nullptr || subject_id != nullptr;
  read_key_purposes(x509, fields);
}

std::string signature_algorithm_of(const X509* x509) {
  const X509_ALGOR* algorithm = nullptr;
  X509_get0_signature(nullptr, &algorithm, x509);
  const ASN1_OBJECT* object = nullptr;
  X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
  return dotted(object);
}

// Which user id an SM2 issuer signed with stands nowhere; this one is the rule.
void set_sm2_user_id(X509* x509) {
  ASN1_OCTET_STRING* id = ASN1_OCTET_STRING_new();
  if (id == nullptr) return;
  constexpr std::string_view text = "1234567812345678";
  ASN1_OCTET_STRING_set(id, octets(bytes_of(text)), static_cast<int>(text.size()));
  X509_set0_distinguishing_id(x509, id);
}

Result<Certificate> read(CertificateHandle x509, ByteView der) {
  auto state = std::make_shared<Certificate::State>(
      Certificate::State{.x509 = nullptr,
                         .der = Bytes(der.begin(), der.end()),
                         .sha256 = sha256(der),
                         .fields = {},
                         .public_key = public_key_of(X509_get0_pubkey(x509.get()))});
  const auto not_before = timestamp_of(X509_get0_notBefore(x509.get()));
  const auto not_after = timestamp_of(X509_get0_notAfter(x509.get()));
  if (!not_before || !not_after) {
    return Error{ErrorCode::invalid_input, "a certificate whose validity has no readable dates"};
  }
  if (X509_get_signature_nid(x509.get()) == NID_SM2_with_SM3) set_sm2_user_id(x509.get());
  CertificateFields& fields = state->fields;
  fields.version = static_cast<int>(X509_get_version(x509.get())) + 1;
  fields.serial_hex = serial_text(X509_get0_serialNumber(x509.get()));
  fields.subject = party_of(X509_get_subject_name(x509.get()));
  fields.issuer = party_of(X509_get_issuer_name(x509.get()));
  fields.not_before = *not_before;
  fields.not_after = *not_after;
  fields.key_kind = state->public_key.kind();
  fields.key_bits = state->public_key.bits();
  fields.signature_algorithm = signature_algorithm_of(x509.get());
  read_extensions(x509.get(), fields);
  fields.is_self_issued =
      X509_NAME_cmp(X509_get_subject_name(x509.get()), X509_get_issuer_name(x509.get())) == 0;
  state->x509 = std::move(x509);
  return Certificate(std::move(state));
}

Error not_a_certificate(std::size_t number) {
  return {ErrorCode::invalid_input,
          "block " + std::to_string(number) + " of the PEM text is not a certificate"};
}

// Base64 with white space between; empty when it is none.
Bytes decoded_base64(std::string_view text) {
  const Handle<EVP_ENCODE_CTX, EVP_ENCODE_CTX_free> context(EVP_ENCODE_CTX_new());
  PIXIU_CHECK(context != nullptr);
  EVP_DecodeInit(context.get());
  Bytes bytes(text.size());
  auto* out = reinterpret_cast<unsigned char*>(bytes.data());
  int first = 0;
  int last = 0;
  if (EVP_DecodeUpdate(context.get(), out, &first, octets(bytes_of(text)),
                       static_cast<int>(text.size())) < 0 ||
      EVP_DecodeFinal(context.get(), out + first, &last) != 1) {
    return {};
  }
  bytes.resize(static_cast<std::size_t>(first + last));
  return bytes;
}

}  // namespace

std::optional<Timestamp> timestamp_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
  const std::chrono::year_month_day date{
      std::chrono::year{parts.tm_year + 1900},
      std::chrono::month(static_cast<unsigned>(parts.tm_mon + 1)),
      std::chrono::day(static_cast<unsigned>(parts.tm_mday))};
  if (!date.ok() || parts.tm_year + 1900 < 0 || parts.tm_year + 1900 > 9999) return std::nullopt;
  Timestamp result = std::chrono::sys_days{date} + std::chrono::hours{parts.tm_hour} +
                     std::chrono::minutes{parts.tm_min} + std::chrono::seconds{parts.tm_sec};
  const std::string_view text = text_of(view_of(time));
  const std::size_t point = text.find('.');
  int scale_ms = 100;
  for (std::size_t i = point; point != std::string_view::npos && ++i < text.size() && scale_ms > 0;
       scale_ms /= 10) {
    if (text[i] < '0' || text[i] > '9') break;
    result += std::chrono::milliseconds{(text[i] - '0') * scale_ms};
  }
  return result;
}

std::string dotted(const ASN1_OBJECT* object) {
  std::array<char, 121> text{};
  if (object == nullptr || OBJ_obj2txt(text.data(), text.size(), object, 1) <= 0) return "";
  return text.data();
}

std::string serial_text(const ASN1_INTEGER* serial) {
  if (serial == nullptr) return "";
  std::string digits = hex(view_of(serial));
  for (char& digit : digits) {
    if (digit >= 'a') digit = static_cast<char>(digit - 'a' + 'A');
  }
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
  if (digits.empty()) return "0";
  const bool is_negative = (ASN1_STRING_type(serial) & V_ASN1_NEG) != 0;
  return (is_negative ? "-" : "") + digits.substr(0, 128);
}

Certificate::Certificate(std::shared_ptr<const State> state) : state_(std::move(state)) {}

Result<Certificate> Certificate::parse(ByteView der) {
  const LibraryScope scope;
  if (der.size() > certificate_bytes_max) {
    return Error{ErrorCode::limit_exceeded, "a certificate of more than 64 KiB"};
  }
  const unsigned char* at = octets(der);
  CertificateHandle x509(der.empty() ? nullptr
                                     : d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  if (!x509 || at != octets(der) + der.size()) {
    return Error{ErrorCode::invalid_input, "not an X.509 certificate in DER"};
  }
  return read(std::move(x509), der);
}

namespace {

Bytes encoded(X509* x509) {
  unsigned char* bytes = nullptr;
  const int size = x509 == nullptr ? 0 : i2d_X509(x509, &bytes);
  const Bytes der(view_of(bytes, size).begin(), view_of(bytes, size).end());
  OPENSSL_free(bytes);
  return der;
}

}  // namespace

Result<Certificate> certificate_of(X509* x509) {
  const Bytes der = encoded(x509);
  if (der.empty() || der.size() > certificate_bytes_max || X509_up_ref(x509) != 1) {
    return Error{ErrorCode::limit_exceeded, "a certificate of more than 64 KiB"};
  }
  return read(CertificateHandle(x509), der);
}

Result<Certificate> certificate_of(X509* x509, CertificateCache& cache) {
  return cache.parse(encoded(x509));
}

CertificateStack stack_of(std::span<const Certificate> certificates) {
  CertificateStack stack(sk_X509_new_null());
  PIXIU_CHECK(stack != nullptr);
  for (const Certificate& certificate : certificates) {
    PIXIU_CHECK(sk_X509_push(stack.get(), x509_of(certificate)) > 0);
  }
  return stack;
}

const CertificateFields& Certificate::fields() const {
  return state_->fields;
}

const PublicKey& Certificate::public_key() const {
  return state_->public_key;
}

ByteView Certificate::der() const {
  return state_->der;
}

const Digest& Certificate::sha256() const {
  return state_->sha256;
}

bool Certificate::is_valid_at(Timestamp time) const {
  return time >= state_->fields.not_before && time <= state_->fields.not_after;
}

bool Certificate::is_self_signed() const {
  const LibraryScope scope;
  EVP_PKEY* key = public_key().state().key.get();
  return fields().is_self_issued && key != nullptr && X509_verify(x509_of(*this), key) == 1;
}

bool operator==(const Certificate& a, const Certificate& b) {
  return a.sha256() == b.sha256();
}

Result<std::vector<Certificate>> parse_pem_certificates(std::string_view pem) {
  if (pem.size() > pem_bytes_max) {
    return Error{ErrorCode::limit_exceeded, "a PEM text of more than 4 MiB"};
  }
  std::vector<Certificate> certificates;
  for (std::size_t at = pem.find(pem_begin); at != std::string_view::npos;
       at = pem.find(pem_begin, at)) {
    if (certificates.size() == pem_certificates_max) {
      return Error{ErrorCode::limit_exceeded, "more than 1,000 certificates in a PEM text"};
    }
    at += pem_begin.size();
    const std::size_t end = pem.find(pem_end, at);
    const std::size_t number = certificates.size() + 1;
    if (end == std::string_view::npos) return not_a_certificate(number);
    const Bytes der = decoded_base64(pem.substr(at, end - at));
    Result<Certificate> certificate = Certificate::parse(der);
    if (!certificate) return not_a_certificate(number);
    certificates.push_back(*std::move(certificate));
    at = end + pem_end.size();
  }
  return certificates;
}

}  // namespace pixiu::crypto
