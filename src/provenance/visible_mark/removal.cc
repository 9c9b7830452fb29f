#include "provenance/visible_mark/removal.h"

#include "provenance/visible_mark/components.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>

namespace pixiu::provenance::visible_mark {
namespace {

constexpr int block_px = 8;  // as JPEG's, so that its steps between blocks stay out
constexpr int short_side_px_min = 400;
constexpr int blocks_min = 20;        // of a box: smaller ones are met by chance
constexpr double strip_share = 0.16;  // of the shorter side, from the edge
constexpr double reach_share = 0.50;  // from the left or right edge
constexpr double height_share_min = 0.04;
constexpr double height_share_max = 0.09;
constexpr double aspect_min = 1.6;
constexpr double aspect_max = 7;
constexpr double fine_around_min = 0.8;  // grey levels: below, there is no texture to miss
constexpr double ratio_max = 0.36;       // of fine structure inside to the weakest side
constexpr double sides_ratio_max = 6;    // between the sides
constexpr double tone_step_max = 14;
constexpr double fill_min = 0.75;  // of a piece of its box

// What blocks hold, as sums from the top left corner.
class BlockSums {
 public:
  BlockSums(int columns, int rows)
      : width_(columns + 1),
        sums_(static_cast<std::size_t>(columns + 1) * static_cast<std::size_t>(rows + 1)) {}
  void set_row(int row, const std::vector<double>& values) {
    double sum = 0;
    for (int x = 0; x + 1 < width_; ++x) {
      sum += values[static_cast<std::size_t>(x)];
      at(row + 1, x + 1) = at(row, x + 1) + sum;
    }
  }
  // Of blocks [box); the box is not empty.
  double mean(const cv::Rect& box) const {
    return (at(box.br().y, box.br().x) - at(box.y, box.br().x) - at(box.br().y, box.x) +
            at(box.y, box.x)) /
           box.area();
  }

 private:
  double& at(int y, int x) {
    return sums_[static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) +
                 static_cast<std::size_t>(x)];
  }
  double at(int y, int x) const {
    return sums_[static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) +
                 static_cast<std::size_t>(x)];
  }
  int width_;
  std::vector<double> sums_;
};

// A strip along an edge in blocks: of fine structure and of tone.
struct Strip {
  int columns = 0;
  int rows = 0;
  int top_px = 0;
  BlockSums fine{0, 0};
  BlockSums fine_squares{0, 0};
  BlockSums tone{0, 0};
};

// Second differences along and across, inside the block; green stands for brightness.
void add_block(const cv::Mat& bgr, int x0, int y0, double& fine, double& tone) {
  int differences = 0;
  int levels = 0;
  for (int y = y0 + 1; y < y0 + block_px - 1; ++y) {
    const std::uint8_t* above = bgr.ptr<std::uint8_t>(y - 1) + 3 * x0 + 1;
    const std::uint8_t* row = bgr.ptr<std::uint8_t>(y) + 3 * x0 + 1;
    const std::uint8_t* below = bgr.ptr<std::uint8_t>(y + 1) + 3 * x0 + 1;
    for (int x = 3; x < 3 * (block_px - 1); x += 3) {
      const int twice = 2 * row[x];
      differences += std::abs(twice - row[x - 3] - row[x + 3]);
      differences += std::abs(twice - above[x] - below[x]);
      levels += row[x];
    }
  }
  constexpr double inner = (block_px - 2) * (block_px - 2);
  fine = differences / (2 * inner);
  tone = levels / inner;
}

Strip strip_of(const cv::Mat& bgr, bool is_at_top) {
  const int side = std::min(bgr.cols, bgr.rows);
  Strip strip;
  strip.columns = bgr.cols / block_px;
  strip.rows = std::max(1, static_cast<int>(side * strip_share) / block_px);
  // Blocks count from the picture's own corner, as they were compressed.
  strip.top_px = is_at_top ? 0 : (bgr.rows / block_px - strip.rows) * block_px;
  strip.fine = BlockSums(strip.columns, strip.rows);
  strip.fine_squares = strip.fine;
  strip.tone = strip.fine;
  const auto count = static_cast<std::size_t>(strip.columns);
  std::vector<double> fine(count), squares(count), tone(count);
  for (int row = 0; row < strip.rows; ++row) {
    for (int column = 0; column < strip.columns; ++column) {
      const auto at = static_cast<std::size_t>(column);
      add_block(bgr, column * block_px, strip.top_px + row * block_px, fine[at], tone[at]);
      squares[at] = fine[at] * fine[at];
    }
    strip.fine.set_row(row, fine);
    strip.fine_squares.set_row(row, squares);
    strip.tone.set_row(row, tone);
  }
  return strip;
}

// The frames beside a box, a block wide and a block away from it: what lies between may be either.
// Two may be missing, in a corner.
std::vector<cv::Rect> sides_of(const cv::Rect& box, const Strip& strip) {
  constexpr int gap = 1;
  constexpr int wide = 1;
  const cv::Rect all(0, 0, strip.columns, strip.rows);
  std::vector<cv::Rect> sides;
  for (const cv::Rect& side : {cv::Rect(box.x, box.y - gap - wide, box.width, wide),
                               cv::Rect(box.x, box.br().y + gap, box.width, wide),
                               cv::Rect(box.x - gap - wide, box.y, wide, box.height),
                               cv::Rect(box.br().x + gap, box.y, wide, box.height)}) {
    if ((side & all) == side) sides.push_back(side);
  }
  return sides;
}

std::optional<RemovalSign> judged(const Strip& strip, const cv::Rect& box) {
  const double inside = strip.fine.mean(box);
  const std::vector<cv::Rect> sides = sides_of(box, strip);
  if (sides.size() < 2) return std::nullopt;
  double least = 1e9, most = 0, tone = 0;
  for (const cv::Rect& side : sides) {
    const double fine = strip.fine.mean(side);
    least = std::min(least, fine);
    most = std::max(most, fine);
    if (inside > ratio_max * least) return std::nullopt;
    tone += strip.tone.mean(side) / static_cast<double>(sides.size());
  }
  if (least < fine_around_min || most > sides_ratio_max * least) return std::nullopt;
  const double step = std::abs(strip.tone.mean(box) - tone);
  if (step > tone_step_max) return std::nullopt;
  // Smooth everywhere, not half smooth and half an edge.
  const double spread = std::sqrt(std::max(0.0, strip.fine_squares.mean(box) - inside * inside));
  if (spread > 0.25 * least) return std::nullopt;
  RemovalSign sign;
  sign.region = {box.x * block_px, strip.top_px + box.y * block_px, box.width * block_px,
                 box.height * block_px};
  sign.fine_inside = inside;
  sign.fine_around = least;
  sign.tone_step = step;
  return sign;
}

bool has_size_of_mark(const cv::Rect& box, int short_side_px) {
  const double share = static_cast<double>(box.height) * block_px / short_side_px;
  const double aspect = static_cast<double>(box.width) / box.height;
  // Blocks half inside are missing at every side.
  return box.area() >= blocks_min && share >= height_share_min - 0.012 &&
         share <= height_share_max && aspect >= aspect_min && aspect <= aspect_max;
}

// The clearest of one corner: pieces of smooth blocks amid texture that fill their box.
std::optional<RemovalSign> find_in_corner(const Strip& strip, int short_side_px, bool is_left) {
  const int reach =
      std::min(strip.columns, static_cast<int>(reach_share * short_side_px) / block_px);
  const int left = is_left ? 0 : strip.columns - reach;
  std::vector<double> fine;
  for (int y = 0; y < strip.rows; ++y) {
    for (int x = 0; x < reach; ++x) fine.push_back(strip.fine.mean({left + x, y, 1, 1}));
  }
  std::vector<double> sorted = fine;
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::nth_element(sorted.begin(), middle, sorted.end());
  if (*middle < fine_around_min) return std::nullopt;
  std::optional<RemovalSign> best;
  const auto strength = [](const RemovalSign& sign) {
    return sign.fine_around / (sign.fine_inside + 0.5) * sign.region.width * sign.region.height;
  };
  for (const double share : {0.2, 0.3, 0.45}) {
    cv::Mat mask(strip.rows, reach, CV_8UC1);
    for (int y = 0; y < strip.rows; ++y) {
      for (int x = 0; x < reach; ++x) {
        const double one = fine[static_cast<std::size_t>(y * reach + x)];
        mask.at<std::uint8_t>(y, x) = one < share * *middle ? 255 : 0;
      }
    }
    for (const Component& piece : components_of(mask)) {
      if (piece.area_px < fill_min * piece.box.area()) continue;
      if (!has_size_of_mark(piece.box, short_side_px)) continue;
      const auto sign = judged(strip, piece.box + cv::Point(left, 0));
      if (sign && (!best || strength(*sign) > strength(*best))) best = sign;
    }
  }
  return best;
}

}  // namespace

std::vector<RemovalSign> find_removal_signs(const cv::Mat& bgr) {
  const int side = std::min(bgr.cols, bgr.rows);
  if (side < short_side_px_min) return {};
  std::vector<RemovalSign> signs;
  for (const bool is_at_top : {false, true}) {
    const Strip strip = strip_of(bgr, is_at_top);
    for (const bool is_left : {false, true}) {
      if (auto sign = find_in_corner(strip, side, is_left)) signs.push_back(*sign);
    }
  }
  return signs;
}

Finding mark_removal_finding(const std::vector<RemovalSign>& signs) {
  Finding finding{.examiner = std::string(mark_removal_examiner),
                  .version = std::string(mark_removal_version),
                  .family = "declaration",
                  .outcome = signs.empty() ? Outcome::neutral : Outcome::contradicts};
  finding.details = {{"grade", signs.empty() ? "none" : "weak"},
                     {"signs", nlohmann::json::array()}};
  if (signs.empty()) {
    finding.summary = {
        "No place where a visible mark may have been painted over was found. In smooth pictures "
        "that cannot be seen.",
        "未发现可见标识被涂抹的痕迹。画面平滑时本项检查无法看出。"};
    return finding;
  }
  finding.summary = {
      "Near a corner lies a box of a mark's size that is far smoother than what surrounds it, as "
      "blurring or painting over a mark leaves it. Other causes are possible.",
      "画面一角有一块大小与标识相当的区域，明显比周围平滑，与模糊或涂抹标识后留下的痕迹相似。"
      "也可能另有原因。"};
  for (const RemovalSign& sign : signs) {
    finding.regions.push_back(sign.region);
    finding.details["signs"].push_back({{"fine_inside", sign.fine_inside},
                                        {"fine_around", sign.fine_around},
                                        {"tone_step", sign.tone_step}});
  }
  finding.details["innocent_causes"] = nlohmann::json::array(
      {{{"en",
         "A smooth thing of that shape lies there, or a date, a name or a private detail was "
         "covered."},
        {"zh", "该处本来有一块平滑的物体，或者遮盖的是日期、姓名等个人信息。"}}});
  return finding;
}

}  // namespace pixiu::provenance::visible_mark
