#include "program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::command_line {
namespace {

using testing::HasSubstr;

// A root made for this test alone; its key was thrown away.
constexpr const char* root_pem = R"(
-----BEGIN CERTIFICATE-----
MIIBmjCCAT+gAwIBAgIUKgOYj1YuSN1iE0MIKD5wLF35UmMwCgYIKoZIzj0EAwIw
IjEOMAwGA1UECgwFUGl4aXUxEDAOBgNVBAMMB3dhcm0gdXAwHhcNMjYxMTIyMTQw
ODIzWhcNMzYxMTE5MTQwODIzWjAiMQ4wDAYDVQQKDAVQaXhpdTEQMA4GA1UEAwwH
d2FybSB1cDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABLavSML8JN20tqNXxSoo
HyvhzOaoEzGekWXPD0fk8ARPcrB1YXqmB2N13jZy3wOW7sQbwuFLK+xjlRmqhfnO
t8SjUzBRMB0GA1UdDgQWBBRKxdg1AJXrpccuO/vMSZJZ1hfvPDAfBgNVHSMEGDAW
gBRKxdg1AJXrpccuO/vMSZJZ1hfvPDAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49
BAMCA0kAMEYCIQCxOA5Tc+S5Nfdk1mKey4GEEY3QIRxjzqt6L10WJRGuFgIhALML
l1MrIMX94e3lwo+O8F5GU5iTbxFgdUohlkfUCFQ6
-----END CERTIFICATE-----
)";

TEST(PixiuTrust, a_list_is_added_shown_and_refused_a_second_time) {
  const Folder folder;
  const std::string pem = folder.write("makers.pem", root_pem);
  const std::string store = folder.path("store");
  const auto trust = [&store](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"trust", "--trust-store", store});
    return run_pixiu(arguments);
  };
  const std::vector<std::string> add = {"add",      pem, "--kind",   "signer",
                                        "--source", "x", "--issued", "2026-08-05"};
  EXPECT_EQ(trust({"list"}).exit_status, 0);
  const Outcome added = trust(add);
  ASSERT_EQ(added.exit_status, 0) << added.err;
  EXPECT_THAT(trust({"list"}).out, HasSubstr("makers"));
  EXPECT_EQ(trust(add).exit_status, 2);
  EXPECT_EQ(trust({"update", pem, "--issued", "2026-09-01"}).exit_status, 0);
}

TEST(PixiuTrust, an_examination_names_the_lists_it_was_made_with) {
  const Folder folder;
  const std::string pem = folder.write("makers.pem", root_pem);
  const std::string store = folder.path("store");
  ASSERT_EQ(run_pixiu({"trust", "--trust-store", store, "add", pem, "--kind", "signer", "--source",
                       "x", "--issued", "2026-08-05"})
                .exit_status,
            0);
  const std::string photo = sample("mug/honest-next.jpg");
  const auto engine = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"inspect", photo, "--json"});
    return run_pixiu(more).json()["engine"];
  };
  const std::string trust = engine({"--trust-store", store})["trust"];
  EXPECT_THAT(trust, testing::MatchesRegex("sha256:[0-9a-f]{64}"));
  EXPECT_FALSE(engine({"--trust-store", folder.path("empty")}).contains("trust"));
}

TEST(PixiuTrust, help_explains_the_commands) {
  const Outcome outcome = run_pixiu({"help", "trust"});
  EXPECT_EQ(outcome.exit_status, 0);
  for (const char* word : {"list", "add", "update", "--trust-store", "Nothing is fetched"}) {
    EXPECT_THAT(outcome.out, HasSubstr(word));
  }
}

}  // namespace
}  // namespace pixiu::command_line
