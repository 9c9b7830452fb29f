#include "provenance/c2pa/cbor.h"

#include "provenance/c2pa/limits.h"
#include "tests/c2pa_signer/cbor.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::provenance::c2pa {
namespace {

using namespace std::string_literals;
namespace made = c2pa_signer::cbor;

ErrorCode failure(std::string_view bytes) {
  const auto parsed = parse_cbor(bytes_of(bytes));
  EXPECT_FALSE(parsed.has_value());
  return parsed ? ErrorCode::internal : parsed.error().code;
}

TEST(Cbor, every_kind_of_item_is_read) {
  const Bytes bytes = made::object({{"number", made::integer(70'000)},
                                    {"negative", made::integer(-37)},
                                    {"text", made::text("图")},
                                    {"bytes", made::bytes(bytes_of("ab"))},
                                    {"list", made::array({made::integer(1), made::null()})},
                                    {"yes", made::boolean(true)},
                                    {"tagged", made::tagged(18, made::integer(5))}});
  const auto document = parse_cbor(bytes);
  ASSERT_TRUE(document.has_value());
  const CborValue& map = document->root();
  EXPECT_EQ(map.size_at("number"), 70'000U);
  EXPECT_EQ(map.find("negative")->as_integer(), -37);
  EXPECT_EQ(map.text_at("text"), "图");
  EXPECT_EQ(text_of(*map.find("bytes")->as_bytes()), "ab");
  ASSERT_EQ(map.find("list")->items.size(), 2U);
  EXPECT_TRUE(map.find("list")->items[1].is_null());
  EXPECT_EQ(map.find("yes")->number, 1U);
  EXPECT_EQ(map.find("tagged")->items[0].as_size(), 5U);
  EXPECT_EQ(map.find("absent"), nullptr);
}

TEST(Cbor, lengths_left_open_are_read) {
  const std::string bytes = "\xBF\x61k\x9F\x01\x02\xFF\x61s\x7F\x61h\x61i\xFF\xFF"s;
  const auto document = parse_cbor(bytes_of(bytes));
  ASSERT_TRUE(document.has_value());
  EXPECT_EQ(document->root().find("k")->items.size(), 2U);
  EXPECT_EQ(document->root().text_at("s"), "hi");
}

TEST(Cbor, numbers_with_a_fraction_are_read_in_all_three_sizes) {
  for (const std::string& bytes :
       {"\xF9\x3E\x00"s, "\xFA\x3F\xC0\x00\x00"s, "\xFB\x3F\xF8\0\0\0\0\0\0"s}) {
    const auto document = parse_cbor(bytes_of(bytes));
    ASSERT_TRUE(document.has_value());
    EXPECT_EQ(document->root().real, 1.5);
  }
}

TEST(Cbor, a_declared_gigabyte_is_refused_before_anything_is_allocated) {
  EXPECT_EQ(failure("\x5A\x40\0\0\0"s), ErrorCode::corrupted);                        // bytes
  EXPECT_EQ(failure("\x7B\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"s), ErrorCode::corrupted);  // text
  EXPECT_EQ(failure("\x9A\x40\0\0\0\x01"s), ErrorCode::corrupted);                    // array
  EXPECT_EQ(failure("\xBB\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF"s), ErrorCode::corrupted);  // map
}

TEST(Cbor, nesting_beyond_the_limit_is_refused) {
  for (const char opening : {'\x81', '\xC1'}) {  // arrays of one, tags
    const std::string bytes = std::string(100'000, opening) + "\x01";
    EXPECT_EQ(failure(bytes), ErrorCode::limit_exceeded);
  }
}

TEST(Cbor, more_items_than_the_limit_are_refused) {
  std::string many = "\x9A\0\x10\0\0"s + std::string(1u << 20, '\x01');
  EXPECT_EQ(failure(many), ErrorCode::limit_exceeded);
  many = "\x7F"s + std::string(limits::cbor_items_max + 1, '\x60') + "\xFF";  // empty pieces
  EXPECT_EQ(failure(many), ErrorCode::limit_exceeded);
}

TEST(Cbor, what_is_not_well_formed_is_refused) {
  for (const std::string& bytes :
       {""s, "\x1C"s, "\x18"s, "\xFF"s, "\x01\x02"s, "\x9F\x01"s,
        "\x5F\x61"
        "a\xFF"s,
        "\xDF"s, "\x1F"s, "\x62\xC3\x28"s, "\x61\xC0"s, "\xF8\x18"s, "\xBF\x01\xFF"s}) {
    EXPECT_EQ(failure(bytes), ErrorCode::corrupted);
  }
}

TEST(Cbor, a_key_given_twice_is_refused) {
  EXPECT_EQ(failure("\xA2\x61"
                    "a\x01\x61"
                    "a\x02"s),
            ErrorCode::corrupted);
}

TEST(Cbor, heads_are_written_in_their_shortest_form) {
  for (const std::uint64_t value :
       {std::uint64_t{0}, std::uint64_t{23}, std::uint64_t{24}, std::uint64_t{255},
        std::uint64_t{256}, std::uint64_t{65'535}, std::uint64_t{65'536}, std::uint64_t{1} << 32}) {
    Bytes out;
    append_cbor_head(out, CborMajor::unsigned_integer, value);
    const std::size_t size = value < 24                         ? 1
                             : value < 256                      ? 2
                             : value < 65'536                   ? 3
                             : value < (std::uint64_t{1} << 32) ? 5
                                                                : 9;
    EXPECT_EQ(out.size(), size);
    EXPECT_EQ(parse_cbor(out)->root().as_size(), value);
  }
}

RC_GTEST_PROP(Cbor, any_bytes_are_read_or_refused, (const std::vector<std::uint8_t>& bytes)) {
  (void)parse_cbor(std::as_bytes(std::span(bytes)));
}

TEST(Cbor, the_bytes_of_a_value_are_found_as_they_were_written) {
  // {"a": 1, "b": {_ "c": 2}}: the inner map of indefinite length
  const ByteView map = bytes_of("\xA2\x61\x61\x01\x61\x62\xBF\x61\x63\x02\xFF");
  const ByteView found = encoded_value(map, "b");
  ASSERT_EQ(found.size(), 5u);
  EXPECT_EQ(found.data(), map.data() + 6);
  EXPECT_TRUE(encoded_value(map, "c").empty());
  EXPECT_TRUE(encoded_value(map.first(8), "b").empty());
  EXPECT_TRUE(encoded_value({}, "b").empty());
}

}  // namespace
}  // namespace pixiu::provenance::c2pa
