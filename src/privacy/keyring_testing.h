#pragma once

#include "base/testing.h"
#include "privacy/key_store_testing.h"
#include "privacy/keyring.h"

#include <string>
#include <vector>

// A keyring over a store in memory. Included by tests only.
namespace pixiu::privacy::testing {

using pixiu::testing::ManualClock;

inline Timestamp test_start() {
  return Timestamp(std::chrono::seconds(1'780'000'000));
}

// The master key that a seed stands for.
inline std::unique_ptr<MasterKey> test_master_key(std::string id, std::uint64_t seed,
                                                  Entropy& entropy) {
  pixiu::testing::SeededEntropy seeded(seed);
  return local_master_key(std::move(id), crypto::SecretKey::generate(seeded), entropy);
}

struct TestKeys {
  SystemEntropy entropy;
  ManualClock clock{test_start()};
  MemoryKeyStore store;
  TenantId tenant = TenantId::make(clock, entropy);
  SubjectId subject = SubjectId::make(clock, entropy);
  UserId user = UserId::make(clock, entropy);
  ClaimId claim = ClaimId::make(clock, entropy);
  std::unique_ptr<Keyring> keyring;

  // A master key m1, unless a test opens the keyring by itself.
  TestKeys() {
    MasterKeys masters;
    masters.push_back(test_master_key("m1", 1, entropy));
    keyring = std::move(*Keyring::open(std::move(masters), parts()));
  }

  KeyringParts parts() { return {store, store, entropy, clock}; }
};

inline std::string bytes_text(const crypto::SecretKey& key) {
  return std::string(text_of(key.expose_bytes()));
}

}  // namespace pixiu::privacy::testing
