// The public vectors in tests/golden/tlog (MANIFEST there).
#include "base/base64.h"
#include "tlog/checkpoint.h"
#include "tlog/proof.h"
#include "tlog/rederive.h"
#include "tlog/testing.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace pixiu::tlog {
namespace {

const std::filesystem::path folder = "tests/golden/tlog";

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

// The file's hashes by their place. Some cases put other bytes where a hash is due: the digest of
// those stands for them, a hash that no tree has; where there are none at all, there is no hash.
class Vectors {
 public:
  explicit Vectors(const char* name)
      : json_(nlohmann::json::parse(read_file(folder / name))), cases_(json_.at("cases")) {}

  const nlohmann::json& cases() const { return cases_; }

  std::optional<Hash> hash(const nlohmann::json& place) const {
    const auto text = json_.at("hashes").at(place.get<std::size_t>()).get<std::string>();
    const auto bytes = from_base64(text);
    EXPECT_TRUE(bytes) << text;
    if (bytes->empty()) return std::nullopt;
    if (bytes->size() != hash_bytes) return crypto::sha256(*bytes);
    Hash hash{};
    std::copy(bytes->begin(), bytes->end(), hash.begin());
    return hash;
  }

  std::optional<std::vector<Hash>> proof(const nlohmann::json& places) const {
    std::vector<Hash> proof;
    for (const auto& place : places) {
      const auto each = hash(place);
      if (!each) return std::nullopt;
      proof.push_back(*each);
    }
    return proof;
  }

 private:
  nlohmann::json json_;
  const nlohmann::json& cases_;
};

bool inclusion_holds(const Vectors& vectors, const nlohmann::json& row) {
  const auto proof = vectors.proof(row.at("proof"));
  const auto leaf = vectors.hash(row.at("leafHash"));
  const auto root = vectors.hash(row.at("root"));
  if (!proof || !leaf || !root) return false;
  return verify_inclusion({.leaf = *leaf,
                           .index = row.at("leafIdx").get<std::uint64_t>(),
                           .size = row.at("treeSize").get<std::uint64_t>(),
                           .root = *root},
                          *proof)
      .has_value();
}

bool consistency_holds(const Vectors& vectors, const nlohmann::json& row) {
  const auto proof = vectors.proof(row.at("proof"));
  const auto old_root = vectors.hash(row.at("root1"));
  const auto new_root = vectors.hash(row.at("root2"));
  if (!proof || !old_root || !new_root) return false;
  return verify_consistency({.old_size = row.at("size1").get<std::uint64_t>(),
                             .new_size = row.at("size2").get<std::uint64_t>(),
                             .old_root = *old_root,
                             .new_root = *new_root},
                            *proof)
      .has_value();
}

TEST(MerkleVectors, the_98_inclusion_cases_are_judged_as_published) {
  const Vectors vectors("inclusion.json");
  EXPECT_EQ(vectors.cases().size(), 98u);
  for (const auto& row : vectors.cases()) {
    EXPECT_EQ(inclusion_holds(vectors, row), !row.at("wantErr").get<bool>()) << row;
  }
}

TEST(MerkleVectors, the_98_consistency_cases_are_judged_as_published) {
  const Vectors vectors("consistency.json");
  EXPECT_EQ(vectors.cases().size(), 98u);
  for (const auto& row : vectors.cases()) {
    EXPECT_EQ(consistency_holds(vectors, row), !row.at("wantErr").get<bool>()) << row;
  }
}

// The reference tree of transparency-dev/merkle (testonly/constants.go).
TEST(MerkleVectors, the_reference_tree_of_8_leaves_has_its_root) {
  using namespace std::string_literals;
  Appender appender;
  for (const std::string& leaf :
       {""s, "\0"s, "\x10"s, "\x20\x21"s, "\x30\x31"s, "\x40\x41\x42\x43"s,
        "\x50\x51\x52\x53\x54\x55\x56\x57"s,
        "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"s}) {
    ASSERT_TRUE(appender.append(bytes_of(leaf)));
  }
  EXPECT_EQ(to_base64(appender.root()), "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=");
}

// The key that signed the log, published with tessera's tests.
constexpr std::string_view golden_key =
    "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";

class GoldenLog : public ::testing::Test {
 protected:
  static Result<SignedCheckpoint> checkpoint(std::uint64_t size) {
    const std::vector<VerifierKey> keys = {*VerifierKey::parse(golden_key)};
    return open_checkpoint(
        read_file(folder / "golden-log" / ("checkpoint." + std::to_string(size))), keys);
  }

  static Result<Bytes> read(std::string_view path) {
    const std::filesystem::path file = folder / "golden-log" / path;
    if (!std::filesystem::exists(file)) return Error{ErrorCode::not_found, std::string(path)};
    const std::string text = read_file(file);
    return Bytes(bytes_of(text).begin(), bytes_of(text).end());
  }
};

TEST_F(GoldenLog, its_checkpoints_verify_and_both_ways_lead_to_their_roots) {
  for (std::uint64_t size = 0; size <= 15; ++size) {
    const auto opened = checkpoint(size);
    ASSERT_TRUE(opened) << opened.error().message;
    ASSERT_EQ(opened->checkpoint.size, size);
    EXPECT_EQ(root_at(size, read), Result<Hash>(opened->checkpoint.root));
    const auto derived = rederive({.size = size}, read);
    ASSERT_TRUE(derived);
    EXPECT_TRUE(derived->confirms(opened->checkpoint.root)) << size;
  }
}

TEST_F(GoldenLog, we_write_the_same_files) {
  Appender appender;
  for (std::uint64_t size = 1; size <= 15; ++size) {
    const auto entry = read_entry(read, size - 1, size);
    ASSERT_TRUE(entry);
    ASSERT_TRUE(appender.append(*entry));
    const auto changes = appender.take_changes();
    EXPECT_EQ(changes.size(), 2u);
    for (const Resource& resource : changes) EXPECT_EQ(read(resource.path), resource.bytes);
  }
}

TEST_F(GoldenLog, every_pair_of_its_checkpoints_is_consistent) {
  for (std::uint64_t new_size = 1; new_size <= 15; ++new_size) {
    for (std::uint64_t old_size = 1; old_size <= new_size; ++old_size) {
      const auto proof = consistency_proof(old_size, new_size, read);
      ASSERT_TRUE(proof);
      EXPECT_TRUE(verify_consistency({.old_size = old_size,
                                      .new_size = new_size,
                                      .old_root = checkpoint(old_size)->checkpoint.root,
                                      .new_root = checkpoint(new_size)->checkpoint.root},
                                     *proof));
    }
  }
}

}  // namespace
}  // namespace pixiu::tlog
