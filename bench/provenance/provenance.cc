// What it costs to read what a file says about itself.
//
//   bench_provenance ROUNDS [SIGNED.jpg]
//
// A photo of 3 MiB without marks, as a camera writes it, through the examiners of hidden labels,
// C2PA manifests and traces; a signed file beside its own digest, twice. Processor time, medians.
// Prints them and, as its last line, the JSON object script/bench wants.
#include "../speed/stopwatch.h"
#include "crypto/digest.h"
#include "crypto/warm_up.h"
#include "media/encode.h"
#include "media/metadata_blocks.h"
#include "provenance/c2pa/c2pa.h"
#include "provenance/examine.h"
#include "provenance/gb45438/label_finding.h"
#include "provenance/traces/find_traces.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>

namespace {

using namespace pixiu;

constexpr std::size_t photo_bytes_min = std::size_t{3} << 20;
constexpr double items_ms_max = 2.0;  // of one core, the picture's digest left out

// A JPEG of at least 3 MiB: noise as fine as it takes.
Bytes photo_without_marks() {
  cv::RNG random(7);
  cv::Mat picture(1600, 2400, CV_8UC3);
  random.fill(picture, cv::RNG::UNIFORM, 0, 255);
  for (const int quality : {50, 70, 80, 90, 95, 99}) {
    Result<Bytes> file = media::encode_jpeg(picture, quality);
    if (file && file->size() >= photo_bytes_min) return *std::move(file);
  }
  std::fprintf(stderr, "no JPEG of 3 MiB\n");
  std::exit(1);
}

Bytes file_at(const char* path) {
  std::ifstream in(path, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  const ByteView view = bytes_of(text);
  return {view.begin(), view.end()};
}

nlohmann::json figures_of(int rounds, ByteView photo) {
  const double label_ms = bench::median_cpu_ms(rounds, [photo] {
    static_cast<void>(provenance::gb45438::label_finding(provenance::gb45438::read_labels(photo)));
  });
  const double manifest_ms = bench::median_cpu_ms(rounds, [photo] {
    static_cast<void>(
        provenance::c2pa::finding_of(provenance::c2pa::examine_c2pa(photo, {}, Timestamp{})));
  });
  const double trace_ms = bench::median_cpu_ms(rounds, [photo] {
    const auto fields = provenance::read_fields(photo, media::read_metadata_blocks(photo));
    static_cast<void>(provenance::find_traces(fields, provenance::built_in_traces()));
  });
  const double all_ms = bench::median_cpu_ms(
      rounds, [photo] { static_cast<void>(provenance::examine(photo, {}, {})); });
  return {{"photo_bytes", photo.size()},
          {"label_ms", label_ms},
          {"manifest_ms", manifest_ms},
          {"trace_ms", trace_ms},
          {"items_ms", label_ms + manifest_ms + trace_ms},
          {"everything_ms", all_ms}};
}

}  // namespace

int main(int argc, char** argv) {
  int rounds = 0;
  const std::string_view text = argc > 1 ? argv[1] : "";
  std::from_chars(text.data(), text.data() + text.size(), rounds);
  if (rounds < 1 || argc > 3 || !crypto::warm_up()) {
    std::fprintf(stderr, "usage: bench_provenance ROUNDS [SIGNED.jpg]\n");
    return 2;
  }
  provenance::warm_up();
  nlohmann::json result = {{"figures", figures_of(rounds, photo_without_marks())},
                           {"targets", {{"items_ms", {{"at_most", items_ms_max}}}}}};
  if (argc == 3) {
    const Bytes file = file_at(argv[2]);
    result["figures"]["signed_bytes"] = file.size();
    result["figures"]["signed_ms"] = bench::median_cpu_ms(rounds, [&file] {
      static_cast<void>(provenance::c2pa::examine_c2pa(file, {}, Timestamp{}));
    });
    result["compared_with"]["signed_file_hashed_twice_ms"] = bench::median_cpu_ms(rounds, [&file] {
      for (int time = 0; time < 2; ++time) static_cast<void>(crypto::sha256(file));
    });
  }
  for (const auto& [name, value] : result["figures"].items()) {
    std::printf("%-14s %s\n", name.c_str(), value.dump().c_str());
  }
  std::printf("%s\n", result.dump().c_str());
  return 0;
}
