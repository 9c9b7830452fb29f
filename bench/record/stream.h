#pragma once

#include "base/check.h"
#include "base/clock.h"
#include "base/entropy.h"
#include "privacy/key_store_testing.h"
#include "privacy/sealed_content.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <memory>
#include <string>

// A keyring, long contents, and what the process holds in memory.
namespace pixiu::bench {

inline constexpr std::size_t pattern_bytes = std::size_t{8} << 20;
inline constexpr std::uint64_t long_bytes = std::uint64_t{4} << 30;

struct Keys {
  SystemEntropy entropy;
  SystemClock clock;
  privacy::testing::MemoryKeyStore store;
  std::unique_ptr<privacy::Keyring> keyring;
  privacy::ContentOwner owner{TenantId::make(clock, entropy), SubjectId::make(clock, entropy),
                              ClaimId::make(clock, entropy), ExhibitId::make(clock, entropy)};

  Keys() {
    privacy::MasterKeys masters;
    masters.push_back(
        privacy::local_master_key("bench", crypto::SecretKey::generate(entropy), entropy));
    auto opened = privacy::Keyring::open(std::move(masters), {store, store, entropy, clock});
    PIXIU_CHECK(opened.has_value());
    keyring = std::move(*opened);
  }
};

inline Bytes pattern() {
  Bytes bytes(pattern_bytes);
  SystemEntropy().fill(bytes);
  return bytes;
}

// Gives the pattern over and over.
inline privacy::ByteSource repeated(const Bytes& bytes, std::uint64_t total_bytes) {
  return [&bytes, given = std::uint64_t{0},
          total_bytes](std::span<std::byte> buffer) mutable -> Result<std::size_t> {
    const auto at = static_cast<std::size_t>(given % bytes.size());
    const auto size = static_cast<std::size_t>(
        std::min<std::uint64_t>({buffer.size(), bytes.size() - at, total_bytes - given}));
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), size, buffer.begin());
    given += size;
    return size;
  };
}

// From /proc/self/status, in MiB: "VmHWM" is the most that was ever resident.
inline double memory_mib(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(name + ":")) {
      double kib = 0;
      std::from_chars(line.data() + line.find_first_of("0123456789"), line.data() + line.size(),
                      kib);
      return kib / 1024;
    }
  }
  PIXIU_CHECK(false);
}

}  // namespace pixiu::bench
