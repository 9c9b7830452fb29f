#include "crypto/ed25519.h"

#include "base/testing.h"
#include "crypto/digest.h"
#include "crypto/hex_testing.h"

#include <string>
#include <utility>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::crypto {
namespace {

using testing::from_hex;

struct Vector {
  std::string_view seed, public_key, message, signature;
};

// RFC 8032, section 7.1, tests 1 to 3.
constexpr Vector vectors[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b"
     "4"
     "6bd25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11"
     "d"
     "8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc"
     "6"
     "594a7c15e9716ed28dc027beceea1ec40a"},
};

TEST(Ed25519, gives_the_vectors_of_rfc8032) {
  for (const Vector& vector : vectors) {
    const auto pair = Ed25519KeyPair::from_seed(from_hex(vector.seed));
    ASSERT_TRUE(pair);
    EXPECT_EQ(hex(pair->public_key()), vector.public_key);
    const Bytes message = from_hex(vector.message);
    const Ed25519Signature signature = pair->sign(message);
    EXPECT_EQ(hex(signature), vector.signature);
    EXPECT_TRUE(ed25519_verify(pair->public_key(), message, signature));
  }
}

TEST(Ed25519, a_seed_of_another_length_is_refused) {
  EXPECT_EQ(Ed25519KeyPair::from_seed(Bytes(31)).error().code, ErrorCode::invalid_input);
  EXPECT_EQ(Ed25519KeyPair::from_seed(Bytes(64)).error().code, ErrorCode::invalid_input);
}

TEST(Ed25519, a_signature_of_another_length_does_not_verify) {
  const auto pair = Ed25519KeyPair::from_seed(Bytes(32));
  ASSERT_TRUE(pair);
  const Ed25519Signature signature = pair->sign(bytes_of("a"));
  EXPECT_FALSE(ed25519_verify(pair->public_key(), bytes_of("a"), ByteView(signature).first(63)));
  EXPECT_FALSE(ed25519_verify(pair->public_key(), bytes_of("a"), {}));
}

RC_GTEST_PROP(Ed25519, any_changed_bit_breaks_the_signature, (const std::string& message)) {
  pixiu::testing::SeededEntropy entropy(message.size());
  Bytes seed(32);
  entropy.fill(seed);
  const auto pair = Ed25519KeyPair::from_seed(seed);
  RC_ASSERT(pair.has_value());
  Ed25519Signature signature = pair->sign(bytes_of(message));
  RC_ASSERT(ed25519_verify(pair->public_key(), bytes_of(message), signature));
  RC_ASSERT(!ed25519_verify(pair->public_key(), bytes_of(message + "x"), signature));
  const auto at = *rc::gen::inRange<std::size_t>(0, signature.size() * 8);
  signature[at / 8] ^= static_cast<std::byte>(1u << (at % 8));
  RC_ASSERT(!ed25519_verify(pair->public_key(), bytes_of(message), signature));
}

}  // namespace
}  // namespace pixiu::crypto
