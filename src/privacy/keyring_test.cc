#include "privacy/keyring.h"

#include "privacy/keyring_testing.h"

#include <gtest/gtest.h>

namespace pixiu::privacy {
namespace {

using testing::bytes_text;
using testing::test_master_key;
using testing::TestKeys;

// ids and seeds of master keys; the same seed is the same key.
Result<std::unique_ptr<Keyring>> open_with(TestKeys& keys,
                                           std::vector<std::pair<std::string, int>> ids) {
  MasterKeys masters;
  for (const auto& [id, seed] : ids) {
    masters.push_back(test_master_key(id, static_cast<std::uint64_t>(seed), keys.entropy));
  }
  return Keyring::open(std::move(masters), keys.parts());
}

TEST(Keyring, gives_the_same_key_after_a_restart_and_none_of_it_is_stored_in_the_clear) {
  TestKeys keys;
  const auto key = keys.keyring->subject_key_for_sealing(keys.tenant, keys.subject);
  ASSERT_TRUE(key.has_value());
  auto again = open_with(keys, {{"m1", 1}});
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(bytes_text(*(*again)->subject_key(keys.tenant, keys.subject)), bytes_text(*key));
  const auto stored = keys.store.keys();
  const auto& wrapped = stored.subject_keys.begin()->second.wrapped;
  EXPECT_EQ(text_of(wrapped).find(bytes_text(*key)), std::string::npos);
}

TEST(Keyring, gives_every_subject_and_tenant_a_key_of_its_own) {
  TestKeys keys;
  const auto other_subject = SubjectId::make(keys.clock, keys.entropy);
  const auto other_tenant = TenantId::make(keys.clock, keys.entropy);
  const auto key = bytes_text(*keys.keyring->subject_key_for_sealing(keys.tenant, keys.subject));
  EXPECT_NE(key, bytes_text(*keys.keyring->subject_key_for_sealing(keys.tenant, other_subject)));
  EXPECT_NE(key, bytes_text(*keys.keyring->subject_key_for_sealing(other_tenant, keys.subject)));
  EXPECT_EQ(key, bytes_text(*keys.keyring->subject_key_for_sealing(keys.tenant, keys.subject)));
}

TEST(Keyring, has_no_key_to_open_with_where_nothing_was_sealed) {
  TestKeys keys;
  const auto key = keys.keyring->subject_key(keys.tenant, keys.subject);
  EXPECT_EQ(key.error().code, ErrorCode::not_found);
  EXPECT_EQ(*keys.keyring->state_of(keys.tenant, keys.subject), SubjectState::unknown);
}

TEST(Keyring, refuses_to_open_with_a_wrong_master_key_and_says_which) {
  TestKeys keys;
  const auto before = keys.store.keys();
  const auto wrong = open_with(keys, {{"m1", 2}});
  ASSERT_FALSE(wrong.has_value());
  EXPECT_EQ(wrong.error().code, ErrorCode::permission_denied);
  EXPECT_NE(wrong.error().message.find("\"m1\""), std::string::npos);
  EXPECT_TRUE(keys.store.keys().checks == before.checks);
}

TEST(Keyring, refuses_to_open_without_a_master_key_that_still_wraps_something) {
  TestKeys keys;
  ASSERT_TRUE(keys.keyring->subject_key_for_sealing(keys.tenant, keys.subject).has_value());
  const auto missing = open_with(keys, {{"m2", 2}});
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().code, ErrorCode::not_found);
  EXPECT_NE(missing.error().message.find("\"m1\""), std::string::npos);
  EXPECT_EQ(keys.store.keys().checks.size(), 1u) << "nothing was written";
}

TEST(Keyring, refuses_to_open_without_any_master_key) {
  TestKeys keys;
  EXPECT_EQ(open_with(keys, {}).error().code, ErrorCode::invalid_input);
}

TEST(Keyring, does_not_open_when_the_store_fails_at_any_call) {
  for (int call = 1; call <= 2; ++call) {
    TestKeys keys;
    keys.store.fail_call(call);
    EXPECT_EQ(open_with(keys, {{"m2", 2}, {"m1", 1}}).error().code, ErrorCode::unavailable) << call;
    EXPECT_EQ(keys.store.keys().checks.size(), 1u);
  }
}

TEST(Keyring, gives_no_key_that_was_not_made_durable) {
  TestKeys keys;
  keys.store.fail_commit(2);  // the first stores the tenant's key
  const auto key = keys.keyring->subject_key_for_sealing(keys.tenant, keys.subject);
  EXPECT_EQ(key.error().code, ErrorCode::unavailable);
  EXPECT_TRUE(keys.store.keys().subject_keys.empty());
  EXPECT_TRUE(keys.keyring->subject_key_for_sealing(keys.tenant, keys.subject).has_value());
}

TEST(Keyring, master_keys_rotate_while_the_old_one_still_opens) {
  TestKeys keys;
  const auto key = bytes_text(*keys.keyring->subject_key_for_sealing(keys.tenant, keys.subject));
  auto rotating = std::move(*open_with(keys, {{"m2", 2}, {"m1", 1}}));
  EXPECT_EQ(bytes_text(*rotating->subject_key(keys.tenant, keys.subject)), key);
  EXPECT_EQ(rotating->remove_old_master_keys().error().code, ErrorCode::conflict);
  EXPECT_EQ(*rotating->rewrap_tenant_keys(100), 1u);
  EXPECT_EQ(*rotating->rewrap_tenant_keys(100), 0u);
  ASSERT_TRUE(rotating->remove_old_master_keys());
  auto rotated = open_with(keys, {{"m2", 2}});
  ASSERT_TRUE(rotated.has_value());
  EXPECT_EQ(bytes_text(*(*rotated)->subject_key(keys.tenant, keys.subject)), key);
}

TEST(Keyring, rotation_broken_off_at_any_call_goes_on_and_loses_no_key) {
  for (int call = 1; call <= 8; ++call) {
    TestKeys keys;
    const auto key = bytes_text(*keys.keyring->subject_key_for_sealing(keys.tenant, keys.subject));
    auto rotating = std::move(*open_with(keys, {{"m2", 2}, {"m1", 1}}));
    keys.store.fail_call(call);
    static_cast<void>(rotating->rewrap_tenant_keys(100));
    static_cast<void>(rotating->rotate_tenant_key(keys.tenant, TenantKeyUse::seal));
    static_cast<void>(rotating->rewrap_subject_keys(keys.tenant, 100));
    keys.store.fail_call(0);
    EXPECT_EQ(bytes_text(*rotating->subject_key(keys.tenant, keys.subject)), key) << call;
    ASSERT_TRUE(rotating->rewrap_tenant_keys(100).has_value());
    ASSERT_TRUE(rotating->rewrap_subject_keys(keys.tenant, 100).has_value());
    auto rotated = open_with(keys, {{"m2", 2}});
    ASSERT_TRUE(rotated.has_value()) << call;
    EXPECT_EQ(bytes_text(*(*rotated)->subject_key(keys.tenant, keys.subject)), key) << call;
  }
}

TEST(Keyring, tenant_keys_rotate_and_the_subjects_keys_follow) {
  TestKeys keys;
  const auto key = bytes_text(*keys.keyring->subject_key_for_sealing(keys.tenant, keys.subject));
  EXPECT_EQ(*keys.keyring->rotate_tenant_key(keys.tenant, TenantKeyUse::seal), 2u);
  EXPECT_EQ(bytes_text(*keys.keyring->subject_key(keys.tenant, keys.subject)), key);
  EXPECT_EQ(*keys.keyring->rewrap_subject_keys(keys.tenant, 10), 1u);
  EXPECT_EQ(*keys.keyring->rewrap_subject_keys(keys.tenant, 10), 0u);
  EXPECT_EQ(keys.store.keys().subject_keys.begin()->second.generation, 2u);
  EXPECT_EQ(bytes_text(*keys.keyring->subject_key(keys.tenant, keys.subject)), key);
}

TEST(Keyring, a_wrapped_key_put_in_anothers_place_does_not_unwrap) {
  TestKeys keys;
  ASSERT_TRUE(keys.keyring->subject_key_for_sealing(keys.tenant, keys.subject).has_value());
  const auto stranger = SubjectId::make(keys.clock, keys.entropy);
  ASSERT_TRUE(keys.store.run([&](Transaction& transaction) {
    auto row = keys.store.keys_in_transaction().subject_keys.begin()->second;
    row.subject = stranger;
    return keys.store.put_subject_key(transaction, row);
  }));
  EXPECT_EQ(keys.keyring->subject_key(keys.tenant, stranger).error().code, ErrorCode::corrupted);
}

TEST(Keyring, index_keys_are_newest_first) {
  TestKeys keys;
  const auto first = bytes_text(keys.keyring->index_keys(keys.tenant)->front().key);
  EXPECT_EQ(*keys.keyring->rotate_tenant_key(keys.tenant, TenantKeyUse::index), 2u);
  const auto both = keys.keyring->index_keys(keys.tenant);
  ASSERT_EQ(both->size(), 2u);
  EXPECT_EQ(both->front().generation, 2u);
  EXPECT_NE(bytes_text(both->front().key), first);
  EXPECT_EQ(bytes_text(both->back().key), first);
}

}  // namespace
}  // namespace pixiu::privacy
