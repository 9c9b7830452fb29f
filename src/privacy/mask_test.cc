#include "privacy/mask.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::privacy {
namespace {

using enum FieldKind;

TEST(Mask, of_a_name_is_its_first_character) {
  EXPECT_EQ(masked(name, "张三"), "张*");
  EXPECT_EQ(masked(name, "欧阳修文"), "欧*");
  EXPECT_EQ(masked(name, "John Smith"), "J*");
}

TEST(Mask, of_a_phone_is_its_ends) {
  EXPECT_EQ(masked(phone, "13812341234"), "138****1234");
  EXPECT_EQ(masked(phone, "+86 138 1234 1234"), "138****1234");
  EXPECT_EQ(masked(phone, "8765 4321"), "****21");
  EXPECT_EQ(masked(phone, "ask for Li"), "****");
}

TEST(Mask, of_an_email_keeps_the_host) {
  EXPECT_EQ(masked(email, "zhang.san@example.com"), "z***@example.com");
  EXPECT_EQ(masked(email, "no address"), "****");
}

TEST(Mask, of_an_address_goes_to_the_district) {
  const std::vector<std::pair<const char*, const char*>> cases{
      {"浙江省杭州市西湖区文三路90号", "浙江省杭州市西湖区****"},
      {"上海市浦东新区张江路665弄", "上海市浦东新区****"},
      {"北京市朝阳区建国路88号现代城小区", "北京市朝阳区****"},
      {"内蒙古自治区呼和浩特市新城区海东路", "内蒙古自治区呼和浩特市新城区****"},
      {"江西省景德镇市珠山区昌江大道", "江西省景德镇市珠山区****"},
      {"浙江省台州市路桥区商海北街", "浙江省台州市路桥区****"},
      {"四川省阿坝藏族羌族自治州松潘县进安镇", "四川省阿坝藏族羌族自治州松潘县****"},
      {"江苏省昆山市花桥镇", "江苏省昆山市****"},
  };
  for (const auto& [address_text, expected] : cases) {
    EXPECT_EQ(masked(address, address_text), expected);
  }
}

TEST(Mask, of_an_address_never_shows_a_building_or_a_street) {
  const std::vector<std::pair<const char*, const char*>> cases{
      {"阳光小区3幢501室", "****"},
      {"文三路90号西湖区", "****"},
      {"杭州市阳光小区3幢", "杭州市****"},
      {"杭州市文三路华星时代广场西湖区", "杭州市****"},
      {"浙江省西湖区文三路家乐福超市", "浙江省西湖区****"},
      {"苏州市工业园区星湖街", "苏州市****"},
      {"12 Lotus Lane, Hangzhou", "****"},
  };
  for (const auto& [address_text, expected] : cases) {
    EXPECT_EQ(masked(address, address_text), expected);
  }
}

TEST(Mask, of_an_order_number_is_its_end) {
  EXPECT_EQ(masked(order_number, "2026112800001234"), "****1234");
  EXPECT_EQ(masked(order_number, "1234"), "****");
}

TEST(Mask, of_a_statement_shows_nothing_and_of_nothing_is_nothing) {
  EXPECT_EQ(masked(statement, "the lid was broken"), "****");
  EXPECT_EQ(masked(name, ""), "");
}

RC_GTEST_PROP(Mask, never_gives_the_value_back, (const std::string& text)) {
  for (const auto kind : {name, phone, email, address, order_number, statement}) {
    const auto shown = masked(kind, text);
    if (text.size() > 4) RC_ASSERT(shown.find(text) == std::string::npos);
  }
}

}  // namespace
}  // namespace pixiu::privacy
