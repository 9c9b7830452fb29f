#include "storage/s3_blob_store.h"

#include "storage/s3_answer.h"
#include "storage/s3_testing.h"

#include <gmock/gmock.h>

namespace pixiu::storage {
namespace {

TEST(S3BlobStore, a_large_blob_goes_in_parts_and_comes_back_whole) {
  testing::S3UnderTest rig;
  pixiu::testing::SeededEntropy entropy(9);
  Bytes piece(1u << 20);
  entropy.fill(piece);
  constexpr int piece_count = 37;  // two whole parts and a rest
  const auto address = vault::BlobAddress::parse(std::string(64, 'c')).value();
  auto writer = rig.blobs().create().value();
  for (int i = 0; i < piece_count; ++i) {
    piece[0] = static_cast<std::byte>(i);
    ASSERT_TRUE(writer->write(piece));
  }
  const Status committed = writer->commit(address);
  ASSERT_TRUE(committed) << committed.error().message;
  auto reader = rig.blobs().open(address).value();
  EXPECT_EQ(reader->size_bytes(), std::uint64_t{piece_count} << 20);
  Bytes read(piece.size());
  for (int i = 0; i < piece_count; ++i) {
    for (std::size_t have = 0; have < read.size();) {
      const auto count = reader->read(std::span(read).subspan(have));
      ASSERT_TRUE(count && *count > 0);
      have += *count;
    }
    piece[0] = static_cast<std::byte>(i);
    ASSERT_EQ(read, piece) << i;
  }
  EXPECT_EQ(reader->read(read), Result<std::size_t>(0));
}

// s3rver knows access keys and does not calculate signatures of version 4.
TEST(S3BlobStore, a_wrong_key_is_refused_by_the_store_and_not_repeated) {
  const testing::TemporaryFolder spool;
  const auto client = testing::local_client();
  pixiu::testing::SeededEntropy entropy(9);
  S3Options wrong = testing::s3_options(spool.path(), "wrong-secret");
  wrong.credentials.access_key = "wrong";
  const auto blobs = S3BlobStore::open(wrong, *client, entropy).value();
  const auto list = blobs->list({}, 10);
  ASSERT_FALSE(list);
  EXPECT_EQ(list.error().code, ErrorCode::permission_denied);
  EXPECT_THAT(list.error().message, ::testing::Not(::testing::HasSubstr("wrong-secret")));
}

TEST(S3BlobStore, a_store_that_is_not_there_is_unavailable) {
  const testing::TemporaryFolder spool;
  const auto client = testing::local_client();
  pixiu::testing::SeededEntropy entropy(9);
  S3Options nowhere = testing::s3_options(spool.path());
  nowhere.endpoint = "http://127.0.0.1:1";
  const auto blobs = S3BlobStore::open(nowhere, *client, entropy).value();
  EXPECT_EQ(blobs->list({}, 10).error().code, ErrorCode::unavailable);
}

TEST(S3Answer, a_list_leaves_out_what_is_no_blob) {
  const std::string name = std::string(64, 'a');
  const auto list = object_list_of(
      bytes_of("<?xml version=\"1.0\"?><ListBucketResult><IsTruncated>true</IsTruncated>"
               "<Contents><Key>p/README</Key><Size>1</Size></Contents><Contents><Key>p/" +
               name +
               "</Key><Size>12</Size><LastModified>2026-11-28T01:02:03.000Z</LastModified>"
               "</Contents><Contents><Key>q/x</Key></Contents></ListBucketResult>"),
      "p/");
  ASSERT_TRUE(list);
  ASSERT_EQ(list->blobs.size(), 1u);
  EXPECT_EQ(list->blobs[0].size_bytes, 12u);
  EXPECT_TRUE(list->is_truncated);
  EXPECT_EQ(list->last_name, "q/x");
}

TEST(S3Answer, another_document_is_not_believed) {
  for (const char* text : {"", "<html></html>", "<Error><Code>X</Code></Error>", "<ListBucketRes",
                           "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"}) {
    EXPECT_FALSE(object_list_of(bytes_of(text), ""));
    EXPECT_FALSE(upload_id_of(bytes_of(text)));
    EXPECT_FALSE(completed(bytes_of(text)));
  }
}

}  // namespace
}  // namespace pixiu::storage
