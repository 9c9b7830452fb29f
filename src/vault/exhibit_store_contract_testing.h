#pragma once

#include "base/testing.h"
#include "vault/exhibit_store.h"

#include <functional>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

// What every ExhibitStore does; used as event_store_contract_testing.h says. For tests only.
namespace pixiu::vault::testing {

struct ExhibitStoreRig {
  virtual ~ExhibitStoreRig() = default;
  virtual Transactions& transactions() = 0;
  virtual ExhibitStore& exhibits() = 0;
  virtual void reopen() {}
};

class ExhibitStoreContract
    : public ::testing::TestWithParam<std::function<std::unique_ptr<ExhibitStoreRig>()>> {
 protected:
  void SetUp() override { rig_ = GetParam()(); }

  ExhibitStore& exhibits() { return rig_->exhibits(); }

  Exhibit exhibit() {
    clock_.advance(std::chrono::milliseconds{1});
    Exhibit one{.id = ExhibitId::make(clock_, entropy_),
                .tenant = tenant_,
                .claim = claim_,
                .subject = subject_,
                .derived_from = {},
                .sha256 = {},
                .sm3 = {},
                .size_bytes = 157'896,
                .media_type = "image/jpeg",
                .blob = {},
                .wrapped_key = Bytes(72),
                .retention_class = "dispute",
                .received_at = clock_.now()};
    entropy_.fill(one.sha256);
    entropy_.fill(one.sm3);
    entropy_.fill(one.wrapped_key);
    crypto::Digest address{};
    entropy_.fill(address);
    one.blob = BlobAddress(address);
    return one;
  }

  LegalHold hold() {
    return {.tenant = tenant_,
            .claim = claim_,
            .subject = subject_,
            .order = "（2026）沪0105民初1号",
            .since = clock_.now()};
  }

  template <class Call>
  Status in_transaction(const Call& call) {
    return rig_->transactions().run([&](Transaction& transaction) { return call(transaction); });
  }

  Status put(const Exhibit& one) {
    return in_transaction([&](Transaction& t) { return exhibits().put(t, one); });
  }

  Status erase(const ExhibitId& id) {
    return in_transaction(
        [&](Transaction& t) { return exhibits().erase(t, tenant_, id, clock_.now()); });
  }

  ::pixiu::testing::ManualClock clock_{*parse_timestamp("2026-11-28T01:02:03Z")};
  ::pixiu::testing::SeededEntropy entropy_{12};
  TenantId tenant_ = TenantId::make(clock_, entropy_);
  ClaimId claim_ = ClaimId::make(clock_, entropy_);
  SubjectId subject_ = SubjectId::make(clock_, entropy_);
  std::unique_ptr<ExhibitStoreRig> rig_;
};

TEST_P(ExhibitStoreContract, an_exhibit_reads_back_as_it_was_stored) {
  const Exhibit original = exhibit();
  Exhibit rendition = exhibit();
  rendition.derived_from = original.id;
  ASSERT_TRUE(put(original));
  ASSERT_TRUE(put(rendition));
  rig_->reopen();
  for (const Exhibit& one : {original, rendition}) {
    const auto read = exhibits().get(tenant_, one.id);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->exhibit, one);
    EXPECT_FALSE(read->quarantine);
    EXPECT_FALSE(read->erased_at);
  }
}

TEST_P(ExhibitStoreContract, a_repeated_put_keeps_the_first_blob_and_key) {
  const Exhibit first = exhibit();
  Exhibit again = exhibit();
  again.id = first.id;
  again.sha256 = first.sha256;
  ASSERT_TRUE(put(first));
  ASSERT_TRUE(put(again));
  EXPECT_EQ(exhibits().get(tenant_, first.id)->exhibit, first);
  Exhibit other = first;
  other.sha256[0] ^= std::byte{1};
  EXPECT_EQ(put(other).error().code, ErrorCode::conflict);
}

TEST_P(ExhibitStoreContract, lists_go_by_claim_and_subject_in_pages) {
  std::vector<ExhibitId> expected;
  for (int i = 0; i < 5; ++i) {
    const Exhibit one = exhibit();
    expected.push_back(one.id);
    ASSERT_TRUE(put(one));
    Exhibit other = exhibit();
    other.claim = ClaimId::make(clock_, entropy_);
    other.subject = SubjectId::make(clock_, entropy_);
    ASSERT_TRUE(put(other));
    Exhibit strange = exhibit();
    strange.tenant = TenantId::make(clock_, entropy_);
    ASSERT_TRUE(put(strange));
  }
  std::vector<ExhibitId> of_claim;
  ExhibitStore::Page page{.after = {}, .count_max = 2};
  while (true) {
    const auto found = exhibits().of_claim(tenant_, claim_, page);
    ASSERT_TRUE(found);
    if (found->empty()) break;
    EXPECT_LE(found->size(), 2u);
    for (const StoredExhibit& one : *found) of_claim.push_back(one.exhibit.id);
    page.after = of_claim.back();
  }
  EXPECT_EQ(of_claim, expected);
  EXPECT_EQ(exhibits().of_subject(tenant_, subject_, {})->size(), 5u);
  EXPECT_EQ(exhibits().all({.after = {}, .count_max = 1000})->size(), 15u);
}

TEST_P(ExhibitStoreContract, another_tenants_exhibit_is_not_found) {
  const Exhibit one = exhibit();
  ASSERT_TRUE(put(one));
  const TenantId stranger = TenantId::make(clock_, entropy_);
  EXPECT_EQ(exhibits().get(stranger, one.id).error().code, ErrorCode::not_found);
  const Status erased = in_transaction(
      [&](Transaction& t) { return exhibits().erase(t, stranger, one.id, clock_.now()); });
  EXPECT_EQ(erased.error().code, ErrorCode::not_found);
}

TEST_P(ExhibitStoreContract, quarantine_is_set_and_lifted) {
  const Exhibit one = exhibit();
  ASSERT_TRUE(put(one));
  const Quarantine quarantine{.reason = "blob is truncated", .since = clock_.now()};
  const auto set = [&](const std::optional<Quarantine>& value) {
    return in_transaction(
        [&](Transaction& t) { return exhibits().set_quarantine(t, tenant_, one.id, value); });
  };
  ASSERT_TRUE(set(quarantine));
  EXPECT_EQ(exhibits().get(tenant_, one.id)->quarantine, quarantine);
  ASSERT_TRUE(set(std::nullopt));
  EXPECT_FALSE(exhibits().get(tenant_, one.id)->quarantine);
}

TEST_P(ExhibitStoreContract, erasure_destroys_the_key_and_keeps_the_digests) {
  const Exhibit one = exhibit();
  ASSERT_TRUE(put(one));
  const Timestamp first = clock_.now();
  ASSERT_TRUE(erase(one.id));
  clock_.advance(std::chrono::hours{1});
  ASSERT_TRUE(erase(one.id));
  rig_->reopen();
  const auto read = exhibits().get(tenant_, one.id);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->erased_at, first);
  EXPECT_TRUE(read->exhibit.wrapped_key.empty());
  EXPECT_EQ(read->exhibit.sha256, one.sha256);
}

TEST_P(ExhibitStoreContract, a_hold_refuses_erasure_until_it_is_lifted) {
  const Exhibit held = exhibit();
  Exhibit of_other_claim = exhibit();
  of_other_claim.claim = ClaimId::make(clock_, entropy_);
  ASSERT_TRUE(put(held));
  ASSERT_TRUE(put(of_other_claim));
  const LegalHold first = hold();
  ASSERT_TRUE(in_transaction([&](Transaction& t) { return exhibits().place_hold(t, first); }));
  LegalHold second = first;
  second.order = "another";
  ASSERT_TRUE(in_transaction([&](Transaction& t) { return exhibits().place_hold(t, second); }));
  rig_->reopen();
  EXPECT_EQ(*exhibits().holds_of_claim(tenant_, claim_), std::vector{first});
  EXPECT_EQ(*exhibits().holds_of_subject(tenant_, subject_), std::vector{first});
  EXPECT_EQ(erase(held.id).error().code, ErrorCode::conflict);
  EXPECT_EQ(erase(of_other_claim.id).error().code, ErrorCode::conflict);  // by its subject
  EXPECT_FALSE(exhibits().get(tenant_, held.id)->exhibit.wrapped_key.empty());
  ASSERT_TRUE(in_transaction([&](Transaction& t) -> Status {
    const Status lifted = exhibits().lift_hold(t, tenant_, claim_, subject_);
    if (!lifted) return lifted;
    EXPECT_TRUE(exhibits().holds_of_subject(t, tenant_, subject_)->empty());
    return {};
  }));
  EXPECT_TRUE(exhibits().holds_of_claim(tenant_, claim_)->empty());
  EXPECT_TRUE(erase(held.id));
}

TEST_P(ExhibitStoreContract, a_wrapped_key_is_replaced_if_it_is_the_expected_one) {
  const Exhibit one = exhibit();
  ASSERT_TRUE(put(one));
  const Bytes next(80, std::byte{5});
  const auto replace = [&](const Bytes& expected) {
    return in_transaction([&](Transaction& t) {
      return exhibits().replace_wrapped_key(t, tenant_, one.id, expected, next);
    });
  };
  EXPECT_EQ(replace(next).error().code, ErrorCode::conflict);
  ASSERT_TRUE(replace(one.wrapped_key));
  EXPECT_EQ(exhibits().get(tenant_, one.id)->exhibit.wrapped_key, next);
}

TEST_P(ExhibitStoreContract, a_retention_class_is_changed) {
  const Exhibit one = exhibit();
  ASSERT_TRUE(put(one));
  ASSERT_TRUE(in_transaction([&](Transaction& t) {
    return exhibits().set_retention_class(t, tenant_, one.id, "litigation");
  }));
  EXPECT_EQ(exhibits().get(tenant_, one.id)->exhibit.retention_class, "litigation");
}

}  // namespace pixiu::vault::testing
