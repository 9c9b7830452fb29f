#include "cli/verify.h"

#include "cli/testing.h"
#include "vault/dossier_testing.h"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Verify : public ::testing::Test {
 protected:
  Verify() {
    const Bytes zip = scene_.zip();
    folder_.write("dossier.zip", text_of(zip));
    folder_.write("policy.txt", vault::policy_of(scene_.key.verifier()));
    const auto stranger = tlog::SigningKey::from_seed(
        "log.example/test", tlog::SignatureType::ed25519, Bytes(32, std::byte{9}));
    folder_.write("stranger.txt", vault::policy_of(stranger->verifier()));
  }

  int run(std::vector<std::string> arguments) {
    std::vector<const char*> argv{"pixiu", "verify"};
    for (std::string& argument : arguments) {
      if (argument.starts_with("@")) argument = (folder_.path() / argument.substr(1)).string();
      argv.push_back(argument.c_str());
    }
    captured_.out.str("");
    captured_.err.str("");
    return cli::run({verify_command()}, static_cast<int>(argv.size()), argv.data(),
                    captured_.terminal);
  }

  vault::testing::DossierScene scene_;
  TemporaryFolder folder_;
  CapturedTerminal captured_;
};

TEST_F(Verify, a_sound_dossier_holds_with_a_note_on_whom_it_rests) {
  EXPECT_EQ(run({"@dossier.zip"}), exit_ok);
  EXPECT_THAT(captured_.out.str(), HasSubstr("HOLDS"));
  EXPECT_THAT(captured_.out.str(), HasSubstr("note: the log's key is the dossier's own"));
  EXPECT_EQ(run({"@dossier.zip", "--policy", "@policy.txt"}), exit_ok);
  EXPECT_THAT(captured_.out.str(), Not(HasSubstr("the dossier's own")));
}

TEST_F(Verify, another_log_is_named_as_what_does_not_hold) {
  EXPECT_EQ(run({"@dossier.zip", "--policy", "@stranger.txt", "--json"}), exit_failure);
  const auto json = nlohmann::json::parse(captured_.out.str());
  EXPECT_EQ(json["holds"], false);
  EXPECT_EQ(json["fault"]["where"], "log/checkpoint");
}

TEST_F(Verify, a_cut_file_does_not_hold_and_a_missing_one_is_wrong_usage) {
  const Bytes zip = scene_.zip();
  folder_.write("cut.zip", text_of(zip).substr(0, 100'000));
  EXPECT_EQ(run({"@cut.zip"}), exit_failure);
  EXPECT_THAT(captured_.out.str(), HasSubstr("DOES NOT HOLD"));
  EXPECT_EQ(run({"@nowhere.zip"}), exit_usage);
  EXPECT_EQ(run({"@dossier.zip", "--policy", "@nowhere.txt"}), exit_usage);
}

}  // namespace
}  // namespace pixiu::cli
