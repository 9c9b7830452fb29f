#pragma once

#include "cases/case_store.h"
#include "cases/testing.h"

#include <functional>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

// What every CaseStore does. A test of an implementation includes this once and writes
//
//   INSTANTIATE_TEST_SUITE_P(Sqlite, CaseStoreContract, ::testing::Values(make_rig));
//
// Included by tests only.
namespace pixiu::cases::testing {

// An empty database and the store in it; both live as long as the rig.
struct CaseStoreRig {
  virtual ~CaseStoreRig() = default;
  virtual Transactions& transactions() = 0;
  virtual CaseStore& cases() = 0;
  // As after the process ended and began again, over the same database.
  virtual void reopen() {}
};

class CaseStoreContract
    : public ::testing::TestWithParam<std::function<std::unique_ptr<CaseStoreRig>()>> {
 protected:
  void SetUp() override { rig_ = GetParam()(); }

  CaseStore& cases() { return rig_->cases(); }

  Status append(const ClaimEvent& event, const ClaimSummary& summary) {
    return rig_->transactions().run(
        [&](Transaction& transaction) { return cases().append(transaction, event, summary); });
  }

  // Stores a story event after event, with the summary as it was then.
  Status store(const Story& story) {
    Claim claim;
    for (const ClaimEvent& event : story.events) {
      EXPECT_TRUE(apply(claim, event));
      Status status = append(event, summary_of(claim, *built_in_calendar("cn")));
      if (!status) return status;
    }
    return {};
  }

  // A claim of the tenant, at the merchant, whose window ends `hours_later` than the first one's.
  ClaimSummary store_waiting(const TenantId& tenant, int hours_later) {
    Story story(Story::default_terms(), ++seed_);
    story.tenant = tenant;
    story.clock.advance(std::chrono::hours(hours_later));
    story.file();
    story.tell(story.engine(), MerchantAsked{});
    EXPECT_TRUE(store(story));
    return summary_of(story.claim, *built_in_calendar("cn"));
  }

  std::unique_ptr<CaseStoreRig> rig_;

 private:
  std::uint64_t seed_ = 100;
};

TEST_P(CaseStoreContract, a_claim_reads_back_as_it_was_stored) {
  Story story;
  story.bring_to_appeal_window();
  ASSERT_TRUE(store(story));
  rig_->reopen();
  EXPECT_EQ(*cases().events(story.tenant, story.id), story.events);
  EXPECT_EQ(*cases().summary(story.tenant, story.id),
            summary_of(story.claim, *built_in_calendar("cn")));
}

TEST_P(CaseStoreContract, storing_again_changes_nothing) {
  Story story;
  story.bring_to_review();
  ASSERT_TRUE(store(story));
  ASSERT_TRUE(store(story));
  EXPECT_EQ(*cases().events(story.tenant, story.id), story.events);
  EXPECT_EQ(cases().summary(story.tenant, story.id)->version, story.claim.version);
}

TEST_P(CaseStoreContract, of_two_events_with_one_number_the_second_is_a_conflict) {
  Story story;
  story.file();
  ASSERT_TRUE(store(story));
  const ClaimSummary before = *cases().summary(story.tenant, story.id);
  ClaimSummary next = before;
  next.version = 2;
  ClaimEvent event = story.events.front();
  event.sequence = 2;
  event.id = EventId::make(story.clock, story.entropy);
  event.body = MerchantAsked{};
  ASSERT_TRUE(append(event, next));
  event.id = EventId::make(story.clock, story.entropy);
  EXPECT_EQ(append(event, next).error().code, ErrorCode::conflict);
  event.sequence = 4;
  next.version = 4;
  EXPECT_EQ(append(event, next).error().code, ErrorCode::conflict);
  EXPECT_EQ(cases().events(story.tenant, story.id)->size(), 2u);
  EXPECT_EQ(*cases().summary(story.tenant, story.id)->due_at == before.due_at, false);
}

TEST_P(CaseStoreContract, an_id_that_is_stored_with_another_content_is_a_conflict) {
  Story story;
  story.bring_to_review();
  ASSERT_TRUE(store(story));
  ClaimEvent other = story.events.back();
  other.body = BuyerReplied{"something else"};
  ClaimSummary summary = *cases().summary(story.tenant, story.id);
  EXPECT_EQ(append(other, summary).error().code, ErrorCode::conflict);
  EXPECT_EQ(*cases().events(story.tenant, story.id), story.events);
}

TEST_P(CaseStoreContract, another_tenant_finds_nothing_and_appends_nothing) {
  Story story;
  story.file();
  ASSERT_TRUE(store(story));
  const TenantId other = TenantId::make(story.clock, story.entropy);
  EXPECT_EQ(cases().events(other, story.id).error().code, ErrorCode::not_found);
  EXPECT_EQ(cases().summary(other, story.id).error().code, ErrorCode::not_found);
  EXPECT_TRUE(cases().queue(other, {})->empty());
  ClaimEvent event = story.events.front();
  event.id = EventId::make(story.clock, story.entropy);
  event.tenant = other;
  event.sequence = 2;
  ClaimSummary summary = *cases().summary(story.tenant, story.id);
  summary.tenant = other;
  summary.version = 2;
  EXPECT_EQ(append(event, summary).error().code, ErrorCode::conflict);
  EXPECT_EQ(cases().events(story.tenant, story.id)->size(), 1u);
}

TEST_P(CaseStoreContract, a_step_that_fails_leaves_nothing_behind) {
  Story story;
  story.file();
  const Status status = rig_->transactions().run([&](Transaction& transaction) -> Status {
    const Status appended = cases().append(transaction, story.events.front(),
                                           summary_of(story.claim, *built_in_calendar("cn")));
    if (!appended) return appended;
    return Error{ErrorCode::invalid_input, "the step thinks better of it"};
  });
  EXPECT_EQ(status.error().code, ErrorCode::invalid_input);
  EXPECT_EQ(cases().events(story.tenant, story.id).error().code, ErrorCode::not_found);
}

TEST_P(CaseStoreContract, a_queue_is_read_page_by_page_due_first) {
  Story any;
  std::vector<ClaimSummary> expected;
  for (const int hours : {30, 10, 20, 0, 40}) {
    expected.push_back(store_waiting(any.tenant, hours));
  }
  std::sort(expected.begin(), expected.end(),
            [](const ClaimSummary& a, const ClaimSummary& b) { return a.due_at < b.due_at; });
  store_waiting(TenantId::make(any.clock, any.entropy), 5);
  QueueQuery query;
  query.states = {State::merchant_window};
  query.count_max = 2;
  std::vector<ClaimSummary> read;
  for (int page = 0; page < 4; ++page) {
    const auto found = cases().queue(any.tenant, query);
    ASSERT_TRUE(found.has_value());
    read.insert(read.end(), found->begin(), found->end());
    if (found->empty()) break;
    query.after = found->back();
  }
  EXPECT_EQ(read, expected);
  query = {};
  query.states = {State::closed};
  EXPECT_TRUE(cases().queue(any.tenant, query)->empty());
}

TEST_P(CaseStoreContract, what_is_due_is_found_across_tenants) {
  Story any;
  const ClaimSummary late = store_waiting(any.tenant, 20);
  const ClaimSummary early = store_waiting(TenantId::make(any.clock, any.entropy), 0);
  EXPECT_TRUE(cases().due(*early.due_at - std::chrono::milliseconds(1), 10)->empty());
  EXPECT_EQ(*cases().due(*early.due_at, 10), std::vector<ClaimSummary>{early});
  EXPECT_EQ(*cases().due(*late.due_at, 10), (std::vector<ClaimSummary>{early, late}));
  EXPECT_EQ(*cases().due(*late.due_at, 1), std::vector<ClaimSummary>{early});
}

}  // namespace pixiu::cases::testing
