#include "sandbox/request.h"

#include "base/limits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::sandbox {
namespace {

Bytes joined(const EncodedRequest& request) {
  Bytes all;
  for (const ByteView part : request.parts()) all.insert(all.end(), part.begin(), part.end());
  return all;
}

assessment::Request sample() {
  assessment::Request request;
  request.photo = bytes_of("photo");
  request.references = {{bytes_of("one")}, {bytes_of("two"), true}};
  request.others = {{bytes_of("")}};
  request.context.filed_at = "2026-03-01T09:30:00+08:00";
  request.context.declared_ai = false;
  request.examined_at = Timestamp{std::chrono::milliseconds{1'772'300'000'123}};
  request.wants_mask = true;
  request.wants_heatmap = true;
  return request;
}

TEST(Request, an_examination_arrives_as_it_was_asked_for) {
  const Bytes bytes = joined(*encode_request(sample()));
  const Result<AnyRequest> any = decode_request(bytes);
  ASSERT_TRUE(any) << any.error().message;
  const auto& got = std::get<assessment::Request>(*any);
  EXPECT_EQ(text_of(got.photo), "photo");
  ASSERT_EQ(got.references.size(), 2u);
  EXPECT_EQ(text_of(got.references[1].bytes), "two");
  EXPECT_FALSE(got.references[0].is_prepared);
  EXPECT_TRUE(got.references[1].is_prepared);
  EXPECT_EQ(got.others.size(), 1u);
  EXPECT_EQ(got.examined_at, sample().examined_at);
  EXPECT_EQ(got.context.filed_at, "2026-03-01T09:30:00+08:00");
  EXPECT_EQ(got.context.ordered_at, std::nullopt);
  EXPECT_EQ(got.context.declared_ai, false);
  EXPECT_EQ(got.context.capture_required, std::nullopt);
  EXPECT_TRUE(got.wants_mask);
  EXPECT_FALSE(got.wants_aligned_reference);
  EXPECT_FALSE(got.wants_prepared_references);
  EXPECT_TRUE(got.wants_heatmap);
}

TEST(Request, a_rendition_and_a_preparation_arrive_as_they_were_asked_for) {
  const Bytes render =
      joined(*encode_request(RenditionRequest{.file = bytes_of("file"), .long_side_px_max = 77}));
  const auto got = std::get<RenditionRequest>(*decode_request(render));
  EXPECT_EQ(text_of(got.file), "file");
  EXPECT_EQ(got.long_side_px_max, 77);
  const Bytes prepare = joined(*encode_request(PrepareRequest{bytes_of("reference")}));
  EXPECT_EQ(text_of(std::get<PrepareRequest>(*decode_request(prepare)).file), "reference");
}

TEST(Request, an_oversized_photo_is_cut_to_one_byte_too_many) {
  const Bytes large(limits::photo_bytes_max + 1000);
  const Result<EncodedRequest> encoded = encode_request(RenditionRequest{.file = large});
  ASSERT_TRUE(encoded);
  EXPECT_EQ(encoded->pictures[0].size(), limits::photo_bytes_max + 1);
}

TEST(Request, too_many_pictures_are_refused) {
  assessment::Request request = sample();
  request.references.resize(21);
  EXPECT_EQ(encode_request(request).error().code, ErrorCode::limit_exceeded);
  request = sample();
  request.others.resize(21);
  EXPECT_EQ(encode_request(request).error().code, ErrorCode::limit_exceeded);
}

TEST(Request, too_many_bytes_altogether_are_refused) {
  const Bytes large(limits::photo_bytes_max);
  assessment::Request request;
  request.photo = large;
  request.references.resize(16, {large});
  EXPECT_EQ(encode_request(request).error().code, ErrorCode::limit_exceeded);
}

TEST(Request, every_cut_is_noticed) {
  const Bytes bytes = joined(*encode_request(sample()));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(decode_request(ByteView(bytes).first(size))) << size;
  }
}

}  // namespace
}  // namespace pixiu::sandbox
