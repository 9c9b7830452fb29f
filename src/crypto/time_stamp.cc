#include "crypto/time_stamp.h"

#include "base/check.h"
#include "crypto/certificate_cache.h"
#include "crypto/certificate_state.h"

#include <algorithm>
#include <utility>

#include <openssl/ess.h>

namespace pixiu::crypto {
namespace {

struct FreeX509Stack {
  void operator()(STACK_OF(X509) * stack) const { sk_X509_pop_free(stack, X509_free); }
};
using OwnedCertificateStack = std::unique_ptr<STACK_OF(X509), FreeX509Stack>;
using EssV1Handle = Handle<ESS_SIGNING_CERT, ESS_SIGNING_CERT_free>;
using EssV2Handle = Handle<ESS_SIGNING_CERT_V2, ESS_SIGNING_CERT_V2_free>;
using StatusHandle = Handle<TS_STATUS_INFO, TS_STATUS_INFO_free>;

// A message that was opened: who signed it, and the bytes that it holds.
struct OpenedToken {
  CmsHandle cms;
  TimeStampInfoHandle info;
  CMS_SignerInfo* signer = nullptr;  // belongs to the message
  // The signer's certificate first, then the others of the message, intermediates_max at most.
  std::vector<Certificate> certificates;
};

std::optional<DigestAlgorithm> digest_algorithm_of(const X509_ALGOR* algorithm) {
  const ASN1_OBJECT* object = nullptr;
  X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
  switch (OBJ_obj2nid(object)) {
    case NID_sha256: return DigestAlgorithm::sha256;
    case NID_sha384: return DigestAlgorithm::sha384;
    case NID_sha512: return DigestAlgorithm::sha512;
    default: return std::nullopt;
  }
}

// The content of the SEQUENCE that is all of `bytes`; empty when there is no such thing.
ByteView content_of_sequence(ByteView bytes) {
  const unsigned char* at = octets(bytes);
  long length = 0;
  int tag = 0;
  int tag_class = 0;
  if (bytes.empty()) return {};
  const int form = ASN1_get_object(&at, &length, &tag, &tag_class, static_cast<long>(bytes.size()));
  const auto header = static_cast<std::size_t>(at - octets(bytes));
  const bool is_sequence = (form & 0x81) == 0 && tag == V_ASN1_SEQUENCE;
  if (!is_sequence || header + static_cast<std::size_t>(length) != bytes.size()) return {};
  return bytes.subspan(header);
}

CmsHandle cms_of(ByteView token) {
  const unsigned char* at = octets(token);
  CmsHandle cms(token.empty() ? nullptr
                              : d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(token.size())));
  if (at != octets(token) + token.size()) cms.reset();
  return cms;
}

// The message of a token, or of a response that grants one: the first begins with an object
// identifier, the second with the SEQUENCE of its status. Errors: invalid_input.
Result<CmsHandle> message_of(ByteView bytes) {
  const ByteView content = content_of_sequence(bytes);
  if (content.empty()) {
    return Error{ErrorCode::invalid_input, "neither a TimeStampResp nor a TimeStampToken"};
  }
  ByteView token = bytes;
  if (content[0] != std::byte{V_ASN1_OBJECT}) {
    const unsigned char* at = octets(content);
    const StatusHandle status(d2i_TS_STATUS_INFO(nullptr, &at, static_cast<long>(content.size())));
    if (!status) {
      return Error{ErrorCode::invalid_input, "neither a TimeStampResp nor a TimeStampToken"};
    }
    const std::int64_t value = ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(status.get()));
    if (value != TS_STATUS_GRANTED && value != TS_STATUS_GRANTED_WITH_MODS) {
      return Error{ErrorCode::invalid_input, "the authority refused to make a time stamp"};
    }
    token = content.subspan(static_cast<std::size_t>(at - octets(content)));
  }
  const LibraryScope scope(LibraryScope::Keys::left);  // a cache may have the certificates
  CmsHandle cms = cms_of(token);
  if (!cms) return Error{ErrorCode::invalid_input, "the token cannot be read"};
  return cms;
}

// As OpenedToken has them; empty when the signer's cannot be read.
std::vector<Certificate> certificates_of(const CmsHandle& cms, CMS_SignerInfo* signer,
                                         CertificateCache& cache) {
  const OwnedCertificateStack all(CMS_get1_certs(cms.get()));
  X509* own = nullptr;
  for (int i = 0; i < sk_X509_num(all.get()) && own == nullptr; ++i) {
    X509* one = sk_X509_value(all.get(), i);
    if (CMS_SignerInfo_cert_cmp(signer, one) == 0) own = one;
  }
  const Result<Certificate> first = certificate_of(own, cache);
  if (!first) return {};
  std::vector<Certificate> certificates = {*first};
  for (int i = 0; i < sk_X509_num(all.get()); ++i) {
    if (certificates.size() > intermediates_max) break;
    X509* one = sk_X509_value(all.get(), i);
    Result<Certificate> other = one == own ? *first : certificate_of(one, cache);
    if (other && !(*other == *first)) certificates.push_back(*std::move(other));
  }
  return certificates;
}

// The TSTInfo, and the signature over it. Errors: invalid_input.
Result<OpenedToken> open_token(CmsHandle cms, CertificateCache& cache) {
  const auto fault = [](const char* what) { return Error{ErrorCode::invalid_input, what}; };
  if (OBJ_obj2nid(CMS_get0_type(cms.get())) != NID_pkcs7_signed ||
      OBJ_obj2nid(CMS_get0_eContentType(cms.get())) != NID_id_smime_ct_TSTInfo) {
    return fault("not a signed TSTInfo");
  }
  OpenedToken opened;
  opened.cms = std::move(cms);
  STACK_OF(CMS_SignerInfo)* signers = CMS_get0_SignerInfos(opened.cms.get());
  if (sk_CMS_SignerInfo_num(signers) != 1) return fault("a token has exactly one signer");
  opened.signer = sk_CMS_SignerInfo_value(signers, 0);
  opened.certificates = certificates_of(opened.cms, opened.signer, cache);
  if (opened.certificates.empty()) return fault("the authority's certificate cannot be read");
  const CertificateStack own = stack_of(std::span(opened.certificates).first(1));
  const BufferHandle content(BIO_new(BIO_s_mem()));
  PIXIU_CHECK(content != nullptr);
  // The message's own certificates were read without their keys.
  const unsigned flags = CMS_NO_SIGNER_CERT_VERIFY | CMS_BINARY | CMS_NOINTERN;
  if (CMS_verify(opened.cms.get(), own.get(), nullptr, nullptr, content.get(), flags) != 1) {
    return fault("the token's own signature does not verify");
  }
  char* data = nullptr;
  const long size = BIO_get_mem_data(content.get(), &data);
  const auto* at = reinterpret_cast<const unsigned char*>(data);
  opened.info.reset(size > 0 ? d2i_TS_TST_INFO(nullptr, &at, size) : nullptr);
  if (!opened.info || TS_TST_INFO_get_version(opened.info.get()) != 1) {
    return fault("the token's TSTInfo cannot be read");
  }
  if (TS_TST_INFO_get_ext_by_critical(opened.info.get(), 1, -1) >= 0) {
    return fault("the token has a critical extension that nobody here knows");
  }
  return opened;
}

// The bytes of a signed attribute; null when there is none, or more than one.
const ASN1_STRING* signed_attribute(CMS_SignerInfo* signer, int nid) {
  return static_cast<const ASN1_STRING*>(
      CMS_signed_get0_data_by_OBJ(signer, OBJ_nid2obj(nid), -3, V_ASN1_SEQUENCE));
}

template <class T>
T* parsed(const ASN1_STRING* attribute,
          T* (*d2i)(T**, const unsigned char**, long)) {  // NOLINT: OpenSSL's shape
  if (attribute == nullptr) return nullptr;
  const unsigned char* at = ASN1_STRING_get0_data(attribute);
  return d2i(nullptr, &at, ASN1_STRING_length(attribute));
}

// RFC 3161, 2.4.1 and RFC 5816: the signature names the certificate that it was made with, so that
// no other one with the same key can be put in its place.
bool names_its_certificate(const OpenedToken& token, std::span<const Certificate> certificates) {
  const EssV1Handle v1(parsed(signed_attribute(token.signer, NID_id_smime_aa_signingCertificate),
                              d2i_ESS_SIGNING_CERT));
  const EssV2Handle v2(parsed(signed_attribute(token.signer, NID_id_smime_aa_signingCertificateV2),
                              d2i_ESS_SIGNING_CERT_V2));
  const CertificateStack stack = stack_of(certificates);
  return OSSL_ESS_check_signing_certs(v1.get(), v2.get(), stack.get(), 1) > 0;
}

bool is_signed_with_sha2(const OpenedToken& token) {
  X509_ALGOR* digest = nullptr;
  CMS_SignerInfo_get0_algs(token.signer, nullptr, nullptr, &digest, nullptr);
  return digest != nullptr && digest_algorithm_of(digest).has_value();
}

std::optional<DigestAlgorithm> imprint_algorithm_of(TS_TST_INFO* info, TimeStampImprint allowed) {
  const X509_ALGOR* algorithm = TS_MSG_IMPRINT_get_algo(TS_TST_INFO_get_msg_imprint(info));
  const ASN1_OBJECT* object = nullptr;
  X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
  const bool is_sm3 = OBJ_obj2nid(object) == NID_sm3;
  if (is_sm3 && allowed == TimeStampImprint::sha2_or_sm3) return DigestAlgorithm::sm3;
  return digest_algorithm_of(algorithm);
}

void read_info(TS_TST_INFO* info, TimeStampImprint allowed, TimeStampCheck& check) {
  check.time = timestamp_of(TS_TST_INFO_get_time(info));
  check.serial_hex = serial_text(TS_TST_INFO_get_serial(info));
  check.policy = dotted(TS_TST_INFO_get_policy_id(info));
  const ASN1_INTEGER* nonce = TS_TST_INFO_get_nonce(info);
  if (nonce != nullptr) check.nonce_hex = serial_text(nonce);
  check.imprint_algorithm = imprint_algorithm_of(info, allowed);
}

bool is_imprint_of(TS_TST_INFO* info, DigestAlgorithm algorithm, ByteView stamped) {
  const ByteView imprint = view_of(TS_MSG_IMPRINT_get_msg(TS_TST_INFO_get_msg_imprint(info)));
  const WideDigest expected = digest(algorithm, stamped);
  return std::equal(imprint.begin(), imprint.end(), expected.bytes().begin(),
                    expected.bytes().end());
}

TimeStampCheck& conclude(TimeStampCheck& check, TimeStampOutcome outcome, std::string reason) {
  check.outcome = outcome;
  check.reason = std::move(reason);
  return check;
}

TimeStampCheck& judge_authority(std::span<const Certificate> certificates,
                                const TrustList& authorities, CertificateCache& cache,
                                TimeStampCheck& check) {
  using enum TimeStampOutcome;
  check.chain = cache.check_chain(certificates.front(), certificates.subspan(1), authorities,
                                  CertificateUse::time_stamping, *check.time);
  if (!certificates.front().is_valid_at(*check.time) ||
      check.chain.outcome == ChainOutcome::outside_validity) {
    return conclude(check, outside_validity, "the authority's certificate was not valid then");
  }
  if (check.chain.outcome == ChainOutcome::trusted) return conclude(check, trusted, "");
  return conclude(check, untrusted, check.chain.reason);
}

}  // namespace

std::string_view time_stamp_outcome_name(TimeStampOutcome outcome) {
  switch (outcome) {
    case TimeStampOutcome::trusted: return "trusted";
    case TimeStampOutcome::untrusted: return "untrusted";
    case TimeStampOutcome::malformed: return "malformed";
    case TimeStampOutcome::mismatch: return "mismatch";
    case TimeStampOutcome::outside_validity: return "outside_validity";
  }
  PIXIU_CHECK(false);
}

TimeStampCheck check_time_stamp(ByteView response_or_token, ByteView stamped,
                                const TrustList& authorities, TimeStampImprint imprint) {
  CertificateCache cache;
  return check_time_stamp(response_or_token, stamped, authorities, cache, imprint);
}

TimeStampCheck check_time_stamp(ByteView response_or_token, ByteView stamped,
                                const TrustList& authorities, CertificateCache& cache,
                                TimeStampImprint imprint) {
  using enum TimeStampOutcome;
  const LibraryScope scope;
  TimeStampCheck check;
  if (response_or_token.size() > time_stamp_bytes_max) {
    return conclude(check, malformed, "a time stamp of more than 256 KiB");
  }
  Result<CmsHandle> cms = message_of(response_or_token);
  Result<OpenedToken> token = cms ? open_token(*std::move(cms), cache) : cms.error();
  if (!token) return conclude(check, malformed, token.error().message);
  read_info(token->info.get(), imprint, check);
  const std::vector<Certificate>& certificates = token->certificates;
  check.authority = certificates.front();
  if (!check.time) return conclude(check, malformed, "the token's time cannot be read");
  if (!check.imprint_algorithm || !is_signed_with_sha2(*token)) {
    return conclude(check, malformed, "the token uses another digest than SHA-256, 384 or 512");
  }
  if (!names_its_certificate(*token, certificates)) {
    return conclude(check, malformed, "the token does not name the certificate it is signed with");
  }
  if (!is_imprint_of(token->info.get(), *check.imprint_algorithm, stamped)) {
    return conclude(check, mismatch, "the token was made for other bytes");
  }
  return judge_authority(certificates, authorities, cache, check);
}

}  // namespace pixiu::crypto
