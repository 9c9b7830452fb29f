#include "vault/custody.h"

#include "base/testing.h"
#include "vault/memory_record_testing.h"

#include <gtest/gtest.h>

namespace pixiu::vault {
namespace {

class CustodyTest : public ::testing::Test {
 protected:
  void record(CustodyAction action, std::optional<crypto::Digest> sha256 = {}) {
    const Event event = *custody_event({.exhibit = exhibit_,
                                        .action = action,
                                        .actor = Actor::user(user_),
                                        .sha256 = sha256.value_or(exhibit_.sha256),
                                        .details = {{"purpose", "dispute"}},
                                        .id = {}},
                                       clock_, entropy_);
    ASSERT_TRUE(store_.run(
        [&](Transaction& transaction) { return store_.append(transaction, std::vector{event}); }));
    clock_.advance(std::chrono::minutes{1});
  }

  CustodyChain chain() { return *custody_of(store_, exhibit_.tenant, exhibit_.id); }

  ::pixiu::testing::ManualClock clock_{*parse_timestamp("2026-11-28T01:02:03Z")};
  ::pixiu::testing::SeededEntropy entropy_{21};
  UserId user_ = UserId::make(clock_, entropy_);
  Exhibit exhibit_{.id = ExhibitId::make(clock_, entropy_),
                   .tenant = TenantId::make(clock_, entropy_),
                   .claim = ClaimId::make(clock_, entropy_),
                   .subject = SubjectId::make(clock_, entropy_),
                   .derived_from = {},
                   .sha256 = crypto::sha256(bytes_of("photo")),
                   .sm3 = crypto::sm3(bytes_of("photo")),
                   .size_bytes = 5,
                   .media_type = "image/jpeg",
                   .blob = {},
                   .wrapped_key = {},
                   .retention_class = "dispute",
                   .received_at = clock_.now()};
  testing::MemoryRecord store_;
};

TEST_F(CustodyTest, who_when_what_and_the_digest_are_read_back) {
  record(CustodyAction::received);
  record(CustodyAction::examined);
  record(CustodyAction::viewed);
  record(CustodyAction::exported);
  const CustodyChain read = chain();
  ASSERT_EQ(read.entries.size(), 4u);
  EXPECT_TRUE(read.faults.empty());
  EXPECT_EQ(read.entries[1].action, CustodyAction::examined);
  EXPECT_EQ(read.entries[1].sha256_hex, crypto::hex(exhibit_.sha256));
  EXPECT_EQ(read.entries[1].event.event.actor, Actor::user(user_));
  EXPECT_EQ(format_timestamp(read.entries[1].event.event.time), "2026-11-28T01:03:03.000Z");
  EXPECT_NE(read.entries[1].event.event.body.find(R"("details":{"purpose":"dispute"})"),
            std::string::npos);
}

TEST_F(CustodyTest, a_content_that_changed_is_a_fault_of_the_step_that_saw_it) {
  record(CustodyAction::received);
  record(CustodyAction::examined, crypto::sha256(bytes_of("another photo")));
  record(CustodyAction::viewed);
  const CustodyChain read = chain();
  ASSERT_EQ(read.faults.size(), 1u);
  EXPECT_EQ(read.faults[0].event, read.entries[1].event.event.id);
}

TEST_F(CustodyTest, a_chain_begins_with_received_and_ends_with_erased) {
  record(CustodyAction::viewed);
  record(CustodyAction::received);
  record(CustodyAction::erased);
  record(CustodyAction::viewed);
  EXPECT_EQ(chain().faults.size(), 3u);
}

TEST_F(CustodyTest, an_exhibit_nobody_knows_has_no_chain) {
  EXPECT_EQ(custody_of(store_, exhibit_.tenant, exhibit_.id).error().code, ErrorCode::not_found);
}

TEST(CustodyActions, names_and_actions_map_one_to_one) {
  for (const char* name : {"received", "examined", "viewed", "exported", "quarantined", "restored",
                           "held", "released", "erased"}) {
    const auto action = custody_action_by_name(name);
    ASSERT_TRUE(action) << name;
    EXPECT_EQ(custody_action_name(*action), name);
  }
  EXPECT_FALSE(custody_action_by_name("opened"));
}

}  // namespace
}  // namespace pixiu::vault
