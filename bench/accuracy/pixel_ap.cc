// Pixel average precision of the edit map against a plain residual, on pictures doctored here.
//
//   bench_accuracy PICTURE...
//
// Prints a table and, as its last line, {"TRANSPORT": {"ours": AP, "baseline": AP, ...}, ...}.

#include "accuracy/damage.h"
#include "accuracy/residual_baseline.h"
#include "matching/compare.h"
#include "matching/picture.h"
#include "pictures/picture_file.h"
#include "pictures/side_by_side.h"

#include <algorithm>
#include <array>
#include <iomanip>
#include <iostream>
#include <mutex>
#include <vector>

namespace pixiu::bench {
namespace {

struct NamedTransport {
  Transport transport;
  const char* name;
};

constexpr std::array<NamedTransport, 3> transports{{
    {Transport::same_frame, "same_frame"},
    {Transport::cropped_scaled, "cropped_scaled"},
    {Transport::perspective, "perspective"},
}};

struct Score {
  double ours = 0;
  double baseline = 0;
  bool is_recognised = false;  // as the same capture
  bool is_in_frame = false;    // the transport left something of the damage in the picture
  double log10_likelihood_ratio = 0;
  bool is_crack = false;
};

using PictureScores = std::array<Score, transports.size()>;

Score score_one(const Doctored& photo, const matching::Picture& reference,
                const SiftFeatures& features) {
  Score score{.is_in_frame = cv::countNonZero(photo.truth) > 0};
  if (!score.is_in_frame) return score;
  const auto prepared = matching::Picture::prepare(photo.picture, matching::Role::claim_photo);
  const matching::Comparison comparison = matching::compare(prepared, reference);
  score.is_recognised = comparison.relation == matching::Relation::same_capture;
  score.log10_likelihood_ratio = comparison.log10_likelihood_ratio;
  if (comparison.edit_map) {
    cv::Mat levels;
    comparison.edit_map->mask.convertTo(levels, CV_32F);
    score.ours = average_precision(levels, photo.truth);
  }
  const auto residual = plain_residual(photo.picture, {reference.pixels(), features});
  if (residual) score.baseline = average_precision(*residual, photo.truth);
  return score;
}

PictureScores score_picture(const std::string& path, std::size_t index) {
  cv::RNG random(0x9e37'79b9'7f4a'7c15 * (index + 1));
  const cv::Mat original = read_picture(path);
  const bool is_crack = index % 2 == 0;
  const Doctored doctored =
      is_crack ? paint_crack(original, random) : paint_stain(original, random);
  const auto reference = matching::Picture::prepare(original, matching::Role::reference);
  const SiftFeatures features = find_sift(original);
  PictureScores scores;
  for (std::size_t i = 0; i < transports.size(); ++i) {
    scores[i] = score_one(send(doctored, transports[i].transport, random), reference, features);
    scores[i].is_crack = is_crack;
  }
  return scores;
}

// Sums over the pictures whose damage stayed in the frame.
struct Row {
  int count = 0;
  int recognised = 0;
  double ours = 0;
  double baseline = 0;
  double lowest_ratio = 99;
  std::array<double, 2> ours_by_kind{};
  std::array<double, 2> baseline_by_kind{};
  std::array<int, 2> count_by_kind{};
};

Row add_up(const std::vector<PictureScores>& pictures, std::size_t transport) {
  Row row;
  for (const PictureScores& scores : pictures) {
    const Score& score = scores[transport];
    if (!score.is_in_frame) continue;
    ++row.count;
    row.recognised += score.is_recognised;
    row.ours += score.ours;
    row.baseline += score.baseline;
    row.lowest_ratio = std::min(row.lowest_ratio, score.log10_likelihood_ratio);
    const std::size_t kind = score.is_crack ? 0 : 1;
    ++row.count_by_kind[kind];
    row.ours_by_kind[kind] += score.ours;
    row.baseline_by_kind[kind] += score.baseline;
  }
  return row;
}

double mean(double sum, int count) {
  return count == 0 ? 0 : sum / count;
}

void print_report(const std::vector<PictureScores>& pictures) {
  nlohmann::json result;
  std::cout << "pixel AP            pictures  recognised  lowest LR    ours  baseline"
               "  (cracks: ours baseline; stains: ours baseline)\n"
            << std::fixed << std::setprecision(3);
  for (std::size_t i = 0; i < transports.size(); ++i) {
    const Row row = add_up(pictures, i);
    const double ours = mean(row.ours, row.count);
    const double baseline = mean(row.baseline, row.count);
    std::cout << std::left << std::setw(20) << transports[i].name << std::right << std::setw(8)
              << row.count << std::setw(12) << row.recognised << std::setw(11) << row.lowest_ratio
              << std::setw(8) << ours << std::setw(10) << baseline << "  (";
    for (std::size_t kind = 0; kind < 2; ++kind) {
      std::cout << mean(row.ours_by_kind[kind], row.count_by_kind[kind]) << ' '
                << mean(row.baseline_by_kind[kind], row.count_by_kind[kind])
                << (kind == 0 ? "; " : ")\n");
    }
    result[transports[i].name] = {{"ours", ours},
                                  {"baseline", baseline},
                                  {"recognised_share", mean(row.recognised, row.count)},
                                  {"pictures", row.count}};
  }
  std::cout << result << '\n';
}

}  // namespace
}  // namespace pixiu::bench

int main(int argument_count, char** arguments) {
  const std::vector<std::string> paths(arguments + 1, arguments + argument_count);
  std::vector<pixiu::bench::PictureScores> scores(paths.size());
  try {
    pixiu::bench::side_by_side(paths.size(), 2, "pixel AP", [&](std::size_t i) {
      scores[i] = pixiu::bench::score_picture(paths[i], i);
    });
  } catch (const std::exception& error) {
    std::cerr << "bench_accuracy: " << error.what() << '\n';
    return 1;
  }
  pixiu::bench::print_report(scores);
  return 0;
}
