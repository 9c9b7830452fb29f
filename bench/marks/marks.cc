// bench_marks SHARED DRAWN: what bench/marks/run measures; DRAWN is made by draw_marks.py.
#include "marks/signs.h"
#include "pictures/picture_file.h"
#include "provenance/gb45438/label_finding.h"
#include "provenance/visible_mark/text_lines.h"
#include "provenance/visible_mark/visible_mark.h"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace pixiu::bench {
namespace {

namespace fs = std::filesystem;
namespace gb = provenance::gb45438;
namespace visible = provenance::visible_mark;

double thread_cpu_ms() {
  std::timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) * 1e-6;
}

double median(std::vector<double> values) {
  if (values.empty()) throw std::runtime_error("nothing was measured");
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

struct Share {
  int found = 0;
  int of = 0;
  double fraction() const { return of == 0 ? 0.0 : static_cast<double>(found) / of; }
};

// --- hidden labels ---

// Files of the honest sets that are said to carry a label, of all their files.
Share false_labels(const fs::path& data) {
  Share share;
  for (const char* name : {"exif", "refund-dev", "blind-dev"}) {
    for (const auto& entry : fs::recursive_directory_iterator(data / name)) {
      if (!entry.is_regular_file() || entry.file_size() == 0) continue;
      ++share.of;
      const gb::Reading reading = gb::read_labels(read_bytes(entry.path()));
      if (reading.state == gb::State::absent && reading.labels.empty()) continue;
      ++share.found;
      std::printf("false label: %s\n", entry.path().c_str());
    }
  }
  return share;
}

// Reading a photo of 3 MiB without any label, the finding included.
double hidden_label_ms() {
  constexpr int rounds = 51;
  cv::Mat noise(1500, 2000, CV_8UC3);
  cv::RNG(1).fill(noise, cv::RNG::UNIFORM, 0, 256);
  const Bytes photo = encode_jpeg(noise, 75);
  std::vector<double> times;
  for (int round = 0; round < rounds; ++round) {
    const double start = thread_cpu_ms();
    const Finding finding = gb::label_finding(gb::read_labels(photo));
    times.push_back(thread_cpu_ms() - start);
    if (finding.outcome != Outcome::neutral) throw std::runtime_error("a label in noise");
  }
  const double ms = median(times) * 3 * 1024 * 1024 / static_cast<double>(photo.size());
  std::printf("hidden label of a photo of %.1f MiB: %.2f ms for 3 MiB\n",
              static_cast<double>(photo.size()) / (1 << 20), ms);
  return ms;
}

// --- visible marks ---

struct Drawn {
  std::string file, phrase, vendor, height, kind;
};

std::vector<Drawn> drawn_marks(const fs::path& folder) {
  std::ifstream lines(folder / "marks.tsv");
  std::vector<Drawn> marks;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream fields(line);
    Drawn one;
    for (std::string* field : {&one.file, &one.phrase, &one.vendor, &one.height, &one.kind}) {
      std::getline(fields, *field, '\t');
    }
    marks.push_back(one);
  }
  return marks;
}

nlohmann::json measure_recall(const fs::path& folder, visible::TextReader& reader) {
  std::map<std::string, Share> shares;
  int right_vendor = 0;
  int vendor_found = 0;
  for (const Drawn& one : drawn_marks(folder)) {
    const cv::Mat picture = read_picture(folder / one.file);
    const auto marks =
        visible::find_visible_marks(picture.size(), visible::edge_bands(picture), reader);
    const int side = std::min(picture.cols, picture.rows);
    const std::string size = side < 500 ? "below_500_px" : side < 800 ? "500_px" : "800_px_up";
    const bool is_small = one.kind == "small";
    for (const std::string& name : {std::string("all"), "kind " + one.kind,
                                    is_small ? std::string("small") : "size " + size}) {
      ++shares[name].of;
      shares[name].found += marks.empty() ? 0 : 1;
    }
    if (marks.empty() || one.vendor.empty()) continue;
    ++vendor_found;
    right_vendor += marks[0].words.vendor_id == one.vendor ? 1 : 0;
  }
  for (const auto& [name, share] : shares) {
    std::printf("drawn marks read, %s: %d of %d\n", name.c_str(), share.found, share.of);
  }
  std::printf("right vendor named: %d of %d\n", right_vendor, vendor_found);
  return {{"visible_recall", shares["all"].fraction()},
          {"visible_recall_800_px_up", shares["size 800_px_up"].fraction()},
          {"visible_recall_500_px", shares["size 500_px"].fraction()},
          {"visible_recall_below_500_px", shares["size below_500_px"].fraction()}};
}

nlohmann::json measure_honest(const fs::path& folder, visible::TextReader& reader) {
  std::ifstream lines(folder / "honest.txt");
  Share alarms;
  Share looked_at;
  std::vector<double> quiet_ms;
  std::vector<double> read_ms;
  for (std::string path; std::getline(lines, path);) {
    cv::Mat picture;
    try {
      picture = read_picture(path);
    } catch (const std::runtime_error&) {
      continue;  // some of exif's are broken on purpose
    }
    if (std::min(picture.cols, picture.rows) < visible::picture_side_px_min) continue;
    const double start = thread_cpu_ms();
    const bool has_lines = !visible::find_text_lines(visible::edge_bands(picture)).empty();
    const double found = thread_cpu_ms();
    const auto marks =
        visible::find_visible_marks(picture.size(), visible::edge_bands(picture), reader);
    if (has_lines) read_ms.push_back(thread_cpu_ms() - found);
    if (!has_lines) quiet_ms.push_back(found - start);
    ++alarms.of;
    ++looked_at.of;
    looked_at.found += has_lines ? 1 : 0;
    alarms.found += marks.empty() ? 0 : 1;
    if (!marks.empty()) {
      std::printf("false mark \"%s\": %s\n", marks[0].words.phrase.c_str(), path.c_str());
    }
  }
  std::sort(quiet_ms.begin(), quiet_ms.end());
  std::printf("honest photographs: %d, false marks %d, with lines to read %d\n", alarms.of,
              alarms.found, looked_at.found);
  return {{"visible_false_marks", alarms.found},
          {"visible_honest_photos", alarms.of},
          {"visible_read_share", looked_at.fraction()},
          {"visible_quiet_median_ms", median(quiet_ms)},
          {"visible_quiet_p95_ms", quiet_ms.at(quiet_ms.size() * 95 / 100)},
          {"visible_read_median_ms", median(read_ms)}};
}

}  // namespace
}  // namespace pixiu::bench

int main(int count, char** arguments) {
  using namespace pixiu;
  if (count != 3) {
    std::fprintf(stderr, "usage: bench_marks SHARED DRAWN\n");
    return 2;
  }
  const auto reader = provenance::visible_mark::TextReader::load();
  if (!reader) {
    std::fprintf(stderr, "%s\n", reader.error().message.c_str());
    return 2;
  }
  const bench::Share labels = bench::false_labels(std::filesystem::path(arguments[1]) / "data");
  std::printf("hidden labels found on honest files: %d of %d\n", labels.found, labels.of);
  nlohmann::json figures = {{"hidden_false_labels", labels.found},
                            {"hidden_files", labels.of},
                            {"hidden_3_mib_ms", bench::hidden_label_ms()}};
  figures.update(bench::measure_recall(arguments[2], **reader));
  figures.update(bench::measure_honest(arguments[2], **reader));
  figures.update(bench::measure_signs(
      arguments[2], std::filesystem::path(arguments[2]) / "honest.txt", **reader));
  const nlohmann::json targets = {
      {"hidden_false_labels", {{"at_most", 0}}}, {"hidden_3_mib_ms", {{"at_most", 2}}},
      {"visible_false_marks", {{"at_most", 0}}}, {"visible_recall_800_px_up", {{"at_least", 0.7}}},
      {"recall star", {{"at_least", 0.5}}},      {"false star", {{"at_most", 0}}},
      {"false removed", {{"at_most", 0}}},       {"false screen-photo", {{"at_most", 0}}},
      {"pixels_p95_ms", {{"at_most", 60}}},      {"visible_quiet_p95_ms", {{"at_most", 20}}}};
  const nlohmann::json result = {{"figures", figures}, {"targets", targets}};
  std::printf("%s\n", result.dump().c_str());
  return 0;
}
