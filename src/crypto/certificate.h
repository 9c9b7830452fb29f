#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "base/timestamp.h"
#include "crypto/digest.h"
#include "crypto/signature.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pixiu::crypto {

inline constexpr std::size_t certificate_bytes_max = 64u << 10;

// What a certificate says of a party. UTF-8, control characters replaced by "?", at most 256 bytes
// each; empty when there is none. The first of several.
struct PartyName {
  std::string common_name;
  std::string organization;
  std::string country;

  friend bool operator==(const PartyName&, const PartyName&) = default;
};

// Extended key usages that matter here, as dotted object identifiers.
namespace key_purpose {
inline constexpr std::string_view any = "2.5.29.37.0";
inline constexpr std::string_view email_protection = "1.3.6.1.5.5.7.3.4";
inline constexpr std::string_view time_stamping = "1.3.6.1.5.5.7.3.8";
inline constexpr std::string_view ocsp_signing = "1.3.6.1.5.5.7.3.9";
inline constexpr std::string_view document_signing = "1.3.6.1.5.5.7.3.36";
inline constexpr std::string_view microsoft_c2pa_signing = "1.3.6.1.4.1.311.76.59.1.9";
inline constexpr std::string_view c2pa_signing = "1.3.6.1.4.1.62558.2.1";
}  // namespace key_purpose

// The fields of a certificate (RFC 5280, 4.1 and 4.2).
struct CertificateFields {
  int version = 0;         // 3 for X.509 v3
  std::string serial_hex;  // upper case, no leading zeros, "-" before a negative one, cut after 128
  PartyName subject;
  PartyName issuer;
  Timestamp not_before;
  Timestamp not_after;
  KeyKind key_kind = KeyKind::other;
  int key_bits = 0;
  std::string signature_algorithm;  // how the issuer signed, as a dotted object identifier
  bool is_self_issued = false;      // subject and issuer are the same name
  bool is_authority = false;        // basicConstraints CA
  bool has_key_usage = false;
  bool has_digital_signature_usage = false;
  bool has_certificate_signing_usage = false;
  bool has_authority_key_identifier = false;
  bool has_subject_key_identifier = false;
  bool has_unique_identifiers = false;    // issuerUniqueID or subjectUniqueID
  std::vector<std::string> key_purposes;  // extended key usages, dotted; at most 64
  bool are_key_purposes_critical = false;
};

// An X.509 certificate. Cheap to copy; immutable; thread-safe.
class Certificate {
 public:
  // DER of at most certificate_bytes_max, without bytes after it.
  // Errors: invalid_input (not a certificate, dates that are no dates), limit_exceeded.
  static Result<Certificate> parse(ByteView der);

  const CertificateFields& fields() const;
  const PublicKey& public_key() const;
  ByteView der() const;          // valid while a copy of the certificate lives
  const Digest& sha256() const;  // of the DER: what tells one certificate from another

  bool is_valid_at(Timestamp time) const;
  // Self-issued, and its own key verifies its signature. Cost: a signature check.
  bool is_self_signed() const;

  struct State;
  explicit Certificate(std::shared_ptr<const State> state);
  const State& state() const { return *state_; }

 private:
  std::shared_ptr<const State> state_;
};

bool operator==(const Certificate& a, const Certificate& b);

// The certificates of a PEM text, in its order; text around them is skipped, other blocks too.
// Errors: invalid_input naming the number of the block that is no certificate; limit_exceeded
// beyond 4 MiB or 1,000 certificates.
Result<std::vector<Certificate>> parse_pem_certificates(std::string_view pem);

// A way in which a certificate is not what C2PA asks of it (C2PA 2.1, 14.5.1; facts 2.3).
enum class ProfileViolation {
  version_is_not_3,
  key_too_weak,                     // RSA below 2048 bits
  key_kind_not_allowed,             // not RSA, P-256, P-384, P-521 or Ed25519
  signature_algorithm_not_allowed,  // not ECDSA or RSA with SHA-2, RSA-PSS, Ed25519
  self_signed,
  is_authority,         // a CA certificate signs as an end entity
  any_purpose,          // anyExtendedKeyUsage
  purpose_missing,      // no extended key usage at all
  purpose_not_allowed,  // none of the allowed ones
  purposes_mixed,       // time stamping or OCSP signing together with another one
  key_usage_missing,
  digital_signature_missing,
  authority_key_identifier_missing,
  purpose_not_critical,  // time stamping must be critical (RFC 3161, 2.3)
  unique_identifiers_present,
};

// "version_is_not_3" and so on.
std::string_view profile_violation_name(ProfileViolation violation);

// What the certificate is used for decides which purposes it must have.
enum class CertificateUse {
  claim_signing,  // any of `allowed_purposes`
  time_stamping,  // exactly timeStamping, critical
  ocsp_signing,   // OCSPSigning
};

// The extended key usages that C2PA names for claim signers: e-mail protection, document signing,
// Microsoft's and C2PA's own; and, as the reference implementation does, time stamping and OCSP.
std::vector<std::string> default_claim_signing_purposes();

// ALL violations in the order of the enumeration, empty when there is none. Validity in time is
// not part of it. `allowed_purposes` counts for claim signing only.
std::vector<ProfileViolation> profile_violations(const Certificate& certificate, CertificateUse use,
                                                 const std::vector<std::string>& allowed_purposes);

}  // namespace pixiu::crypto
