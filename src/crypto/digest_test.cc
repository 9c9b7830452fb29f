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

// FIPS 180-4 examples (NIST "SHA384.pdf", "SHA512.pdf").
TEST(Sha384, gives_the_published_vector) {
  EXPECT_EQ(
      hex(digest(DigestAlgorithm::sha384, bytes_of("abc")).bytes()),
      "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca1"
      "34c825a7");
}

TEST(Sha512, gives_the_published_vector) {
  EXPECT_EQ(
      hex(digest(DigestAlgorithm::sha512, bytes_of("abc")).bytes()),
      "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23"
      "a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
}

TEST(DigestAlgorithm, has_a_size_and_a_name_that_leads_back) {
  for (const auto algorithm : {DigestAlgorithm::sha256, DigestAlgorithm::sha384,
                               DigestAlgorithm::sha512, DigestAlgorithm::sm3}) {
    EXPECT_EQ(digest_algorithm_by_name(digest_algorithm_name(algorithm)), algorithm);
    EXPECT_EQ(digest(algorithm, {}).bytes().size(), digest_size_bytes(algorithm));
  }
  EXPECT_EQ(digest_algorithm_by_name("sha1"), std::nullopt);
}

TEST(WideDigest, of_256_bits_is_the_digest_itself) {
  EXPECT_EQ(digest(DigestAlgorithm::sha256, bytes_of("abc")), WideDigest(sha256(bytes_of("abc"))));
}

TEST(DigestStreamDeathTest, a_long_digest_does_not_fit_a_short_one) {
  DigestStream stream(DigestAlgorithm::sha512);
  EXPECT_DEATH(static_cast<void>(stream.finish()), "size");
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
