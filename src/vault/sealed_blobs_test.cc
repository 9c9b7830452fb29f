#include "vault/sealed_blobs.h"

#include "privacy/keyring_testing.h"
#include "vault/memory_files_testing.h"

#include <gtest/gtest.h>

namespace pixiu::vault {
namespace {

struct SealedBlobsTest : ::testing::Test {
  privacy::testing::TestKeys keys;
  testing::Faults faults;
  testing::MemoryBlobs blobs{&faults};
  ExhibitId id = ExhibitId::make(keys.clock, keys.entropy);
  Bytes content = Bytes(200'000, std::byte{42});

  Result<privacy::SealedContent> put() {
    ByteView rest = content;
    return put_sealed(
        blobs, *keys.keyring, keys.entropy, {keys.tenant, keys.subject, keys.claim, id},
        [&rest](std::span<std::byte> bytes) -> Result<std::size_t> {
          const auto size = std::min(rest.size(), bytes.size());
          std::copy_n(rest.begin(), size, bytes.begin());
          rest = rest.subspan(size);
          return size;
        },
        content.size());
  }
  Exhibit exhibit_of(const privacy::SealedContent& sealed) const {
    return {.id = id,
            .tenant = keys.tenant,
            .claim = keys.claim,
            .subject = keys.subject,
            .derived_from = std::nullopt,
            .sha256 = sealed.digests.sha256,
            .sm3 = sealed.digests.sm3,
            .size_bytes = sealed.digests.size_bytes,
            .media_type = "application/octet-stream",
            .blob = BlobAddress(sealed.address),
            .wrapped_key = sealed.wrapped_key,
            .retention_class = "claim",
            .received_at = keys.clock.now()};
  }
  Result<Bytes> read(const Exhibit& exhibit) {
    Bytes bytes;
    auto status = read_sealed(blobs, *keys.keyring, exhibit, [&bytes](ByteView more) -> Status {
      bytes.insert(bytes.end(), more.begin(), more.end());
      return {};
    });
    if (!status) return status.error();
    return bytes;
  }
  ErrorCode code(const Exhibit& exhibit) {
    const auto bytes = read(exhibit);
    return bytes ? ErrorCode::internal : bytes.error().code;
  }
};

TEST_F(SealedBlobsTest, an_exhibits_content_comes_back_and_the_store_sees_none_of_it) {
  const auto exhibit = exhibit_of(*put());
  EXPECT_EQ(read(exhibit), Result<Bytes>(content));
  const auto* blob = blobs.content(exhibit.blob);
  ASSERT_NE(blob, nullptr);
  EXPECT_EQ(text_of(*blob).find(std::string(16, '*')), std::string::npos);
}

TEST_F(SealedBlobsTest, the_same_content_again_is_another_blob) {
  EXPECT_NE(put()->address, put()->address);
}

TEST_F(SealedBlobsTest, a_missing_altered_or_swapped_blob_is_noticed) {
  auto exhibit = exhibit_of(*put());
  const auto other = exhibit_of(*put());
  auto* blob = blobs.content(exhibit.blob);
  const Bytes whole = *blob;
  for (const std::size_t at : {std::size_t{0}, std::size_t{100}, whole.size() - 1}) {
    (*blob)[at] ^= std::byte{1};
    EXPECT_EQ(code(exhibit), ErrorCode::corrupted) << at;
    *blob = whole;
  }
  blob->resize(whole.size() - 1);
  EXPECT_EQ(code(exhibit), ErrorCode::corrupted);
  *blob = *blobs.content(other.blob);
  EXPECT_EQ(code(exhibit), ErrorCode::corrupted);
  ASSERT_TRUE(blobs.remove(exhibit.blob));
  EXPECT_EQ(code(exhibit), ErrorCode::not_found);
}

TEST_F(SealedBlobsTest, what_the_exhibit_says_wrongly_is_noticed) {
  const auto right = exhibit_of(*put());
  auto wrong = right;
  wrong.sha256[0] ^= std::byte{1};
  EXPECT_EQ(code(wrong), ErrorCode::corrupted);
  wrong = right;
  wrong.sm3[0] ^= std::byte{1};
  EXPECT_EQ(code(wrong), ErrorCode::corrupted);
  wrong = right;
  wrong.size_bytes += 1;
  EXPECT_EQ(code(wrong), ErrorCode::corrupted);
  wrong = right;
  wrong.claim = ClaimId::make(keys.clock, keys.entropy);
  EXPECT_EQ(code(wrong), ErrorCode::corrupted);
}

}  // namespace
}  // namespace pixiu::vault
