#pragma once

#include "base/script_testing.h"
#include "storage/database_testing.h"
#include "storage/s3_blob_store.h"

#include <memory>
#include <string>

#include <gtest/gtest.h>

// A real S3 server (tests/s3_server). Included by tests only, which run in
// the root of the project.
namespace pixiu::storage::testing {

// One server for all tests of the process; each test has a prefix of its own.
inline const nlohmann::json& s3_server() {
  static const pixiu::testing::RunningScript running({"node", "tests/s3_server/server.mjs"});
  if (!running.ready().is_object()) {
    ADD_FAILURE() << "the S3 server does not start (tests/s3_server); script/bootstrap installs it";
  }
  return running.ready();
}

inline S3Options s3_options(const std::filesystem::path& spool, std::string secret = "") {
  static int count = 0;
  if (secret.empty()) secret = s3_server().value("secret_key", "");
  return {.endpoint = s3_server().value("endpoint", ""),
          .bucket = s3_server().value("bucket", ""),
          .prefix = "test-" + std::to_string(++count) + "/",
          .credentials = {.region = "us-east-1",
                          .access_key = s3_server().value("access_key", ""),
                          .secret_key = Sensitive<std::string>(std::move(secret))},
          .spool_folder = spool};
}

inline std::unique_ptr<outbound::Client> local_client() {
  return outbound::Client::make(
             {.private_networks = {outbound::AddressRange::parse("127.0.0.0/8").value()},
              .allows_plain_http = true})
      .value();
}

// A store with a prefix of its own.
class S3UnderTest {
 public:
  S3UnderTest() { reopen(); }
  vault::BlobStore& blobs() { return *blobs_; }
  void reopen() { blobs_ = S3BlobStore::open(options_, *client_, entropy_).value(); }

 private:
  TemporaryFolder spool_;
  S3Options options_ = s3_options(spool_.path());
  std::unique_ptr<outbound::Client> client_ = local_client();
  pixiu::testing::SeededEntropy entropy_{3};
  std::unique_ptr<S3BlobStore> blobs_;
};

}  // namespace pixiu::storage::testing
