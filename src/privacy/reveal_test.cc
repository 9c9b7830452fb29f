#include "privacy/reveal.h"

#include "privacy/erasure.h"
#include "privacy/keyring_testing.h"

#include <gtest/gtest.h>

namespace pixiu::privacy {
namespace {

using testing::TestKeys;
using enum FieldKind;

class RecordInMemory final : public PrivacyRecord {
 public:
  Status append(Transaction&, const PrivacyStep& step) override {
    if (fails) return Error{ErrorCode::unavailable, "the record cannot be written"};
    steps.push_back(step);
    return {};
  }
  std::vector<PrivacyStep> steps;
  bool fails = false;
};

class HoldFlag final : public HoldCheck {
 public:
  Result<bool> is_held(Transaction&, const TenantId&, const SubjectId&) const override {
    return held;
  }
  bool held = false;
};

struct RevealTest : ::testing::Test {
  TestKeys keys;
  FieldSealer sealer{*keys.keyring, keys.entropy};
  RecordInMemory record;
  HoldFlag holds;
  Revealer revealer{{*keys.keyring, sealer, record, keys.store, keys.entropy, keys.clock},
                    {.count_max = 3, .time = std::chrono::minutes(10)}};
  std::vector<Bytes> sealed;
  std::vector<SealedField> fields;

  RevealTest() {
    sealed.reserve(6);
    add(name, "name", "张三");
    add(phone, "phone", "13812341234");
    add(email, "email", "zhang@example.com");
    add(address, "address", "浙江省杭州市西湖区文三路90号");
    add(order_number, "order_number", "2026112800001234");
    add(statement, "statement", "lid broken");
  }

  void add(FieldKind kind, std::string_view column, const std::string& value) {
    const FieldPlace place{keys.tenant, "party", "1", column};
    sealed.push_back(*sealer.seal(place, keys.subject, Sensitive<std::string>(value)));
    fields.push_back({kind, place, sealed.back()});
  }

  RevealRequest request(Purpose purpose) const {
    return {keys.tenant, keys.subject, keys.user, purpose, keys.claim};
  }
  std::vector<FieldKind> kinds_for(Purpose purpose) {
    std::vector<FieldKind> kinds;
    const auto revealed = revealer.reveal(request(purpose), fields);
    if (!revealed) return kinds;
    for (const auto& field : *revealed) kinds.push_back(field.kind);
    return kinds;
  }
  ErrorCode code_for(Purpose purpose) {
    const auto revealed = revealer.reveal(request(purpose), fields);
    return revealed ? ErrorCode::internal : revealed.error().code;
  }
  ErasureOutcome erase() {
    auto outcome = ErasureOutcome::held;
    EXPECT_TRUE(keys.store.run([&](Transaction& transaction) -> Status {
      const auto result = erase_subject(transaction, {keys.store, holds, record},
                                        {EventId::make(keys.clock, keys.entropy), keys.tenant,
                                         keys.subject, keys.user, keys.clock.now()});
      if (!result) return result.error();
      outcome = *result;
      return {};
    }));
    return outcome;
  }
};

TEST_F(RevealTest, gives_only_the_fields_of_the_purpose) {
  EXPECT_EQ(kinds_for(Purpose::contact), (std::vector{name, phone, email}));
  EXPECT_EQ(kinds_for(Purpose::visit), (std::vector{name, phone, address}));
  EXPECT_EQ(kinds_for(Purpose::dispute), (std::vector{order_number, statement}));
  keys.clock.advance(std::chrono::minutes(10));
  EXPECT_EQ(kinds_for(Purpose::legal).size(), 6u);
  EXPECT_EQ(code_for(Purpose::seal), ErrorCode::permission_denied);
}

TEST_F(RevealTest, opens_the_values) {
  const auto revealed = revealer.reveal(request(Purpose::contact), fields);
  EXPECT_EQ(revealed->at(1).value.reveal(Purpose::contact), "13812341234");
}

TEST_F(RevealTest, records_who_what_for_and_which_fields_but_no_value) {
  ASSERT_EQ(kinds_for(Purpose::visit).size(), 3u);
  ASSERT_EQ(record.steps.size(), 1u);
  const auto& step = record.steps.front();
  EXPECT_EQ(step.kind, PrivacyStep::Kind::revealed);
  EXPECT_EQ(step.actor, keys.user);
  EXPECT_EQ(step.subject, keys.subject);
  EXPECT_EQ(step.claim, keys.claim);
  EXPECT_EQ(step.purpose, Purpose::visit);
  EXPECT_EQ(step.fields, (std::vector{name, phone, address}));
}

TEST_F(RevealTest, does_not_take_place_when_it_cannot_be_recorded) {
  record.fails = true;
  EXPECT_EQ(code_for(Purpose::contact), ErrorCode::unavailable);
  record.fails = false;
  keys.store.fail_commit(1);
  EXPECT_EQ(code_for(Purpose::contact), ErrorCode::unavailable);
}

TEST_F(RevealTest, has_a_quota_that_time_gives_back) {
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(kinds_for(Purpose::contact).empty());
  EXPECT_EQ(code_for(Purpose::contact), ErrorCode::limit_exceeded);
  EXPECT_EQ(record.steps.size(), 3u);
  keys.clock.advance(std::chrono::minutes(10));
  EXPECT_FALSE(kinds_for(Purpose::contact).empty());
}

TEST_F(RevealTest, refuses_the_fields_of_another_tenant) {
  fields.front().place.tenant = TenantId::make(keys.clock, keys.entropy);
  EXPECT_EQ(code_for(Purpose::legal), ErrorCode::permission_denied);
  EXPECT_TRUE(record.steps.empty());
}

TEST_F(RevealTest, masks_what_nobody_gave_a_purpose_for) {
  const auto shown = revealer.masked_fields(keys.tenant, keys.subject, fields);
  ASSERT_EQ(shown->size(), 6u);
  EXPECT_EQ(shown->at(0).text, "张*");
  EXPECT_EQ(shown->at(1).text, "138****1234");
  EXPECT_EQ(shown->at(3).text, "浙江省杭州市西湖区****");
  EXPECT_TRUE(record.steps.empty());
}

TEST_F(RevealTest, an_erased_subject_opens_no_more_and_takes_nothing_new) {
  EXPECT_EQ(erase(), ErasureOutcome::erased);
  EXPECT_EQ(record.steps.back().kind, PrivacyStep::Kind::erased);
  EXPECT_EQ(code_for(Purpose::legal), ErrorCode::not_found);
  EXPECT_EQ(revealer.masked_fields(keys.tenant, keys.subject, fields)->front().text, "");
  const auto sealed_again =
      sealer.seal(fields.front().place, keys.subject, Sensitive<std::string>("x"));
  EXPECT_EQ(sealed_again.error().code, ErrorCode::conflict);
  EXPECT_TRUE(keys.store.keys().subject_keys.begin()->second.wrapped.empty());
}

TEST_F(RevealTest, a_legal_hold_stands_above_an_erasure_and_leaves_legal_purposes_only) {
  holds.held = true;
  EXPECT_EQ(erase(), ErasureOutcome::held);
  EXPECT_EQ(record.steps.back().kind, PrivacyStep::Kind::erasure_refused);
  EXPECT_EQ(code_for(Purpose::contact), ErrorCode::permission_denied);
  EXPECT_EQ(kinds_for(Purpose::legal).size(), 6u);
  holds.held = false;
  EXPECT_EQ(erase(), ErasureOutcome::erased);
  EXPECT_EQ(code_for(Purpose::legal), ErrorCode::not_found);
}

TEST_F(RevealTest, an_erasure_that_cannot_be_recorded_does_not_take_place) {
  record.fails = true;
  EXPECT_FALSE(keys.store.run([&](Transaction& transaction) -> Status {
    const auto result = erase_subject(transaction, {keys.store, holds, record},
                                      {EventId::make(keys.clock, keys.entropy), keys.tenant,
                                       keys.subject, keys.user, keys.clock.now()});
    if (!result) return result.error();
    return {};
  }));
  record.fails = false;
  EXPECT_EQ(kinds_for(Purpose::contact).size(), 3u);
}

}  // namespace
}  // namespace pixiu::privacy
