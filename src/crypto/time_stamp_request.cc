#include "crypto/time_stamp_request.h"

#include "base/check.h"
#include "crypto/certificate_state.h"
#include "crypto/openssl_handle.h"

#include <array>
#include <cstdint>

namespace pixiu::crypto {
namespace {

using RequestHandle = Handle<TS_REQ, TS_REQ_free>;
using ImprintHandle = Handle<TS_MSG_IMPRINT, TS_MSG_IMPRINT_free>;
using AlgorithmHandle = Handle<X509_ALGOR, X509_ALGOR_free>;
using IntegerHandle = Handle<ASN1_INTEGER, ASN1_INTEGER_free>;

ImprintHandle imprint_of(DigestAlgorithm algorithm, ByteView stamped) {
  const int nid = algorithm == DigestAlgorithm::sm3 ? NID_sm3 : NID_sha256;
  const AlgorithmHandle identifier(X509_ALGOR_new());
  ImprintHandle imprint(TS_MSG_IMPRINT_new());
  PIXIU_CHECK(identifier && imprint);
  PIXIU_CHECK(X509_ALGOR_set0(identifier.get(), OBJ_nid2obj(nid), V_ASN1_NULL, nullptr) == 1);
  PIXIU_CHECK(TS_MSG_IMPRINT_set_algo(imprint.get(), identifier.get()) == 1);
  WideDigest value = digest(algorithm, stamped);
  Bytes bytes(value.bytes().begin(), value.bytes().end());
  PIXIU_CHECK(TS_MSG_IMPRINT_set_msg(imprint.get(), reinterpret_cast<unsigned char*>(bytes.data()),
                                     static_cast<int>(bytes.size())) == 1);
  return imprint;
}

IntegerHandle make_nonce(Entropy& entropy) {
  std::array<std::byte, 8> random{};
  entropy.fill(random);
  std::uint64_t value = 0;
  for (const std::byte byte : random) value = value << 8 | std::to_integer<std::uint64_t>(byte);
  IntegerHandle nonce(ASN1_INTEGER_new());
  PIXIU_CHECK(nonce && ASN1_INTEGER_set_uint64(nonce.get(), value | 1) == 1);  // never zero
  return nonce;
}

}  // namespace

TimeStampRequest make_time_stamp_request(DigestAlgorithm imprint, ByteView stamped,
                                         Entropy& entropy) {
  PIXIU_CHECK(imprint == DigestAlgorithm::sha256 || imprint == DigestAlgorithm::sm3);
  const LibraryScope scope;
  const RequestHandle request(TS_REQ_new());
  PIXIU_CHECK(request && TS_REQ_set_version(request.get(), 1) == 1);
  const ImprintHandle message = imprint_of(imprint, stamped);
  PIXIU_CHECK(TS_REQ_set_msg_imprint(request.get(), message.get()) == 1);
  const IntegerHandle nonce = make_nonce(entropy);
  PIXIU_CHECK(TS_REQ_set_nonce(request.get(), nonce.get()) == 1);
  PIXIU_CHECK(TS_REQ_set_cert_req(request.get(), 1) == 1);
  unsigned char* der = nullptr;
  const int length = i2d_TS_REQ(request.get(), &der);
  PIXIU_CHECK(length > 0);
  const ByteView view = view_of(der, length);
  TimeStampRequest made{.der = Bytes(view.begin(), view.end()),
                        .nonce_hex = serial_text(nonce.get())};
  OPENSSL_free(der);
  return made;
}

}  // namespace pixiu::crypto
