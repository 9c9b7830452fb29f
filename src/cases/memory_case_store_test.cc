#include "cases/case_store_contract_testing.h"
#include "cases/memory_case_store_testing.h"

namespace pixiu::cases::testing {
namespace {

struct MemoryRig final : CaseStoreRig {
  Transactions& transactions() override { return store; }
  CaseStore& cases() override { return store; }
  MemoryCaseStore store;
};

std::unique_ptr<CaseStoreRig> make_rig() {
  return std::make_unique<MemoryRig>();
}

INSTANTIATE_TEST_SUITE_P(Memory, CaseStoreContract, ::testing::Values(make_rig));

TEST(MemoryCaseStore, fails_on_the_call_it_is_told_and_keeps_nothing_of_that_step) {
  Story story;
  story.file();
  const ClaimSummary summary = summary_of(story.claim, *built_in_calendar("cn"));
  for (const int call : {1, 2}) {
    MemoryCaseStore store;
    store.fail_at_call(call);
    const auto append = [&] {
      return store.run([&](Transaction& transaction) {
        return store.append(transaction, story.events.front(), summary);
      });
    };
    EXPECT_EQ(append().error().code, ErrorCode::unavailable);
    EXPECT_EQ(store.events(story.tenant, story.id).error().code, ErrorCode::not_found);
    EXPECT_TRUE(append());
    EXPECT_EQ(store.events(story.tenant, story.id)->size(), 1u);
  }
}

}  // namespace
}  // namespace pixiu::cases::testing
