// The stores of blobs and of the log's files run the contracts of their interfaces.
#include "storage/database_testing.h"
#include "storage/directory_blob_store.h"
#include "storage/directory_log_store.h"
#include "storage/s3_testing.h"
#include "vault/blob_store_contract_testing.h"
#include "vault/log_store_contract_testing.h"

namespace pixiu::storage {
namespace {

class BlobRig final : public vault::testing::BlobStoreRig {
 public:
  BlobRig() { reopen(); }
  vault::BlobStore& blobs() override { return *blobs_; }
  void reopen() override { blobs_ = DirectoryBlobStore::open(folder_.path(), entropy_).value(); }

 private:
  testing::TemporaryFolder folder_;
  pixiu::testing::SeededEntropy entropy_{3};
  std::unique_ptr<DirectoryBlobStore> blobs_;
};

class LogRig final : public vault::testing::LogStoreRig {
 public:
  LogRig() { reopen(); }
  vault::LogStore& log() override { return *log_; }
  vault::LogStore& other() override { return *other_; }
  void reopen() override {
    log_ = DirectoryLogStore::open(folder_.path(), entropy_).value();
    other_ = DirectoryLogStore::open(folder_.path(), entropy_).value();
  }

 private:
  testing::TemporaryFolder folder_;
  pixiu::testing::SeededEntropy entropy_{4};
  std::unique_ptr<DirectoryLogStore> log_;
  std::unique_ptr<DirectoryLogStore> other_;
};

class S3Rig final : public vault::testing::BlobStoreRig {
 public:
  vault::BlobStore& blobs() override { return s3_.blobs(); }
  void reopen() override { s3_.reopen(); }

 private:
  testing::S3UnderTest s3_;
};

}  // namespace
}  // namespace pixiu::storage

namespace pixiu::vault::testing {
INSTANTIATE_TEST_SUITE_P(Directory, BlobStoreContract,
                         ::testing::Values(std::make_unique<storage::BlobRig>));
INSTANTIATE_TEST_SUITE_P(S3, BlobStoreContract,
                         ::testing::Values(std::make_unique<storage::S3Rig>));
INSTANTIATE_TEST_SUITE_P(Directory, LogStoreContract,
                         ::testing::Values(std::make_unique<storage::LogRig>));
}  // namespace pixiu::vault::testing
