#include "workflow/mark.h"

#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace pixiu::workflow {
namespace {

// Answers in turn; what a sandbox may answer is tested with it.
class Planner final : public sandbox::MarkPlanner {
 public:
  explicit Planner(std::vector<Result<media::FileEdits>> answers) : answers_(std::move(answers)) {}

  Result<media::FileEdits> plan(ByteView /*file*/, const sandbox::MarkRequest& /*mark*/) override {
    Result<media::FileEdits> answer = answers_.front();
    answers_.erase(answers_.begin());
    return answer;
  }

 private:
  std::vector<Result<media::FileEdits>> answers_;
};

media::FileEdits one_edit() {
  return {{.offset_bytes = 0, .removed_count = 1, .inserted = {std::byte{7}}}};
}

Result<MarkedCopy> marked(Result<media::FileEdits> first, Result<media::FileEdits> again) {
  Planner planner({std::move(first), std::move(again)});
  return mark_copy(planner, bytes_of("original"), {});
}

TEST(MarkCopy, gives_the_copy_when_it_reads_back_as_marked) {
  const auto copy = marked(one_edit(), media::FileEdits{});
  ASSERT_TRUE(copy.has_value());
  EXPECT_EQ(copy->file.front(), std::byte{7});
  EXPECT_FALSE(copy->was_marked_before);
}

TEST(MarkCopy, says_why_the_copy_could_not_be_read_again) {
  for (const ErrorCode code : {ErrorCode::deadline_exceeded, ErrorCode::limit_exceeded,
                               ErrorCode::unavailable, ErrorCode::internal}) {
    const auto copy = marked(one_edit(), Error{code, "why"});
    ASSERT_FALSE(copy.has_value());
    EXPECT_EQ(copy.error().code, code);
    EXPECT_NE(copy.error().message.find("why"), std::string::npos);
  }
}

TEST(MarkCopy, takes_a_copy_that_is_no_file_any_more_for_its_own_fault) {
  for (const ErrorCode code :
       {ErrorCode::invalid_input, ErrorCode::corrupted, ErrorCode::unsupported}) {
    EXPECT_EQ(marked(one_edit(), Error{code, "why"}).error().code, ErrorCode::internal);
  }
  EXPECT_EQ(marked(one_edit(), one_edit()).error().code, ErrorCode::internal);
}

}  // namespace
}  // namespace pixiu::workflow
