#include "marks/signs.h"

#include "pictures/picture_file.h"
#include "provenance/capture/screen_grid.h"
#include "provenance/capture/screen_look.h"
#include "provenance/picture_evidence.h"
#include "provenance/visible_mark/removal.h"
#include "provenance/visible_mark/vendor_sign.h"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace pixiu::bench {
namespace {

namespace fs = std::filesystem;
namespace visible = provenance::visible_mark;

double cpu_ms() {
  std::timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) * 1e-6;
}

double quantile(std::vector<double> values, std::size_t percent) {
  if (values.empty()) throw std::runtime_error("nothing was measured");
  std::sort(values.begin(), values.end());
  return values[(values.size() - 1) * percent / 100];
}

bool is_too_small(const cv::Mat& picture) {
  return std::min(picture.cols, picture.rows) < visible::picture_side_px_min;
}

// Which examiners say something of a picture, by the group they are for.
std::map<std::string, bool> said_of(const cv::Mat& picture) {
  const provenance::ScreenLook look = provenance::look_for_screen(picture);
  return {{"star", !visible::find_vendor_signs(visible::edge_bands(picture)).empty()},
          {"removed", !visible::find_removal_signs(picture).empty()},
          {"screen", look.status_bar.has_value() || look.has_bars},
          {"screen-photo", provenance::find_screen_grid(picture).has_value()}};
}

struct Share {
  int found = 0;
  int of = 0;
};

nlohmann::json measure_drawn(const fs::path& drawn) {
  std::map<std::string, Share> shares;
  for (const char* table : {"signs.tsv", "screens.tsv"}) {
    std::ifstream lines(drawn / table);
    for (std::string line; std::getline(lines, line);) {
      std::istringstream fields(line);
      std::string file, group, kind;
      std::getline(fields, file, '\t');
      std::getline(fields, group, '\t');
      std::getline(fields, kind, '\t');
      if (table == std::string("screens.tsv")) group = kind = "screen-photo";
      const cv::Mat picture = read_picture(drawn / file);
      if (is_too_small(picture)) continue;
      for (const std::string& name : {group, group + ", " + kind}) {
        ++shares[name].of;
        shares[name].found += said_of(picture).at(group) ? 1 : 0;
      }
    }
  }
  nlohmann::json figures;
  for (const auto& [name, share] : shares) {
    std::printf("drawn and found, %s: %d of %d\n", name.c_str(), share.found, share.of);
    figures["recall " + name] = static_cast<double>(share.found) / share.of;
  }
  return figures;
}

nlohmann::json measure_on_honest(const fs::path& list, visible::TextReader& reader) {
  std::map<std::string, Share> alarms;
  std::vector<double> times;
  std::ifstream lines(list);
  for (std::string path; std::getline(lines, path);) {
    cv::Mat picture;
    try {
      picture = read_picture(path);
    } catch (const std::runtime_error&) {
      continue;  // some of exif's are broken on purpose
    }
    if (is_too_small(picture)) continue;
    const double start = cpu_ms();
    static_cast<void>(provenance::examine_picture(picture, &reader));
    times.push_back(cpu_ms() - start);
    for (const auto& [group, is_said] : said_of(picture)) {
      ++alarms[group].of;
      alarms[group].found += is_said ? 1 : 0;
      if (is_said) std::printf("%s on an honest photograph: %s\n", group.c_str(), path.c_str());
    }
  }
  nlohmann::json figures;
  for (const auto& [group, share] : alarms) {
    std::printf("honest photographs with %s: %d of %d\n", group.c_str(), share.found, share.of);
    figures["false " + group] = share.found;
  }
  figures["pixels_median_ms"] = quantile(times, 50);
  figures["pixels_p95_ms"] = quantile(times, 95);
  std::printf("all that is looked for in pixels: %.1f ms (median), %.1f ms (95 of 100)\n",
              quantile(times, 50), quantile(times, 95));
  return figures;
}

}  // namespace

nlohmann::json measure_signs(const fs::path& drawn, const fs::path& honest_list,
                             visible::TextReader& reader) {
  nlohmann::json figures = measure_drawn(drawn);
  figures.update(measure_on_honest(honest_list, reader));
  return figures;
}

}  // namespace pixiu::bench
