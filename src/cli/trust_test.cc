#include "cli/trust.h"

#include "cli/testing.h"
#include "provenance/trust/trust_folder.h"
#include "tests/c2pa_signer/pki.h"

#include <map>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const c2pa_signer::World& world() {
  static const c2pa_signer::World made = c2pa_signer::make_world();
  return made;
}

class Trust : public ::testing::Test {
 protected:
  Trust() {
    folder_.write("signers.pem", world().root.pem());
    folder_.write("more.pem", world().root.pem() + world().stranger.pem());
    folder_.write("notes.pem", "no certificate");
    variables_["PIXIU_TRUST_STORE"] = (folder_.path() / "store").string();
  }

  int run(std::vector<std::string> arguments) {
    std::vector<const char*> argv{"pixiu", "trust"};
    for (std::string& argument : arguments) {
      if (argument.starts_with("@")) argument = (folder_.path() / argument.substr(1)).string();
      argv.push_back(argument.c_str());
    }
    captured_.out.str("");
    captured_.err.str("");
    return cli::run({trust_command([this](const char* name) -> std::optional<std::string> {
                      const auto found = variables_.find(name);
                      if (found == variables_.end()) return std::nullopt;
                      return found->second;
                    })},
                    static_cast<int>(argv.size()), argv.data(), captured_.terminal);
  }

  int add_signers() {
    return run({"add", "@signers.pem", "--kind", "signer", "--source", "the issuer", "--issued",
                "2026-08-05"});
  }

  std::string out() const { return captured_.out.str(); }
  std::string err() const { return captured_.err.str(); }

  TemporaryFolder folder_;
  CapturedTerminal captured_;
  std::map<std::string, std::string> variables_;
};

TEST_F(Trust, an_empty_store_is_told_as_such) {
  EXPECT_EQ(run({"list"}), 0);
  EXPECT_THAT(out(), HasSubstr("no lists"));
}

TEST_F(Trust, what_is_added_is_listed) {
  ASSERT_EQ(add_signers(), 0) << err();
  EXPECT_THAT(out(), HasSubstr("+ Test Root (Pixiu Test), valid until 2040-01-01"));
  EXPECT_THAT(out(), HasSubstr("added signers: 1 certificates"));
  ASSERT_EQ(run({"list"}), 0);
  EXPECT_THAT(out(), HasSubstr("VALID UNTIL"));
  EXPECT_THAT(out(), ::testing::ContainsRegex(
                         "signers +signer +1 +2040-01-01 +2026-08-05 +[0-9a-f]+ +the issuer"));
}

TEST_F(Trust, speaks_chinese) {
  EXPECT_EQ(run({"list", "--lang", "zh"}), 0);
  EXPECT_THAT(out(), HasSubstr("没有信任名单"));
  captured_.terminal.language = Language::zh;
  ASSERT_EQ(add_signers(), 0) << err();
  EXPECT_THAT(out(), HasSubstr("有效期至 2040-01-01"));
  EXPECT_THAT(out(), HasSubstr("已添加 signers：1 张证书"));
  ASSERT_EQ(run({"list"}), 0);
  EXPECT_THAT(out(), HasSubstr("签署者"));
  EXPECT_EQ(run({"update", "@more.pem", "--name", "signers", "--issued", "2026-01-01"}), 2);
  EXPECT_THAT(err(), HasSubstr("信任库中已有更新的一期"));
}

// The columns stand below each other although Chinese characters are wide and have three bytes.
TEST_F(Trust, the_table_is_aligned_in_chinese) {
  captured_.terminal.language = Language::zh;
  ASSERT_EQ(add_signers(), 0) << err();
  ASSERT_EQ(run({"list"}), 0);
  const std::string text = out();
  const std::string head = text.substr(0, text.find('\n'));
  const std::string row = text.substr(text.find('\n') + 1);
  const auto columns_before = [](const std::string& line, const std::string& word) {
    std::size_t columns = 0;
    for (const char c : line.substr(0, line.find(word))) {
      const auto byte = static_cast<unsigned char>(c);
      if ((byte & 0xC0) != 0x80) columns += byte >= 0xE3 ? 2 : 1;
    }
    return columns;
  };
  EXPECT_EQ(columns_before(head, "有效期至"), columns_before(row, "2040-01-01"));
  EXPECT_EQ(columns_before(head, "来源"), columns_before(row, "the issuer"));
}

TEST_F(Trust, a_name_may_be_given_and_is_taken_once) {
  const std::vector<std::string> add = {"add", "@signers.pem", "--kind",     "tsa",    "--source",
                                        "x",   "--issued",     "2026-08-05", "--name", "c2pa-tsa"};
  EXPECT_EQ(run(add), 0);
  EXPECT_EQ(run(add), 2);
  EXPECT_THAT(err(), HasSubstr("c2pa-tsa"));
  EXPECT_THAT(err(), HasSubstr("update"));
}

TEST_F(Trust, an_update_tells_what_came_and_went) {
  ASSERT_EQ(add_signers(), 0);
  ASSERT_EQ(run({"update", "@more.pem", "--name", "signers", "--issued", "2027-08-05"}), 0)
      << err();
  EXPECT_THAT(out(), HasSubstr("+ Stranger's Root"));
  EXPECT_THAT(out(), HasSubstr("1 came, 0 went, 1 stayed"));
  ASSERT_EQ(run({"update", "@signers.pem", "--issued", "2027-09-01", "--source", "elsewhere"}), 0);
  EXPECT_THAT(out(), HasSubstr("- Stranger's Root"));
  EXPECT_THAT(out(), HasSubstr("0 came, 1 went, 1 stayed"));
  ASSERT_EQ(run({"list"}), 0);
  EXPECT_THAT(out(), HasSubstr("elsewhere"));
  EXPECT_THAT(out(), Not(HasSubstr("the issuer")));
}

TEST_F(Trust, an_older_issue_does_not_replace_a_newer_one) {
  ASSERT_EQ(add_signers(), 0);
  EXPECT_EQ(run({"update", "@more.pem", "--name", "signers", "--issued", "2025-08-05"}), 2);
  EXPECT_THAT(err(), HasSubstr("2026-08-05"));
}

TEST_F(Trust, wrong_usage_is_told_with_the_reason) {
  EXPECT_EQ(run({}), 2);
  EXPECT_EQ(run({"add", "@signers.pem"}), 2);
  EXPECT_EQ(run({"update", "@signers.pem", "--issued", "2026-08-05"}), 2);
  EXPECT_THAT(err(), HasSubstr("no list named signers"));
  const auto add = [this](const std::string& file, const std::string& issued) {
    return run({"add", file, "--kind", "signer", "--source", "x", "--issued", issued});
  };
  EXPECT_EQ(add("@missing.pem", "2026-08-05"), 2);
  EXPECT_THAT(err(), HasSubstr("missing.pem"));
  EXPECT_EQ(add("@notes.pem", "2026-08-05"), 2);
  EXPECT_THAT(err(), HasSubstr("no certificate"));
  EXPECT_EQ(add("@signers.pem", "5 August"), 2);
  EXPECT_THAT(err(), HasSubstr("2026-08-05"));
  EXPECT_EQ(
      run({"add", "@signers.pem", "--kind", "friend", "--source", "x", "--issued", "2026-08-05"}),
      2);
}

TEST_F(Trust, a_broken_store_is_a_failure) {
  ASSERT_EQ(add_signers(), 0);
  folder_.write("store/trust.json", "{}");
  EXPECT_EQ(run({"list"}), 1);
  EXPECT_THAT(err(), HasSubstr("trust.json"));
  EXPECT_EQ(add_signers(), 1);
}

TEST_F(Trust, a_source_with_control_characters_is_printed_harmlessly) {
  ASSERT_EQ(run({"add", "@signers.pem", "--kind", "signer", "--source", "a\x1b[31mb", "--issued",
                 "2026-08-05"}),
            0);
  ASSERT_EQ(run({"list"}), 0);
  EXPECT_THAT(out(), HasSubstr("a?[31mb"));
}

TEST_F(Trust, the_option_goes_before_the_environment) {
  ASSERT_EQ(run({"--trust-store", (folder_.path() / "other").string(), "add", "@signers.pem",
                 "--kind", "signer", "--source", "x", "--issued", "2026-08-05"}),
            0);
  EXPECT_EQ(provenance::load_trust_store(folder_.path() / "other")->lists.size(), 1u);
  EXPECT_EQ(provenance::load_trust_store(folder_.path() / "store")->lists.size(), 0u);
}

TEST_F(Trust, without_any_place_for_the_store_one_is_asked_for) {
  variables_.clear();
  EXPECT_EQ(run({"list"}), 2);
  EXPECT_THAT(err(), HasSubstr("--trust-store"));
}

TEST(TrustStoreFolder, is_found_in_the_order_of_the_manual) {
  std::map<std::string, std::string> variables = {
      {"PIXIU_TRUST_STORE", "/a"}, {"XDG_DATA_HOME", "/data"}, {"HOME", "/people/x"}};
  const auto folder = [&](const std::string& given) {
    return trust_store_folder(given, [&](const char* name) -> std::optional<std::string> {
      const auto found = variables.find(name);
      if (found == variables.end()) return std::nullopt;
      return found->second;
    });
  };
  EXPECT_EQ(folder("/given"), "/given");
  EXPECT_EQ(folder(""), "/a");
  variables.erase("PIXIU_TRUST_STORE");
  EXPECT_EQ(folder(""), "/data/pixiu/trust");
  variables["XDG_DATA_HOME"] = "relative";
  EXPECT_EQ(folder(""), "/people/x/.local/share/pixiu/trust");
  variables.erase("HOME");
  EXPECT_EQ(folder(""), std::nullopt);
}

}  // namespace
}  // namespace pixiu::cli
