// Validation of C2PA manifests: what it costs, and whether any flipped bit is accepted.
//
//   bench_c2pa FLIPS ROUNDS ANCHORS.pem FLIPPED.jpg FILE...
//
// Flips FLIPS single bits, one at a time, drawn evenly over all bytes of FLIPPED.jpg that a hash or
// the signature covers (its store must stand in one segment). Times each FILE, processor time,
// median of ROUNDS, beside two SHA-256 of it. Prints as its last line one JSON object.
#include "provenance/c2pa/c2pa.h"

#include "../speed/stopwatch.h"
#include "crypto/digest.h"
#include "crypto/warm_up.h"
#include "provenance/c2pa/c2pa_testing.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace {

using namespace pixiu;
using namespace pixiu::provenance::c2pa;

constexpr std::string_view now = "2026-01-01T00:00:00Z";

// How many of the flips left a file that is said to be unchanged.
int accepted_flips(Bytes file, int flips, const C2paTrust& trust) {
  std::vector<FileRange> covered = test::covered_in_store(file);
  for (const FileRange& range : test::covered_in_content(file)) covered.push_back(range);
  const std::size_t bits = test::size_of(covered) * 8;
  std::mt19937_64 random(1);
  std::uniform_int_distribution<std::size_t> draw(0, bits - 1);
  int accepted = 0;
  for (int flip = 0; flip < flips; ++flip) {
    const std::size_t bit = draw(random);
    const std::size_t offset = test::nth_byte(covered, bit / 8);
    const std::byte mask = std::byte{1} << (bit % 8);
    file[offset] ^= mask;
    if (test::is_accepted(examine_c2pa(file, trust, test::at(now)))) {
      ++accepted;
      std::printf("accepted: bit %zu of byte %zu\n", bit % 8, offset);
    }
    file[offset] ^= mask;
  }
  return accepted;
}

int number(const char* text) {
  int value = 0;
  const std::string_view view = text;
  std::from_chars(view.data(), view.data() + view.size(), value);
  return value;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 6 || number(argv[1]) < 1 || number(argv[2]) < 1 || !crypto::warm_up()) {
    std::fprintf(stderr, "usage: bench_c2pa FLIPS ROUNDS ANCHORS.pem FLIPPED.jpg FILE...\n");
    return 2;
  }
  const int rounds = number(argv[2]);
  const auto anchors = crypto::parse_pem_certificates(text_of(test::bytes_of_file(argv[3])));
  if (!anchors) return 2;
  const C2paTrust trust{crypto::TrustList({.anchors = *anchors, .allowed_end_entities = {}}),
                        crypto::TrustList()};
  const Bytes flipped = test::bytes_of_file(argv[4]);
  if (!test::is_accepted(examine_c2pa(flipped, trust, test::at(now)))) return 2;

  nlohmann::json files = nlohmann::json::array();
  for (int i = 5; i < argc; ++i) {
    const Bytes file = test::bytes_of_file(argv[i]);
    const double examine_ms = bench::median_cpu_ms(
        rounds, [&] { static_cast<void>(examine_c2pa(file, trust, test::at(now))); });
    const double hashes_ms = bench::median_cpu_ms(rounds, [&] {
      for (int time = 0; time < 2; ++time) static_cast<void>(crypto::sha256(file));
    });
    files.push_back({{"file", argv[i]},
                     {"bytes", file.size()},
                     {"examine_ms", examine_ms},
                     {"two_hashes_ms", hashes_ms}});
    std::printf("%-60s %8zu bytes  %7.3f ms, two hashes %7.3f ms\n", argv[i], file.size(),
                examine_ms, hashes_ms);
  }
  const int accepted = accepted_flips(flipped, number(argv[1]), trust);
  const nlohmann::json result = {
      {"flips", number(argv[1])}, {"accepted_flips", accepted}, {"files", files}};
  std::printf("%s\n", result.dump().c_str());
  return 0;
}
