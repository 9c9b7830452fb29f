#include "crypto/aead.h"

#include "base/testing.h"
#include "crypto/digest.h"
#include "crypto/hex_testing.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::crypto {
namespace {

using pixiu::testing::SeededEntropy;
using testing::from_hex;

SecretKey some_key(std::uint64_t seed = 1) {
  SeededEntropy entropy(seed);
  return SecretKey::generate(entropy);
}

// draft-irtf-cfrg-xchacha-03, appendix A.3.1.
TEST(Aead, gives_the_published_vector) {
  const auto key = *SecretKey::from_bytes(
      from_hex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"));
  const auto nonce = from_hex("404142434445464748494a4b4c4d4e4f5051525354555657");
  const auto associated = from_hex("50515253c0c1c2c3c4c5c6c7");
  const auto plain = bytes_of(
      "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
      "sunscreen would be it.");
  testing::FixedEntropy entropy(nonce);
  const auto sealed = aead_seal(key, plain, associated, entropy);
  EXPECT_EQ(
      hex(sealed),
      "404142434445464748494a4b4c4d4e4f5051525354555657"
      "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f"
      "4eda7e39ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f"
      "76b2383565d3fff921f9664c97637da9768812f615c68b13b52e"
      "c0875924c1c7987947deafd8780acf49");
  EXPECT_EQ(text_of(*aead_open(key, sealed, associated)), text_of(plain));
}

TEST(Aead, opens_only_with_the_same_key_and_associated_data) {
  SystemEntropy entropy;
  const auto sealed = aead_seal(some_key(1), bytes_of("text"), bytes_of("here"), entropy);
  EXPECT_TRUE(aead_open(some_key(1), sealed, bytes_of("here")).has_value());
  EXPECT_EQ(aead_open(some_key(2), sealed, bytes_of("here")).error().code, ErrorCode::corrupted);
  EXPECT_EQ(aead_open(some_key(1), sealed, bytes_of("there")).error().code, ErrorCode::corrupted);
}

RC_GTEST_PROP(Aead, no_bit_may_change_and_no_byte_be_missing, (const std::string& text)) {
  SystemEntropy entropy;
  auto sealed = aead_seal(some_key(), bytes_of(text), {}, entropy);
  RC_ASSERT(sealed.size() == text.size() + aead_overhead_bytes);
  RC_ASSERT(text_of(*aead_open(some_key(), sealed, {})) == text);
  const auto bit = *rc::gen::inRange<std::size_t>(0, sealed.size() * 8);
  sealed[bit / 8] ^= std::byte(1 << (bit % 8));
  RC_ASSERT(!aead_open(some_key(), sealed, {}));
  sealed[bit / 8] ^= std::byte(1 << (bit % 8));
  sealed.resize(*rc::gen::inRange<std::size_t>(0, sealed.size()));
  RC_ASSERT(!aead_open(some_key(), sealed, {}));
}

TEST(WrapKey, gives_the_key_back_where_it_belongs) {
  SystemEntropy entropy;
  const auto key = SecretKey::generate(entropy);
  const auto wrapped = wrap_key(some_key(), key, bytes_of("tenant"), entropy);
  EXPECT_EQ(wrapped.size(), wrapped_key_bytes);
  const auto unwrapped = unwrap_key(some_key(), wrapped, bytes_of("tenant"));
  ASSERT_TRUE(unwrapped.has_value());
  EXPECT_EQ(hex(unwrapped->expose_bytes()), hex(key.expose_bytes()));
  EXPECT_FALSE(unwrap_key(some_key(), wrapped, bytes_of("another")).has_value());
  const auto short_one = aead_seal(some_key(), bytes_of("no key"), {}, entropy);
  EXPECT_EQ(unwrap_key(some_key(), short_one, {}).error().code, ErrorCode::invalid_input);
}

TEST(SecretKey, is_wiped_where_it_was_moved_from) {
  SystemEntropy entropy;
  auto key = SecretKey::generate(entropy);
  const auto second = key.clone();
  const auto moved = std::move(key);
  EXPECT_EQ(hex(moved.expose_bytes()), hex(second.expose_bytes()));
  EXPECT_EQ(hex(key.expose_bytes()), std::string(64, '0'));  // NOLINT(bugprone-use-after-move)
}

TEST(SecretKey, has_32_bytes) {
  EXPECT_EQ(SecretKey::from_bytes(Bytes(31)).error().code, ErrorCode::invalid_input);
  EXPECT_TRUE(SecretKey::from_bytes(Bytes(32)).has_value());
}

}  // namespace
}  // namespace pixiu::crypto
