#include "base/check.h"
#include "crypto/certificate.h"

#include <algorithm>
#include <array>

namespace pixiu::crypto {
namespace {

constexpr int rsa_bits_min = 2048;

// How C2PA lets an issuer sign (C2PA 2.1, 14.5.1).
constexpr std::array<std::string_view, 8> allowed_signature_algorithms = {
    "1.2.840.10045.4.3.2",    // ECDSA with SHA-256
    "1.2.840.10045.4.3.3",    // ECDSA with SHA-384
    "1.2.840.10045.4.3.4",    // ECDSA with SHA-512
    "1.2.840.113549.1.1.10",  // RSASSA-PSS
    "1.2.840.113549.1.1.11",  // RSA with SHA-256
    "1.2.840.113549.1.1.12",  // RSA with SHA-384
    "1.2.840.113549.1.1.13",  // RSA with SHA-512
    "1.3.101.112",            // Ed25519
};

template <class Range, class Value>
bool contains(const Range& range, const Value& value) {
  return std::find(std::begin(range), std::end(range), value) != std::end(range);
}

// Collects violations in the order in which they are asked about.
class Violations {
 public:
  void add(ProfileViolation violation, bool holds) {
    if (holds) found_.push_back(violation);
  }
  std::vector<ProfileViolation> take() { return std::move(found_); }

 private:
  std::vector<ProfileViolation> found_;
};

bool has_allowed_purpose(const CertificateFields& fields, CertificateUse use,
                         const std::vector<std::string>& allowed) {
  switch (use) {
    case CertificateUse::claim_signing:
      return std::any_of(fields.key_purposes.begin(), fields.key_purposes.end(),
                         [&](const std::string& purpose) { return contains(allowed, purpose); });
    case CertificateUse::time_stamping:
      return contains(fields.key_purposes, key_purpose::time_stamping);
    case CertificateUse::ocsp_signing:
      return contains(fields.key_purposes, key_purpose::ocsp_signing);
  }
  PIXIU_CHECK(false);
}

bool mixes_purposes(const CertificateFields& fields) {
  const bool has_special = contains(fields.key_purposes, key_purpose::time_stamping) ||
                           contains(fields.key_purposes, key_purpose::ocsp_signing);
  return has_special && fields.key_purposes.size() > 1;
}

void add_purposes(const CertificateFields& fields, CertificateUse use,
                  const std::vector<std::string>& allowed, Violations& violations) {
  using enum ProfileViolation;
  violations.add(any_purpose, contains(fields.key_purposes, key_purpose::any));
  violations.add(purpose_missing, fields.key_purposes.empty());
  violations.add(purpose_not_allowed,
                 !fields.key_purposes.empty() && !has_allowed_purpose(fields, use, allowed));
  violations.add(purposes_mixed, mixes_purposes(fields));
}

}  // namespace

std::string_view profile_violation_name(ProfileViolation violation) {
  switch (violation) {
    case ProfileViolation::version_is_not_3: return "version_is_not_3";
    case ProfileViolation::key_too_weak: return "key_too_weak";
    case ProfileViolation::key_kind_not_allowed: return "key_kind_not_allowed";
    case ProfileViolation::signature_algorithm_not_allowed:
      return "signature_algorithm_not_allowed";
    case ProfileViolation::self_signed: return "self_signed";
    case ProfileViolation::is_authority: return "is_authority";
    case ProfileViolation::any_purpose: return "any_purpose";
    case ProfileViolation::purpose_missing: return "purpose_missing";
    case ProfileViolation::purpose_not_allowed: return "purpose_not_allowed";
    case ProfileViolation::purposes_mixed: return "purposes_mixed";
    case ProfileViolation::key_usage_missing: return "key_usage_missing";
    case ProfileViolation::digital_signature_missing: return "digital_signature_missing";
    case ProfileViolation::authority_key_identifier_missing:
      return "authority_key_identifier_missing";
    case ProfileViolation::purpose_not_critical: return "purpose_not_critical";
    case ProfileViolation::unique_identifiers_present: return "unique_identifiers_present";
  }
  PIXIU_CHECK(false);
}

std::vector<std::string> default_claim_signing_purposes() {
  std::vector<std::string> purposes;
  for (const std::string_view purpose :
       {key_purpose::email_protection, key_purpose::document_signing, key_purpose::time_stamping,
        key_purpose::ocsp_signing, key_purpose::microsoft_c2pa_signing,
        key_purpose::c2pa_signing}) {
    purposes.emplace_back(purpose);
  }
  return purposes;
}

std::vector<ProfileViolation> profile_violations(const Certificate& certificate, CertificateUse use,
                                                 const std::vector<std::string>& allowed_purposes) {
  using enum ProfileViolation;
  const CertificateFields& fields = certificate.fields();
  const bool is_rsa = fields.key_kind == KeyKind::rsa || fields.key_kind == KeyKind::rsa_pss;
  Violations violations;
  violations.add(version_is_not_3, fields.version != 3);
  violations.add(key_too_weak, is_rsa && fields.key_bits < rsa_bits_min);
  violations.add(key_kind_not_allowed,
                 fields.key_kind == KeyKind::sm2 || fields.key_kind == KeyKind::other);
  violations.add(signature_algorithm_not_allowed,
                 !contains(allowed_signature_algorithms, fields.signature_algorithm));
  violations.add(self_signed, certificate.is_self_signed());
  violations.add(is_authority, fields.is_authority);
  add_purposes(fields, use, allowed_purposes, violations);
  violations.add(key_usage_missing, !fields.has_key_usage);
  violations.add(digital_signature_missing,
                 fields.has_key_usage && !fields.has_digital_signature_usage);
  violations.add(authority_key_identifier_missing, !fields.has_authority_key_identifier);
  violations.add(purpose_not_critical,
                 use == CertificateUse::time_stamping && !fields.are_key_purposes_critical);
  violations.add(unique_identifiers_present, fields.has_unique_identifiers);
  return violations.take();
}

}  // namespace pixiu::crypto
