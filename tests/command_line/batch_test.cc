#include "program.h"

#include <algorithm>
#include <map>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::command_line {
namespace {

using nlohmann::json;

// What the engine may know of a case: never its label, kind or id.
struct Case {
  std::string photo;
  std::vector<std::string> references;
};

const std::vector<Case>& chosen_cases() {
  static const std::vector<Case> cases{
      {"mug/claim-cracked.jpg", {"mug/listing.jpg", "mug/reference-right.jpg"}},
      {"mug/honest-next.jpg", {"mug/listing.jpg", "mug/reference-right.jpg"}},
      {"book/claim-copy-rotate.jpg", {"book/listing.jpg"}},
      {"vase/honest-far.jpg", {"vase/listing.jpg"}},
      {"carton/claim-hole.jpg", {"carton/reference-right.jpg", "carton/listing.jpg"}},
      {"bottle/honest-left.jpg", {}},
  };
  return cases;
}

std::string as_lines(const std::vector<json>& values) {
  std::string text;
  for (const json& value : values) text += value.dump() + "\n";
  return text;
}

TEST(PixiuBatch, answers_stand_in_the_order_of_the_file) {
  const Folder folder;
  std::vector<json> cases;
  for (const Case& one : chosen_cases()) {
    std::vector<std::string> references;
    for (const auto& reference : one.references) references.push_back(sample(reference));
    cases.push_back({{"id", one.photo}, {"photo", sample(one.photo)}, {"references", references}});
  }
  const Outcome outcome = run_pixiu({"inspect", "--batch", folder.write("c.jsonl", as_lines(cases)),
                                     "--jobs", "2", "--mask-dir", folder.path("masks")});
  EXPECT_EQ(outcome.exit_status, 0) << outcome.err;
  EXPECT_EQ(outcome.err, "");
  const auto results = outcome.lines();
  ASSERT_EQ(results.size(), cases.size());
  for (std::size_t i = 0; i < cases.size(); ++i) EXPECT_EQ(results[i]["id"], cases[i]["id"]);
  ASSERT_TRUE(results[0].contains("mask"));
  EXPECT_TRUE(
      std::filesystem::exists(folder.path("masks") + "/" + results[0]["mask"].get<std::string>()));
  EXPECT_FALSE(results[1].contains("mask"));
}

// The same pictures under other names and ids, in another order, give the same findings.
TEST(PixiuBatch, ids_file_names_and_order_of_cases_change_no_finding) {
  const Folder folder;
  std::vector<json> plain;
  std::vector<json> permuted;
  std::map<std::string, std::string> renamed;
  const auto rename = [&](const std::string& name) {
    if (!renamed.contains(name)) {
      const std::string other = "honest_" + std::to_string(100 - renamed.size()) + ".txt";
      folder.copy(sample(name), other);
      renamed[name] = other;
    }
    return renamed[name];
  };
  for (const Case& one : chosen_cases()) {
    std::vector<std::string> before;
    std::vector<std::string> after;
    for (const auto& reference : one.references) {
      before.push_back(sample(reference));
      after.push_back(rename(reference));
    }
    const std::string id = "case-" + std::to_string(plain.size());
    plain.push_back({{"id", id}, {"photo", sample(one.photo)}, {"references", before}});
    permuted.push_back({{"id", "genuine/" + id},
                        {"photo", rename(one.photo)},
                        {"references", after},
                        {"label", "honest"},
                        {"derived", false}});
  }
  std::reverse(permuted.begin(), permuted.end());
  auto a =
      run_pixiu({"inspect", "--batch", folder.write("a.jsonl", as_lines(plain)), "--jobs", "1"})
          .lines();
  auto b =
      run_pixiu({"inspect", "--batch", folder.write("b.jsonl", as_lines(permuted)), "--jobs", "3"})
          .lines();
  std::reverse(b.begin(), b.end());
  ASSERT_EQ(a.size(), chosen_cases().size());
  ASSERT_EQ(b.size(), a.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(without_times_and_id(a[i]), without_times_and_id(b[i])) << chosen_cases()[i].photo;
  }
}

TEST(PixiuBatch, a_line_with_an_error_is_answered_and_the_exit_status_is_1) {
  const Folder folder;
  folder.copy(sample("mug/honest-next.jpg"), "p.jpg");
  folder.write("text.jpg", "no picture");
  const Outcome outcome =
      run_pixiu({"inspect", "--batch", folder.write("c.jsonl", R"({"id":"1","photo":"p.jpg"}
{"id":"2","photo":"none.jpg"}
[[[[
{"id":"4","photo":"text.jpg"}
)")});
  EXPECT_EQ(outcome.exit_status, 1);
  const auto results = outcome.lines();
  ASSERT_EQ(results.size(), 4u);
  EXPECT_EQ(results[0]["id"], "1");
  EXPECT_EQ(results[1]["error"]["code"], "not_found");
  EXPECT_EQ(results[2]["id"], "line-3");
  EXPECT_EQ(results[2]["error"]["code"], "invalid_input");
  EXPECT_EQ(results[3]["band"], "not_assessed");
}

TEST(PixiuBatch, an_id_cannot_write_outside_the_mask_folder) {
  const Folder folder;
  const json one{{"id", "../../escaped"},
                 {"photo", sample("mug/claim-cracked.jpg")},
                 {"references", {sample("mug/listing.jpg")}}};
  const Outcome outcome = run_pixiu({"inspect", "--batch", folder.write("c.jsonl", one.dump()),
                                     "--mask-dir", folder.path("deep/masks")});
  EXPECT_EQ(outcome.exit_status, 0) << outcome.err;
  const std::string name = outcome.lines().at(0)["mask"];
  EXPECT_EQ(name.find('/'), std::string::npos);
  EXPECT_TRUE(std::filesystem::exists(folder.path("deep/masks") + "/" + name));
}

TEST(PixiuBatch, a_file_of_cases_that_is_not_there_is_wrong_usage) {
  EXPECT_EQ(run_pixiu({"inspect", "--batch", "/does/not/exist.jsonl"}).exit_status, 2);
}

}  // namespace
}  // namespace pixiu::command_line
