#include "tests/c2pa_signer/authorities.h"

#include "tests/c2pa_signer/handle.h"

#include <openssl/cms.h>
#include <openssl/ocsp.h>
#include <openssl/ts.h>

namespace pixiu::c2pa_signer {
namespace {

std::int64_t seconds_of(Timestamp time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

Bytes digest_of(const std::string& name, ByteView bytes) {
  Bytes digest(EVP_MAX_MD_SIZE);
  std::size_t size = 0;
  PIXIU_CHECK(EVP_Q_digest(nullptr, name.c_str(), nullptr, bytes.data(), bytes.size(),
                           reinterpret_cast<unsigned char*>(digest.data()), &size) == 1);
  digest.resize(size);
  return digest;
}

Bytes time_stamp_info(ByteView stamped, const StampRecipe& recipe) {
  const auto info = owned(TS_TST_INFO_new(), TS_TST_INFO_free);
  PIXIU_CHECK(TS_TST_INFO_set_version(info.get(), 1) == 1);
  const auto policy = owned(OBJ_txt2obj("1.2.3.4.1", 1), ASN1_OBJECT_free);
  PIXIU_CHECK(TS_TST_INFO_set_policy_id(info.get(), policy.get()) == 1);

  const auto imprint = owned(TS_MSG_IMPRINT_new(), TS_MSG_IMPRINT_free);
  const auto algorithm = owned(X509_ALGOR_new(), X509_ALGOR_free);
  X509_ALGOR_set_md(algorithm.get(), EVP_get_digestbyname(recipe.imprint_digest.c_str()));
  PIXIU_CHECK(TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get()) == 1);
  Bytes digest = digest_of(recipe.imprint_digest, stamped);
  PIXIU_CHECK(TS_MSG_IMPRINT_set_msg(imprint.get(), reinterpret_cast<unsigned char*>(digest.data()),
                                     static_cast<int>(digest.size())) == 1);
  PIXIU_CHECK(TS_TST_INFO_set_msg_imprint(info.get(), imprint.get()) == 1);

  const auto serial = owned(ASN1_INTEGER_new(), ASN1_INTEGER_free);
  PIXIU_CHECK(ASN1_INTEGER_set(serial.get(), 0x0123) == 1);
  PIXIU_CHECK(TS_TST_INFO_set_serial(info.get(), serial.get()) == 1);
  const auto time =
      owned(ASN1_GENERALIZEDTIME_set(nullptr, seconds_of(recipe.time)), ASN1_GENERALIZEDTIME_free);
  PIXIU_CHECK(TS_TST_INFO_set_time(info.get(), time.get()) == 1);
  return der_of(i2d_TS_TST_INFO, info.get());
}

// SEQUENCE { SEQUENCE { INTEGER status }, rest }
Bytes response_of(int status, ByteView rest) {
  const std::size_t size = 5 + rest.size();
  std::string text = "\x30\x83";
  text += static_cast<char>(size >> 16);
  text += static_cast<char>(size >> 8);
  text += static_cast<char>(size);
  text += {0x30, 0x03, 0x02, 0x01, static_cast<char>(status)};
  text += text_of(rest);
  const ByteView bytes = bytes_of(text);
  return {bytes.begin(), bytes.end()};
}

OCSP_CERTID* id_of(const OcspRecipe& recipe, const Party& subject, const Party& issuer) {
  return OCSP_cert_to_id(EVP_get_digestbyname(recipe.naming_digest.c_str()), subject.x509.get(),
                         issuer.x509.get());
}

int status_of(OcspStatus status) {
  switch (status) {
    case OcspStatus::good: return V_OCSP_CERTSTATUS_GOOD;
    case OcspStatus::revoked: return V_OCSP_CERTSTATUS_REVOKED;
    case OcspStatus::unknown: return V_OCSP_CERTSTATUS_UNKNOWN;
  }
  PIXIU_CHECK(false);
}

std::shared_ptr<ASN1_TIME> asn1_time(Timestamp time) {
  return owned(ASN1_GENERALIZEDTIME_set(nullptr, seconds_of(time)), ASN1_GENERALIZEDTIME_free);
}

}  // namespace

Bytes time_stamp_token(const Party& authority, ByteView stamped, const StampRecipe& recipe) {
  const Bytes info = time_stamp_info(stamped, recipe);
  const auto content =
      owned(BIO_new_mem_buf(info.data(), static_cast<int>(info.size())), BIO_free_all);
  const unsigned flags = CMS_PARTIAL | CMS_BINARY | CMS_NOSMIMECAP;
  const auto cms = owned(CMS_sign(nullptr, nullptr, nullptr, nullptr, flags), CMS_ContentInfo_free);
  const auto type = owned(OBJ_txt2obj("1.2.840.113549.1.9.16.1.4", 1), ASN1_OBJECT_free);
  PIXIU_CHECK(CMS_set1_eContentType(cms.get(), type.get()) == 1);
  PIXIU_CHECK(CMS_set_detached(cms.get(), 0) == 1);
  PIXIU_CHECK(CMS_add1_signer(cms.get(), authority.x509.get(), authority.key.get(),
                              EVP_get_digestbyname(recipe.signature_digest.c_str()),
                              flags | (recipe.names_its_certificate ? CMS_CADES : 0u)) != nullptr);
  for (const Bytes& der : recipe.more_certificates) {
    const unsigned char* at = octets(der);
    const auto more = owned(d2i_X509(nullptr, &at, static_cast<long>(der.size())), X509_free);
    PIXIU_CHECK(CMS_add1_cert(cms.get(), more.get()) == 1);
  }
  PIXIU_CHECK(CMS_final(cms.get(), content.get(), nullptr, CMS_BINARY) == 1);
  return der_of(i2d_CMS_ContentInfo, cms.get());
}

Bytes time_stamp_response(ByteView token) {
  return response_of(TS_STATUS_GRANTED, token);
}

Bytes time_stamp_refusal() {
  return response_of(TS_STATUS_REJECTION, {});
}

Bytes ocsp_response(const Party& responder, const Party& subject, const Party& issuer,
                    const OcspRecipe& recipe) {
  const auto basic = owned(OCSP_BASICRESP_new(), OCSP_BASICRESP_free);
  const auto id = owned(id_of(recipe, subject, issuer), OCSP_CERTID_free);
  const auto this_update = asn1_time(recipe.this_update);
  const auto next_update =
      recipe.next_update ? asn1_time(*recipe.next_update) : std::shared_ptr<ASN1_TIME>();
  const auto revoked_at = asn1_time(recipe.revoked_at);
  const bool is_revoked = recipe.status == OcspStatus::revoked;
  PIXIU_CHECK(OCSP_basic_add1_status(basic.get(), id.get(), status_of(recipe.status),
                                     is_revoked ? recipe.revocation_reason : 0,
                                     is_revoked ? revoked_at.get() : nullptr, this_update.get(),
                                     next_update.get()) != nullptr);
  // OpenSSL has no setter for the date of the answer.
  auto* produced = const_cast<ASN1_GENERALIZEDTIME*>(OCSP_resp_get0_produced_at(basic.get()));
  PIXIU_CHECK(ASN1_GENERALIZEDTIME_set(produced, seconds_of(recipe.produced_at)) != nullptr);
  PIXIU_CHECK(OCSP_basic_sign(basic.get(), responder.x509.get(), responder.key.get(), EVP_sha256(),
                              nullptr, OCSP_NOTIME) == 1);
  const auto response =
      owned(OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic.get()), OCSP_RESPONSE_free);
  return der_of(i2d_OCSP_RESPONSE, response.get());
}

Bytes ocsp_try_later() {
  const auto response =
      owned(OCSP_response_create(OCSP_RESPONSE_STATUS_TRYLATER, nullptr), OCSP_RESPONSE_free);
  return der_of(i2d_OCSP_RESPONSE, response.get());
}

}  // namespace pixiu::c2pa_signer
