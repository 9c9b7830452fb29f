#pragma once

#include "base/entropy.h"
#include "privacy/key_store.h"

#include <functional>
#include <memory>

#include <gtest/gtest.h>

// What every KeyStore must keep. A test of an implementation writes, once a program,
//
//   INSTANTIATE_TEST_SUITE_P(Sqlite, KeyStoreContract, testing::Values(make_sqlite_key_store));
//
// Included by tests only.
namespace pixiu::privacy::testing {

// A store that is empty, and the transactions of its database.
class KeyStoreUnderTest {
 public:
  virtual ~KeyStoreUnderTest() = default;
  virtual KeyStore& store() = 0;
  virtual Transactions& transactions() = 0;
  // Closes the store and opens it anew over the same data, as a restart does; does nothing where
  // nothing survives one.
  virtual void reopen() = 0;
};
using MakeKeyStore = std::function<std::unique_ptr<KeyStoreUnderTest>()>;

class KeyStoreContract : public ::testing::TestWithParam<MakeKeyStore> {
 protected:
  void SetUp() override {
    under_test_ = GetParam()();
    ASSERT_NE(under_test_, nullptr);
  }

  KeyStore& store() { return under_test_->store(); }
  void reopen() { under_test_->reopen(); }
  Status in_transaction(const Transactions::Step& step) {
    return under_test_->transactions().run(step);
  }

  // Ids of tests: the same for the same number.
  template <class AnyId>
  static AnyId id(int number) {
    const std::string digits = std::to_string(1000 + number);
    return *AnyId::parse("01890a5d-ac96-774b-bcce-b3020000" + digits);
  }
  static TenantId tenant(int number = 1) { return id<TenantId>(number); }
  static SubjectId subject(int number = 1) { return id<SubjectId>(100 + number); }
  static Timestamp time(int second) {
    return Timestamp(std::chrono::seconds(1'770'000'000 + second));
  }
  static Bytes bytes(std::string_view text) {
    return {bytes_of(text).begin(), bytes_of(text).end()};
  }
  static TenantKey tenant_key(std::uint32_t generation = 1, TenantKeyUse use = TenantKeyUse::seal,
                              int tenant_number = 1) {
    return {.tenant = tenant(tenant_number),
            .use = use,
            .generation = generation,
            .master_key = "m1",
            .wrapped = bytes("wrapped " + std::to_string(generation)),
            .made_at = time(static_cast<int>(generation))};
  }
  static SubjectKey subject_key(int number = 1, std::uint32_t generation = 1) {
    return {.tenant = tenant(),
            .subject = subject(number),
            .generation = generation,
            .wrapped = bytes("subject " + std::to_string(number)),
            .made_at = time(number),
            .erasure_asked_at = std::nullopt,
            .destroyed_at = std::nullopt};
  }
  Status put(const TenantKey& key) {
    return in_transaction([&](Transaction& t) { return store().put_tenant_key(t, key); });
  }
  Status put(const SubjectKey& key) {
    return in_transaction([&](Transaction& t) { return store().put_subject_key(t, key); });
  }
  Status put(const MasterKeyCheck& check) {
    return in_transaction([&](Transaction& t) { return store().put_master_key_check(t, check); });
  }
  Status destroy(const SubjectId& who, Timestamp at) {
    return in_transaction(
        [&](Transaction& t) { return store().destroy_subject_key(t, tenant(), who, at); });
  }
  static ErrorCode code(const Status& status) {
    return status ? ErrorCode::internal : status.error().code;
  }

 private:
  std::unique_ptr<KeyStoreUnderTest> under_test_;
};

TEST_P(KeyStoreContract, is_empty_at_first) {
  EXPECT_EQ(store().master_key_checks()->size(), 0u);
  EXPECT_EQ(store().tenant_keys(tenant(), TenantKeyUse::seal)->size(), 0u);
  EXPECT_FALSE(store().subject_key(tenant(), subject())->has_value());
}

TEST_P(KeyStoreContract, keeps_check_values_in_the_order_of_their_ids_over_a_restart) {
  const MasterKeyCheck first{.master_key = "2026-11", .check = bytes(std::string_view("a\0b", 3))};
  const MasterKeyCheck second{.master_key = "2027-01", .check = bytes("other")};
  ASSERT_TRUE(put(second));
  ASSERT_TRUE(put(first));
  ASSERT_TRUE(put(first));
  EXPECT_EQ(code(put(MasterKeyCheck{.master_key = "2026-11", .check = bytes("x")})),
            ErrorCode::conflict);
  reopen();
  EXPECT_EQ(*store().master_key_checks(), (std::vector{first, second}));
}

TEST_P(KeyStoreContract, keeps_a_check_value_while_a_key_is_wrapped_by_its_master_key) {
  ASSERT_TRUE(put(MasterKeyCheck{.master_key = "m1", .check = bytes("check")}));
  ASSERT_TRUE(put(tenant_key()));
  const auto remove = [this] {
    return in_transaction([&](Transaction& t) { return store().remove_master_key_check(t, "m1"); });
  };
  EXPECT_EQ(code(remove()), ErrorCode::conflict);
  auto next = tenant_key();
  next.master_key = "m2";
  next.wrapped = bytes("by m2");
  ASSERT_TRUE(in_transaction(
      [&](Transaction& t) { return store().rewrap_tenant_key(t, next, tenant_key().wrapped); }));
  EXPECT_TRUE(remove());
  EXPECT_TRUE(remove());
  EXPECT_EQ(store().master_key_checks()->size(), 0u);
}

TEST_P(KeyStoreContract, keeps_all_generations_of_a_tenants_keys_apart_by_use) {
  ASSERT_TRUE(put(tenant_key(2)));
  ASSERT_TRUE(put(tenant_key(1)));
  ASSERT_TRUE(put(tenant_key(1, TenantKeyUse::index)));
  ASSERT_TRUE(put(tenant_key(1, TenantKeyUse::seal, 2)));
  EXPECT_EQ(code(put(tenant_key(2))), ErrorCode::conflict);
  reopen();
  EXPECT_EQ(*store().tenant_keys(tenant(), TenantKeyUse::seal),
            (std::vector{tenant_key(1), tenant_key(2)}));
  EXPECT_EQ(*store().tenant_keys(tenant(), TenantKeyUse::index),
            (std::vector{tenant_key(1, TenantKeyUse::index)}));
  EXPECT_EQ(store().tenant_keys_wrapped_by("m1", 1000)->size(), 4u);
  EXPECT_EQ(store().tenant_keys_wrapped_by("m1", 3)->size(), 3u);
  EXPECT_EQ(store().tenant_keys_wrapped_by("m2", 3)->size(), 0u);
}

TEST_P(KeyStoreContract, wraps_a_tenants_key_anew_only_where_it_is_as_expected) {
  auto next = tenant_key();
  next.master_key = "m2";
  next.wrapped = bytes("by m2");
  const auto rewrap = [&](const TenantKey& key, ByteView expected) {
    return code(in_transaction(
        [&](Transaction& t) { return store().rewrap_tenant_key(t, key, expected); }));
  };
  EXPECT_EQ(rewrap(next, tenant_key().wrapped), ErrorCode::not_found);
  ASSERT_TRUE(put(tenant_key()));
  EXPECT_EQ(rewrap(next, bytes("something else")), ErrorCode::conflict);
  EXPECT_EQ(store().tenant_keys(tenant(), TenantKeyUse::seal)->front(), tenant_key());
  ASSERT_TRUE(in_transaction(
      [&](Transaction& t) { return store().rewrap_tenant_key(t, next, tenant_key().wrapped); }));
  reopen();
  EXPECT_EQ(store().tenant_keys(tenant(), TenantKeyUse::seal)->front(), next);
}

TEST_P(KeyStoreContract, keeps_a_subjects_key_and_takes_no_second_one) {
  ASSERT_TRUE(put(subject_key()));
  EXPECT_EQ(code(put(subject_key())), ErrorCode::conflict);
  reopen();
  EXPECT_EQ(**store().subject_key(tenant(), subject()), subject_key());
  EXPECT_FALSE(store().subject_key(tenant(2), subject())->has_value());
}

TEST_P(KeyStoreContract, finds_and_wraps_anew_the_keys_of_older_generations) {
  ASSERT_TRUE(put(subject_key(1, 1)));
  ASSERT_TRUE(put(subject_key(2, 2)));
  ASSERT_TRUE(put(subject_key(3, 3)));
  ASSERT_TRUE(put(subject_key(4, 1)));
  ASSERT_TRUE(destroy(subject(4), time(9)));
  EXPECT_EQ(store().subject_keys_before(tenant(), 3, 1)->size(), 1u);
  EXPECT_EQ(store().subject_keys_before(tenant(), 3, 10)->size(), 2u);
  auto next = subject_key(1, 3);
  next.wrapped = bytes("anew");
  const auto rewrap = [&](const SubjectKey& key, ByteView expected) {
    return in_transaction(
        [&](Transaction& t) { return store().rewrap_subject_key(t, key, expected); });
  };
  EXPECT_EQ(code(rewrap(next, bytes("something else"))), ErrorCode::conflict);
  ASSERT_TRUE(rewrap(next, subject_key(1).wrapped));
  EXPECT_EQ(code(rewrap(subject_key(4, 3), Bytes())), ErrorCode::conflict);
  EXPECT_EQ(code(rewrap(subject_key(5, 3), Bytes())), ErrorCode::not_found);
  reopen();
  EXPECT_EQ(**store().subject_key(tenant(), subject(1)), next);
  EXPECT_EQ(*store().subject_keys_before(tenant(), 3, 10), (std::vector{subject_key(2, 2)}));
}

TEST_P(KeyStoreContract, a_destroyed_key_is_gone_for_ever) {
  EXPECT_EQ(code(destroy(subject(), time(1))), ErrorCode::not_found);
  ASSERT_TRUE(put(subject_key()));
  ASSERT_TRUE(destroy(subject(), time(50)));
  ASSERT_TRUE(destroy(subject(), time(60)));
  EXPECT_EQ(code(put(subject_key())), ErrorCode::conflict);
  reopen();
  const auto key = **store().subject_key(tenant(), subject());
  EXPECT_TRUE(key.wrapped.empty());
  EXPECT_EQ(key.destroyed_at, time(50));
}

TEST_P(KeyStoreContract, notes_the_first_time_that_erasure_was_asked_for) {
  const auto note = [this](int second) {
    return in_transaction([&](Transaction& t) {
      return store().note_erasure_asked(t, tenant(), subject(), time(second));
    });
  };
  EXPECT_EQ(code(note(1)), ErrorCode::not_found);
  ASSERT_TRUE(put(subject_key()));
  ASSERT_TRUE(note(5));
  ASSERT_TRUE(note(6));
  reopen();
  const auto key = **store().subject_key(tenant(), subject());
  EXPECT_EQ(key.erasure_asked_at, time(5));
  EXPECT_EQ(key.wrapped, subject_key().wrapped);
}

TEST_P(KeyStoreContract, nothing_of_a_failed_transaction_stays) {
  ASSERT_TRUE(put(subject_key(1)));
  const auto status = in_transaction([&](Transaction& t) -> Status {
    if (auto step = store().put_tenant_key(t, tenant_key()); !step) return step;
    if (auto step = store().put_subject_key(t, subject_key(2)); !step) return step;
    if (auto step = store().destroy_subject_key(t, tenant(), subject(1), time(1)); !step) {
      return step;
    }
    return Error{ErrorCode::permission_denied, "not so"};
  });
  EXPECT_EQ(code(status), ErrorCode::permission_denied);
  EXPECT_EQ(store().tenant_keys(tenant(), TenantKeyUse::seal)->size(), 0u);
  EXPECT_FALSE(store().subject_key(tenant(), subject(2))->has_value());
  EXPECT_EQ(**store().subject_key(tenant(), subject(1)), subject_key(1));
}

}  // namespace pixiu::privacy::testing
