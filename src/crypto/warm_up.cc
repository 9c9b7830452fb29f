#include "crypto/warm_up.h"

#include "crypto/certificate_chain.h"
#include "crypto/ocsp.h"
#include "crypto/openssl_handle.h"
#include "crypto/signature.h"
#include "crypto/time_stamp.h"

#include <array>
#include <string>

#include <openssl/crypto.h>

namespace pixiu::crypto {
namespace {

// Keys made for nothing else, signatures of theirs over "pixiu", and a certificate of the first.
// Base64.
constexpr std::string_view key_p256 =
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEtq9Iwvwk3bS2o1fFKigfK+HM5qgTMZ6RZc8PR+TwBE9ysHVheqYH"
    "Y3XeNnLfA5buxBvC4Usr7GOVGaqF+c63xA==";
constexpr std::string_view key_p384 =
    "MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAElk9VoSiYqkgPk+rtYIkoql6NaZVvOQsYifovTvP9Owa48wmFZZzScFPn"
    "X8yOntEVv7W/LHFbABMqKHT1ZsjdjbFWP2TdT+TPSIEbQBMtxqcGe56NaaHjZK+znIr5ROyV";
constexpr std::string_view key_p521 =
    "MIGbMBAGByqGSM49AgEGBSuBBAAjA4GGAAQAUisG0TFXWChJkRx2tyS23EWI7CE/qPmbzlzMBinjSPwIhD5vlbx/"
    "YwD4nt0u6Lp8/MzUIiVe+nUETrwRld/VqAMANlDzATBhcOXYeX9aUpBRETjfls3miW0wkIYLGgGWWRP+wAXyV/tt"
    "zH4Q38yORhGKY7nIRryQ4dp21mYkE6TYLv8=";
constexpr std::string_view key_rsa =
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAv+gs7BoHNPIN7aSu3UHhaKgPtV0s4qUb/+rBDF7F+dDb"
    "a1tPWR10ZScG7OeWfYgfE5M7K6ouITX5AM/xz53UEAcO+lep6PRbz/3q9NDHeMd40FyrTmwIhyynXu6+W89Jp46Q"
    "hd7jiK+585FtMEuo5w5OFNQOkpgg82rqryjfnA68EowG4SJ58eizzvmytFEGQDFbDlEnq1D1+tm6TbF2pibvo03H"
    "4siAhcAsIuJuQjbPTcz8ONrTI/4AM29b3vPJFzXDRN2AmM7XTla3ef+qkdtLSg/PZ4+ffgZnW06ZLx2erztB8nnX"
    "84k5GSnmlVOJrqhPayUtGc2Q9UhTyseikQIDAQAB";
constexpr std::string_view key_ed25519 =
    "MCowBQYDK2VwAyEA6lzBuvXC5Z40vhVwxwiR9aMezRNVSjo1ZS90bDQpgww=";
constexpr std::string_view key_sm2 =
    "MFkwEwYHKoZIzj0CAQYIKoEcz1UBgi0DQgAEWl/5ZL7l04qmLGvsVUReqMOFP7d9SQ6ha6VL9LWkVS5e7fZHMRCm"
    "mVX1RYLJGBpUD0tkHHdtWoCXWrmpF0tO6Q==";
constexpr std::string_view signature_es256 =
    "vtfjuPRxrLcJKAQsHlHc8r+eBarUQCbMWr1ignbtXg7Sv4t4r6Vqq0r/9Jmq5xkYH89RLCiu2+uALcTwHz6Cuw==";
constexpr std::string_view signature_es384 =
    "LMLIZwb3D0oUW3Y1TME9JcnOtxPab7nfbXLasYikrR79CxvousrMfJy0yir+WurGxst1WeglIwhYy8qiOLGZlfEm"
    "sGHrlk+MdJ3mQJfiF86uN10C2S38OTe6Z5Sss7Un";
constexpr std::string_view signature_es512 =
    "AcBVyuYZsC2Zv42P1U07pJ7uDPVTMVNRv5AyfEGrIvdHtYOCkF+2gQh/MdOFPpi5uvkZtX/T8VhxFdQKPfYdXPYq"
    "AfwtlEoQnqi2hLrhtwZzdAZQnWNSCOKfQ5hUFhLcxDgUA7r0n0YDg3R8XNECymoVaNdLPHtacZyYjVvp85OV9g//";
constexpr std::string_view signature_ps256 =
    "IDOzM3KHzpa4gU4Nb/oTor86VyHJ7xCF9wYJnpBJ7k6/26uyCRWGgE+Rs6jGudU8XPbdGjCVddhXv5XoDJgqLnW/"
    "Wy5V/QKnCI0Oyzy/N4q9O8UYK+Y75PbEtQempJ0v6mnMZLQECOzwHEdgM8PYbUYYy8Uz6f0nwD11MPwb4V2ypm7D"
    "N2vjBaGbXdDJw9ITDtbMasDmyhMqerl3ZUubDZR6naRLNG73Ky3TqGbPMKVM2uiOhg8D2jCNqYBIINcmYfe+Zsye"
    "bhTw1v+bZnquz7EMf1aJEGGnEp0HkT/ms+b3oUvLGLTMHkYGuCJy93JmgjVBbiQ6YXmnq5PY6dDv7Q==";
constexpr std::string_view signature_ps384 =
    "e1UPRrt7uA1B17tdnMAm2YJRvMJJv/fi2iVvRX6zhuSo9mctIcTdCnBnIGF4cj2uda/Qd1FjtYd/nslPVUn6ZMIW"
    "NRCxvju/x67B11uICGS4BR6stRJaSo+eqzoiOwwEO8zXluZAAmRNMgqx60UBqBHXiZCbKli/+2/S4CWZtV52nxFF"
    "CFMnKBCUroZnYmpcW61W7oy2gyHU6VHsytorQd2ufRgJTcItWhubazMN6kgiziLQ/gvGKNfDjKMbE3dbhq139ro1"
    "m6mfrV6lnQ2QZxmIn6kDsAl00wEKrRemY8s9l717bimgQD6k1dj8SVp7TsCfge3pf7ahI1J8sF06fQ==";
constexpr std::string_view signature_ps512 =
    "TJmh1nmz9u77VpqQ+uSwtF+Xk2qgfosB95Qnh2DkWWwyDSfQKi9sYzJhkDBWqINot5A3/ogvQbXoTKUv03BJT468"
    "XMMNneu8ttj+uGMb2kULolViBsNT+6J4b0VmyvCUVQUOvQtK34YHwkyhq1sOAU7Q34Sk9nG20EZ9c4NSfodWIJna"
    "/iLnln/j1a6m/4YvrpwSQaFQG4eleFKekuwtSH4dwzQGgJiJ2cQFAWF2eEMkWuJuDfEUctZrZYmWeudit2AmmbpY"
    "etQUnLExxQGiYcBo0J2WjIMnEYb8xkx069+Ljn+0u3AOdNsggsmQ/ugE+/jhxISI99Y4fdp1sah10Q==";
constexpr std::string_view signature_ed25519 =
    "MfXDIYgfhFEud2LPJo1mOX+Gpk0dGU2BSPZj6VirMJMd3Akce1LMfsBIiOaH0e9MRvUwjOIwgeemhDvVflRiAg==";
constexpr std::string_view signature_sm3_with_sm2 =
    "MEUCIEdlNMm5RQtSDEesLQYEaaOk7/LreTRhTplRoXiw+AA9AiEA9VXWhgAtlPy3Yoy2hQFTcfmtPoqkfTazySJj"
    "oewwoR0=";
constexpr std::string_view certificate =
    "MIIBmjCCAT+gAwIBAgIUKgOYj1YuSN1iE0MIKD5wLF35UmMwCgYIKoZIzj0EAwIwIjEOMAwGA1UECgwFUGl4aXUx"
    "EDAOBgNVBAMMB3dhcm0gdXAwHhcNMjYxMTIyMTQwODIzWhcNMzYxMTE5MTQwODIzWjAiMQ4wDAYDVQQKDAVQaXhp"
    "dTEQMA4GA1UEAwwHd2FybSB1cDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABLavSML8JN20tqNXxSooHyvhzOao"
    "EzGekWXPD0fk8ARPcrB1YXqmB2N13jZy3wOW7sQbwuFLK+xjlRmqhfnOt8SjUzBRMB0GA1UdDgQWBBRKxdg1AJXr"
    "pccuO/vMSZJZ1hfvPDAfBgNVHSMEGDAWgBRKxdg1AJXrpccuO/vMSZJZ1hfvPDAPBgNVHRMBAf8EBTADAQH/MAoG"
    "CCqGSM49BAMCA0kAMEYCIQCxOA5Tc+S5Nfdk1mKey4GEEY3QIRxjzqt6L10WJRGuFgIhALMLl1MrIMX94e3lwo+O"
    "8F5GU5iTbxFgdUohlkfUCFQ6";

struct Sample {
  SignatureAlgorithm algorithm;
  std::string_view key;
  std::string_view signature;
};

constexpr std::array<Sample, 8> samples = {{
    {SignatureAlgorithm::es256, key_p256, signature_es256},
    {SignatureAlgorithm::es384, key_p384, signature_es384},
    {SignatureAlgorithm::es512, key_p521, signature_es512},
    {SignatureAlgorithm::ps256, key_rsa, signature_ps256},
    {SignatureAlgorithm::ps384, key_rsa, signature_ps384},
    {SignatureAlgorithm::ps512, key_rsa, signature_ps512},
    {SignatureAlgorithm::ed25519, key_ed25519, signature_ed25519},
    {SignatureAlgorithm::sm3_with_sm2, key_sm2, signature_sm3_with_sm2},
}};

Bytes decoded(std::string_view base64) {
  Bytes bytes(base64.size() / 4 * 3);
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                   octets(bytes_of(base64)), static_cast<int>(base64.size()));
  if (size < 0) return {};
  while (base64.ends_with('=')) {  // the decoder counts what pads
    base64.remove_suffix(1);
    bytes.pop_back();
  }
  return bytes;
}

bool works(const Sample& sample) {
  const Result<PublicKey> key = PublicKey::from_spki(decoded(sample.key));
  return key && verify(*key, sample.algorithm, bytes_of("pixiu"), decoded(sample.signature)) ==
                    SignatureCheck::valid;
}

// A path of one certificate, and the two parsers of signed messages.
bool chains_work() {
  const Result<Certificate> own = Certificate::parse(decoded(certificate));
  if (!own) return false;
  const TrustList trust({.anchors = {*own}, .allowed_end_entities = {}});
  const ChainResult chain =
      check_chain(*own, {}, trust, CertificateUse::claim_signing, own->fields().not_before);
  static_cast<void>(check_time_stamp({}, {}, trust));
  static_cast<void>(check_ocsp({}, *own, *own, own->fields().not_before));
  return own->is_self_signed() && chain.outcome == ChainOutcome::bad_profile;
}

}  // namespace

Status warm_up() {
  // Counts in a process whose first call this is; later OpenSSL has read its file already.
  OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_LOAD_CRYPTO_STRINGS, nullptr);
  for (const auto algorithm : {DigestAlgorithm::sha256, DigestAlgorithm::sha384,
                               DigestAlgorithm::sha512, DigestAlgorithm::sm3}) {
    static_cast<void>(digest(algorithm, bytes_of("pixiu")));
  }
  for (const Sample& sample : samples) {
    if (works(sample)) continue;
    return Error{ErrorCode::internal, "OpenSSL on this machine does not verify " +
                                          std::string(signature_algorithm_name(sample.algorithm))};
  }
  if (!chains_work()) {
    return Error{ErrorCode::internal, "OpenSSL on this machine does not build certificate paths"};
  }
  return {};
}

}  // namespace pixiu::crypto
