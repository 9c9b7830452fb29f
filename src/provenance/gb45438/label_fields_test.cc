#include "provenance/gb45438/label_fields.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace pixiu::provenance::gb45438 {
namespace {

std::string keys_of(const LabelFields& label) {
  std::string keys;
  for (const LabelFields::Field& field : label.fields) keys += field.key + " ";
  return keys;
}

TEST(LabelFields, keys_keep_their_order_and_repeated_ones_stay) {
  const auto label = read_label_fields(R"({"B":"1","A":"2","B":"3"})");
  ASSERT_TRUE(label);
  EXPECT_EQ(keys_of(*label), "B A B ");
}

TEST(LabelFields, a_wrapper_is_taken_off_as_an_object_and_as_a_text) {
  for (const char* text : {R"({"AIGC":{"Label":"1","Label":"1"}})",
                           R"( {"AIGC":"{\"Label\":\"1\",\"Label\":\"1\"}"} )"}) {
    const auto label = read_label_fields(text);
    ASSERT_TRUE(label) << text;
    EXPECT_TRUE(label->was_wrapped);
    EXPECT_EQ(keys_of(*label), "Label Label ") << text;
  }
}

TEST(LabelFields, a_reserved_code_whose_quotes_are_not_escaped_is_read_whole) {
  const auto label = read_label_fields(
      R"({"Label":"1","ReservedCode1":"{"Type":"x","n":[1]}","PropagateID":"p"})");
  ASSERT_TRUE(label);
  EXPECT_FALSE(label->is_valid_json);
  EXPECT_EQ(label->find("ReservedCode1")->value, R"({"Type":"x","n":[1]})");
  EXPECT_EQ(label->find("PropagateID")->value, "p");
}

TEST(LabelFields, values_that_are_no_texts_are_kept_as_json) {
  const auto label = read_label_fields(R"({"Label":1,"ReservedCode1":{"a":[true]}})");
  ASSERT_TRUE(label);
  EXPECT_FALSE(label->find("Label")->is_text);
  EXPECT_EQ(label->find("ReservedCode1")->value, R"({"a":[true]})");
}

TEST(LabelFields, what_is_no_object_or_too_much_is_refused) {
  for (const std::string& text : {std::string(), std::string("[1]"), std::string("\"Label\""),
                                  std::string("{"), std::string("{\"Label\""),
                                  "{\"Label\":" + std::string(65, '[') + std::string(65, ']') + "}",
                                  "{\"Label\":\"" + std::string(label_bytes_max, 'x') + "\"}"}) {
    EXPECT_FALSE(read_label_fields(text)) << text.substr(0, 40);
  }
  std::string many = "{\"a\":1";
  for (int index = 0; index < 100; ++index) many += ",\"k" + std::to_string(index) + "\":1";
  EXPECT_FALSE(read_label_fields(many + "}"));
}

TEST(LabelFields, bytes_that_are_no_utf8_become_one_replacement_character) {
  EXPECT_EQ(as_utf8("a\xFF"
                    "b"),
            "a\xEF\xBF\xBD"
            "b");
  EXPECT_EQ(as_utf8("豆包"), "豆包");
  const auto label = read_label_fields("{\"Label\":\"1\",\"ProduceID\":\"\xB6\"}");
  ASSERT_TRUE(label);
  EXPECT_TRUE(label->is_valid_json);
}

RC_GTEST_PROP(LabelFieldsProperty, any_text_is_survived, (const std::string& text)) {
  read_label_fields(text);
  read_label_fields("{\"Label\":\"1\",\"ProduceID\":" + text + "}");
  read_label_fields("{\"AIGC\":" + text + "}");
  RC_ASSERT(as_utf8(as_utf8(text)) == as_utf8(text));
}

}  // namespace
}  // namespace pixiu::provenance::gb45438
