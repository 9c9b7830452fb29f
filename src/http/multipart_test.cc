#include "http/multipart.h"

#include <chrono>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::http {
namespace {

const std::string boundary = "----WebKitFormBoundary7MA4YWxkTrZu0gW";

std::string part_text(std::string_view disposition, std::string_view content,
                      std::string_view more_headers = "") {
  return "--" + boundary + "\r\nContent-Disposition: " + std::string(disposition) + "\r\n" +
         std::string(more_headers) + "\r\n" + std::string(content) + "\r\n";
}

std::string closed(const std::string& parts) {
  return parts + "--" + boundary + "--\r\n";
}

Result<std::vector<Part>> parse(const std::string& body, const MultipartLimits& limits = {}) {
  return parse_multipart(bytes_of(body), boundary, limits);
}

TEST(Multipart, a_form_as_browsers_send_it_is_taken_apart) {
  const auto body = closed(part_text("form-data; name=\"photo\"; filename=\"破损 \\\"1\\\".jpg\"",
                                     "\xff\xd8\r\nbytes", "Content-Type: image/jpeg\r\n") +
                           part_text("form-data; name=\"context\"", "{}",
                                     "Content-Type: application/json; charset=utf-8\r\n"));
  const auto parts = parse(body);
  ASSERT_TRUE(parts) << parts.error().message;
  ASSERT_EQ(parts->size(), 2u);
  EXPECT_EQ((*parts)[0].name, "photo");
  EXPECT_EQ((*parts)[0].content_type, "image/jpeg");
  EXPECT_EQ(text_of((*parts)[0].content), "\xff\xd8\r\nbytes");
  EXPECT_EQ((*parts)[1].name, "context");
  EXPECT_EQ((*parts)[1].content_type, "application/json");
  EXPECT_EQ(text_of((*parts)[1].content), "{}");
}

TEST(Multipart, content_is_not_copied) {
  const auto body = closed(part_text("form-data; name=\"photo\"", "pixels"));
  const auto parts = parse(body);
  ASSERT_TRUE(parts);
  const auto* start = reinterpret_cast<const char*>((*parts)[0].content.data());
  EXPECT_GE(start, body.data());
  EXPECT_LT(start, body.data() + body.size());
}

TEST(Multipart, preamble_epilogue_and_padding_are_skipped) {
  const std::string body = "to be ignored\r\n--" + boundary +
                           " \t\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--" +
                           boundary + "-- \r\nalso ignored";
  const auto parts = parse(body);
  ASSERT_TRUE(parts) << parts.error().message;
  ASSERT_EQ(parts->size(), 1u);
  EXPECT_EQ(text_of((*parts)[0].content), "1");
}

TEST(Multipart, an_empty_part_is_empty_in_both_spellings) {
  const auto two_line_ends = parse(closed(part_text("form-data; name=\"photo\"", "")));
  ASSERT_TRUE(two_line_ends);
  EXPECT_TRUE((*two_line_ends)[0].content.empty());

  const auto one_line_end = parse(
      "--" + boundary + "\r\nContent-Disposition: form-data; name=a\r\n\r\n--" + boundary + "--");
  ASSERT_TRUE(one_line_end) << one_line_end.error().message;
  EXPECT_TRUE((*one_line_end)[0].content.empty());
}

TEST(Multipart, what_does_not_follow_the_standard_is_refused) {
  const auto good_disposition = "form-data; name=\"a\"";
  const std::string bad[] = {
      "",
      "no delimiter at all",
      part_text(good_disposition, "never closed"),
      "--" + boundary,
      "--" + boundary + "x\r\n",
      "--" + boundary + "--x",
      "--" + boundary + "\nContent-Disposition: form-data; name=a\n\n1\n--" + boundary + "--\n",
      closed("--" + boundary + "\r\n\r\nno headers\r\n"),
      closed(part_text("attachment; name=\"a\"", "1")),
      closed(part_text("form-data", "1")),
      closed(part_text("form-data; name=\"\"", "1")),
      closed(part_text("form-data; name=\"a", "1")),
      closed(part_text("form-data; name=\"a\"; name=\"b\"", "1")),
      closed(part_text(good_disposition, "1", "Content-Disposition: form-data; name=b\r\n")),
      closed(part_text(good_disposition, "1", "no colon\r\n")),
      closed(part_text(good_disposition, "1", "Spaced Name : x\r\n")),
      closed(part_text(good_disposition, "1", "Content-Type: ;\r\n")),
  };
  for (const auto& body : bad) {
    const auto parts = parse(body);
    ASSERT_FALSE(parts) << body;
    EXPECT_EQ(parts.error().code, ErrorCode::invalid_input) << body;
  }
}

TEST(Multipart, transfer_encodings_that_change_bytes_are_refused) {
  const auto encoded = parse(
      closed(part_text("form-data; name=\"a\"", "QQ==", "Content-Transfer-Encoding: base64\r\n")));
  ASSERT_FALSE(encoded);
  EXPECT_EQ(encoded.error().code, ErrorCode::unsupported);
  EXPECT_TRUE(parse(
      closed(part_text("form-data; name=\"a\"", "A", "Content-Transfer-Encoding: Binary\r\n"))));
}

TEST(Multipart, parts_and_headers_are_bounded) {
  std::string three;
  for (int i = 0; i < 3; ++i) three += part_text("form-data; name=\"a\"", "1");
  EXPECT_TRUE(parse(closed(three), {.parts_max = 3}));
  const auto too_many = parse(closed(three), {.parts_max = 2});
  ASSERT_FALSE(too_many);
  EXPECT_EQ(too_many.error().code, ErrorCode::limit_exceeded);

  const auto long_header =
      closed(part_text("form-data; name=\"a\"", "1", "X: " + std::string(5000, 'x') + "\r\n"));
  EXPECT_FALSE(parse(long_header));
  std::string many_headers;
  for (int i = 0; i < 1000; ++i) many_headers += "X: y\r\n";
  EXPECT_FALSE(parse(closed(part_text("form-data; name=\"a\"", "1", many_headers))));
}

TEST(Multipart, messages_never_repeat_what_was_sent) {
  const auto parts = parse(closed(part_text("form-data; name=\"a\"; filename=\"Zhang San", "1")));
  ASSERT_FALSE(parts);
  EXPECT_EQ(parts.error().message.find("Zhang"), std::string::npos);
}

TEST(Multipart, a_body_of_near_delimiters_takes_linear_time) {
  const std::string near = "\r\n--" + boundary.substr(0, boundary.size() - 1);
  std::string body = "--" + boundary + "\r\nContent-Disposition: form-data; name=a\r\n\r\n";
  while (body.size() < (16u << 20)) body += near;
  body += "\r\n--" + boundary + "--";
  const auto start = std::chrono::steady_clock::now();
  ASSERT_TRUE(parse(body));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

TEST(Multipart, the_boundary_is_read_from_the_content_type) {
  EXPECT_EQ(*boundary_of("multipart/form-data; boundary=abc"), "abc");
  EXPECT_EQ(*boundary_of("Multipart/Form-Data;charset=utf-8; Boundary=\"a b:c\""), "a b:c");
  for (const auto* other : {"", "application/json", "multipart/mixed; boundary=abc",
                            "multipart/form-data, boundary=abc"}) {
    ASSERT_FALSE(boundary_of(other)) << other;
    EXPECT_EQ(boundary_of(other).error().code, ErrorCode::unsupported) << other;
  }
  for (const std::string& other :
       {std::string("multipart/form-data"), std::string("multipart/form-data; boundary=\"\""),
        std::string("multipart/form-data; boundary=\"ends in space \""),
        "multipart/form-data; boundary=" + std::string(71, 'a')}) {
    ASSERT_FALSE(boundary_of(other)) << other;
    EXPECT_EQ(boundary_of(other).error().code, ErrorCode::invalid_input) << other;
  }
}

RC_GTEST_PROP(Multipart, what_was_put_in_comes_out, (const std::vector<std::string>& contents)) {
  RC_PRE(contents.size() <= limits::multipart_parts_max);
  std::string body;
  for (const auto& content : contents) {
    RC_PRE(content.find(boundary) == std::string::npos);
    body += part_text("form-data; name=\"a\"; filename=\"b\"", content);
  }
  body = closed(body);
  const auto parts = parse(body);
  RC_ASSERT(parts.has_value());
  RC_ASSERT(parts->size() == contents.size());
  for (std::size_t i = 0; i < contents.size(); ++i) {
    RC_ASSERT(text_of((*parts)[i].content) == contents[i]);
  }
}

RC_GTEST_PROP(Multipart, a_body_cut_anywhere_is_refused_not_read_past,
              (const std::string& content)) {
  RC_PRE(content.find(boundary) == std::string::npos);
  const auto body = closed(part_text("form-data; name=\"a\"", content));
  const auto length = *rc::gen::inRange<std::size_t>(0, body.size() - 2);
  RC_ASSERT(!parse(body.substr(0, length)).has_value());
}

}  // namespace
}  // namespace pixiu::http
