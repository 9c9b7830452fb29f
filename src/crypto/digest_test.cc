#include "crypto/digest.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::crypto {
namespace {

std::string sha256_hex(std::string_view text) {
  return hex(sha256(bytes_of(text)));
}
std::string sm3_hex(std::string_view text) {
  return hex(sm3(bytes_of(text)));
}

// FIPS 180-4 examples (NIST "SHA256.pdf") and the empty message of the CAVP short-message vectors.
TEST(Sha256, gives_the_published_vectors) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256_hex(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

// GB/T 32905-2016, appendix A, examples 1 and 2.
TEST(Sm3, gives_the_published_vectors) {
  EXPECT_EQ(sm3_hex("abc"), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
  std::string repeated;
  for (int i = 0; i < 16; ++i) repeated += "abcd";
  EXPECT_EQ(sm3_hex(repeated), "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
}

RC_GTEST_PROP(DigestStream, pieces_give_the_digest_of_the_whole, (const std::string& text)) {
  const auto cut = *rc::gen::inRange<std::size_t>(0, text.size() + 1);
  DigestStream stream(DigestAlgorithm::sha256);
  stream.update(bytes_of(std::string_view(text).substr(0, cut)));
  stream.update(bytes_of(std::string_view(text).substr(cut)));
  RC_ASSERT(stream.finish() == sha256(bytes_of(text)));
}

TEST(DigestStreamDeathTest, use_after_finish_is_a_bug) {
  DigestStream stream(DigestAlgorithm::sm3);
  static_cast<void>(stream.finish());
  EXPECT_DEATH(stream.update(bytes_of("more")), "state_");
}

TEST(Hex, writes_two_lower_case_digits_a_byte) {
  EXPECT_EQ(hex(Bytes{std::byte{0x00}, std::byte{0x0f}, std::byte{0xab}}), "000fab");
}

}  // namespace
}  // namespace pixiu::crypto
