#include "provenance/visible_mark/visible_mark.h"

#include "provenance/visible_mark/text_lines.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace pixiu::provenance::visible_mark {
namespace {

constexpr double height_fraction_min = 0.045;

double rounded(double value) {
  return std::round(value * 10'000) / 10'000;
}

nlohmann::json mark_json(const VisibleMark& mark) {
  nlohmann::json json = {
      {"phrase", mark.words.phrase},           {"read", mark.words.reading},
      {"errors", mark.words.errors},           {"height_fraction", rounded(mark.height_fraction)},
      {"is_high_enough", mark.is_high_enough}, {"at", mark.is_at_top ? "top" : "bottom"},
      {"contrast", rounded(mark.contrast)}};
  if (!mark.words.vendor_id.empty()) json["vendor"] = mark.words.vendor_id;
  return json;
}

}  // namespace

std::vector<VisibleMark> find_visible_marks(cv::Size picture, const std::array<Band, 2>& bands,
                                            TextReader& reader) {
  std::vector<VisibleMark> marks;
  const double side = std::min(picture.width, picture.height);
  for (const TextLine& line : find_text_lines(bands)) {
    std::optional<MarkWords> words = find_mark_words(reader.read_line(line.dark_on_light));
    if (!words) continue;
    const double fraction = line.height_px / side;
    marks.push_back({.words = *std::move(words),
                     .region = line.region,
                     .height_fraction = fraction,
                     .is_high_enough = fraction >= height_fraction_min,
                     .is_at_top = line.region.y < picture.height / 2,
                     .contrast = line.contrast});
  }
  return marks;
}

Finding visible_mark_finding(const std::vector<VisibleMark>& marks) {
  Finding finding;
  finding.examiner = visible_mark_examiner;
  finding.version = visible_mark_version;
  finding.family = "declaration";
  finding.outcome = marks.empty() ? Outcome::neutral : Outcome::contradicts;
  finding.details = {{"marks", nlohmann::json::array()}};
  if (marks.empty()) {
    finding.summary = {
        "No visible AI mark was read at the top or bottom of the picture. That says nothing either "
        "way: marks can be cropped or were never there.",
        "画面上下边缘未读到可见的人工智能生成标识。这不能说明任何一方:标识可能被裁掉,"
        "也可能本来没有。"};
    return finding;
  }
  for (const VisibleMark& mark : marks) {
    finding.regions.push_back(mark.region);
    finding.details["marks"].push_back(mark_json(mark));
  }
  const VisibleMark& first = marks.front();
  finding.summary.en =
      "The picture shows the mark \"" + first.words.phrase + "\": it says that it was made by AI.";
  finding.summary.zh = "画面上有“" + first.words.phrase + "”标识,表明由人工智能生成。";
  if (!first.is_high_enough) {
    finding.summary.en += " Its characters are lower than 5 % of the shorter side.";
    finding.summary.zh += "其文字高度低于画面最短边的 5%。";
  }
  return finding;
}

}  // namespace pixiu::provenance::visible_mark
