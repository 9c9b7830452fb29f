#include "../speed/stopwatch.h"
#include "base/check.h"
#include "crypto/content_digests.h"
#include "part.h"
#include "privacy/sealed_content.h"
#include "stream.h"

#include <iostream>

namespace pixiu::bench {
namespace {

constexpr std::uint64_t sealed_bytes = std::uint64_t{256} << 20;
constexpr int rounds = 7;

void digest_all(crypto::DigestAlgorithm algorithm, const Bytes& bytes) {
  crypto::DigestStream stream(algorithm);
  for (std::uint64_t done = 0; done < sealed_bytes; done += bytes.size()) stream.update(bytes);
  static_cast<void>(stream.finish_wide());
}

double mb_per_s(std::vector<double> wall_ms) {
  return static_cast<double>(sealed_bytes) / 1e3 / median(std::move(wall_ms));
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

}  // namespace pixiu::bench
