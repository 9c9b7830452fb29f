#pragma once

#include "crypto/certificate.h"
#include "crypto/openssl_handle.h"
#include "crypto/public_key_state.h"

#include <string>

// Inside this module only.
namespace pixiu::crypto {

class CertificateCache;

struct Certificate::State {
  CertificateHandle x509;
  Bytes der;
  Digest sha256{};
  CertificateFields fields;
  PublicKey public_key;
};

// OpenSSL counts references even to what it only reads.
inline X509* x509_of(const Certificate& certificate) {
  return certificate.state().x509.get();
}

// Takes a share of what OpenSSL has read already, since reading its key again costs the most.
// Errors: as Certificate::parse.
Result<Certificate> certificate_of(X509* x509);
// The certificate of the same bytes, read anew or out of the cache; of one whose key was left
// unread.
Result<Certificate> certificate_of(X509* x509, CertificateCache& cache);

// A list of certificates for OpenSSL, which lives no longer than they do. Null without memory.
CertificateStack stack_of(std::span<const Certificate> certificates);

// UTCTime and GeneralizedTime, fractions of a second included; nothing when it is no time.
std::optional<Timestamp> timestamp_of(const ASN1_TIME* time);

// Dotted decimal, cut after 120 characters.
std::string dotted(const ASN1_OBJECT* object);

// Upper-case hexadecimal without leading zeros, cut after 128 digits.
std::string serial_text(const ASN1_INTEGER* serial);

}  // namespace pixiu::crypto
