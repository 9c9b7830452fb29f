#include "sandbox/reference_cache.h"

#include <memory>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::sandbox {
namespace {

// Counts what reaches the sandbox.
class CountingExaminer final : public Examiner {
 public:
  struct Counts {
    int prepare = 0;
    std::vector<bool> reference_was_prepared;
  };
  explicit CountingExaminer(Counts& counts) : counts_(counts) {}

  assessment::Assessment examine(const assessment::Request& request) override {
    for (const auto& reference : request.references) {
      counts_.reference_was_prepared.push_back(reference.is_prepared);
    }
    return {};
  }
  Result<Rendition> render(const RenditionRequest&) override { return Rendition{}; }
  Result<Bytes> prepare(ByteView reference) override {
    ++counts_.prepare;
    if (text_of(reference) == "broken") return Error{ErrorCode::corrupted, "broken"};
    if (text_of(reference) == "large") return Error{ErrorCode::limit_exceeded, "too large"};
    if (text_of(reference) == "late") return Error{ErrorCode::deadline_exceeded, "busy machine"};
    return Bytes(100);
  }

 private:
  Counts& counts_;
};

struct CacheFixture : testing::Test {
  CountingExaminer::Counts counts;
  std::unique_ptr<Examiner> cached =
      with_reference_cache(std::make_unique<CountingExaminer>(counts), 750);

  void examine(std::string_view reference, bool wants_prepared = false) {
    assessment::Request request{.wants_prepared_references = wants_prepared};
    request.references = {{.bytes = bytes_of(reference)}};
    cached->examine(request);
  }
};

using ReferenceCache = CacheFixture;

TEST_F(ReferenceCache, a_reference_is_prepared_once) {
  examine("a");
  examine("a");
  EXPECT_EQ(counts.prepare, 1);
  EXPECT_THAT(counts.reference_was_prepared, testing::ElementsAre(true, true));
}

TEST_F(ReferenceCache, the_least_recently_used_goes_first) {
  examine("a");
  examine("b");
  examine("a");
  examine("c");  // three do not fit: b goes
  EXPECT_EQ(counts.prepare, 3);
  examine("a");
  EXPECT_EQ(counts.prepare, 3);
  examine("b");
  EXPECT_EQ(counts.prepare, 4);
}

TEST_F(ReferenceCache, one_that_cannot_be_prepared_is_passed_on_as_it_is) {
  examine("broken");
  EXPECT_THAT(counts.reference_was_prepared, testing::ElementsAre(false));
}

TEST_F(ReferenceCache, what_is_too_large_to_keep_is_tried_once) {
  examine("large");
  examine("large");
  EXPECT_EQ(counts.prepare, 1);
  EXPECT_THAT(counts.reference_was_prepared, testing::ElementsAre(false, false));
}

TEST_F(ReferenceCache, what_a_busy_machine_did_not_prepare_is_tried_again) {
  examine("late");
  examine("late");
  EXPECT_EQ(counts.prepare, 2);
}

TEST_F(ReferenceCache, who_wants_prepared_references_back_gets_them_from_the_examination) {
  examine("a", true);
  EXPECT_EQ(counts.prepare, 0);
  EXPECT_THAT(counts.reference_was_prepared, testing::ElementsAre(false));
}

}  // namespace
}  // namespace pixiu::sandbox
