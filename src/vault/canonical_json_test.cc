#include "vault/canonical_json.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::vault {
namespace {

using nlohmann::json;

std::string canonical(std::string_view text) {
  const auto value = parse_json(text, 1u << 20);
  if (!value) return "refused: " + value.error().message;
  const auto canonical_text = canonical_json(*value);
  return canonical_text ? *canonical_text : "refused: " + canonical_text.error().message;
}

// RFC 8785, section 3.2.2: the example of the text.
TEST(CanonicalJson, the_example_of_the_standard) {
  const char* given = R"({
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    "literals": [null, true, false]
  })";
  const char* expected =
      R"({"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],)"
      R"("string":"€$\u000f\nA'B\"\\\\\"/"})";
  EXPECT_EQ(canonical(given), expected);
}

// RFC 8785, section 3.2.3: names sort by their UTF-16 units.
TEST(CanonicalJson, names_sort_by_their_utf16_units) {
  const char* given =
      R"({"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh",)"
      R"("1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control",)"
      R"("\u00f6":"Latin Small Letter O With Diaeresis"})";
  const char* expected =
      "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xc2\x80\":\"Control\","
      "\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\","
      "\"😀\":\"Emoji: Grinning Face\",\"\xef\xac\xb3\":\"Hebrew Letter Dalet With Dagesh\"}";
  EXPECT_EQ(canonical(given), expected);
}

// RFC 8785, appendix B.
TEST(CanonicalJson, numbers_are_written_as_ecmascript_writes_them) {
  const std::vector<std::pair<double, std::string>> cases = {
      {0.0, "0"},
      {-0.0, "0"},
      {5e-324, "5e-324"},
      {-5e-324, "-5e-324"},
      {1.7976931348623157e308, "1.7976931348623157e+308"},
      {9007199254740992.0, "9007199254740992"},
      {-9007199254740992.0, "-9007199254740992"},
      {295147905179352830000.0, "295147905179352830000"},
      {9.999999999999997e22, "9.999999999999997e+22"},
      {1e23, "1e+23"},
      {1.0000000000000001e23, "1.0000000000000001e+23"},
      {999999999999999700000.0, "999999999999999700000"},
      {1e21, "1e+21"},
      {9.999999999999997e-7, "9.999999999999997e-7"},
      {0.000001, "0.000001"},
      {333333333.3333332, "333333333.3333332"},
      {-0.0000033333333333333333, "-0.0000033333333333333333"},
      {1424953923781206.2, "1424953923781206.2"}};
  for (const auto& [number, text] : cases) EXPECT_EQ(*canonical_json(json(number)), text);
}

TEST(CanonicalJson, refuses_what_has_no_canonical_form) {
  EXPECT_FALSE(canonical_json(json(std::numeric_limits<double>::infinity())));
  EXPECT_FALSE(canonical_json(json(std::nan(""))));
  EXPECT_FALSE(canonical_json(json((std::int64_t{1} << 53) + 1)));
  EXPECT_FALSE(canonical_json(json(std::numeric_limits<std::uint64_t>::max())));
  EXPECT_FALSE(canonical_json(json("\xff")));
  EXPECT_FALSE(canonical_json(json{{"\xed\xa0\x80", 1}}));
  EXPECT_FALSE(canonical_json(json::binary({1, 2})));
}

TEST(CanonicalJson, refuses_to_read_a_name_twice_deep_nesting_and_long_texts) {
  EXPECT_FALSE(parse_json(R"({"a":1,"b":{"a":1},"a":2})", 100));
  EXPECT_TRUE(parse_json(R"({"a":1,"b":{"a":1}})", 100));
  EXPECT_TRUE(parse_json(R"([{"a":1},{"a":1}])", 100));
  EXPECT_FALSE(parse_json(std::string(100'000, '['), 100'000));
  const std::string deepest =
      std::string(json_nesting_max, '[') + std::string(json_nesting_max, ']');
  EXPECT_TRUE(parse_json(deepest, 100));
  EXPECT_TRUE(canonical_json(*parse_json(deepest, 100)));
  EXPECT_FALSE(parse_json("[" + deepest + "]", 100));
  EXPECT_EQ(parse_json("[1,2]", 4).error().code, ErrorCode::limit_exceeded);
  EXPECT_FALSE(parse_json("[1] 2", 10));
}

TEST(CanonicalJson, only_the_canonical_text_is_canonical) {
  EXPECT_TRUE(is_canonical_json(R"({"a":[1,2.5,"x"],"b":{}})", 100));
  for (const char* other : {R"({"b":{},"a":[1,2.5,"x"]})", R"({"a": 1})", "1.0", R"("\u0041")"}) {
    EXPECT_FALSE(is_canonical_json(other, 100)) << other;
  }
}

RC_GTEST_PROP(CanonicalJson, every_double_reads_back_as_itself, ()) {
  const auto bits = *rc::gen::arbitrary<std::uint64_t>();
  double number = 0;
  std::memcpy(&number, &bits, sizeof number);
  RC_PRE(std::isfinite(number));
  const std::string text = *canonical_json(json(number));
  const auto again = parse_json(text, 100);
  RC_ASSERT(again.has_value());
  RC_ASSERT(again->get<double>() == number);
  RC_ASSERT(is_canonical_json(text, 100));
}

RC_GTEST_PROP(CanonicalJson, the_order_of_names_is_that_of_their_utf16_units, ()) {
  const auto utf16 = [](const std::vector<char32_t>& points) {
    std::u16string text;
    for (const char32_t point : points) {
      if (point < 0x10000) {
        text += static_cast<char16_t>(point);
      } else {
        text += static_cast<char16_t>(0xd7c0 + (point >> 10));
        text += static_cast<char16_t>(0xdc00 + (point & 0x3ff));
      }
    }
    return text;
  };
  const auto utf8 = [](const std::vector<char32_t>& points) {
    std::string text;
    for (const char32_t point : points) {
      const auto tail = [&](int shift) {
        text += static_cast<char>(0x80 | ((point >> shift) & 0x3f));
      };
      if (point < 0x80) {
        text += static_cast<char>(point);
      } else if (point < 0x800) {
        text += static_cast<char>(0xc0 | (point >> 6));
        tail(0);
      } else if (point < 0x10000) {
        text += static_cast<char>(0xe0 | (point >> 12));
        tail(6), tail(0);
      } else {
        text += static_cast<char>(0xf0 | (point >> 18));
        tail(12), tail(6), tail(0);
      }
    }
    return text;
  };
  const auto point = rc::gen::map(
      rc::gen::elementOf(std::vector<std::uint32_t>{'a', 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000,
                                                    0xfb33, 0xffff, 0x10000, 0x1f600, 0x10ffff}),
      [](std::uint32_t value) { return static_cast<char32_t>(value); });
  const auto a = *rc::gen::container<std::vector<char32_t>>(point);
  const auto b = *rc::gen::container<std::vector<char32_t>>(point);
  RC_PRE(a != b);
  const std::string text = *canonical_json(json{{utf8(a), "first"}, {utf8(b), "second"}});
  RC_ASSERT((text.find("\"first\"") < text.find("\"second\"")) == (utf16(a) < utf16(b)));
}

}  // namespace
}  // namespace pixiu::vault
