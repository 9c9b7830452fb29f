#include "privacy/sealed_field.h"

#include "privacy/keyring_testing.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::privacy {
namespace {

using testing::TestKeys;

struct FieldTest : ::testing::Test {
  TestKeys keys;
  FieldSealer sealer{*keys.keyring, keys.entropy};
  FieldPlace place{keys.tenant, "party", "row-1", "phone"};
  Bytes sealed = *sealer.seal(place, keys.subject, Sensitive<std::string>("13800001234"));

  ErrorCode open_at(const FieldPlace& where) {
    const auto value = sealer.open(where, keys.subject, sealed);
    return value ? ErrorCode::internal : value.error().code;
  }
};

TEST_F(FieldTest, opens_where_it_was_sealed) {
  EXPECT_EQ(sealer.open(place, keys.subject, sealed)->reveal(Purpose::contact), "13800001234");
  EXPECT_EQ(text_of(sealed).find("1380000"), std::string::npos);
}

TEST_F(FieldTest, opens_at_no_other_place) {
  const auto other_tenant = TenantId::make(keys.clock, keys.entropy);
  EXPECT_EQ(open_at({keys.tenant, "claim", "row-1", "phone"}), ErrorCode::corrupted);
  EXPECT_EQ(open_at({keys.tenant, "party", "row-2", "phone"}), ErrorCode::corrupted);
  EXPECT_EQ(open_at({keys.tenant, "party", "row-1", "name"}), ErrorCode::corrupted);
  EXPECT_EQ(open_at({keys.tenant, "partyr", "ow-1", "phone"}), ErrorCode::corrupted);
  EXPECT_EQ(open_at({other_tenant, "party", "row-1", "phone"}), ErrorCode::not_found);
}

TEST_F(FieldTest, does_not_open_for_another_subject) {
  const auto stranger = SubjectId::make(keys.clock, keys.entropy);
  ASSERT_TRUE(keys.keyring->subject_key_for_sealing(keys.tenant, stranger).has_value());
  const auto value = sealer.open(place, stranger, sealed);
  EXPECT_EQ(value.error().code, ErrorCode::corrupted);
  EXPECT_NE(value.error().message.find("under another key"), std::string::npos);
}

TEST_F(FieldTest, equal_values_are_sealed_differently) {
  EXPECT_NE(sealed, *sealer.seal(place, keys.subject, Sensitive<std::string>("13800001234")));
}

TEST_F(FieldTest, still_opens_after_the_tenants_key_was_rotated) {
  ASSERT_TRUE(keys.keyring->rotate_tenant_key(keys.tenant, TenantKeyUse::seal).has_value());
  ASSERT_TRUE(keys.keyring->rewrap_subject_keys(keys.tenant, 10).has_value());
  EXPECT_EQ(sealer.open(place, keys.subject, sealed)->reveal(Purpose::contact), "13800001234");
}

TEST_F(FieldTest, no_byte_may_change_or_be_missing) {
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    auto altered = sealed;
    altered[i] ^= std::byte{0x10};
    EXPECT_FALSE(sealer.open(place, keys.subject, altered).has_value()) << i;
    altered = sealed;
    altered.resize(i);
    EXPECT_EQ(sealer.open(place, keys.subject, altered).error().code, ErrorCode::corrupted) << i;
  }
}

RC_GTEST_PROP(SealedField, holds_any_bytes, (const std::string& text)) {
  static TestKeys keys;
  FieldSealer sealer(*keys.keyring, keys.entropy);
  const FieldPlace place{keys.tenant, "t", "r", "c"};
  const auto sealed = *sealer.seal(place, keys.subject, Sensitive<std::string>(text));
  RC_ASSERT(sealer.open(place, keys.subject, sealed)->reveal(Purpose::legal) == text);
}

}  // namespace
}  // namespace pixiu::privacy
