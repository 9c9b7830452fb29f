#include "privacy/blind_index.h"

#include "privacy/keyring_testing.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::privacy {
namespace {

using testing::TestKeys;

BlindIndex index_of(TestKeys& keys, const std::string& text,
                    IndexedField field = IndexedField::phone) {
  return *BlindIndexer(*keys.keyring).index(keys.tenant, field, Sensitive<std::string>(text));
}

TEST(NormalisedPhone, is_one_form_however_it_was_typed) {
  for (const char* text : {"13812345678", "+86 138-1234-5678", "0086 138 1234 5678",
                           "8613812345678", "１３８１２３４５６７８", "＋８６　１３８ 1234 5678",
                           "(+86)138.1234.5678", "138 1234 5678"}) {
    EXPECT_EQ(*normalised_phone(text), "13812345678") << text;
  }
  EXPECT_EQ(*normalised_phone("0571-8765 4321"), "057187654321");
  EXPECT_EQ(*normalised_phone("+86 571 8765 4321"), "057187654321");
  EXPECT_EQ(*normalised_phone("+1 (555) 010-9999"), "+15550109999");
}

TEST(NormalisedPhone, refuses_what_is_no_number_without_repeating_it) {
  for (const char* text : {"", "1234", "call me", "1381234567x", "1234567890123456", "+"}) {
    const auto number = normalised_phone(text);
    ASSERT_FALSE(number.has_value()) << text;
    EXPECT_EQ(number.error().code, ErrorCode::invalid_input);
    EXPECT_EQ(number.error().message, "not a telephone number of 5 to 15 digits");
  }
  EXPECT_FALSE(normalised_phone(std::string(1000, '1')).has_value());
}

TEST(NormalisedOrderNumber, is_capitals_and_digits) {
  EXPECT_EQ(*normalised_order_number(" ab-１２ 34 "), "AB1234");
  EXPECT_FALSE(normalised_order_number("单号1234").has_value());
  EXPECT_FALSE(normalised_order_number("123").has_value());
}

RC_GTEST_PROP(NormalisedPhone, normalising_twice_changes_nothing, (const std::string& text)) {
  const auto once = normalised_phone(text);
  if (once) RC_ASSERT(*normalised_phone(*once) == *once);
  const auto digits = std::to_string(*rc::gen::inRange<std::uint64_t>(10000, 20'000'000'000));
  RC_ASSERT(*normalised_phone(*normalised_phone(digits)) == *normalised_phone(digits));
}

TEST(BlindIndex, is_equal_for_equal_numbers_only) {
  TestKeys keys;
  EXPECT_EQ(index_of(keys, "13812345678"), index_of(keys, "+86 138 1234 5678"));
  EXPECT_NE(index_of(keys, "13812345678"), index_of(keys, "13812345679"));
  EXPECT_NE(index_of(keys, "13812345678"),
            index_of(keys, "13812345678", IndexedField::order_number));
}

TEST(BlindIndex, says_nothing_across_tenants) {
  TestKeys keys;
  const auto here = index_of(keys, "13812345678");
  keys.tenant = TenantId::make(keys.clock, keys.entropy);
  EXPECT_NE(here, index_of(keys, "13812345678"));
}

TEST(BlindIndex, rows_of_the_old_key_are_found_until_they_are_made_anew) {
  TestKeys keys;
  const auto old_row = index_of(keys, "13812345678");
  ASSERT_TRUE(keys.keyring->rotate_tenant_key(keys.tenant, TenantKeyUse::index).has_value());
  const auto new_row = index_of(keys, "13812345678");
  EXPECT_EQ(new_row.generation, 2u);
  EXPECT_NE(new_row.value, old_row.value);
  const auto found =
      BlindIndexer(*keys.keyring)
          .look_up(keys.tenant, IndexedField::phone, Sensitive<std::string>("13812345678"));
  EXPECT_EQ(*found, (std::vector{new_row, old_row}));
}

}  // namespace
}  // namespace pixiu::privacy
