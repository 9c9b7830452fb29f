#include "provenance/c2pa/signature_check.h"

#include "crypto/certificate.h"
#include "crypto/digest.h"
#include "crypto/ocsp.h"
#include "crypto/signature.h"
#include "crypto/time_stamp.h"
#include "provenance/c2pa/cose.h"
#include "provenance/c2pa/limits.h"
#include "provenance/c2pa/utf8.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace pixiu::provenance::c2pa {
namespace {

std::string shown(std::string_view text) {
  return shown_text(text, limits::c2pa_text_bytes_max);
}

class SignatureCheck {
 public:
  SignatureCheck(const CoseSignature& cose, ByteView claim, std::string_view uri,
                 const C2paTrust& trust, Timestamp now, crypto::CertificateCache& cache,
                 StatusList& results)
      : cose_(cose),
        claim_(claim),
        uri_(uri),
        trust_(trust),
        now_(now),
        cache_(cache),
        results_(results) {}

  SignerReport run() {
    check_time_stamp();
    if (read_certificates()) {
      check_validity();
      check_path();
      check_revocation();
      check_signature();
    }
    return report_;
  }

 private:
  void add(const StatusCode& code, std::string_view why = {}) { results_.add(code, uri_, why); }

  // --- time stamps ---

  void check_time_stamp() {
    const bool is_newer = !cose_.stamps_of_signature.empty();
    const auto& stamps = is_newer ? cose_.stamps_of_signature : cose_.stamps_of_claim;
    if (stamps.empty()) return;
    if (stamps.size() != 1) {
      add(status::time_stamp_malformed, "there must be exactly one time stamp");
      return;
    }
    Bytes stamped;
    if (is_newer) {
      append_cbor_bytes(stamped, cose_.signature);
    } else {
      stamped = signed_structure("CounterSignature", cose_.protected_header, claim_);
    }
    const crypto::TimeStampCheck check =
        crypto::check_time_stamp(stamps[0], stamped, trust_.time_stamp_authorities, cache_);
    switch (check.outcome) {
      case crypto::TimeStampOutcome::trusted:
        add(status::time_stamp_validated);
        add(status::time_stamp_trusted);
        break;
      case crypto::TimeStampOutcome::untrusted:
        add(status::time_stamp_validated);
        add(status::time_stamp_untrusted, check.reason);
        break;
      case crypto::TimeStampOutcome::malformed:
        add(status::time_stamp_malformed, check.reason);
        break;
      case crypto::TimeStampOutcome::mismatch:
        add(status::time_stamp_mismatch, check.reason);
        break;
      case crypto::TimeStampOutcome::outside_validity:
        add(status::time_stamp_outside_validity, check.reason);
        break;
    }
    if (!check.is_validated()) return;
    report_.stamped_at = check.time;
    report_.is_stamp_trusted = check.is_trusted() && check.time.has_value();
    if (check.authority) {
      const crypto::PartyName& name = check.authority->fields().subject;
      report_.stamp_authority =
          shown(name.common_name.empty() ? name.organization : name.common_name);
    }
  }

  Timestamp signing_time() const { return report_.is_stamp_trusted ? *report_.stamped_at : now_; }

  // --- certificates ---

  bool read_certificates() {
    if (cose_.certificates.empty()) {
      add(status::signing_credential_invalid, "the signature names no certificate");
      return false;
    }
    if (cose_.is_chain_twice) {
      add(status::signing_credential_invalid, "the certificates are given in two places");
    }
    for (const ByteView der : cose_.certificates) {
      auto certificate = cache_.parse(der);
      if (certificate) {
        certificates_.push_back(std::move(*certificate));
      } else if (certificates_.empty()) {
        add(status::signing_credential_invalid, certificate.error().message);
        return false;
      }
    }
    const crypto::CertificateFields& fields = leaf().fields();
    report_.common_name = shown(fields.subject.common_name);
    report_.organization = shown(fields.subject.organization);
    report_.country = shown(fields.subject.country);
    report_.issuer = shown(fields.issuer.common_name.empty() ? fields.issuer.organization
                                                             : fields.issuer.common_name);
    report_.serial_hex = shown(fields.serial_hex);
    report_.not_before = fields.not_before;
    report_.not_after = fields.not_after;
    return true;
  }

  const crypto::Certificate& leaf() const { return certificates_.front(); }
  std::span<const crypto::Certificate> others() const {
    return std::span(certificates_).subspan(1);
  }

  void check_validity() {
    report_.is_valid_at_signing = leaf().is_valid_at(signing_time());
    if (report_.is_valid_at_signing) {
      add(status::claim_signature_inside_validity);
    } else {
      add(status::claim_signature_outside_validity,
          report_.is_stamp_trusted ? "the certificate was not valid at the time of the time stamp"
                                   : "no trusted time stamp, and the certificate is not valid now");
      add(status::signing_credential_expired);
    }
    if (report_.stamped_at && !report_.is_stamp_trusted) {
      add(leaf().is_valid_at(*report_.stamped_at) ? status::time_of_signing_inside_validity
                                                  : status::time_of_signing_outside_validity,
          "by a time stamp of an authority that is not on the list");
    }
  }

  // The signing time, or the nearest one at which the certificate was valid.
  Timestamp time_within_validity() const {
    const crypto::CertificateFields& fields = leaf().fields();
    const Timestamp first = fields.not_before + std::chrono::seconds(1);
    const Timestamp last = fields.not_after - std::chrono::seconds(1);
    return first < last ? std::clamp(signing_time(), first, last) : signing_time();
  }

  void check_path() {
    const Timestamp at = time_within_validity();
    const crypto::ChainResult chain = cache_.check_chain(leaf(), others(), trust_.signers,
                                                         crypto::CertificateUse::claim_signing, at);
    path_ = chain.path;
    for (const crypto::ProfileViolation violation : chain.violations) {
      add(status::signing_credential_invalid, crypto::profile_violation_name(violation));
    }
    const bool is_broken = chain.outcome == crypto::ChainOutcome::bad_signature;
    if (is_broken) add(status::signing_credential_invalid, chain.reason);
    report_.is_trusted = chain.outcome == crypto::ChainOutcome::trusted && chain.violations.empty();
    if (report_.is_trusted) {
      add(status::signing_credential_trusted);
    } else {
      add(status::signing_credential_untrusted, chain.reason);
    }
  }

  void check_revocation() {
    if (cose_.ocsp_responses.empty()) {
      add(status::ocsp_skipped, "the file brings no answer about revocation; none is fetched");
      return;
    }
    const auto issuer =
        crypto::issuer_of(leaf(), path_.size() > 1 ? std::span(path_).subspan(1) : others());
    if (!issuer) {
      add(status::ocsp_inaccessible, "the issuer's certificate is missing");
      return;
    }
    for (const ByteView response : cose_.ocsp_responses) {
      const crypto::OcspCheck check = crypto::check_ocsp(response, leaf(), *issuer, signing_time());
      switch (check.outcome) {
        case crypto::OcspOutcome::good: add(status::ocsp_not_revoked); break;
        case crypto::OcspOutcome::revoked:
          report_.is_revoked = true;
          add(status::ocsp_revoked, check.reason);
          break;
        case crypto::OcspOutcome::unknown: add(status::ocsp_unknown, check.reason); break;
        case crypto::OcspOutcome::not_usable: add(status::ocsp_inaccessible, check.reason); break;
      }
    }
  }

  void check_signature() {
    const auto algorithm =
        cose_.algorithm ? crypto::signature_algorithm_of_cose(*cose_.algorithm) : std::nullopt;
    if (!algorithm) {
      add(status::algorithm_unsupported, "the signature's algorithm is not allowed");
      return;
    }
    report_.algorithm = crypto::signature_algorithm_name(*algorithm);
    const Bytes message = signed_structure("Signature1", cose_.protected_header, claim_);
    switch (crypto::verify(leaf().public_key(), *algorithm, message, cose_.signature)) {
      case crypto::SignatureCheck::valid:
        report_.is_signature_valid = true;
        add(status::claim_signature_validated);
        return;
      case crypto::SignatureCheck::mismatch:
        add(status::claim_signature_mismatch, "the signature is not over this claim");
        return;
      case crypto::SignatureCheck::malformed:
        add(status::claim_signature_mismatch, "the signature has not the algorithm's form");
        return;
      case crypto::SignatureCheck::wrong_key:
        add(status::claim_signature_mismatch, "the certificate's key is of another kind");
        return;
    }
  }

  const CoseSignature& cose_;
  ByteView claim_;
  std::string_view uri_;
  const C2paTrust& trust_;
  Timestamp now_;
  crypto::CertificateCache& cache_;
  StatusList& results_;
  SignerReport report_;
  std::vector<crypto::Certificate> certificates_;
  std::vector<crypto::Certificate> path_;
};

}  // namespace

std::string C2paTrust::sha256() const {
  if (is_empty()) return {};
  const std::string text = "signers " + crypto::hex(signers.sha256()) + "\ntsa " +
                           crypto::hex(time_stamp_authorities.sha256()) + "\n";
  return crypto::hex(crypto::sha256(bytes_of(text)));
}

SignerReport check_claim_signature(ByteView cose, ByteView claim, std::string_view uri,
                                   const C2paTrust& trust, Timestamp now,
                                   crypto::CertificateCache& cache, StatusList& results) {
  const Result<CoseSignature> read = read_cose_signature(cose);
  if (!read) {
    results.add(status::claim_signature_mismatch, uri, read.error().message);
    return {};
  }
  return SignatureCheck(*read, claim, uri, trust, now, cache, results).run();
}

}  // namespace pixiu::provenance::c2pa
