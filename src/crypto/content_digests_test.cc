#include "crypto/content_digests.h"

#include "base/testing.h"

#include <gtest/gtest.h>

namespace pixiu::crypto {
namespace {

Bytes content_of(std::size_t size) {
  Bytes content(size);
  pixiu::testing::SeededEntropy(3).fill(content);
  return content;
}

TEST(ContentDigests, are_those_of_the_whole_whatever_the_pieces) {
  const auto content = content_of((3u << 20) + 17);
  const ContentDigests whole{
      .sha256 = sha256(content), .sm3 = sm3(content), .size_bytes = content.size()};
  EXPECT_EQ(content_digests(content), whole);
  for (const std::size_t piece : {std::size_t{100'000}, std::size_t{256} << 10,
                                  std::size_t{700'001}, ContentDigester::piece_bytes}) {
    ContentDigester digester;
    for (ByteView rest = content; !rest.empty();) {
      const auto size = std::min(piece, rest.size());
      digester.update(rest.first(size));
      rest = rest.subspan(size);
    }
    EXPECT_EQ(digester.finish(), whole) << piece;
  }
}

TEST(ContentDigests, of_large_and_small_pieces_in_turn_stay_in_order) {
  const auto content = content_of(2'000'000);
  ContentDigester digester;
  ByteView rest = content;
  for (const std::size_t size : {600'000u, 10u, 900'000u, 5u, 499'985u}) {
    digester.update(rest.first(size));
    rest = rest.subspan(size);
  }
  EXPECT_EQ(digester.finish(), content_digests(content));
}

TEST(ContentDigests, of_nothing_are_those_of_the_empty_message) {
  EXPECT_EQ(content_digests({}).sha256, sha256({}));
  EXPECT_EQ(content_digests({}).sm3, sm3({}));
}

TEST(ContentDigests, may_be_given_up_while_a_piece_is_digested) {
  const auto content = content_of(std::size_t{4} << 20);
  ContentDigester digester;
  digester.update(content);
}

}  // namespace
}  // namespace pixiu::crypto
