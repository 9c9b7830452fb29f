#include "provenance/trust/trust_folder.h"

#include "tests/c2pa_signer/pki.h"

#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::provenance {
namespace {

namespace fs = std::filesystem;

const c2pa_signer::World& world() {
  static const c2pa_signer::World made = c2pa_signer::make_world();
  return made;
}

class TrustFolder : public ::testing::Test {
 protected:
  TrustFolder() {
    std::string pattern = (fs::temp_directory_path() / "pixiu-trust-XXXXXX").string();
    base_ = mkdtemp(pattern.data());
  }
  ~TrustFolder() override { fs::remove_all(base_); }

  fs::path folder() const { return base_ / "deep" / "trust"; }

  Result<TrustStore> store(const std::string& name, const std::string& pem, bool replaces = false,
                           TrustKind kind = TrustKind::signer) const {
    const auto list = make_trust_list({.name = name,
                                       .kind = kind,
                                       .source = "here",
                                       .issued = "2026-08-05",
                                       .sha256 = {},
                                       .key_purposes = {}},
                                      pem);
    EXPECT_TRUE(list.has_value());
    return store_trust_list(folder(), *list, pem, replaces);
  }

  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder())) {
      names.push_back(entry.path().filename().string());
    }
    return names;
  }

  fs::path base_;
};

TEST_F(TrustFolder, that_is_not_there_is_an_empty_store) {
  const auto read = load_trust_store(folder());
  ASSERT_TRUE(read.has_value());
  EXPECT_TRUE(read->lists.empty());
}

TEST_F(TrustFolder, gives_back_what_was_stored_by_name) {
  ASSERT_TRUE(store("b", world().root.pem()).has_value());
  ASSERT_TRUE(store("a", world().stranger.pem(), false, TrustKind::tsa).has_value());
  const auto read = load_trust_store(folder());
  ASSERT_TRUE(read.has_value()) << read.error().message;
  ASSERT_EQ(read->lists.size(), 2u);
  EXPECT_EQ(read->lists[0].facts.name, "a");
  EXPECT_EQ(read->lists[0].facts.kind, TrustKind::tsa);
  EXPECT_EQ(read->find("b")->certificates.size(), 1u);
  EXPECT_EQ(read->find("c"), nullptr);
}

TEST_F(TrustFolder, leaves_no_file_behind_when_a_list_is_replaced) {
  ASSERT_TRUE(store("a", world().root.pem()).has_value());
  ASSERT_TRUE(store("a", world().stranger.pem(), true).has_value());
  EXPECT_EQ(files().size(), 2u);  // trust.json and one list
  const auto read = load_trust_store(folder());
  EXPECT_EQ(read->lists.front().certificates.front().fields().subject.common_name,
            "Stranger's Root");
}

TEST_F(TrustFolder, does_not_take_a_name_twice_or_the_same_list_under_two_names) {
  ASSERT_TRUE(store("a", world().root.pem()).has_value());
  EXPECT_EQ(store("a", world().stranger.pem()).error().code, ErrorCode::conflict);
  EXPECT_EQ(store("b", world().root.pem()).error().code, ErrorCode::conflict);
  EXPECT_EQ(store("b", world().stranger.pem(), true).error().code, ErrorCode::not_found);
  EXPECT_EQ(store("a", world().stranger.pem(), true, TrustKind::tsa).error().code,
            ErrorCode::invalid_input);
}

TEST_F(TrustFolder, whose_list_was_changed_by_hand_is_corrupted) {
  ASSERT_TRUE(store("a", world().root.pem()).has_value());
  const fs::path pem = folder() / load_trust_store(folder())->lists[0].facts.file_name();
  std::ofstream(pem, std::ios::app) << world().stranger.pem();
  const auto read = load_trust_store(folder());
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().code, ErrorCode::corrupted);
  EXPECT_THAT(read.error().message, ::testing::HasSubstr(pem.filename().string()));
  fs::remove(pem);
  EXPECT_EQ(load_trust_store(folder()).error().code, ErrorCode::corrupted);
}

TEST_F(TrustFolder, is_the_old_store_when_a_writer_stops_before_the_index) {
  ASSERT_TRUE(store("a", world().root.pem()).has_value());
  std::ofstream(folder() / "a-0123456789abcdef.pem") << "half";
  std::ofstream(folder() / "trust.json.new") << "{\"schema\"";
  const auto read = load_trust_store(folder());
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->lists.size(), 1u);
  EXPECT_TRUE(store("b", world().stranger.pem()).has_value());
}

TEST_F(TrustFolder, loses_no_list_to_writers_at_the_same_time) {
  std::vector<std::string> pems;
  for (int i = 0; i < 8; ++i) {
    pems.push_back(
        c2pa_signer::make_party(c2pa_signer::authority_recipe("root " + std::to_string(i)), nullptr)
            .pem());
  }
  {
    std::vector<std::jthread> writers;
    for (std::size_t i = 0; i < pems.size(); ++i) {
      writers.emplace_back(
          [&, i] { EXPECT_TRUE(store("list" + std::to_string(i), pems[i]).has_value()); });
    }
  }
  EXPECT_EQ(load_trust_store(folder())->lists.size(), pems.size());
}

TEST_F(TrustFolder, that_is_a_file_is_an_error) {
  fs::create_directories(base_ / "deep");
  std::ofstream(folder()) << "not a folder";
  EXPECT_FALSE(store("a", world().root.pem()).has_value());
  EXPECT_FALSE(load_trust_store(folder()).has_value());
}

}  // namespace
}  // namespace pixiu::provenance
