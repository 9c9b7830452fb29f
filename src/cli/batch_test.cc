#include "cli/batch.h"

#include "cli/testing.h"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace pixiu::cli {
namespace {

using nlohmann::json;

class Batch : public testing::Test {
 protected:
  Batch() {
    for (const char* text : {"good", "bad", "edited", "slow"}) folder_.write(text, text);
  }

  std::vector<json> run(const std::string& cases, int jobs = 1, bool wants_masks = false) {
    BatchOptions options{.cases = folder_.write("cases.jsonl", cases), .jobs = jobs};
    if (wants_masks) options.mask_dir = folder_.path() / "made" / "masks";
    CapturedTerminal captured;
    status_ = run_batch(options, examiner_, captured.terminal);
    err_ = captured.err.str();
    std::vector<json> results;
    std::istringstream lines(captured.out.str());
    for (std::string line; std::getline(lines, line);) results.push_back(json::parse(line));
    return results;
  }

  TemporaryFolder folder_;
  TextExaminer examiner_;
  int status_ = -1;
  std::string err_;
};

TEST_F(Batch, every_line_is_answered_in_order_whatever_the_number_of_jobs) {
  std::string cases;
  for (int i = 0; i < 100; ++i) {
    cases +=
        json{{"id", std::to_string(i)}, {"photo", i % 10 == 0 ? "slow" : "good"}}.dump() + "\n";
  }
  const auto results = run(cases, 8);
  ASSERT_EQ(results.size(), 100u);
  for (std::size_t i = 0; i < results.size(); ++i) EXPECT_EQ(results[i]["id"], std::to_string(i));
  EXPECT_EQ(status_, exit_ok);
}

TEST_F(Batch, a_line_that_cannot_be_answered_gives_an_error_and_the_rest_goes_on) {
  const auto results = run(R"({"id":"a","photo":"missing"}
not json
{"id":"c","photo":"good","references":["missing"]}

{"photo":"good"})");
  ASSERT_EQ(results.size(), 4u);
  EXPECT_EQ(results[0]["id"], "a");
  EXPECT_EQ(results[0]["error"]["code"], "not_found");
  EXPECT_EQ(results[1]["id"], "line-2");
  EXPECT_EQ(results[1]["error"]["code"], "invalid_input");
  EXPECT_EQ(results[2]["error"]["code"], "not_found");
  EXPECT_EQ(results[3]["id"], "line-5");
  EXPECT_EQ(results[3]["band"], "clear");
  EXPECT_EQ(status_, exit_failure);
}

TEST_F(Batch, an_unreadable_photo_is_a_result_and_no_error) {
  const auto results = run(R"({"id":"a","photo":"bad"})");
  EXPECT_EQ(results.at(0)["band"], "not_assessed");
  EXPECT_FALSE(results[0].contains("error"));
  EXPECT_EQ(status_, exit_ok);
}

TEST_F(Batch, masks_are_written_into_the_folder_that_is_made_for_them) {
  const auto results = run(R"({"id":"a","photo":"edited"}
{"id":"../../b","photo":"edited"}
{"id":"c","photo":"good"})",
                           2, true);
  EXPECT_EQ(results.at(0)["mask"], "a.png");
  EXPECT_EQ(results.at(1)["mask"], "_.._b-line-2.png");
  EXPECT_FALSE(results.at(2).contains("mask"));
  EXPECT_TRUE(std::filesystem::exists(folder_.path() / "made/masks/a.png"));
  EXPECT_TRUE(std::filesystem::exists(folder_.path() / "made/masks/_.._b-line-2.png"));
  EXPECT_EQ(status_, exit_ok);
}

TEST_F(Batch, without_a_mask_folder_no_mask_is_asked_for) {
  EXPECT_FALSE(run(R"({"id":"a","photo":"edited"})").at(0).contains("mask"));
}

TEST_F(Batch, a_file_of_cases_that_is_not_there_is_wrong_usage) {
  CapturedTerminal captured;
  EXPECT_EQ(run_batch({.cases = folder_.path() / "none"}, examiner_, captured.terminal),
            exit_usage);
  EXPECT_EQ(run_batch({.cases = folder_.path()}, examiner_, captured.terminal), exit_usage);
  EXPECT_EQ(run_batch({.cases = folder_.path() / "good", .mask_dir = folder_.path() / "good" / "x"},
                      examiner_, captured.terminal),
            exit_usage);
  EXPECT_EQ(captured.out.str(), "");
}

TEST_F(Batch, broken_output_ends_the_run_early) {
  std::string cases;
  for (int i = 0; i < 1000; ++i) cases += "{\"photo\":\"good\"}\n";
  BatchOptions options{.cases = folder_.write("cases.jsonl", cases), .jobs = 2};
  CapturedTerminal captured;
  captured.out.setstate(std::ios::badbit);
  EXPECT_EQ(run_batch(options, examiner_, captured.terminal), exit_failure);
  EXPECT_LT(examiner_.examined_count, 100);
}

TEST_F(Batch, progress_is_drawn_on_a_terminal_only) {
  run(R"({"photo":"good"})");
  EXPECT_EQ(err_, "");
  CapturedTerminal captured;
  captured.terminal.err_is_terminal = true;
  run_batch({.cases = folder_.path() / "cases.jsonl"}, examiner_, captured.terminal);
  EXPECT_THAT(captured.err.str(), testing::HasSubstr("1/1"));
  EXPECT_EQ(captured.out.str().find('\r'), std::string::npos);
}

TEST_F(Batch, ids_file_names_and_unknown_keys_change_nothing_but_the_id) {
  folder_.write("renamed.png", "edited");
  auto results = run(R"({"id":"first","photo":"edited","kind":"honest"}
{"id":"second","photo":"renamed.png","label":"altered"})");
  for (json& result : results) result.erase("id");
  EXPECT_EQ(results.at(0), results.at(1));
}

}  // namespace
}  // namespace pixiu::cli
