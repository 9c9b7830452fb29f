#include "cli/inspect.h"

#include "cli/testing.h"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace pixiu::cli {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class Inspect : public testing::Test {
 protected:
  Inspect() {
    for (const char* text : {"good", "bad", "edited"}) folder_.write(text, text);
    folder_.write("context.json", R"({"declared_ai":true})");
  }

  int run(std::vector<std::string> arguments) {
    std::vector<const char*> argv{"pixiu"};
    for (std::string& argument : arguments) {
      if (argument.starts_with("@")) argument = (folder_.path() / argument.substr(1)).string();
      argv.push_back(argument.c_str());
    }
    const StartExaminer start =
        [this](const assessment::Calibration& calibration,
               const ProvenanceOptions& provenance) -> Result<std::unique_ptr<sandbox::Examiner>> {
      calibration_ = calibration;
      asked_for_ = provenance;
      if (cannot_start_) return Error{ErrorCode::unavailable, "no seccomp in this kernel"};
      return std::make_unique<TextExaminer>();
    };
    captured_.out.str("");
    captured_.err.str("");
    return cli::run({inspect_command(start)}, static_cast<int>(argv.size()), argv.data(),
                    captured_.terminal);
  }

  std::string out() const { return captured_.out.str(); }
  std::string err() const { return captured_.err.str(); }

  TemporaryFolder folder_;
  CapturedTerminal captured_;
  assessment::Calibration calibration_;
  bool cannot_start_ = false;
  ProvenanceOptions asked_for_;
};

TEST_F(Inspect, every_exit_status_of_the_contract_is_kept) {
  EXPECT_EQ(run({"inspect", "@good"}), 0);
  EXPECT_EQ(run({"inspect", "@bad"}), 3);
  EXPECT_EQ(run({"inspect", "@missing"}), 2);
  EXPECT_EQ(run({"inspect"}), 2);
  EXPECT_EQ(run({}), 2);
  EXPECT_EQ(run({"inspect", "@good", "--unknown"}), 2);
  EXPECT_EQ(run({"unknown"}), 2);
}

TEST_F(Inspect, wrong_combinations_are_wrong_usage_with_the_reason) {
  EXPECT_EQ(run({"inspect", "--batch", "@good", "@good"}), 2);
  EXPECT_THAT(err(), HasSubstr("PHOTO does not go with --batch"));
  EXPECT_EQ(run({"inspect", "@good", "--jobs", "2"}), 2);
  EXPECT_THAT(err(), HasSubstr("--jobs goes with --batch only"));
  EXPECT_EQ(run({"inspect", "--batch", "@good", "--jobs", "0"}), 2);
  EXPECT_EQ(run({"inspect", "@good", "--reference", "@missing"}), 2);
  EXPECT_EQ(run({"inspect", "@good", "--context", "@good"}), 2);
  EXPECT_EQ(run({"inspect", "@good", "--calibration", "@good"}), 2);
  EXPECT_THAT(err(), HasSubstr("calibration line 1"));
}

TEST_F(Inspect, a_reference_option_takes_one_file_so_that_the_photo_may_follow) {
  EXPECT_EQ(run({"inspect", "--reference", "@edited", "--reference", "@bad", "@good", "--json"}),
            0);
  EXPECT_EQ(json::parse(out())["band"], "clear");
}

TEST_F(Inspect, json_of_an_unreadable_photo_says_what_it_is_and_why) {
  EXPECT_EQ(run({"inspect", "@bad", "--json"}), 3);
  const json result = json::parse(out());
  EXPECT_EQ(result["band"], "not_assessed");
  EXPECT_EQ(result["photo"]["bytes"], 3);
  EXPECT_EQ(result["unreadable"]["code"], "unsupported");
}

TEST_F(Inspect, pictures_are_written_when_asked_for_and_there_is_one) {
  EXPECT_EQ(run({"inspect", "@edited", "--mask", "@m.png", "--heatmap", "@h.png", "--json"}), 0);
  EXPECT_TRUE(std::filesystem::exists(folder_.path() / "m.png"));
  EXPECT_TRUE(std::filesystem::exists(folder_.path() / "h.png"));
  EXPECT_TRUE(json::parse(out()).contains("mask"));
  EXPECT_EQ(run({"inspect", "@good", "--mask", "@none.png"}), 0);
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "none.png"));
  EXPECT_THAT(err(), HasSubstr("no mask written"));
}

TEST_F(Inspect, a_picture_that_cannot_be_written_is_a_failure) {
  EXPECT_EQ(run({"inspect", "@edited", "--mask", "@none/m.png"}), 1);
}

TEST_F(Inspect, an_own_calibration_reaches_the_sandbox) {
  folder_.write("own.toml", "schema = \"pixiu.calibration/1\"\nprior = 0.25\n");
  EXPECT_EQ(run({"inspect", "@good", "--calibration", "@own.toml"}), 0);
  EXPECT_EQ(calibration_.prior, 0.25);
}

TEST_F(Inspect, context_is_checked) {
  EXPECT_EQ(run({"inspect", "@good", "--context", "@context.json"}), 0);
  folder_.write("context.json", R"({"filed_at":"last week"})");
  EXPECT_EQ(run({"inspect", "@good", "--context", "@context.json"}), 2);
}

TEST_F(Inspect, the_place_is_read_and_the_trust_store_chosen_only_when_asked_for) {
  EXPECT_EQ(run({"inspect", "@good"}), exit_ok);
  EXPECT_EQ(asked_for_.trust_store, "");
  EXPECT_FALSE(asked_for_.may_use_location);
  EXPECT_EQ(run({"inspect", "@good", "--trust-store", "/lists", "--use-location"}), exit_ok);
  EXPECT_EQ(asked_for_.trust_store, "/lists");
  EXPECT_TRUE(asked_for_.may_use_location);
}

TEST_F(Inspect, a_sandbox_that_does_not_start_is_a_failure_and_no_finding) {
  cannot_start_ = true;
  EXPECT_EQ(run({"inspect", "@good"}), 1);
  EXPECT_EQ(out(), "");
  EXPECT_THAT(err(), HasSubstr("no seccomp"));
}

TEST_F(Inspect, help_and_version_are_answered) {
  EXPECT_EQ(run({"--version"}), 0);
  EXPECT_THAT(out(), testing::StartsWith("pixiu "));
  EXPECT_EQ(run({"help", "inspect"}), 0);
  EXPECT_THAT(out(), HasSubstr("--reference"));
  EXPECT_THAT(out(), HasSubstr("Examples:"));
  EXPECT_EQ(run({"inspect", "--help"}), 0);
  EXPECT_EQ(run({"help"}), 0);
  EXPECT_THAT(out(), HasSubstr("inspect"));
  EXPECT_EQ(run({"help", "nothing"}), 2);
}

TEST_F(Inspect, language_of_the_report_can_be_chosen) {
  EXPECT_EQ(run({"inspect", "@good", "--lang", "zh"}), 0);
  EXPECT_THAT(out(), HasSubstr("未见异常"));
  EXPECT_EQ(run({"inspect", "@good", "--lang", "fr"}), 2);
}

}  // namespace
}  // namespace pixiu::cli
