#include "robustness/comparisons.h"

#include "matching/compare.h"
#include "pictures/picture_file.h"
#include "pictures/side_by_side.h"
#include "robustness/transforms.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace pixiu::bench {
namespace {

using matching::Picture;
using matching::Role;
using nlohmann::json;

// Writes whole lines to stdout. Thread-safe.
class Lines {
 public:
  void print(const json& line) {
    const std::string text = line.dump() + '\n';
    const std::lock_guard lock(mutex_);
    std::cout << text << std::flush;
  }

 private:
  std::mutex mutex_;
};

struct Answer {
  std::string relation;
  double log10_ratio = 0;
};

Answer answer_of(const Picture& photo, const Picture& reference) {
  const matching::Comparison comparison = matching::relate(photo, reference);
  return {std::string(matching::relation_name(comparison.relation)),
          comparison.log10_likelihood_ratio};
}

// The same draws for the same photograph and transform, whatever else is measured.
cv::RNG random_of(const std::string& photo, std::string_view transform) {
  std::uint64_t seed = 0xcbf29ce484222325;  // FNV-1a
  for (const char c : std::filesystem::path(photo).filename().string() + std::string(transform)) {
    seed = (seed ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  }
  return cv::RNG(seed);
}

void keep(const cv::Mat& copy, const std::filesystem::path& file) {
  std::filesystem::create_directories(file.parent_path());
  const Bytes jpeg = encode_jpeg(copy, 95);
  std::ofstream(file, std::ios::binary)
      .write(reinterpret_cast<const char*>(jpeg.data()), static_cast<std::streamsize>(jpeg.size()));
}

struct CopyTask {
  json photograph;
  const Transform* transform = nullptr;
};

void compare_draws(const CopyTask& task, const json& spec, Lines& lines) {
  const std::string path = task.photograph.at("path");
  Source source{.picture = read_picture(path)};
  if (task.transform->needs_regenerated) {
    source.regenerated = read_picture(task.photograph.at("regenerated").get<std::string>());
  }
  const Picture original = Picture::prepare(source.picture, Role::reference);
  cv::RNG random = random_of(path, task.transform->name);
  for (int draw = 0; draw < spec.at("draws").get<int>(); ++draw) {
    const cv::Mat copy = task.transform->draw(source, random);
    const Answer answer = answer_of(Picture::prepare(copy, Role::claim_photo), original);
    lines.print({{"transform", task.transform->name},
                 {"photo", path},
                 {"draw", draw},
                 {"relation", answer.relation},
                 {"log10_ratio", answer.log10_ratio}});
    if (answer.relation == "same_capture") continue;
    const std::string name = std::string(task.transform->name) + "-" +
                             std::filesystem::path(path).stem().string() + "-" +
                             std::to_string(draw) + ".jpg";
    keep(copy, std::filesystem::path(spec.at("missed_folder").get<std::string>()) / name);
  }
}

void compare_set(const json& set, int threads, const std::string& label, Lines& lines) {
  const json& references = set.at("references");
  std::vector<std::optional<Picture>> prepared(references.size());
  side_by_side(references.size(), threads, label + " references", [&](std::size_t i) {
    prepared[i] = Picture::prepare(read_picture(references[i].get<std::string>()), Role::reference);
  });
  const json& photos = set.at("photos");
  side_by_side(photos.size(), threads, label + " photos", [&](std::size_t i) {
    const std::string path = photos[i].at("path");
    const Picture photo = Picture::prepare(read_picture(path), Role::claim_photo);
    for (const json& against : photos[i].at("against")) {
      const auto index = against.at(0).get<std::size_t>();
      const Answer answer = answer_of(photo, *prepared.at(index));
      lines.print({{"group", against.at(1)},
                   {"photo", path},
                   {"reference", references[index]},
                   {"relation", answer.relation},
                   {"log10_ratio", answer.log10_ratio}});
    }
  });
}

}  // namespace

void compare_copies(const json& spec) {
  std::vector<CopyTask> tasks;
  for (const json& photograph : spec.at("photographs")) {
    const json& done = photograph.at("done");  // names of transforms
    for (const Transform& transform : transforms()) {
      if (std::find(done.begin(), done.end(), transform.name) != done.end()) continue;
      if (transform.needs_regenerated && !photograph.contains("regenerated")) continue;
      tasks.push_back({photograph, &transform});
    }
  }
  Lines lines;
  side_by_side(tasks.size(), spec.at("threads"), "copies",
               [&](std::size_t i) { compare_draws(tasks[i], spec, lines); });
}

void compare_pairs(const json& spec) {
  Lines lines;
  int number = 0;
  for (const json& set : spec.at("sets")) {
    const std::string label =
        "set " + std::to_string(++number) + " of " + std::to_string(spec.at("sets").size());
    compare_set(set, spec.at("threads"), label, lines);
  }
}

}  // namespace pixiu::bench
