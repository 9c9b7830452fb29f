#include "program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::command_line {
namespace {

using testing::HasSubstr;

TEST(PixiuMark, a_copy_is_marked_and_says_so_when_it_is_inspected) {
  const Folder folder;
  const std::string original = folder.copy(sample("mug/claim-cracked.jpg"), "claim.jpg");
  const std::string before = read(original);
  const Outcome marked = run_pixiu({"mark", original, "--propagator", "shop", "--id", "claim-17",
                                    "--label", "3", "-o", folder.path("copy.jpg")});
  ASSERT_EQ(marked.exit_status, 0) << marked.err;
  EXPECT_EQ(read(original), before);
  const Outcome inspected = run_pixiu({"inspect", folder.path("copy.jpg"), "--json"});
  ASSERT_EQ(inspected.exit_status, 0) << inspected.err;
  const nlohmann::json result = inspected.json();
  for (const nlohmann::json& finding : result["findings"]) {
    if (finding["examiner"] != "gb45438_label") continue;
    EXPECT_EQ(finding["details"]["state"], "compliant");
    EXPECT_EQ(finding["details"]["labels"][0]["label"], "3");
    EXPECT_EQ(finding["details"]["labels"][0]["propagator"]["text"], "shop");
    EXPECT_EQ(finding["details"]["labels"][0]["propagate_id"], "claim-17");
    return;
  }
  FAIL() << "no finding of the hidden label";
}

TEST(PixiuMark, the_original_is_never_written_onto) {
  const Folder folder;
  const std::string original = folder.copy(sample("mug/claim-cracked.jpg"), "claim.jpg");
  const std::string before = read(original);
  const Outcome refused = run_pixiu(
      {"mark", original, "--propagator", "shop", "--id", "1", "--label", "3", "-o", original});
  EXPECT_EQ(refused.exit_status, 2);
  EXPECT_THAT(refused.err, HasSubstr("copy"));
  EXPECT_EQ(read(original), before);
}

TEST(PixiuMark, another_platforms_mark_stays) {
  const Folder folder;
  const std::string original = folder.copy(sample("mug/claim-cracked.jpg"), "claim.jpg");
  const auto mark = [&](const std::string& from, const char* propagator, const char* to) {
    return run_pixiu({"mark", from, "--propagator", propagator, "--id", "1", "--label", "2", "-o",
                      folder.path(to)});
  };
  ASSERT_EQ(mark(original, "first", "one.jpg").exit_status, 0);
  const Outcome second = mark(folder.path("one.jpg"), "second", "two.jpg");
  EXPECT_EQ(second.exit_status, 1);
  EXPECT_THAT(second.err, HasSubstr("another propagator"));
}

}  // namespace
}  // namespace pixiu::command_line
