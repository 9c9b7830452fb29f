#pragma once

#include "base/testing.h"
#include "vault/event_store.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

// What every EventStore does. A test of an implementation includes this once and writes
//
//   INSTANTIATE_TEST_SUITE_P(Sqlite, EventStoreContract, ::testing::Values(make_rig));
//
// Included by tests only.
namespace pixiu::vault::testing {

// An empty database and the store in it; both live as long as the rig.
struct EventStoreRig {
  virtual ~EventStoreRig() = default;
  virtual Transactions& transactions() = 0;
  virtual EventStore& events() = 0;
  // As after the process ended and began again, over the same database.
  virtual void reopen() {}
};

class EventStoreContract
    : public ::testing::TestWithParam<std::function<std::unique_ptr<EventStoreRig>()>> {
 protected:
  void SetUp() override { rig_ = GetParam()(); }

  EventStore& events() { return rig_->events(); }

  Event event(const TenantId& tenant, const Stream& stream, int number) {
    clock_.advance(std::chrono::milliseconds{1});
    return *make_event({.tenant = tenant,
                        .stream = stream,
                        .kind = "claim.noted",
                        .actor = Actor::program("test"),
                        .body = {{"number", number}, {"text", "纸箱 'quoted' \\ \n"}},
                        .id = {}},
                       clock_, entropy_);
  }

  Event event(int number) { return event(tenant_, stream_, number); }

  Status append(const std::vector<Event>& all) {
    return rig_->transactions().run(
        [&](Transaction& transaction) { return events().append(transaction, all); });
  }

  std::vector<Event> stored(std::size_t count) {
    std::vector<Event> all;
    for (std::size_t i = 0; i < count; ++i) all.push_back(event(static_cast<int>(i)));
    EXPECT_TRUE(append(all));
    return all;
  }

  static std::vector<EventId> ids(const std::vector<StoredEvent>& all) {
    std::vector<EventId> found;
    for (const StoredEvent& one : all) found.push_back(one.event.id);
    return found;
  }

  static std::vector<EventId> ids(const std::vector<Event>& all) {
    std::vector<EventId> found;
    for (const Event& one : all) found.push_back(one.id);
    return found;
  }

  ::pixiu::testing::ManualClock clock_{*parse_timestamp("2026-11-28T01:02:03Z")};
  ::pixiu::testing::SeededEntropy entropy_{11};
  TenantId tenant_ = TenantId::make(clock_, entropy_);
  Stream stream_ = Stream::of(ClaimId::make(clock_, entropy_));
  std::unique_ptr<EventStoreRig> rig_;
};

TEST_P(EventStoreContract, an_event_reads_back_as_it_was_stored) {
  const Event one = event(1);
  ASSERT_TRUE(append({one}));
  rig_->reopen();
  const auto read = events().by_id(tenant_, one.id);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->event, one);
  EXPECT_TRUE(read->has_salt);
  EXPECT_EQ(read->commitment, commitment_of(one));
  EXPECT_GE(read->position, 1u);
  EXPECT_FALSE(read->index);
}

TEST_P(EventStoreContract, a_step_that_fails_leaves_nothing) {
  const Event one = event(1);
  const Status done = rig_->transactions().run([&](Transaction& transaction) -> Status {
    const Status appended = events().append(transaction, std::vector{one});
    if (!appended) return appended;
    return Error{ErrorCode::invalid_input, "no"};
  });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error(), (Error{ErrorCode::invalid_input, "no"}));
  EXPECT_EQ(events().by_id(tenant_, one.id).error().code, ErrorCode::not_found);
  EXPECT_TRUE(events().unlogged(10)->empty());
}

TEST_P(EventStoreContract, the_same_step_again_leaves_the_first_event) {
  const Event first = event(1);
  Event second = first;
  second.time += std::chrono::hours{1};
  second.salt[0] ^= std::byte{1};
  ASSERT_TRUE(append({first}));
  ASSERT_TRUE(append({second, event(2)}));
  EXPECT_EQ(events().by_id(tenant_, first.id)->event, first);
  EXPECT_EQ(events().unlogged(10)->size(), 2u);
}

TEST_P(EventStoreContract, an_id_with_another_content_fails_the_step) {
  const Event first = event(1);
  Event other = first;
  other.body = R"({"number":2})";
  const Event beside = event(3);
  ASSERT_TRUE(append({first}));
  const Status done = append({beside, other});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::conflict);
  EXPECT_EQ(events().by_id(tenant_, beside.id).error().code, ErrorCode::not_found);
}

TEST_P(EventStoreContract, unlogged_events_come_in_the_order_of_storing) {
  std::vector<EventId> expected;
  for (int batch = 0; batch < 5; ++batch) {
    for (const EventId& id : ids(stored(3))) expected.push_back(id);
  }
  rig_->reopen();
  EXPECT_EQ(ids(*events().unlogged(100)), expected);
  expected.erase(expected.begin() + 4, expected.end());
  EXPECT_EQ(ids(*events().unlogged(4)), expected);
}

TEST_P(EventStoreContract, indices_are_noted_once_and_for_ever) {
  const std::vector<Event> all = stored(4);
  EXPECT_EQ(*events().next_index(), 0u);
  const std::vector<EventIndex> first = {{all[1].id, 0}, {all[0].id, 1}};
  ASSERT_TRUE(events().set_indices(first));
  ASSERT_TRUE(events().set_indices(first));
  rig_->reopen();
  EXPECT_EQ(*events().next_index(), 2u);
  EXPECT_EQ(events().by_id(tenant_, all[0].id)->index, std::uint64_t{1});
  EXPECT_EQ(ids(*events().unlogged(10)), (std::vector{all[2].id, all[3].id}));
}

TEST_P(EventStoreContract, an_index_or_event_that_is_taken_changes_nothing) {
  const std::vector<Event> all = stored(3);
  ASSERT_TRUE(events().set_indices(std::vector<EventIndex>{{all[0].id, 0}}));
  const auto code = [&](std::vector<EventIndex> indices) {
    const Status done = events().set_indices(indices);
    return done ? ErrorCode::internal : done.error().code;
  };
  EXPECT_EQ(code({{all[1].id, 1}, {all[2].id, 0}}), ErrorCode::conflict);
  EXPECT_EQ(code({{all[1].id, 1}, {all[0].id, 2}}), ErrorCode::conflict);
  EXPECT_EQ(code({{all[1].id, 1}, {event(9).id, 2}}), ErrorCode::not_found);
  EXPECT_EQ(*events().next_index(), 1u);
  EXPECT_EQ(events().unlogged(10)->size(), 2u);
}

TEST_P(EventStoreContract, forgotten_indices_leave_every_event_unlogged) {
  const std::vector<Event> all = stored(3);
  ASSERT_TRUE(events().set_indices(std::vector<EventIndex>{{all[0].id, 0}, {all[1].id, 1}}));
  ASSERT_TRUE(events().forget_indices());
  EXPECT_EQ(*events().next_index(), 0u);
  EXPECT_EQ(ids(*events().unlogged(10)), ids(all));
  EXPECT_TRUE(events().set_indices(std::vector<EventIndex>{{all[2].id, 0}}));
}

TEST_P(EventStoreContract, events_are_found_by_their_commitments) {
  const std::vector<Event> all = stored(2);
  const std::vector<crypto::Digest> wanted = {commitment_of(all[1]), crypto::Digest{},
                                              commitment_of(all[0])};
  const auto found = events().by_commitment(wanted);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 3u);
  EXPECT_EQ(found->at(0)->event, all[1]);
  EXPECT_FALSE(found->at(1));
  EXPECT_EQ(found->at(2)->event, all[0]);
}

TEST_P(EventStoreContract, a_stream_is_read_in_pages_and_by_its_tenant_alone) {
  const Stream other = Stream::of(ExhibitId::make(clock_, entropy_));
  const TenantId stranger = TenantId::make(clock_, entropy_);
  std::vector<Event> mine;
  for (int i = 0; i < 5; ++i) {
    mine.push_back(event(i));
    ASSERT_TRUE(append({mine.back(), event(tenant_, other, i), event(stranger, stream_, i)}));
  }
  std::vector<EventId> found;
  std::uint64_t position = 0;
  while (true) {
    const auto page =
        events().by_stream(tenant_, stream_, {.after_position = position, .count_max = 2});
    ASSERT_TRUE(page);
    if (page->empty()) break;
    EXPECT_LE(page->size(), 2u);
    for (const EventId& id : ids(*page)) found.push_back(id);
    position = page->back().position;
  }
  EXPECT_EQ(found, ids(mine));
  EXPECT_EQ(events().by_id(stranger, mine[0].id).error().code, ErrorCode::not_found);
  EXPECT_EQ(events().all({.after_position = 0, .count_max = 1000})->size(), 15u);
}

TEST_P(EventStoreContract, destroyed_salts_are_gone_and_the_commitment_stays) {
  const Stream other = Stream::of(ExhibitId::make(clock_, entropy_));
  const Event one = event(1);
  const Event beside = event(tenant_, other, 2);
  ASSERT_TRUE(append({one, beside}));
  std::size_t count = 0;
  const auto destroy = [&](Transaction& transaction) -> Status {
    const auto done = events().destroy_salts(transaction, tenant_, stream_);
    if (!done) return done.error();
    count = *done;
    return {};
  };
  ASSERT_TRUE(rig_->transactions().run(destroy));
  EXPECT_EQ(count, 1u);
  ASSERT_TRUE(rig_->transactions().run(destroy));
  EXPECT_EQ(count, 0u);
  rig_->reopen();
  const auto read = events().by_id(tenant_, one.id);
  ASSERT_TRUE(read);
  EXPECT_FALSE(read->has_salt);
  EXPECT_EQ(read->event.salt, Salt{});
  EXPECT_EQ(read->commitment, commitment_of(one));
  EXPECT_TRUE(events().by_id(tenant_, beside.id)->has_salt);
  EXPECT_EQ(events().unlogged(10)->size(), 2u);
}

TEST_P(EventStoreContract, a_thousand_events_in_one_step) {
  const std::vector<Event> all = stored(1000);
  EXPECT_EQ(ids(*events().unlogged(1000)), ids(all));
  std::vector<EventIndex> indices;
  for (std::size_t i = 0; i < all.size(); ++i) indices.push_back({all[i].id, i});
  ASSERT_TRUE(events().set_indices(indices));
  EXPECT_EQ(*events().next_index(), 1000u);
}

}  // namespace pixiu::vault::testing
