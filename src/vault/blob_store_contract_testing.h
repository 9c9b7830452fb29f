#pragma once

#include "base/testing.h"
#include "vault/blob_store.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

// What every BlobStore does; used as event_store_contract_testing.h says. For tests only.
namespace pixiu::vault::testing {

struct BlobStoreRig {
  virtual ~BlobStoreRig() = default;
  virtual BlobStore& blobs() = 0;
  virtual void reopen() {}
};

class BlobStoreContract
    : public ::testing::TestWithParam<std::function<std::unique_ptr<BlobStoreRig>()>> {
 protected:
  void SetUp() override { rig_ = GetParam()(); }

  BlobStore& blobs() { return rig_->blobs(); }

  Bytes content(std::size_t size_bytes) {
    Bytes bytes(size_bytes);
    entropy_.fill(bytes);
    return bytes;
  }

  BlobAddress address() {
    crypto::Digest digest{};
    entropy_.fill(digest);
    return BlobAddress(digest);
  }

  Status put(const BlobAddress& at, const Bytes& bytes, std::size_t piece_bytes = 65'536) {
    auto writer = blobs().create();
    if (!writer) return writer.error();
    for (std::size_t from = 0; from < bytes.size(); from += piece_bytes) {
      const std::size_t count = std::min(piece_bytes, bytes.size() - from);
      const Status written = (*writer)->write(ByteView(bytes).subspan(from, count));
      if (!written) return written;
    }
    return (*writer)->commit(at);
  }

  Result<Bytes> read(const BlobAddress& at) {
    auto reader = blobs().open(at);
    if (!reader) return reader.error();
    Bytes bytes;
    Bytes piece(10'000);
    while (true) {
      const auto count = (*reader)->read(piece);
      if (!count) return count.error();
      if (*count == 0) break;
      bytes.insert(bytes.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(*count));
    }
    EXPECT_EQ((*reader)->size_bytes(), bytes.size());
    return bytes;
  }

  ::pixiu::testing::SeededEntropy entropy_{13};
  std::unique_ptr<BlobStoreRig> rig_;
};

TEST_P(BlobStoreContract, blobs_of_every_size_read_back) {
  for (const std::size_t size : {0u, 1u, 65'535u, 65'536u, 65'537u, 1'000'000u}) {
    const BlobAddress at = address();
    const Bytes bytes = content(size);
    const Status done = put(at, bytes);
    ASSERT_TRUE(done) << done.error().message;
    rig_->reopen();
    EXPECT_EQ(read(at), Result<Bytes>(bytes)) << size;
  }
}

TEST_P(BlobStoreContract, a_blob_is_not_there_before_its_commit) {
  const BlobAddress at = address();
  {
    auto writer = blobs().create();
    ASSERT_TRUE(writer);
    ASSERT_TRUE((*writer)->write(content(100'000)));
    EXPECT_EQ(blobs().open(at).error().code, ErrorCode::not_found);
    EXPECT_TRUE(blobs().list({}, 10)->empty());
  }
  rig_->reopen();
  EXPECT_TRUE(blobs().list({}, 10)->empty());
}

TEST_P(BlobStoreContract, a_blob_is_never_replaced) {
  const BlobAddress at = address();
  const Bytes first = content(1000);
  ASSERT_TRUE(put(at, first));
  EXPECT_EQ(put(at, content(2000)).error().code, ErrorCode::conflict);
  EXPECT_EQ(read(at), Result<Bytes>(first));
}

TEST_P(BlobStoreContract, a_removed_blob_is_gone_and_others_stay) {
  const BlobAddress gone = address();
  const BlobAddress stays = address();
  ASSERT_TRUE(put(gone, content(10)));
  ASSERT_TRUE(put(stays, content(10)));
  ASSERT_TRUE(blobs().remove(gone));
  ASSERT_TRUE(blobs().remove(gone));
  rig_->reopen();
  EXPECT_EQ(blobs().open(gone).error().code, ErrorCode::not_found);
  EXPECT_TRUE(read(stays));
}

TEST_P(BlobStoreContract, two_blobs_are_written_side_by_side) {
  const BlobAddress first = address();
  const BlobAddress second = address();
  auto a = blobs().create();
  auto b = blobs().create();
  ASSERT_TRUE(a && b);
  const Bytes one = content(70'000);
  const Bytes two = content(80'000);
  ASSERT_TRUE((*a)->write(one));
  ASSERT_TRUE((*b)->write(two));
  ASSERT_TRUE((*a)->commit(first));
  ASSERT_TRUE((*b)->commit(second));
  EXPECT_EQ(read(first), Result<Bytes>(one));
  EXPECT_EQ(read(second), Result<Bytes>(two));
}

TEST_P(BlobStoreContract, the_list_has_every_blob_in_pages) {
  std::vector<BlobAddress> expected;
  for (std::size_t i = 0; i < 7; ++i) {
    expected.push_back(address());
    ASSERT_TRUE(put(expected.back(), content(i)));
  }
  std::sort(expected.begin(), expected.end());
  std::vector<BlobAddress> found;
  std::optional<BlobAddress> after;
  std::uint64_t size_bytes = 0;
  while (true) {
    const auto page = blobs().list(after, 3);
    ASSERT_TRUE(page);
    if (page->empty()) break;
    EXPECT_LE(page->size(), 3u);
    for (const BlobInfo& info : *page) {
      found.push_back(info.address);
      size_bytes += info.size_bytes;
    }
    after = found.back();
  }
  EXPECT_EQ(found, expected);
  EXPECT_EQ(size_bytes, 21u);
}

}  // namespace pixiu::vault::testing
