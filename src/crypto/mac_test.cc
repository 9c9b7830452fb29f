#include "crypto/mac.h"

#include "base/testing.h"
#include "crypto/hex_testing.h"
#include "crypto/key_derivation.h"

#include <gtest/gtest.h>

namespace pixiu::crypto {
namespace {

using testing::from_hex;

// RFC 4231, cases 1, 2 and 6.
TEST(HmacSha256, gives_the_published_vectors) {
  EXPECT_EQ(
      hex(hmac_sha256(from_hex("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"), bytes_of("Hi There"))),
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(hex(hmac_sha256(bytes_of("Jefe"), bytes_of("what do ya want for nothing?"))),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex(hmac_sha256(Bytes(131, std::byte{0xaa}),
                            bytes_of("Test Using Larger Than Block-Size Key - Hash Key First"))),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(HmacSha256, takes_an_empty_key_and_an_empty_message) {
  EXPECT_EQ(hex(hmac_sha256(ByteView(), ByteView())),
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(EqualsInConstantTime, tells_what_is_equal) {
  EXPECT_TRUE(equals_in_constant_time(bytes_of("abc"), bytes_of("abc")));
  EXPECT_FALSE(equals_in_constant_time(bytes_of("abc"), bytes_of("abd")));
  EXPECT_FALSE(equals_in_constant_time(bytes_of("abc"), bytes_of("abcd")));
  EXPECT_TRUE(equals_in_constant_time({}, {}));
}

// RFC 5869, appendices A.1 to A.3.
TEST(HkdfSha256, gives_the_published_vectors) {
  const Bytes secret(22, std::byte{0x0b});
  EXPECT_EQ(hex(hkdf_sha256(secret, from_hex("000102030405060708090a0b0c"),
                            from_hex("f0f1f2f3f4f5f6f7f8f9"), 42)),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
  const auto counted = [](unsigned from, unsigned to) {
    Bytes bytes;
    for (unsigned i = from; i <= to; ++i) bytes.push_back(static_cast<std::byte>(i));
    return bytes;
  };
  EXPECT_EQ(
      hex(hkdf_sha256(counted(0x00, 0x4f), counted(0x60, 0xaf), counted(0xb0, 0xff), 82)),
      "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c6"
      "5e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87");
  EXPECT_EQ(hex(hkdf_sha256(secret, {}, {}, 42)),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST(DeriveKey, differs_by_key_label_and_context) {
  pixiu::testing::SeededEntropy entropy(1);
  const auto key = SecretKey::generate(entropy);
  const auto other = SecretKey::generate(entropy);
  const auto text = [](const SecretKey& derived) { return hex(derived.expose_bytes()); };
  const auto first = text(derive_key(key, "pixiu.a/1", bytes_of("x")));
  EXPECT_EQ(first, text(derive_key(key, "pixiu.a/1", bytes_of("x"))));
  EXPECT_NE(first, text(derive_key(key, "pixiu.a/1", bytes_of("y"))));
  EXPECT_NE(first, text(derive_key(key, "pixiu.b/1", bytes_of("x"))));
  EXPECT_NE(first, text(derive_key(other, "pixiu.a/1", bytes_of("x"))));
  // info = label || 0 || context, which other programs can follow.
  EXPECT_EQ(first, hex(hkdf_sha256(key.expose_bytes(), {},
                                   bytes_of(std::string_view("pixiu.a/1\0x", 11)), 32)));
}

}  // namespace
}  // namespace pixiu::crypto
