#include "sandbox/mark_planner.h"

#include "media/encode.h"
#include "sandbox/mark_exchange.h"
#include "sandbox/test_children.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <opencv2/core.hpp>
#include <rapidcheck/gtest.h>

namespace pixiu::sandbox {
namespace {

using media::FileEdits;

const MarkRequest request{.propagator = "shop", .propagate_id = "17", .label = '3'};

Bytes bytes_from(std::string_view text) {
  const ByteView view = bytes_of(text);
  return {view.begin(), view.end()};
}

TEST(MarkPlanner, a_copy_is_marked_by_a_child_and_marking_it_again_changes_nothing) {
  const auto planner = MarkPlanner::start(test::quick_limits());
  ASSERT_TRUE(planner) << planner.error().message;
  const Bytes file = media::encode_jpeg(cv::Mat(16, 16, CV_8UC3, cv::Scalar(1, 2, 3)), 90).value();
  const auto edits = (*planner)->plan(file, request);
  ASSERT_TRUE(edits) << edits.error().message;
  ASSERT_EQ(edits->size(), 1u);
  const auto copy = media::apply(file, *edits);
  ASSERT_TRUE(copy);
  EXPECT_NE(text_of(*copy).find("ContentPropagator"), std::string_view::npos);
  EXPECT_EQ((*planner)->plan(*copy, request)->size(), 0u);
  EXPECT_EQ((*planner)->plan(bytes_of("no picture"), request).error().code, ErrorCode::unsupported);
}

TEST(MarkExchange, requests_and_edits_arrive_as_they_were_sent) {
  Bytes sent = encode_mark_request(request);
  sent.push_back(std::byte{7});
  const auto order = decode_mark_request(sent);
  ASSERT_TRUE(order);
  EXPECT_EQ(order->request.propagator, "shop");
  EXPECT_EQ(order->request.propagate_id, "17");
  EXPECT_EQ(order->request.label, '3');
  EXPECT_EQ(order->file.size(), 1u);
  const FileEdits edits = {{0, 0, bytes_from("new")}, {4, 2, bytes_from("")}};
  EXPECT_EQ(decode_mark_reply(encode_mark_reply(edits), 6).value(), edits);
  const Error failure{ErrorCode::conflict, "why"};
  EXPECT_EQ(decode_mark_reply(encode_mark_reply(failure), 6).error(), failure);
}

TEST(MarkExchange, edits_that_cannot_be_are_not_believed) {
  const auto code = [](const FileEdits& edits, std::size_t size) {
    const auto decoded = decode_mark_reply(encode_mark_reply(edits), size);
    return decoded ? ErrorCode::not_found : decoded.error().code;
  };
  EXPECT_EQ(code({{7, 0, {}}}, 6), ErrorCode::internal);
  EXPECT_EQ(code({{5, 2, {}}}, 6), ErrorCode::internal);
  EXPECT_EQ(code({{3, 2, {}}, {4, 0, {}}}, 6), ErrorCode::internal);
  EXPECT_EQ(code({{0, 200'000, {}}}, 300'000), ErrorCode::internal);
  EXPECT_EQ(code({{0, 0, Bytes(mark_inserted_bytes_max + 1)}}, 6), ErrorCode::internal);
  EXPECT_EQ(code(FileEdits(media::file_edits_max + 1), 6), ErrorCode::internal);
}

TEST(MarkExchange, every_cut_of_a_reply_is_noticed) {
  const Bytes reply = encode_mark_reply(FileEdits{{1, 2, bytes_from("abc")}});
  for (std::size_t size = 0; size < reply.size(); ++size) {
    EXPECT_FALSE(decode_mark_reply(ByteView(reply).first(size), 9)) << size;
  }
  Bytes longer = reply;
  longer.push_back(std::byte{0});
  EXPECT_FALSE(decode_mark_reply(longer, 9));
}

RC_GTEST_PROP(MarkExchangeProperty, any_reply_is_survived, (const std::string& text)) {
  const auto edits = decode_mark_reply(bytes_of(text), 100);
  if (edits) RC_ASSERT(media::apply(Bytes(100), *edits).has_value());
}

}  // namespace
}  // namespace pixiu::sandbox
