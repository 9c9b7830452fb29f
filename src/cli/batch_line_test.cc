#include "cli/batch_line.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

namespace pixiu::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

ErrorCode fault_of(std::string_view text) {
  const BatchLine line = parse_batch_line(text, 1);
  EXPECT_FALSE(line.content.has_value()) << text;
  return line.content ? ErrorCode::internal : line.content.error().code;
}

TEST(BatchLine, every_key_of_the_contract_is_read_and_no_other) {
  const BatchLine line = parse_batch_line(
      R"({"id":"c1","photo":"p.jpg","references":["a.jpg","b.jpg"],"others":["o.jpg"],)"
      R"("context":{"declared_ai":true},"kind":"honest","label":[1,2]})",
      3);
  EXPECT_EQ(line.id, "c1");
  ASSERT_TRUE(line.content.has_value());
  EXPECT_EQ(line.content->photo, "p.jpg");
  EXPECT_THAT(line.content->references, ElementsAre("a.jpg", "b.jpg"));
  EXPECT_THAT(line.content->others, ElementsAre("o.jpg"));
  EXPECT_EQ(line.content->context.declared_ai, true);
}

TEST(BatchLine, without_an_id_it_is_named_by_its_number) {
  EXPECT_EQ(parse_batch_line(R"({"photo":"p"})", 7).id, "line-7");
  EXPECT_EQ(parse_batch_line("{", 8).id, "line-8");
  EXPECT_EQ(parse_batch_line(R"({"id":5,"photo":"p"})", 9).id, "line-9");
}

TEST(BatchLine, a_fault_keeps_the_id_of_its_line) {
  const BatchLine line = parse_batch_line(R"({"id":"c2"})", 1);
  EXPECT_EQ(line.id, "c2");
  EXPECT_THAT(line.content.error().message, HasSubstr("\"photo\" is missing"));
}

TEST(BatchLine, wrong_types_are_refused) {
  for (const std::string_view text :
       {"", "null", "[]", "3", "\"x\"", "{", "{}", "{}{}", R"({"photo":1})", R"({"photo":""})",
        R"({"photo":"a\u0000b"})", R"({"photo":"p","references":"r"})",
        R"({"photo":"p","references":[null]})", R"({"photo":"p","others":{}})",
        R"({"photo":"p","context":[]})", R"({"photo":"p","context":{"filed_at":"today"}})",
        R"({"id":{},"photo":"p"})", "\xff\xfe", "{\"photo\":\"\xff\"}"}) {
    EXPECT_EQ(fault_of(text), ErrorCode::invalid_input);
  }
}

TEST(BatchLine, size_nesting_and_counts_are_bounded) {
  EXPECT_EQ(fault_of(std::string(batch_line_bytes_max + 1, ' ')), ErrorCode::limit_exceeded);
  EXPECT_EQ(fault_of(std::string(batch_line_bytes_max, '[')), ErrorCode::limit_exceeded);
  EXPECT_EQ(fault_of(R"({"photo":"p","x":)" + std::string(500'000, '[') +
                     std::string(500'000, ']') + "}"),
            ErrorCode::limit_exceeded);
  EXPECT_EQ(fault_of(R"({"id":")" + std::string(257, 'x') + R"(","photo":"p"})"),
            ErrorCode::limit_exceeded);
  EXPECT_EQ(fault_of(R"({"photo":")" + std::string(5000, 'x') + "\"}"), ErrorCode::limit_exceeded);
  nlohmann::json many{{"photo", "p"}, {"references", std::vector<std::string>(21, "r")}};
  EXPECT_EQ(fault_of(many.dump()), ErrorCode::limit_exceeded);
}

RC_GTEST_PROP(BatchLine, no_text_breaks_the_parser, (const std::string& text)) {
  const BatchLine line = parse_batch_line(text, 1);
  RC_ASSERT(!line.id.empty() || text.find("\"id\"") != std::string::npos);
  static_cast<void>(error_line(text, {ErrorCode::internal, text}));
}

TEST(ErrorLine, is_one_line_of_json_whatever_the_text) {
  const std::string line = error_line("a\n\"b\"", {ErrorCode::not_found, "no \xff file\n"});
  EXPECT_EQ(line.find('\n'), std::string::npos);
  const auto parsed = nlohmann::json::parse(line);
  EXPECT_EQ(parsed["id"], "a\n\"b\"");
  EXPECT_EQ(parsed["error"]["code"], "not_found");
}

TEST(MaskFileName, harmless_ids_are_kept) {
  EXPECT_EQ(mask_file_name("case-17", 1), "case-17.png");
  EXPECT_EQ(mask_file_name("A_b.2", 1), "A_b.2.png");
}

TEST(MaskFileName, tricks_with_paths_stay_in_the_folder) {
  EXPECT_EQ(mask_file_name("../../etc/passwd", 4), "_.._etc_passwd-line-4.png");
  EXPECT_EQ(mask_file_name("/abs", 5), "_abs-line-5.png");
  EXPECT_EQ(mask_file_name("..", 6), "line-6.png");
  EXPECT_EQ(mask_file_name("", 7), "line-7.png");
  EXPECT_EQ(mask_file_name("售后", 8), "______-line-8.png");
  EXPECT_EQ(mask_file_name(".hidden", 9), "hidden-line-9.png");
}

RC_GTEST_PROP(MaskFileName, never_leaves_the_folder_nor_grows_long, (const std::string& id)) {
  const std::string name = mask_file_name(id, 12);
  RC_ASSERT(name.find('/') == std::string::npos);
  RC_ASSERT(name.find('\0') == std::string::npos);
  RC_ASSERT(name.front() != '.');
  RC_ASSERT(name.size() < 130u);
}

TEST(LineReader, counts_blank_lines_and_skips_them) {
  std::istringstream in("a\n\n  \r\nb\r\nlast");
  LineReader reader(in);
  const auto first = reader.next();
  EXPECT_EQ(first->text, "a");
  EXPECT_EQ(first->number, 1u);
  EXPECT_EQ(reader.next()->number, 4u);
  const auto last = reader.next();
  EXPECT_EQ(last->text, "last");
  EXPECT_EQ(last->number, 5u);
  EXPECT_FALSE(reader.next().has_value());
}

TEST(LineReader, an_endless_line_is_cut_and_the_next_is_read) {
  std::istringstream in(std::string(3 * batch_line_bytes_max, 'x') + "\nnext\n");
  LineReader reader(in);
  EXPECT_EQ(reader.next()->text.size(), batch_line_bytes_max + 1);
  EXPECT_EQ(reader.next()->text, "next");
}

}  // namespace
}  // namespace pixiu::cli
