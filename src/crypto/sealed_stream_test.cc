#include "crypto/sealed_stream.h"

#include "base/testing.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sodium.h>

namespace pixiu::crypto {
namespace {

constexpr std::size_t chunk = sealed_chunk_bytes;
constexpr std::size_t message = chunk + 17;

SecretKey some_key(std::uint64_t seed = 1) {
  pixiu::testing::SeededEntropy entropy(seed);
  return SecretKey::generate(entropy);
}

ByteSink into(Bytes& bytes) {
  return [&bytes](ByteView more) -> Status {
    bytes.insert(bytes.end(), more.begin(), more.end());
    return {};
  };
}

Bytes content_of(std::size_t size) {
  Bytes content(size);
  pixiu::testing::SeededEntropy(7).fill(content);
  return content;
}

Bytes seal(ByteView content, std::size_t piece_bytes = std::size_t{1} << 20,
           ByteView associated = bytes_of("place")) {
  Bytes sealed;
  StreamSealer sealer(some_key(), associated);
  for (ByteView rest = content; !rest.empty();) {
    const auto size = std::min(piece_bytes, rest.size());
    EXPECT_TRUE(sealer.update(rest.first(size), into(sealed)));
    rest = rest.subspan(size);
  }
  EXPECT_TRUE(sealer.finish(into(sealed)));
  return sealed;
}

Result<Bytes> open(ByteView sealed, std::size_t piece_bytes = std::size_t{1} << 20,
                   const SecretKey& key = some_key(), ByteView associated = bytes_of("place")) {
  Bytes content;
  StreamOpener opener(key, associated);
  for (ByteView rest = sealed; !rest.empty();) {
    const auto size = std::min(piece_bytes, rest.size());
    if (auto status = opener.update(rest.first(size), into(content)); !status) {
      return status.error();
    }
    rest = rest.subspan(size);
  }
  if (auto status = opener.finish(into(content)); !status) return status.error();
  return content;
}

ErrorCode code_of(const Result<Bytes>& result) {
  return result ? ErrorCode::internal : result.error().code;
}

TEST(SealedStream, opens_what_was_sealed_whatever_the_length_and_the_pieces) {
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{1}, chunk - 1, chunk, chunk + 1, 2 * chunk, 3 * chunk + 5}) {
    const auto content = content_of(size);
    for (const std::size_t piece : {std::size_t{1000}, chunk, std::size_t{1} << 20}) {
      const auto sealed = seal(content, piece);
      EXPECT_EQ(sealed.size(), sealed_stream_bytes(size));
      EXPECT_EQ(content_bytes_of_sealed(sealed.size()), size);
      const auto opened = open(sealed, piece + 3);
      ASSERT_TRUE(opened.has_value());
      EXPECT_TRUE(*opened == content) << size;
    }
  }
}

// The form is libsodium's own, so that its tools open what we sealed.
TEST(SealedStream, is_libsodiums_secretstream) {
  const auto sealed = seal(bytes_of("hello"));
  crypto_secretstream_xchacha20poly1305_state state;
  const auto* at = reinterpret_cast<const unsigned char*>(sealed.data());
  ASSERT_EQ(
      crypto_secretstream_xchacha20poly1305_init_pull(
          &state, at, reinterpret_cast<const unsigned char*>(some_key().expose_bytes().data())),
      0);
  std::array<unsigned char, 5> plain{};
  unsigned char tag = 0;
  ASSERT_EQ(crypto_secretstream_xchacha20poly1305_pull(
                &state, plain.data(), nullptr, &tag, at + 24, 5 + 17,
                reinterpret_cast<const unsigned char*>("place"), 5),
            0);
  EXPECT_EQ(tag, crypto_secretstream_xchacha20poly1305_TAG_FINAL);
  EXPECT_EQ(std::string(plain.begin(), plain.end()), "hello");
}

TEST(SealedStream, does_not_open_under_another_key_or_for_another_place) {
  const auto sealed = seal(content_of(1000));
  EXPECT_EQ(code_of(open(sealed, 4096, some_key(2))), ErrorCode::corrupted);
  EXPECT_EQ(code_of(open(sealed, 4096, some_key(), bytes_of("another"))), ErrorCode::corrupted);
}

TEST(SealedStream, says_which_chunk_was_altered) {
  auto sealed = seal(content_of(3 * chunk));
  sealed[24 + message + 100] ^= std::byte{1};
  const auto opened = open(sealed);
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().message.substr(0, 8), "chunk 1 ");
}

TEST(SealedStream, cut_off_anywhere_does_not_open) {
  const auto sealed = seal(content_of(2 * chunk + 10));
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{10}, std::size_t{24}, std::size_t{30}, 24 + message,
        24 + message + 17, 24 + 2 * message, sealed.size() - 1}) {
    EXPECT_EQ(code_of(open(ByteView(sealed).first(size))), ErrorCode::corrupted) << size;
  }
}

TEST(SealedStream, with_chunks_repeated_swapped_or_appended_does_not_open) {
  const auto sealed = seal(content_of(2 * chunk + 10));
  const auto at = [&sealed](std::size_t i) {
    return sealed.begin() + static_cast<std::ptrdiff_t>(24 + i * message);
  };
  Bytes swapped(sealed.begin(), at(0));
  swapped.insert(swapped.end(), at(1), at(2));
  swapped.insert(swapped.end(), at(0), at(1));
  swapped.insert(swapped.end(), at(2), sealed.end());
  EXPECT_EQ(code_of(open(swapped)), ErrorCode::corrupted);
  Bytes left_out(sealed.begin(), at(0));
  left_out.insert(left_out.end(), at(1), sealed.end());
  EXPECT_EQ(code_of(open(left_out)), ErrorCode::corrupted);
  Bytes longer = sealed;
  longer.push_back(std::byte{0});
  EXPECT_EQ(code_of(open(longer)), ErrorCode::corrupted);
}

TEST(SealedStream, hands_on_the_sinks_error) {
  const ByteSink full = [](ByteView) -> Status {
    return Error{ErrorCode::unavailable, "the disk is full"};
  };
  StreamSealer sealer(some_key(), {});
  EXPECT_EQ(sealer.update(bytes_of("x"), full).error().code, ErrorCode::unavailable);
  const auto sealed = seal(content_of(chunk));
  StreamOpener opener(some_key(), bytes_of("place"));
  EXPECT_EQ(opener.update(sealed, full).error().code, ErrorCode::unavailable);
}

TEST(SealedStreamDeathTest, use_after_the_end_is_a_bug) {
  Bytes sealed;
  StreamSealer sealer(some_key(), {});
  ASSERT_TRUE(sealer.finish(into(sealed)));
  EXPECT_DEATH(static_cast<void>(sealer.finish(into(sealed))), "state_");
}

RC_GTEST_PROP(SealedStream, lengths_lead_back, ()) {
  const auto size = *rc::gen::inRange<std::uint64_t>(0, std::uint64_t{1} << 40);
  RC_ASSERT(content_bytes_of_sealed(sealed_stream_bytes(size)) == size);
}

TEST(SealedStream, lengths_that_cannot_be_are_none) {
  EXPECT_EQ(content_bytes_of_sealed(0), std::nullopt);
  EXPECT_EQ(content_bytes_of_sealed(24 + 16), std::nullopt);
  EXPECT_EQ(content_bytes_of_sealed(24 + 17), 0u);
  EXPECT_EQ(content_bytes_of_sealed(24 + message), std::nullopt);
  EXPECT_EQ(content_bytes_of_sealed(24 + message + 16), std::nullopt);
  EXPECT_EQ(content_bytes_of_sealed(24 + message + 17), chunk);
}

RC_GTEST_PROP(SealedStream, no_bit_may_change, ()) {
  static const auto sealed = seal(content_of(chunk + 100));
  auto altered = sealed;
  const auto bit = *rc::gen::inRange<std::size_t>(0, sealed.size() * 8);
  altered[bit / 8] ^= std::byte(1 << (bit % 8));
  RC_ASSERT(code_of(open(altered)) == ErrorCode::corrupted);
}

}  // namespace
}  // namespace pixiu::crypto
