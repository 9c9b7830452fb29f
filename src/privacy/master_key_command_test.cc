#include "privacy/master_key_command.h"

#include "base/testing.h"
#include "privacy/keyring_testing.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace pixiu::privacy {
namespace {

// A key service small enough for a test: encrypts with a stream from HMAC-SHA-256 and checks an
// HMAC over context and ciphertext. The master key is in its second argument.
constexpr const char* key_service = R"(#!/usr/bin/python3
import base64, hashlib, hmac, json, os, sys
request = json.loads(sys.stdin.readline())
assert request["version"] == 1 and request["key"] == "kms-1" and sys.stdin.read() == ""
assert set(os.environ) <= {"KEY_SERVICE", "LC_CTYPE"}, os.environ
master = sys.argv[1].encode()
data, context = (base64.b64decode(request[name]) for name in ("data", "context"))
mac = lambda *parts: hmac.digest(master, b"|".join(parts), "sha256")
xor = lambda a, b: bytes(x ^ y for x, y in zip(a, b))
if request["operation"] == "wrap":
    nonce = os.urandom(16)
    body = xor(data, mac(b"stream", nonce))
    answer = nonce + body + mac(b"tag", context, nonce, body)
else:
    nonce, body, tag = data[:16], data[16:48], data[48:]
    if tag != mac(b"tag", context, nonce, body):
        sys.exit(1)
    answer = xor(body, mac(b"stream", nonce))
print(json.dumps({"data": base64.b64encode(answer).decode()}))
)";

struct CommandTest : ::testing::Test {
  SystemEntropy entropy;
  crypto::SecretKey key = crypto::SecretKey::generate(entropy);
  std::vector<std::string> written;

  ~CommandTest() override {
    for (const auto& path : written) std::filesystem::remove(path);
  }
  std::string script(const std::string& text) {
    const std::string path = ::testing::TempDir() + "key_command_" + std::to_string(::getpid()) +
                             "_" + std::to_string(written.size());
    std::ofstream(path) << text;
    ::chmod(path.c_str(), 0700);
    written.push_back(path);
    return path;
  }
  static std::unique_ptr<MasterKey> command(
      std::vector<std::string> arguments,
      std::chrono::milliseconds time_max = std::chrono::seconds(20)) {
    return std::move(
        *command_master_key("kms-1", {std::move(arguments), {"KEY_SERVICE=test"}, time_max}));
  }
  Error wrap_error(const std::string& text,
                   std::chrono::milliseconds time_max = std::chrono::seconds(20)) {
    const auto wrapped = command({script(text)}, time_max)->wrap(key, bytes_of("c"));
    return wrapped ? Error{} : wrapped.error();
  }
};

TEST_F(CommandTest, wraps_and_unwraps_by_the_service) {
  const auto master = command({script(key_service), "a master key"});
  const auto wrapped = master->wrap(key, bytes_of("place"));
  ASSERT_TRUE(wrapped.has_value()) << wrapped.error().message;
  EXPECT_EQ(text_of(master->unwrap(*wrapped, bytes_of("place"))->expose_bytes()),
            text_of(key.expose_bytes()));
  EXPECT_EQ(master->unwrap(*wrapped, bytes_of("other")).error().code, ErrorCode::corrupted);
}

TEST_F(CommandTest, opens_a_keyring_and_refuses_the_wrong_key_of_a_service) {
  const auto path = script(key_service);
  testing::MemoryKeyStore store;
  const SystemClock clock;
  const auto open = [&](const char* service_key) {
    MasterKeys masters;
    masters.push_back(command({path, service_key}));
    return Keyring::open(std::move(masters), {store, store, entropy, clock});
  };
  ASSERT_TRUE(open("one").has_value());
  EXPECT_TRUE(open("one").has_value());
  const auto wrong = open("two");
  EXPECT_EQ(wrong.error().code, ErrorCode::permission_denied);
  EXPECT_NE(wrong.error().message.find("\"kms-1\""), std::string::npos);
}

TEST_F(CommandTest, a_service_that_does_not_answer_rightly_is_unavailable) {
  for (const char* text :
       {"#!/bin/sh\nexit 3\n", "#!/bin/sh\necho nothing\n", "#!/bin/sh\necho '{\"data\":1}'\n",
        "#!/bin/sh\necho '{\"data\":\"!!\"}'\n", "#!/bin/sh\nkill -9 $$\n",
        "#!/bin/sh\nhead -c 20000 /dev/zero\n", "#!/bin/sh\ntrue\n"}) {
    const auto error = wrap_error(text);
    EXPECT_EQ(error.code, ErrorCode::unavailable) << text;
    EXPECT_NE(error.message.find("kms-1"), std::string::npos);
  }
}

TEST_F(CommandTest, a_service_that_hangs_is_ended_with_all_it_started) {
  const auto start = std::chrono::steady_clock::now();
  const auto error =
      wrap_error("#!/bin/sh\nsleep 600 &\nsleep 600\n", std::chrono::milliseconds(300));
  EXPECT_EQ(error.code, ErrorCode::unavailable);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(30));
}

TEST_F(CommandTest, repeats_nothing_the_service_said) {
  const auto error = wrap_error("#!/bin/sh\ncat; exit 1\n");
  EXPECT_EQ(error.code, ErrorCode::corrupted);
  EXPECT_EQ(error.message, "the command of the master key \"kms-1\" refused to wrap");
}

TEST(CommandMasterKey, is_an_absolute_path_of_a_program) {
  for (const char* path : {"", "kms", "/no/such/program", "/etc/passwd"}) {
    EXPECT_EQ(command_master_key("k", {{path}, {}}).error().code, ErrorCode::invalid_input);
  }
  EXPECT_FALSE(command_master_key("K K", {{"/bin/true"}, {}}).has_value());
  EXPECT_FALSE(command_master_key("k", {}).has_value());
}

}  // namespace
}  // namespace pixiu::privacy
