#include "../speed/stopwatch.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/entropy.h"
#include "crypto/content_digests.h"
#include "part.h"
#include "privacy/key_store_testing.h"
#include "privacy/sealed_content.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iostream>
#include <string>

namespace pixiu::bench {
namespace {

constexpr std::size_t pattern_bytes = std::size_t{8} << 20;
constexpr std::uint64_t sealed_bytes = std::uint64_t{256} << 20;
constexpr std::uint64_t long_bytes = std::uint64_t{4} << 30;
constexpr int rounds = 7;

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

Bytes pattern() {
  Bytes bytes(pattern_bytes);
  SystemEntropy().fill(bytes);
  return bytes;
}

// Gives the pattern over and over.
privacy::ByteSource repeated(const Bytes& bytes, std::uint64_t total_bytes) {
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

void digest_all(crypto::DigestAlgorithm algorithm, const Bytes& bytes) {
  crypto::DigestStream stream(algorithm);
  for (std::uint64_t done = 0; done < sealed_bytes; done += bytes.size()) stream.update(bytes);
  static_cast<void>(stream.finish_wide());
}

double mb_per_s(std::vector<double> wall_ms) {
  return static_cast<double>(sealed_bytes) / 1e3 / median(std::move(wall_ms));
}

// From /proc/self/status, in MiB: "VmHWM" is the most that was ever resident.
double memory_mib(const std::string& name) {
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

}  // namespace

Part measure_sealing() {
  Keys keys;
  const Bytes bytes = pattern();
  Series sm3;
  Series sha256;
  Series stream_only;
  Series sealing;
  for (int round = 0; round < rounds; ++round) {
    sm3.add(time_of([&] { digest_all(crypto::DigestAlgorithm::sm3, bytes); }));
    sealing.add(time_of([&] {
      const auto sealed = privacy::seal_content(
          *keys.keyring, keys.entropy, keys.owner, repeated(bytes, sealed_bytes),
          [](ByteView) -> Status { return {}; }, sealed_bytes);
      PIXIU_CHECK(sealed.has_value());
    }));
    sha256.add(time_of([&] { digest_all(crypto::DigestAlgorithm::sha256, bytes); }));
    stream_only.add(time_of([&] {
      crypto::StreamSealer sealer(crypto::SecretKey::generate(keys.entropy), {});
      for (std::uint64_t done = 0; done < sealed_bytes; done += bytes.size()) {
        PIXIU_CHECK(sealer.update(bytes, [](ByteView) -> Status { return {}; }));
      }
    }));
  }
  const double ratio = median(sm3.wall_ms) / median(sealing.wall_ms);
  const double ratio_best = least(sm3.wall_ms) / least(sealing.wall_ms);
  std::cout << "SM3 alone            " << mb_per_s(sm3.wall_ms) << " MB/s\n"
            << "SHA-256 alone        " << mb_per_s(sha256.wall_ms) << " MB/s\n"
            << "secretstream alone   " << mb_per_s(stream_only.wall_ms) << " MB/s\n"
            << "digest and seal      " << mb_per_s(sealing.wall_ms) << " MB/s, " << ratio
            << " of SM3 alone (best round of each: " << ratio_best << ")\n";
  return {.figures = {{"sealing_to_sm3_ratio", ratio},
                      {"sealing_to_sm3_best_ratio", ratio_best},
                      {"sealing_mb_per_s", mb_per_s(sealing.wall_ms)},
                      {"sealing_cpu_ms", median(sealing.cpu_ms)}},
          .targets = {{"sealing_to_sm3_ratio", {{"at_least", 0.7}}}},
          .compared_with = {{"sm3_mb_per_s", mb_per_s(sm3.wall_ms)},
                            {"sha256_mb_per_s", mb_per_s(sha256.wall_ms)},
                            {"secretstream_mb_per_s", mb_per_s(stream_only.wall_ms)}}};
}

Part measure_memory() {
  Keys keys;
  const Bytes bytes = pattern();
  const double before_mib = memory_mib("VmHWM");
  const auto sealed = privacy::seal_content(
      *keys.keyring, keys.entropy, keys.owner, repeated(bytes, long_bytes),
      [](ByteView) -> Status { return {}; }, long_bytes);
  PIXIU_CHECK(sealed.has_value() && sealed->digests.size_bytes == long_bytes);
  const double grown_mib = memory_mib("VmHWM") - before_mib;
  std::cout << "sealing 4 GiB        " << grown_mib << " MiB beyond the " << before_mib
            << " MiB before\n";
  return {.figures = {{"sealing_4_gib_memory_mib", grown_mib}},
          .targets = {{"sealing_4_gib_memory_mib", {{"at_most", 16}}}},
          .compared_with = {{"memory_before_mib", before_mib}}};
}

}  // namespace pixiu::bench
