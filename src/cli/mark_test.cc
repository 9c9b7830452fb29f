#include "cli/mark.h"

#include "cli/files.h"
#include "cli/testing.h"

#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

// Puts "[propagator id label]" in front of a text that does not begin with it; refuses "labelled".
class TextPlanner : public sandbox::MarkPlanner {
 public:
  Result<media::FileEdits> plan(ByteView file, const sandbox::MarkRequest& request) override {
    const std::string_view text = text_of(file);
    if (text == "labelled") return Error{ErrorCode::conflict, "names another propagator"};
    if (text == "unlabelled" && !request.label) return Error{ErrorCode::invalid_input, "say which"};
    const std::string mark = "[" + request.propagator + " " + request.propagate_id + " " +
                             std::string(1, request.label.value_or('-')) + "]";
    if (text.starts_with(mark)) return media::FileEdits{};
    if (text == "lost") return media::FileEdits{{0, 4, Bytes(1)}};
    const ByteView bytes = bytes_of(mark);
    return media::FileEdits{{0, 0, Bytes(bytes.begin(), bytes.end())}};
  }
};

class Mark : public testing::Test {
 protected:
  int run(const std::string& file, const std::string& out, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"pixiu",        "mark", (folder_.path() / file).string(),
                                          "--propagator", "shop", "--id",
                                          "17",           "-o",   (folder_.path() / out).string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    std::vector<const char*> argv;
    for (const std::string& argument : arguments) argv.push_back(argument.c_str());
    const StartMarkPlanner start = []() -> Result<std::unique_ptr<sandbox::MarkPlanner>> {
      return std::make_unique<TextPlanner>();
    };
    captured_.err.str("");
    return cli::run({mark_command(start)}, static_cast<int>(argv.size()), argv.data(),
                    captured_.terminal);
  }

  std::string text(const std::string& name) const {
    return read_text(folder_.path() / name, 1000).value_or("none");
  }
  std::size_t file_count() const {
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator(folder_.path()), {}));
  }

  TemporaryFolder folder_;
  CapturedTerminal captured_;
};

TEST_F(Mark, a_marked_copy_is_written_and_the_original_stays) {
  folder_.write("original", "photo");
  EXPECT_EQ(run("original", "copy", {"--label", "3"}), 0);
  EXPECT_EQ(text("copy"), "[shop 17 3]photo");
  EXPECT_EQ(text("original"), "photo");
  EXPECT_EQ(file_count(), 2u);
}

TEST_F(Mark, an_older_copy_is_replaced_at_once) {
  folder_.write("original", "photo");
  folder_.write("copy", "an older one");
  EXPECT_EQ(run("original", "copy"), 0);
  EXPECT_EQ(text("copy"), "[shop 17 -]photo");
  EXPECT_EQ(file_count(), 2u);
}

TEST_F(Mark, the_original_is_refused_as_a_target_by_every_name) {
  folder_.write("original", "photo");
  std::filesystem::create_symlink("original", folder_.path() / "link");
  std::filesystem::create_hard_link(folder_.path() / "original", folder_.path() / "twin");
  for (const char* target : {"original", "link", "twin", "./original"}) {
    EXPECT_EQ(run("original", target), 2) << target;
    EXPECT_THAT(captured_.err.str(), HasSubstr("copy only"));
  }
  EXPECT_EQ(text("original"), "photo");
}

TEST_F(Mark, what_is_refused_leaves_no_file) {
  folder_.write("labelled", "labelled");
  folder_.write("unlabelled", "unlabelled");
  folder_.write("lost", "lost");
  EXPECT_EQ(run("labelled", "copy"), 1);
  EXPECT_THAT(captured_.err.str(), HasSubstr("another propagator"));
  EXPECT_EQ(run("unlabelled", "copy"), 2);
  EXPECT_EQ(run("lost", "copy"), 1);
  EXPECT_THAT(captured_.err.str(), HasSubstr("does not read back"));
  EXPECT_EQ(run("missing", "copy"), 2);
  EXPECT_EQ(run("labelled", "copy", {"--label", "1"}), 2);
  EXPECT_EQ(file_count(), 3u);
}

TEST_F(Mark, a_file_that_carries_the_mark_is_copied_as_it_is) {
  folder_.write("original", "[shop 17 -]photo");
  EXPECT_EQ(run("original", "copy"), 0);
  EXPECT_EQ(text("copy"), "[shop 17 -]photo");
}

TEST_F(Mark, what_is_no_regular_file_is_not_replaced) {
  folder_.write("original", "photo");
  folder_.write("elsewhere", "other");
  std::filesystem::create_symlink("elsewhere", folder_.path() / "link");
  EXPECT_EQ(run("original", "link"), 1);
  EXPECT_THAT(captured_.err.str(), HasSubstr("no regular file"));
  EXPECT_TRUE(std::filesystem::is_symlink(folder_.path() / "link"));
  EXPECT_EQ(text("elsewhere"), "other");
}

TEST_F(Mark, a_copy_that_cannot_be_written_is_reported) {
  folder_.write("original", "photo");
  EXPECT_EQ(run("original", "no folder/copy"), 1);
  EXPECT_EQ(file_count(), 1u);
}

}  // namespace
}  // namespace pixiu::cli
