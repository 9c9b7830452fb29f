#include "matching/edit_map.h"

#include "matching/residual.h"
#include "matching/tone.h"

#include <algorithm>
#include <vector>

#include <opencv2/imgproc.hpp>

namespace pixiu::matching {
namespace {

constexpr float seed_score = 1.0f;
constexpr float grow_score = 0.55f;
constexpr double part_weight_min = 12;     // below it a part is a speck of resampling or JPEG noise
constexpr double edited_weight_min = 100;  // of all parts, before a photo is called edited
constexpr double hole_share_max = 0.5;     // a hole larger than this share of its part stays open
constexpr int regions_max = 32;
constexpr std::uint8_t threshold = 128;

struct Part {
  double weight = 0;
  float peak = 0;
  int area_px = 0;
};

std::vector<Part> measure_parts(const cv::Mat& score, const cv::Mat& labels, int count) {
  std::vector<Part> parts(static_cast<std::size_t>(count));
  for (int y = 0; y < score.rows; ++y) {
    const float* s = score.ptr<float>(y);
    const int* label = labels.ptr<int>(y);
    for (int x = 0; x < score.cols; ++x) {
      if (label[x] == 0) continue;
      Part& part = parts[static_cast<std::size_t>(label[x])];
      part.weight += static_cast<double>(s[x] - grow_score);
      part.peak = std::max(part.peak, s[x]);
      ++part.area_px;
    }
  }
  return parts;
}

// Fills holes that are small beside what surrounds them: a painted tear is one thing, but a ring
// drawn around the goods does not alter what it encloses.
void fill_holes(cv::Mat& inside) {
  std::vector<std::vector<cv::Point>> contours;
  std::vector<cv::Vec4i> hierarchy;
  cv::findContours(inside, contours, hierarchy, cv::RETR_CCOMP, cv::CHAIN_APPROX_SIMPLE);
  for (std::size_t i = 0; i < contours.size(); ++i) {
    const int parent = hierarchy[i][3];
    if (parent < 0) continue;
    const double outer = cv::contourArea(contours[static_cast<std::size_t>(parent)]);
    if (cv::contourArea(contours[i]) > hole_share_max * outer) continue;
    cv::drawContours(inside, contours, static_cast<int>(i), cv::Scalar(255), cv::FILLED);
  }
}

// The smallest rectangle of the larger picture that holds one of the smaller.
Region enlarge(const Region& region, cv::Size from, cv::Size to) {
  const auto floor_of = [](int value, int a, int b) {
    return static_cast<int>(std::int64_t{value} * b / a);
  };
  const auto ceil_of = [](int value, int a, int b) {
    return static_cast<int>((std::int64_t{value} * b + a - 1) / a);
  };
  const int left = floor_of(region.x, from.width, to.width);
  const int top = floor_of(region.y, from.height, to.height);
  return {left, top, ceil_of(region.x + region.width, from.width, to.width) - left,
          ceil_of(region.y + region.height, from.height, to.height) - top};
}

// In pixels of a picture of `full_size`.
std::vector<Region> regions_of(const cv::Mat& mask, cv::Size full_size) {
  cv::Mat labels;
  cv::Mat boxes;
  cv::Mat centres;
  const int count = cv::connectedComponentsWithStats(mask >= threshold, labels, boxes, centres, 8);
  std::vector<std::pair<int, Region>> found;
  for (int i = 1; i < count; ++i) {
    const int* box = boxes.ptr<int>(i);
    found.emplace_back(box[cv::CC_STAT_AREA],
                       enlarge({box[cv::CC_STAT_LEFT], box[cv::CC_STAT_TOP], box[cv::CC_STAT_WIDTH],
                                box[cv::CC_STAT_HEIGHT]},
                               mask.size(), full_size));
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  if (found.size() > static_cast<std::size_t>(regions_max)) {
    found.resize(static_cast<std::size_t>(regions_max));
  }
  std::vector<Region> regions;
  for (const auto& [area, region] : found) regions.push_back(region);
  return regions;
}

}  // namespace

AlteredParts join_parts(const cv::Mat& score) {
  cv::Mat labels;
  const int count = cv::connectedComponents(score >= grow_score, labels, 8, CV_32S);
  const std::vector<Part> parts = measure_parts(score, labels, count);
  AlteredParts joined{.mask = cv::Mat::zeros(score.size(), CV_8U)};
  std::vector<std::uint8_t> is_kept(parts.size(), 0);
  for (std::size_t i = 1; i < parts.size(); ++i) {
    if (parts[i].peak < seed_score || parts[i].weight < part_weight_min) continue;
    is_kept[i] = 255;
    joined.weight += parts[i].weight;
  }
  for (int y = 0; y < score.rows; ++y) {
    const int* label = labels.ptr<int>(y);
    std::uint8_t* to = joined.mask.ptr<std::uint8_t>(y);
    for (int x = 0; x < score.cols; ++x) to[x] = is_kept[static_cast<std::size_t>(label[x])];
  }
  fill_holes(joined.mask);
  // A drawn line is anti-aliased: its faint rim lies under the growing level but was painted too.
  cv::dilate(joined.mask, joined.mask, cv::getStructuringElement(cv::MORPH_CROSS, {3, 3}));
  // Inside, 128 and more by clearness; outside, what is left of the score ranks below.
  for (int y = 0; y < score.rows; ++y) {
    const float* s = score.ptr<float>(y);
    std::uint8_t* to = joined.mask.ptr<std::uint8_t>(y);
    for (int x = 0; x < score.cols; ++x) {
      const float level = to[x] != 0 ? 192 + 21 * std::min(s[x], 3.0f) : 60 * std::min(s[x], 2.0f);
      to[x] = static_cast<std::uint8_t>(level);
    }
  }
  return joined;
}

EditMap find_edits(const WorkingLuma& luma, const WorkingColours& colours, cv::Size photo_size) {
  const Planes half_predicted = undo_tone(colours.photo, colours.reference, colours.valid);
  const TonedLuma predicted_luma = carry_tone(luma.reference, colours.reference, half_predicted);
  const AlteredParts parts =
      join_parts(measure_departure({.photo_luma = luma.photo,
                                    .predicted_luma = predicted_luma.luma,
                                    .half_uncertainty = predicted_luma.half_uncertainty,
                                    .valid = luma.valid,
                                    .half_photo = colours.photo,
                                    .half_predicted = half_predicted,
                                    .half_valid = colours.valid}));

  EditMap map;
  cv::resize(parts.mask, map.mask, photo_size, 0, 0, cv::INTER_LINEAR);
  map.regions = regions_of(parts.mask, photo_size);
  map.altered_share =
      cv::countNonZero(parts.mask >= threshold) / static_cast<double>(parts.mask.total());
  map.weight = parts.weight;
  map.is_edited = parts.weight >= edited_weight_min;
  return map;
}

}  // namespace pixiu::matching
