#include "vault/blob_store_contract_testing.h"
#include "vault/event_store_contract_testing.h"
#include "vault/exhibit_store_contract_testing.h"
#include "vault/log_store_contract_testing.h"
#include "vault/memory_files_testing.h"
#include "vault/memory_record_testing.h"

// The stores in memory keep the contracts too: else what is tested with them proves nothing.
namespace pixiu::vault::testing {
namespace {

struct MemoryEventRig final : EventStoreRig {
  Transactions& transactions() override { return record; }
  EventStore& events() override { return record; }
  MemoryRecord record;
};

struct MemoryExhibitRig final : ExhibitStoreRig {
  Transactions& transactions() override { return record; }
  ExhibitStore& exhibits() override { return record; }
  MemoryRecord record;
};

struct MemoryBlobRig final : BlobStoreRig {
  BlobStore& blobs() override { return store; }
  MemoryBlobs store;
};

struct MemoryLogRig final : LogStoreRig {
  LogStore& log() override { return store; }
  LogStore& other() override { return store; }
  MemoryLog store;
};

INSTANTIATE_TEST_SUITE_P(Memory, EventStoreContract,
                         ::testing::Values([] { return std::make_unique<MemoryEventRig>(); }));
INSTANTIATE_TEST_SUITE_P(Memory, ExhibitStoreContract,
                         ::testing::Values([] { return std::make_unique<MemoryExhibitRig>(); }));
INSTANTIATE_TEST_SUITE_P(Memory, BlobStoreContract,
                         ::testing::Values([] { return std::make_unique<MemoryBlobRig>(); }));
INSTANTIATE_TEST_SUITE_P(Memory, LogStoreContract,
                         ::testing::Values([] { return std::make_unique<MemoryLogRig>(); }));

}  // namespace
}  // namespace pixiu::vault::testing
