#include "privacy/sealed_content.h"

#include "privacy/keyring_testing.h"

#include <gtest/gtest.h>

namespace pixiu::privacy {
namespace {

using testing::TestKeys;

// Gives the bytes in pieces of an odd size.
ByteSource source_of(ByteView bytes, std::size_t piece_bytes = 300'007) {
  return [bytes, piece_bytes](std::span<std::byte> buffer) mutable -> Result<std::size_t> {
    const auto size = std::min({bytes.size(), buffer.size(), piece_bytes});
    std::copy_n(bytes.begin(), size, buffer.begin());
    bytes = bytes.subspan(size);
    return size;
  };
}

crypto::ByteSink into(Bytes& bytes) {
  return [&bytes](ByteView more) -> Status {
    bytes.insert(bytes.end(), more.begin(), more.end());
    return {};
  };
}

struct ContentTest : ::testing::Test {
  TestKeys keys;
  ContentOwner owner{keys.tenant, keys.subject, keys.claim,
                     ExhibitId::make(keys.clock, keys.entropy)};
  Bytes content = Bytes((3u << 20) + 12'345);
  Bytes blob;

  ContentTest() { pixiu::testing::SeededEntropy(5).fill(content); }

  SealedContent seal() {
    blob.clear();
    auto sealed = seal_content(*keys.keyring, keys.entropy, owner, source_of(content), into(blob),
                               content.size());
    EXPECT_TRUE(sealed.has_value());
    return *sealed;
  }
  Status open(const ContentOwner& as, const SealedContent& sealed, Bytes& opened) {
    return open_content(*keys.keyring, as, sealed, source_of(blob), into(opened));
  }
  ErrorCode code(const ContentOwner& as, const SealedContent& sealed) {
    Bytes opened;
    const auto status = open(as, sealed, opened);
    return status ? ErrorCode::internal : status.error().code;
  }
};

TEST_F(ContentTest, opens_as_what_it_was_with_the_digests_of_the_content) {
  const auto sealed = seal();
  EXPECT_EQ(sealed.digests, crypto::content_digests(content));
  EXPECT_EQ(blob.size(), crypto::sealed_stream_bytes(content.size()));
  Bytes opened;
  ASSERT_TRUE(open(owner, sealed, opened));
  EXPECT_TRUE(opened == content);
}

TEST_F(ContentTest, may_be_empty) {
  content.clear();
  const auto sealed = seal();
  Bytes opened;
  EXPECT_TRUE(open(owner, sealed, opened));
  EXPECT_TRUE(opened.empty());
}

TEST_F(ContentTest, opens_as_no_other_exhibit_and_for_no_other_claim) {
  const auto sealed = seal();
  auto other = owner;
  other.exhibit = ExhibitId::make(keys.clock, keys.entropy);
  EXPECT_EQ(code(other, sealed), ErrorCode::corrupted);
  other = owner;
  other.claim = ClaimId::make(keys.clock, keys.entropy);
  EXPECT_EQ(code(other, sealed), ErrorCode::corrupted);
}

TEST_F(ContentTest, two_subjects_share_neither_address_nor_bytes) {
  const auto first = seal();
  const auto first_blob = blob;
  owner.subject = SubjectId::make(keys.clock, keys.entropy);
  const auto second = seal();
  EXPECT_NE(first.address, second.address);
  EXPECT_NE(first_blob, blob);
  EXPECT_EQ(code(owner, first), ErrorCode::corrupted) << "the other subject's blob and key";
}

TEST_F(ContentTest, says_what_was_altered) {
  const auto sealed = seal();
  auto altered = sealed;
  altered.digests.size_bytes += 1;
  EXPECT_EQ(code(owner, altered), ErrorCode::corrupted);
  altered = sealed;
  altered.wrapped_key[30] ^= std::byte{1};
  EXPECT_EQ(code(owner, altered), ErrorCode::corrupted);
  blob[blob.size() / 2] ^= std::byte{1};
  Bytes opened;
  const auto status = open(owner, sealed, opened);
  ASSERT_FALSE(status);
  EXPECT_NE(status.error().message.find("chunk 24 "), std::string::npos) << status.error().message;
  EXPECT_EQ(opened.size(), 24u * crypto::sealed_chunk_bytes) << "what came before is authentic";
}

TEST_F(ContentTest, another_blob_of_the_same_subject_does_not_pass_for_it) {
  const auto first = seal();
  content[0] ^= std::byte{1};
  static_cast<void>(seal());
  EXPECT_EQ(code(owner, first), ErrorCode::corrupted);
}

TEST_F(ContentTest, an_erased_subjects_blob_does_not_open) {
  const auto sealed = seal();
  ASSERT_TRUE(keys.store.run([&](Transaction& transaction) {
    return keys.store.destroy_subject_key(transaction, keys.tenant, keys.subject, keys.clock.now());
  }));
  EXPECT_EQ(code(owner, sealed), ErrorCode::not_found);
}

TEST_F(ContentTest, is_refused_beyond_its_limit) {
  const auto sealed = seal_content(*keys.keyring, keys.entropy, owner, source_of(content),
                                   into(blob), content.size() - 1);
  EXPECT_EQ(sealed.error().code, ErrorCode::limit_exceeded);
}

TEST_F(ContentTest, hands_on_what_source_and_sink_report) {
  const ByteSource broken = [](std::span<std::byte>) -> Result<std::size_t> {
    return Error{ErrorCode::deadline_exceeded, "too slow"};
  };
  const crypto::ByteSink full = [](ByteView) -> Status {
    return Error{ErrorCode::limit_exceeded, "no room"};
  };
  EXPECT_EQ(seal_content(*keys.keyring, keys.entropy, owner, broken, into(blob), 10).error().code,
            ErrorCode::deadline_exceeded);
  EXPECT_EQ(
      seal_content(*keys.keyring, keys.entropy, owner, source_of(content), full, content.size())
          .error()
          .code,
      ErrorCode::limit_exceeded);
}

}  // namespace
}  // namespace pixiu::privacy
