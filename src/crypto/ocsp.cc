#include "crypto/ocsp.h"

#include "base/check.h"
#include "crypto/certificate_chain.h"
#include "crypto/certificate_state.h"

#include <algorithm>
#include <utility>

namespace pixiu::crypto {
namespace {

constexpr int entries_max = 64;
constexpr std::chrono::hours open_answer_life{24};

OcspCheck& not_usable(OcspCheck& check, std::string reason) {
  check.outcome = OcspOutcome::not_usable;
  check.reason = std::move(reason);
  return check;
}

// The signed answer inside the response. Errors: invalid_input.
Result<OcspBasicHandle> basic_answer(ByteView bytes) {
  const unsigned char* at = octets(bytes);
  const OcspResponseHandle response(
      bytes.empty() ? nullptr : d2i_OCSP_RESPONSE(nullptr, &at, static_cast<long>(bytes.size())));
  if (!response || at != octets(bytes) + bytes.size()) {
    return Error{ErrorCode::invalid_input, "not an OCSPResponse in DER"};
  }
  const int status = OCSP_response_status(response.get());
  if (status != OCSP_RESPONSE_STATUS_SUCCESSFUL) {
    return Error{ErrorCode::invalid_input,
                 std::string("the responder gave no answer: ") + OCSP_response_status_str(status)};
  }
  OcspBasicHandle basic(OCSP_response_get1_basic(response.get()));
  if (!basic) return Error{ErrorCode::invalid_input, "the answer is not a BasicOCSPResponse"};
  return basic;
}

bool may_answer_for(const Certificate& responder, const Certificate& issuer, Timestamp time) {
  if (responder == issuer) return true;
  const std::vector<std::string>& purposes = responder.fields().key_purposes;
  return std::find(purposes.begin(), purposes.end(), key_purpose::ocsp_signing) != purposes.end() &&
         responder.is_valid_at(time) && issuer_of(responder, std::span(&issuer, 1)).has_value();
}

// Why the signature does not count; empty when it does.
std::string signature_fault(OCSP_BASICRESP* basic, const Certificate& issuer, Timestamp produced) {
  const CertificateStack own = stack_of(std::span(&issuer, 1));
  X509* signer = nullptr;  // belongs to the answer or to `own`
  if (OCSP_resp_get0_signer(basic, &signer, own.get()) != 1) {
    return "the responder's certificate is missing";
  }
  const Result<Certificate> responder = certificate_of(signer);
  if (!responder) return "the responder's certificate cannot be read";
  if (!may_answer_for(*responder, issuer, produced)) {
    return "the issuer did not name the responder";
  }
  if (OCSP_basic_verify(basic, own.get(), nullptr, OCSP_NOVERIFY) != 1) {
    return "the answer's signature does not verify";
  }
  return "";
}

// Digests with which an answer may name a certificate; SHA-1 tells names apart here, no more.
const EVP_MD* naming_digest(const OCSP_CERTID* id) {
  ASN1_OBJECT* object = nullptr;
  OCSP_id_get0_info(nullptr, &object, nullptr, nullptr, const_cast<OCSP_CERTID*>(id));
  switch (OBJ_obj2nid(object)) {
    case NID_sha1: return EVP_sha1();
    case NID_sha256: return EVP_sha256();
    case NID_sha384: return EVP_sha384();
    case NID_sha512: return EVP_sha512();
    default: return nullptr;
  }
}

bool is_about(OCSP_SINGLERESP* entry, const Certificate& subject, const Certificate& issuer) {
  const OCSP_CERTID* id = OCSP_SINGLERESP_get0_id(entry);
  const EVP_MD* digest = naming_digest(id);
  if (digest == nullptr) return false;
  const OcspIdHandle expected(OCSP_cert_to_id(digest, x509_of(subject), x509_of(issuer)));
  return expected != nullptr && OCSP_id_cmp(expected.get(), id) == 0;
}

// What one entry says; `produced_at` is of the whole answer.
OcspCheck check_entry(OCSP_SINGLERESP* entry, Timestamp at) {
  OcspCheck check;
  ASN1_GENERALIZEDTIME* revoked = nullptr;
  ASN1_GENERALIZEDTIME* from = nullptr;
  ASN1_GENERALIZEDTIME* until = nullptr;
  int reason = -1;
  const int status = OCSP_single_get0_status(entry, &reason, &revoked, &from, &until);
  check.this_update = timestamp_of(from);
  check.next_update = timestamp_of(until);
  if (!check.this_update || (until != nullptr && !check.next_update)) {
    return not_usable(check, "the answer's times cannot be read");
  }
  if (status == V_OCSP_CERTSTATUS_REVOKED) {
    // A revocation is not undone by time: the answer need not be fresh.
    check.revoked_at = timestamp_of(revoked);
    if (!check.revoked_at) return not_usable(check, "the time of revocation cannot be read");
    check.outcome = *check.revoked_at <= at ? OcspOutcome::revoked : OcspOutcome::good;
    if (reason >= 0) check.reason = OCSP_crl_reason_str(reason);
    return check;
  }
  if (at > check.next_update.value_or(*check.this_update + open_answer_life)) {
    return not_usable(check, "the answer was out of date then");
  }
  check.outcome = status == V_OCSP_CERTSTATUS_GOOD ? OcspOutcome::good : OcspOutcome::unknown;
  return check;
}

// Of several entries about one certificate the worst counts, and an unusable one least.
int weight(OcspOutcome outcome) {
  switch (outcome) {
    case OcspOutcome::not_usable: return 0;
    case OcspOutcome::good: return 1;
    case OcspOutcome::unknown: return 2;
    case OcspOutcome::revoked: return 3;
  }
  PIXIU_CHECK(false);
}

}  // namespace

std::string_view ocsp_outcome_name(OcspOutcome outcome) {
  switch (outcome) {
    case OcspOutcome::good: return "good";
    case OcspOutcome::revoked: return "revoked";
    case OcspOutcome::unknown: return "unknown";
    case OcspOutcome::not_usable: return "not_usable";
  }
  PIXIU_CHECK(false);
}

OcspCheck check_ocsp(ByteView response, const Certificate& subject, const Certificate& issuer,
                     Timestamp at) {
  const LibraryScope scope;
  OcspCheck check;
  if (response.size() > ocsp_response_bytes_max) {
    return not_usable(check, "an answer of more than 64 KiB");
  }
  const Result<OcspBasicHandle> basic = basic_answer(response);
  if (!basic) return not_usable(check, basic.error().message);
  const auto produced = timestamp_of(OCSP_resp_get0_produced_at(basic->get()));
  if (!produced) return not_usable(check, "the answer has no readable date");
  check.produced_at = produced;
  if (std::string fault = signature_fault(basic->get(), issuer, *produced); !fault.empty()) {
    return not_usable(check, std::move(fault));
  }
  check.reason = "the answer is about other certificates";
  for (int i = 0; i < std::min(OCSP_resp_count(basic->get()), entries_max); ++i) {
    OCSP_SINGLERESP* entry = OCSP_resp_get0(basic->get(), i);
    if (!is_about(entry, subject, issuer)) continue;
    OcspCheck found = check_entry(entry, at);
    found.produced_at = produced;
    const bool is_first = !check.this_update.has_value();
    if (is_first || weight(found.outcome) > weight(check.outcome)) check = std::move(found);
  }
  return check;
}

}  // namespace pixiu::crypto
