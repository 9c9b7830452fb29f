#include "crypto/signature.h"

#include "tests/c2pa_signer/pki.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::crypto {
namespace {

using c2pa_signer::Key;
using c2pa_signer::KeyType;

constexpr std::string_view message = "the claim";

struct Case {
  SignatureAlgorithm algorithm;
  KeyType key_type;
  const char* digest;
  std::size_t half_bytes;  // of r||s; 0 for a signature of another form
};

constexpr Case cases[] = {
    {SignatureAlgorithm::es256, KeyType::p256, "SHA256", 32},
    {SignatureAlgorithm::es384, KeyType::p384, "SHA384", 48},
    {SignatureAlgorithm::es512, KeyType::p521, "SHA512", 66},
    {SignatureAlgorithm::es256, KeyType::p384, "SHA256", 48},
    {SignatureAlgorithm::ps256, KeyType::rsa2048, "SHA256", 0},
    {SignatureAlgorithm::ps384, KeyType::rsa2048, "SHA384", 0},
    {SignatureAlgorithm::ps512, KeyType::rsa2048, "SHA512", 0},
    {SignatureAlgorithm::ed25519, KeyType::ed25519, "", 0},
    {SignatureAlgorithm::sm3_with_sm2, KeyType::sm2, "SM3", 32},
};

Bytes signature_of(const Case& one, const Key& key) {
  Bytes signature = c2pa_signer::sign(key, one.digest, bytes_of(message));
  if (one.half_bytes != 0) signature = c2pa_signer::raw_signature(signature, one.half_bytes);
  return signature;
}

PublicKey public_part(const Key& key) {
  const Result<PublicKey> read = PublicKey::from_spki(key.public_spki());
  EXPECT_TRUE(read.has_value());
  return *read;
}

class EachAlgorithm : public ::testing::TestWithParam<Case> {};

TEST_P(EachAlgorithm, a_signature_is_valid_for_its_message_and_no_other) {
  const Key secret = Key::shared(GetParam().key_type);
  const PublicKey key = public_part(secret);
  const Bytes signature = signature_of(GetParam(), secret);
  const auto check = [&](std::string_view text) {
    return verify(key, GetParam().algorithm, bytes_of(text), signature);
  };
  EXPECT_EQ(check(message), SignatureCheck::valid);
  EXPECT_EQ(check("the clain"), SignatureCheck::mismatch);
  EXPECT_EQ(check(""), SignatureCheck::mismatch);
}

TEST_P(EachAlgorithm, a_signature_with_any_byte_changed_is_not_valid) {
  const Key secret = Key::shared(GetParam().key_type);
  const PublicKey key = public_part(secret);
  const Bytes signature = signature_of(GetParam(), secret);
  for (std::size_t i = 0; i < signature.size(); i += 7) {
    Bytes changed = signature;
    changed[i] ^= std::byte{0x10};
    EXPECT_NE(verify(key, GetParam().algorithm, bytes_of(message), changed), SignatureCheck::valid)
        << "byte " << i;
  }
}

TEST_P(EachAlgorithm, a_signature_of_another_length_is_malformed) {
  const Key secret = Key::shared(GetParam().key_type);
  const PublicKey key = public_part(secret);
  Bytes signature = signature_of(GetParam(), secret);
  const auto check = [&] {
    return verify(key, GetParam().algorithm, bytes_of(message), signature);
  };
  const bool may_be_der = GetParam().algorithm == SignatureAlgorithm::sm3_with_sm2;
  signature[0] = std::byte{0x30};
  signature.push_back(std::byte{0});
  EXPECT_EQ(check(), may_be_der ? SignatureCheck::mismatch : SignatureCheck::malformed);
  signature.clear();
  EXPECT_EQ(check(), SignatureCheck::malformed);
  signature.resize(5000);
  EXPECT_EQ(check(), SignatureCheck::malformed);
}

TEST_P(EachAlgorithm, another_key_of_the_kind_does_not_verify_it) {
  const PublicKey key = public_part(Key::make(GetParam().key_type));
  const Bytes signature = signature_of(GetParam(), Key::shared(GetParam().key_type));
  EXPECT_EQ(verify(key, GetParam().algorithm, bytes_of(message), signature),
            SignatureCheck::mismatch);
}

INSTANTIATE_TEST_SUITE_P(Signature, EachAlgorithm, ::testing::ValuesIn(cases));

TEST(Signature, an_ecdsa_signature_in_der_is_malformed) {
  const Key secret = Key::make(KeyType::p256);
  const Bytes der = c2pa_signer::sign(secret, "SHA256", bytes_of(message));
  EXPECT_EQ(verify(public_part(secret), SignatureAlgorithm::es256, bytes_of(message), der),
            SignatureCheck::malformed);
}

TEST(Signature, an_sm2_signature_in_der_is_valid_too) {
  const Key secret = Key::make(KeyType::sm2);
  const Bytes der = c2pa_signer::sign(secret, "SM3", bytes_of(message));
  EXPECT_EQ(verify(public_part(secret), SignatureAlgorithm::sm3_with_sm2, bytes_of(message), der),
            SignatureCheck::valid);
}

TEST(Signature, the_digest_of_another_algorithm_does_not_verify) {
  const Key secret = Key::make(KeyType::p384);
  const Bytes signature =
      c2pa_signer::raw_signature(c2pa_signer::sign(secret, "SHA384", bytes_of(message)), 48);
  EXPECT_EQ(verify(public_part(secret), SignatureAlgorithm::es256, bytes_of(message), signature),
            SignatureCheck::mismatch);
}

TEST(Signature, a_key_of_another_kind_is_told_apart_from_a_mismatch) {
  const Bytes signature(64);
  for (const KeyType type : {KeyType::rsa2048, KeyType::ed25519, KeyType::sm2}) {
    EXPECT_EQ(verify(public_part(Key::shared(type)), SignatureAlgorithm::es256, bytes_of(message),
                     signature),
              SignatureCheck::wrong_key);
  }
  for (const auto algorithm :
       {SignatureAlgorithm::ps256, SignatureAlgorithm::ed25519, SignatureAlgorithm::sm3_with_sm2}) {
    EXPECT_EQ(
        verify(public_part(Key::make(KeyType::p256)), algorithm, bytes_of(message), signature),
        SignatureCheck::wrong_key);
  }
}

TEST(Signature, a_short_rsa_key_is_a_wrong_key) {
  const Key secret = Key::shared(KeyType::rsa1024);
  EXPECT_EQ(verify(public_part(secret), SignatureAlgorithm::ps256, bytes_of(message),
                   c2pa_signer::sign(secret, "SHA256", bytes_of(message))),
            SignatureCheck::wrong_key);
}

// RFC 8032, 7.1, tests 1 and 3.
TEST(Signature, ed25519_gives_the_published_vectors) {
  const auto from_hex = [](std::string_view text) {
    Bytes bytes;
    for (std::size_t i = 0; i < text.size(); i += 2) {
      bytes.push_back(
          static_cast<std::byte>(std::stoi(std::string(text.substr(i, 2)), nullptr, 16)));
    }
    return bytes;
  };
  const auto key_of = [&](std::string_view point) {
    return *PublicKey::from_spki(from_hex("302a300506032b6570032100" + std::string(point)));
  };
  EXPECT_EQ(verify(key_of("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"),
                   SignatureAlgorithm::ed25519, {},
                   from_hex("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")),
            SignatureCheck::valid);
  EXPECT_EQ(verify(key_of("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"),
                   SignatureAlgorithm::ed25519, from_hex("af82"),
                   from_hex("6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")),
            SignatureCheck::valid);
}

TEST(PublicKey, says_its_kind_and_size) {
  const auto kind_of = [](KeyType type) { return public_part(Key::shared(type)).kind(); };
  EXPECT_EQ(kind_of(KeyType::p256), KeyKind::p256);
  EXPECT_EQ(kind_of(KeyType::p384), KeyKind::p384);
  EXPECT_EQ(kind_of(KeyType::p521), KeyKind::p521);
  EXPECT_EQ(kind_of(KeyType::rsa1024), KeyKind::rsa);
  EXPECT_EQ(kind_of(KeyType::ed25519), KeyKind::ed25519);
  EXPECT_EQ(kind_of(KeyType::sm2), KeyKind::sm2);
  EXPECT_EQ(public_part(Key::shared(KeyType::rsa2048)).bits(), 2048);
}

TEST(PublicKey, of_an_sm2_point_is_read_in_each_form) {
  const Key secret = Key::make(KeyType::sm2);
  const Bytes spki = secret.public_spki();
  const Bytes point(spki.end() - 65, spki.end());
  Bytes compressed(point.begin(), point.begin() + 33);
  compressed[0] = (point[64] & std::byte{1}) == std::byte{1} ? std::byte{3} : std::byte{2};
  const Bytes signature = c2pa_signer::sign(secret, "SM3", bytes_of(message));
  for (const ByteView form : {ByteView(point), ByteView(point).subspan(1), ByteView(compressed)}) {
    const Result<PublicKey> key = PublicKey::sm2_from_point(form);
    ASSERT_TRUE(key.has_value()) << form.size();
    EXPECT_EQ(verify(*key, SignatureAlgorithm::sm3_with_sm2, bytes_of(message), signature),
              SignatureCheck::valid);
  }
}

TEST(PublicKey, of_a_point_off_the_curve_is_refused) {
  Bytes point(65, std::byte{7});
  point[0] = std::byte{4};
  EXPECT_FALSE(PublicKey::sm2_from_point(point).has_value());
  EXPECT_FALSE(PublicKey::sm2_from_point(ByteView(point).first(40)).has_value());
  EXPECT_FALSE(PublicKey::sm2_from_point({}).has_value());
}

// The public key of MiniMax, which it prints in its marks (docs/formats): x with an even y.
TEST(PublicKey, of_a_real_producer_lies_on_the_curve) {
  std::string point = "\x02";
  constexpr std::string_view x = "A0B3B0B6A0C9B0C89CAB328342AF4E8221EC5B40799CBE835AB4251F7B47E4FD";
  for (std::size_t i = 0; i < x.size(); i += 2) {
    point += static_cast<char>(std::stoi(std::string(x.substr(i, 2)), nullptr, 16));
  }
  EXPECT_TRUE(PublicKey::sm2_from_point(bytes_of(point)).has_value());
}

// CVE-2020-0601: numbers of one's own choice beside the point of somebody else.
TEST(PublicKey, on_a_curve_spelled_out_is_of_no_kind) {
  const Key secret = Key::make(KeyType::p256);
  const Bytes spki = secret.public_spki_with_spelled_out_curve();
  ASSERT_GT(spki.size(), 200u);
  const Result<PublicKey> key = PublicKey::from_spki(spki);
  ASSERT_TRUE(key.has_value());
  EXPECT_EQ(key->kind(), KeyKind::other);
  const Bytes signature =
      c2pa_signer::raw_signature(c2pa_signer::sign(secret, "SHA256", bytes_of(message)), 32);
  EXPECT_EQ(verify(*key, SignatureAlgorithm::es256, bytes_of(message), signature),
            SignatureCheck::wrong_key);
}

TEST(PublicKey, refuses_what_is_none) {
  Bytes spki = Key::make(KeyType::p256).public_spki();
  spki.push_back(std::byte{0});
  EXPECT_EQ(PublicKey::from_spki(spki).error().code, ErrorCode::invalid_input);
  EXPECT_EQ(PublicKey::from_spki({}).error().code, ErrorCode::invalid_input);
  EXPECT_EQ(PublicKey::from_spki(Bytes(9000)).error().code, ErrorCode::limit_exceeded);
}

TEST(SignatureAlgorithm, is_found_by_its_cose_identifier) {
  EXPECT_EQ(signature_algorithm_of_cose(-7), SignatureAlgorithm::es256);
  EXPECT_EQ(signature_algorithm_of_cose(-8), SignatureAlgorithm::ed25519);
  EXPECT_EQ(signature_algorithm_of_cose(-39), SignatureAlgorithm::ps512);
  EXPECT_EQ(signature_algorithm_of_cose(-257), std::nullopt);  // RS256 is not allowed
  EXPECT_EQ(signature_algorithm_name(SignatureAlgorithm::ed25519), "EdDSA");
}

RC_GTEST_PROP(Signature, of_random_bytes_is_never_valid, (const std::string& noise)) {
  static const PublicKey key = public_part(Key::make(KeyType::p256));
  static const PublicKey sm2 = public_part(Key::make(KeyType::sm2));
  std::string bytes = noise;
  bytes.resize(64);
  RC_ASSERT(verify(key, SignatureAlgorithm::es256, bytes_of(message), bytes_of(bytes)) !=
            SignatureCheck::valid);
  RC_ASSERT(verify(sm2, SignatureAlgorithm::sm3_with_sm2, bytes_of(message), bytes_of(noise)) !=
            SignatureCheck::valid);
}

}  // namespace
}  // namespace pixiu::crypto
