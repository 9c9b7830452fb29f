#include "privacy/master_key.h"

#include "base/base64.h"
#include "base/testing.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sys/stat.h>

namespace pixiu::privacy {
namespace {

std::string line(std::string_view id, std::byte fill = std::byte{7}) {
  return "pixiu-master-key/1 " + std::string(id) + " " + to_base64(Bytes(32, fill)) + "\n";
}

Result<MasterKeys> parse(std::string_view text) {
  static SystemEntropy entropy;
  return parse_master_keys(text, entropy);
}

struct KeyFile : ::testing::Test {
  std::string path = ::testing::TempDir() + "master_key_" +
                     ::testing::UnitTest::GetInstance()->current_test_info()->name();
  SystemEntropy entropy;

  ~KeyFile() override { std::filesystem::remove(path); }
  void write(const std::string& text, mode_t mode) {
    std::ofstream(path) << text;
    ASSERT_EQ(::chmod(path.c_str(), mode), 0);
  }
  ErrorCode code() {
    const auto keys = read_master_key_file(path, entropy);
    return keys ? ErrorCode::internal : keys.error().code;
  }
};

TEST(MasterKeys, are_one_a_line_and_the_first_wraps) {
  const auto keys = parse("# made 2026-11-28\n\n" + line("2026-11") + line("2025-01"));
  ASSERT_TRUE(keys.has_value());
  ASSERT_EQ(keys->size(), 2u);
  EXPECT_EQ(keys->front()->id(), "2026-11");
  EXPECT_EQ(keys->back()->id(), "2025-01");
}

TEST(MasterKeys, are_refused_by_the_line_and_never_repeated) {
  const std::string good = to_base64(Bytes(32));
  for (const std::string& wrong :
       {std::string("pixiu-master-key/2 a ") + good, std::string("pixiu-master-key/1 A ") + good,
        std::string("pixiu-master-key/1 a ") + good.substr(1), std::string("hello"),
        std::string("pixiu-master-key/1 a ") + to_base64(Bytes(31)),
        std::string("pixiu-master-key/1  ") + good, "pixiu-master-key/1 a " + good + " "}) {
    const auto keys = parse(line("first") + wrong);
    ASSERT_FALSE(keys.has_value()) << wrong;
    EXPECT_EQ(keys.error().code, ErrorCode::invalid_input);
    EXPECT_EQ(keys.error().message.find("line 2 of the master keys"), 0u);
    EXPECT_EQ(keys.error().message.find(good), std::string::npos);
  }
  EXPECT_FALSE(parse("").has_value());
  EXPECT_FALSE(parse(line("a") + line("a", std::byte{8})).has_value()) << "the id twice";
  std::string many;
  for (int i = 0; i < 17; ++i) many += line("k" + std::to_string(i));
  EXPECT_FALSE(parse(many).has_value());
}

RC_GTEST_PROP(MasterKeys, any_text_is_read_or_refused, (const std::string& text)) {
  static_cast<void>(parse(text));
  const auto keys = parse(text + "\n" + line("k"));
  if (keys) RC_ASSERT(keys->back()->id() == "k");
}

TEST(LocalMasterKey, unwraps_what_it_wrapped_where_it_belongs) {
  SystemEntropy entropy;
  const auto master = std::move(parse(line("m"))->front());
  const auto key = crypto::SecretKey::generate(entropy);
  const auto wrapped = *master->wrap(key, bytes_of("place"));
  EXPECT_EQ(text_of(master->unwrap(wrapped, bytes_of("place"))->expose_bytes()),
            text_of(key.expose_bytes()));
  EXPECT_EQ(master->unwrap(wrapped, bytes_of("other")).error().code, ErrorCode::corrupted);
}

TEST_F(KeyFile, is_read_when_nobody_else_can) {
  write(line("m1"), 0600);
  const auto keys = read_master_key_file(path, entropy);
  ASSERT_TRUE(keys.has_value());
  EXPECT_EQ(keys->front()->id(), "m1");
  write(line("m1"), 0400);
  EXPECT_TRUE(read_master_key_file(path, entropy).has_value());
}

TEST_F(KeyFile, is_refused_when_its_group_or_others_could_read_or_write_it) {
  for (const mode_t mode : {0640u, 0604u, 0620u, 0644u, 0660u}) {
    write(line("m1"), mode);
    EXPECT_EQ(code(), ErrorCode::permission_denied) << std::oct << mode;
  }
}

TEST_F(KeyFile, is_no_link_no_folder_and_not_absent) {
  EXPECT_EQ(code(), ErrorCode::not_found);
  const std::string target = path + "_target";
  std::ofstream(target) << line("m1");
  ::chmod(target.c_str(), 0600);
  std::filesystem::create_symlink(target, path);
  EXPECT_EQ(code(), ErrorCode::permission_denied);
  std::filesystem::remove(path);
  std::filesystem::remove(target);
  std::filesystem::create_directory(path);
  EXPECT_EQ(code(), ErrorCode::permission_denied);
}

TEST_F(KeyFile, is_named_when_its_content_is_wrong) {
  write("nonsense", 0600);
  const auto keys = read_master_key_file(path, entropy);
  EXPECT_EQ(keys.error().code, ErrorCode::invalid_input);
  EXPECT_NE(keys.error().message.find(path), std::string::npos);
  write(std::string(70'000, '#'), 0600);
  EXPECT_EQ(code(), ErrorCode::invalid_input);
}

}  // namespace
}  // namespace pixiu::privacy
