#include "assessment/thumbnail.h"

#include "base/check.h"
#include "media/decode.h"
#include "media/orientation.h"
#include "media/shrink.h"
#include "provenance/examine.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace pixiu::assessment {
namespace {

using nlohmann::json;

constexpr int grid_side = 24;
constexpr int side_px_min = 8;
constexpr int compared_side_px = 480;  // far more than the grid has cells
constexpr int thumbnail_side_px_max = 2000;

using Grid = std::array<double, grid_side * grid_side>;

// A part of a picture, in fractions of its sides.
struct Part {
  double x = 0;
  double y = 0;
  double width = 1;
  double height = 1;
};

// The middle of a picture of the aspect `from` (width by height) that has the aspect `to`.
Part middle_with(double from, double to) {
  if (from > to) return {(1 - to / from) / 2, 0, to / from, 1};
  return {0, (1 - from / to) / 2, 1, from / to};
}

// Mean brightness in each cell of a grid over the part.
Grid brightness(const cv::Mat& bgr, const Part& part) {
  Grid grid{};
  const auto edge = [](double start, double length, int index, int side) {
    const double at = (start + length * index / grid_side) * side;
    return std::clamp(static_cast<int>(std::lround(at)), 0, side);
  };
  for (int row = 0; row < grid_side; ++row) {
    const int top = std::min(edge(part.y, part.height, row, bgr.rows), bgr.rows - 1);
    const int bottom = std::max(edge(part.y, part.height, row + 1, bgr.rows), top + 1);
    for (int column = 0; column < grid_side; ++column) {
      const int left = std::min(edge(part.x, part.width, column, bgr.cols), bgr.cols - 1);
      const int right = std::max(edge(part.x, part.width, column + 1, bgr.cols), left + 1);
      const cv::Scalar mean = cv::mean(bgr(cv::Range(top, bottom), cv::Range(left, right)));
      grid[static_cast<std::size_t>(row * grid_side + column)] =
          0.114 * mean[0] + 0.587 * mean[1] + 0.299 * mean[2];
    }
  }
  return grid;
}

std::optional<double> correlation(const Grid& a, const Grid& b) {
  constexpr double variance_min = 4;  // grey levels squared
  double mean_a = 0;
  double mean_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    mean_a += a[i] / static_cast<double>(a.size());
    mean_b += b[i] / static_cast<double>(b.size());
  }
  double both = 0;
  double own_a = 0;
  double own_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    both += (a[i] - mean_a) * (b[i] - mean_b);
    own_a += (a[i] - mean_a) * (a[i] - mean_a);
    own_b += (b[i] - mean_b) * (b[i] - mean_b);
  }
  const double least = variance_min * static_cast<double>(a.size());
  if (own_a < least || own_b < least) return std::nullopt;
  return both / std::sqrt(own_a * own_b);
}

double aspect_of(const cv::Mat& picture) {
  return static_cast<double>(picture.cols) / picture.rows;
}

std::optional<double> best_over_crops(const cv::Mat& picture, const cv::Mat& thumbnail) {
  const double wide = aspect_of(picture);
  const double small = aspect_of(thumbnail);
  struct Way {
    Part of_picture;
    Part of_thumbnail;
  };
  const Way ways[] = {{Part{}, Part{}},
                      {Part{}, middle_with(small, wide)},   // bars in the thumbnail
                      {middle_with(wide, small), Part{}}};  // the picture was cut to fit
  std::optional<double> best;
  for (const Way& way : ways) {
    const auto likeness =
        correlation(brightness(picture, way.of_picture), brightness(thumbnail, way.of_thumbnail));
    if (likeness && (!best || *likeness > *best)) best = likeness;
  }
  return best;
}

// Sums of brightness, so that the mean of any rectangle takes four look-ups.
class BrightnessSums {
 public:
  explicit BrightnessSums(const cv::Mat& bgr)
      : width_(static_cast<std::size_t>(bgr.cols) + 1),
        sums_((static_cast<std::size_t>(bgr.rows) + 1) * width_) {
    for (int y = 0; y < bgr.rows; ++y) {
      double row = 0;
      for (int x = 0; x < bgr.cols; ++x) {
        const auto& pixel = bgr.at<cv::Vec3b>(y, x);
        row += 0.114 * pixel[0] + 0.587 * pixel[1] + 0.299 * pixel[2];
        at(y + 1, x + 1) = at(y, x + 1) + row;
      }
    }
  }

  // The rectangle is not empty.
  double mean(const cv::Rect& part) const {
    const int right = part.x + part.width;
    const int bottom = part.y + part.height;
    const double sum =
        at(bottom, right) - at(part.y, right) - at(bottom, part.x) + at(part.y, part.x);
    return sum / part.area();
  }

 private:
  double& at(int y, int x) {
    return sums_[static_cast<std::size_t>(y) * width_ + static_cast<std::size_t>(x)];
  }
  double at(int y, int x) const {
    return sums_[static_cast<std::size_t>(y) * width_ + static_cast<std::size_t>(x)];
  }

  std::size_t width_;
  std::vector<double> sums_;
};

Grid brightness(const BrightnessSums& sums, const cv::Rect& part) {
  Grid grid{};
  for (int row = 0; row < grid_side; ++row) {
    const int top = part.y + part.height * row / grid_side;
    const int bottom = part.y + part.height * (row + 1) / grid_side;
    for (int column = 0; column < grid_side; ++column) {
      const int left = part.x + part.width * column / grid_side;
      const int right = part.x + part.width * (column + 1) / grid_side;
      const cv::Rect cell(left, top, std::max(right - left, 1), std::max(bottom - top, 1));
      grid[static_cast<std::size_t>(row * grid_side + column)] = sums.mean(cell);
    }
  }
  return grid;
}

// The quarter turns, and the way the file names: programs that turn a picture reset its orientation
// and leave the thumbnail as it was, and HEIF turns by other means than EXIF.
std::vector<media::Orientation> ways_to_hold(media::Orientation named) {
  std::vector<media::Orientation> ways{1, 6, 3, 8};
  if (std::find(ways.begin(), ways.end(), named) == ways.end()) ways.push_back(named);
  return ways;
}

json innocent_causes() {
  return json::array({{{"en",
                        "The picture was cropped, turned or touched up by a program that "
                        "left the old thumbnail in the file."},
                       {"zh", "图片被裁剪、旋转或修饰过，而所用软件没有更新原来的缩略图。"}}});
}

}  // namespace

std::optional<double> thumbnail_likeness(const cv::Mat& picture, const cv::Mat& thumbnail,
                                         media::Orientation orientation) {
  const auto is_too_small = [](const cv::Mat& one) {
    return one.rows < side_px_min || one.cols < side_px_min;
  };
  if (is_too_small(picture) || is_too_small(thumbnail)) return std::nullopt;
  std::optional<double> best;
  for (const media::Orientation way : ways_to_hold(orientation)) {
    const auto likeness = best_over_crops(picture, media::turn_upright(thumbnail.clone(), way));
    if (likeness && (!best || *likeness > *best)) best = likeness;
  }
  return best;
}

std::optional<double> likeness_to_a_part(const cv::Mat& picture, const cv::Mat& thumbnail) {
  constexpr int steps_per_side = 24;
  const Grid whole = brightness(picture, Part{});
  const BrightnessSums sums(thumbnail);
  const double aspect = aspect_of(picture);
  std::optional<double> best;
  for (double share = 1; share >= 0.3; share *= 0.92) {
    const double width = share * std::min<double>(thumbnail.cols, thumbnail.rows * aspect);
    const cv::Size size(static_cast<int>(width), static_cast<int>(width / aspect));
    if (size.width < grid_side || size.height < grid_side) break;
    const int step_x = std::max((thumbnail.cols - size.width) / steps_per_side, 1);
    const int step_y = std::max((thumbnail.rows - size.height) / steps_per_side, 1);
    for (int y = 0; y + size.height <= thumbnail.rows; y += step_y) {
      for (int x = 0; x + size.width <= thumbnail.cols; x += step_x) {
        const auto likeness = correlation(whole, brightness(sums, {{x, y}, size}));
        if (likeness && (!best || *likeness > *best)) best = likeness;
      }
    }
  }
  return best;
}

namespace {

enum class Shows { same, more, other };

Summary summary_of(Shows shows) {
  switch (shows) {
    case Shows::same:
      return {"The small preview inside the file shows this picture.",
              "文件内嵌的缩略图与图片一致。"};
    case Shows::more:
      return {
          "The small preview inside the file shows more than the picture: it was cropped after "
          "it was taken, which is common and no fault by itself.",
          "文件内嵌的缩略图比图片内容更多：图片在拍摄之后被裁剪过。裁剪很常见，本身没有问题。"};
    case Shows::other:
      return {
          "The small preview inside the file shows something else than the picture: one of the two "
          "was replaced or changed.",
          "文件内嵌的缩略图与图片内容不一致：其中之一被替换或改动过。"};
  }
  PIXIU_CHECK(false);
}

std::string_view name_of(Shows shows) {
  if (shows == Shows::same) return "same";
  return shows == Shows::more ? "more" : "other";
}

Shows compared(double likeness, const cv::Mat& picture, const cv::Mat& thumbnail,
               media::Orientation orientation) {
  if (likeness >= likeness_of_same_min) return Shows::same;
  double best = -1;
  for (const media::Orientation way : ways_to_hold(orientation)) {
    const cv::Mat upright = media::turn_upright(thumbnail.clone(), way);
    best = std::max(best, likeness_to_a_part(picture, upright).value_or(-1));
  }
  return best >= likeness_of_crop_min ? Shows::more : Shows::other;
}

}  // namespace

std::optional<Finding> thumbnail_finding(const media::Photo& photo, ByteView exif_thumbnail) {
  if (exif_thumbnail.empty()) return std::nullopt;
  const Result<media::PictureInfo> info = media::read_info(exif_thumbnail);
  if (!info || info->stored_size.width > thumbnail_side_px_max ||
      info->stored_size.height > thumbnail_side_px_max) {
    return std::nullopt;
  }
  const Result<media::Photo> thumbnail =
      media::decode_photo(exif_thumbnail, {.keep_jpeg_structure = false});
  if (!thumbnail) return std::nullopt;
  const cv::Mat picture = media::shrink_to_fit(photo.pixels, compared_side_px);
  const cv::Mat preview = media::shrink_to_fit(thumbnail->pixels, compared_side_px);
  const auto likeness = thumbnail_likeness(picture, preview, photo.orientation);
  if (!likeness) return std::nullopt;
  const Shows shows = compared(*likeness, picture, preview, photo.orientation);
  const bool is_other = shows == Shows::other;
  Finding finding{.examiner = "embedded_thumbnail",
                  .version = "1",
                  .family = std::string(provenance::capture_family),
                  .outcome = is_other ? Outcome::contradicts : Outcome::neutral,
                  .summary = summary_of(shows)};
  finding.details = {
      {"shows", name_of(shows)},           {"likeness", *likeness},
      {"same_from", likeness_of_same_min}, {"width", thumbnail->pixels.cols},
      {"height", thumbnail->pixels.rows},  {"grade", is_other ? "moderate" : "none"}};
  if (is_other) finding.details["innocent_causes"] = innocent_causes();
  return finding;
}

}  // namespace pixiu::assessment
