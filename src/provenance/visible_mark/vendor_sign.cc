#include "provenance/visible_mark/vendor_sign.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>

namespace pixiu::provenance::visible_mark {
namespace {

constexpr double corner_share = 0.20;  // of the shorter side, to the left and right
constexpr double star_share_min = 0.03;
constexpr double star_share_max = 0.095;
constexpr int star_px_min = 13;
constexpr double likeness_min = 0.85;
constexpr double coarse_likeness_min = 0.66;
constexpr double contrast_min = 12;          // grey levels
constexpr double margin_over_others = 0.06;  // before a disc, a square standing on its corner
constexpr int compared_px = 25;              // of template and patch
constexpr double surround = 0.12;            // of the star's side, on each side of the patch

struct Place {
  double x = 0;  // of the middle
  double y = 0;
  double side = 0;
  double likeness = -1;
};

// The grey of a square around a place, brought to compared_px each way.
cv::Mat patch_of(const cv::Mat& grey, const Place& place) {
  const double side = place.side * (1 + 2 * surround);
  const double left = place.x - side / 2;
  const double top = place.y - side / 2;
  cv::Mat patch(compared_px, compared_px, CV_32FC1);
  for (int y = 0; y < compared_px; ++y) {
    for (int x = 0; x < compared_px; ++x) {
      // The mean of four places a cell, so that no pixel is passed over.
      double sum = 0;
      for (const double dy : {0.25, 0.75}) {
        for (const double dx : {0.25, 0.75}) {
          const int at_y = static_cast<int>(top + (y + dy) / compared_px * side);
          const int at_x = static_cast<int>(left + (x + dx) / compared_px * side);
          sum += grey.at<std::uint8_t>(std::clamp(at_y, 0, grey.rows - 1),
                                       std::clamp(at_x, 0, grey.cols - 1));
        }
      }
      patch.at<float>(y, x) = static_cast<float>(sum / 4);
    }
  }
  return patch;
}

double correlation(const cv::Mat& a, const cv::Mat& b) {
  cv::Scalar mean_a, mean_b, spread_a, spread_b;
  cv::meanStdDev(a, mean_a, spread_a);
  cv::meanStdDev(b, mean_b, spread_b);
  const double both = a.dot(b) / static_cast<double>(a.total()) - mean_a[0] * mean_b[0];
  const double scale = spread_a[0] * spread_b[0];
  return scale < 1e-9 ? 0 : both / scale;
}

// Of a star's side in a patch.
cv::Mat padded(const cv::Mat& shape) {
  cv::Mat out(compared_px, compared_px, CV_32FC1, cv::Scalar(0));
  const int margin = (compared_px - shape.rows) / 2;
  shape.copyTo(out(cv::Rect(margin, margin, shape.cols, shape.rows)));
  return out;
}

struct Shapes {
  std::vector<cv::Mat> stars;
  std::vector<cv::Mat> others;
};

// |x|^p + |y|^p: 2 is a disc, 1 a square on its corner; the last is the square itself.
Shapes drawn_shapes() {
  const int side = static_cast<int>(std::lround(compared_px / (1 + 2 * surround))) | 1;
  Shapes shapes;
  for (const double exponent : {0.45, 0.55, 0.66}) {
    shapes.stars.push_back(padded(drawn_star(side, exponent)));
  }
  for (const double exponent : {1.0, 2.0, 12.0}) {
    shapes.others.push_back(padded(drawn_star(side, exponent)));
  }
  return shapes;
}

double best_likeness(const cv::Mat& patch, const std::vector<cv::Mat>& shapes) {
  double best = -1;
  for (const cv::Mat& shape : shapes) best = std::max(best, correlation(patch, shape));
  return best;
}

double contrast_of(const cv::Mat& patch, const cv::Mat& star) {
  double in = 0, out = 0, weight = 0;
  for (int y = 0; y < patch.rows; ++y) {
    for (int x = 0; x < patch.cols; ++x) {
      const double part = star.at<float>(y, x);
      in += part * patch.at<float>(y, x);
      out += (1 - part) * patch.at<float>(y, x);
      weight += part;
    }
  }
  return in / weight - out / (static_cast<double>(patch.total()) - weight);
}

// Sums over rectangles in four look-ups.
class Sums {
 public:
  Sums(const cv::Mat& values, bool are_squared)
      : width_(values.cols + 1),
        sums_(static_cast<std::size_t>(values.rows + 1) * static_cast<std::size_t>(width_)) {
    for (int y = 0; y < values.rows; ++y) {
      double row = 0;
      for (int x = 0; x < values.cols; ++x) {
        const double value = values.at<std::int16_t>(y, x);
        row += are_squared ? value * value : value;
        at(y + 1, x + 1) = at(y, x + 1) + row;
      }
    }
  }
  double sum(int x, int y, int side) const {
    return at(y + side, x + side) - at(y, x + side) - at(y + side, x) + at(y, x);
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

// In whole numbers, which compilers put side by side; sums stay below 2^31.
constexpr double star_unit = 8192;

// A star without its mean, of length star_unit, so that a product with a patch is its correlation
// times the patch's spread. CV_16SC1.
cv::Mat normalised(const cv::Mat& shape) {
  const double mean = cv::mean(shape)[0];
  const double length = std::sqrt(
      std::max(1e-9, shape.dot(shape) - mean * mean * static_cast<double>(shape.total())));
  cv::Mat star(shape.size(), CV_16SC1);
  for (int y = 0; y < shape.rows; ++y) {
    for (int x = 0; x < shape.cols; ++x) {
      star.at<std::int16_t>(y, x) = static_cast<std::int16_t>(
          std::lround((shape.at<float>(y, x) - mean) / length * star_unit));
    }
  }
  return star;
}

// Every place of one size, at the coarse scale; the best one.
Place best_of_size(const cv::Mat& values, const Sums& sums, const Sums& squares, int star_px) {
  const int margin = std::max(1, static_cast<int>(std::lround(star_px * surround)));
  const int side = star_px + 2 * margin;
  cv::Mat shape(side, side, CV_32FC1, cv::Scalar(0));
  drawn_star(star_px, 0.57).copyTo(shape(cv::Rect(margin, margin, star_px, star_px)));
  const cv::Mat star = normalised(shape);
  Place best;
  for (int y = 0; y + side <= values.rows; ++y) {
    for (int x = 0; x + side <= values.cols; ++x) {
      const double mean = sums.sum(x, y, side) / (side * side);
      const double spread = squares.sum(x, y, side) - mean * mean * side * side;
      if (spread < 16.0 * 4 * side * side) continue;  // nothing stands out by two grey levels
      std::int32_t product = 0;
      for (int row = 0; row < side; ++row) {
        const std::int16_t* in = values.ptr<std::int16_t>(y + row) + x;
        const std::int16_t* of = star.ptr<std::int16_t>(row);
        for (int column = 0; column < side; ++column) product += in[column] * of[column];
      }
      const double likeness = product / (star_unit * std::sqrt(spread));
      if (likeness > best.likeness) {
        best = {x + side / 2.0, y + side / 2.0, static_cast<double>(star_px), likeness};
      }
    }
  }
  return best;
}

// Half the size: the sum of each four pixels, CV_16SC1.
cv::Mat halved(const cv::Mat& grey) {
  cv::Mat half(grey.rows / 2, grey.cols / 2, CV_16SC1);
  for (int y = 0; y < half.rows; ++y) {
    const std::uint8_t* upper = grey.ptr<std::uint8_t>(2 * y);
    const std::uint8_t* lower = grey.ptr<std::uint8_t>(2 * y + 1);
    for (int x = 0; x < half.cols; ++x) {
      const int sum = upper[2 * x] + upper[2 * x + 1] + lower[2 * x] + lower[2 * x + 1];
      half.at<std::int16_t>(y, x) = static_cast<std::int16_t>(sum);
    }
  }
  return half;
}

// Around a coarse place, the place, size and shape that fit best.
Place refined(const cv::Mat& grey, const Place& coarse, const std::vector<cv::Mat>& shapes) {
  Place best = coarse;
  best.likeness = -1;
  for (const double scale : {0.86, 0.93, 1.0, 1.08, 1.16}) {
    for (int dy = -2; dy <= 2; ++dy) {
      for (int dx = -2; dx <= 2; ++dx) {
        Place place{coarse.x + dx, coarse.y + dy, coarse.side * scale};
        place.likeness = best_likeness(patch_of(grey, place), shapes);
        if (place.likeness > best.likeness) best = place;
      }
    }
  }
  return best;
}

// The best star in one corner of a band.
std::optional<VendorSign> find_in_corner(const Band& band, const cv::Rect& corner,
                                         const Shapes& shapes) {
  const cv::Mat grey = band.grey(corner);
  const cv::Mat half = halved(grey);
  const Sums sums(half, false);
  const Sums squares(half, true);
  Place best;
  const double largest = star_share_max * band.short_side_px / 2;
  for (double size = std::max(star_share_min * band.short_side_px, 1.0 * star_px_min) / 2;
       size <= largest; size *= 1.22) {
    const Place place = best_of_size(half, sums, squares, static_cast<int>(std::lround(size)));
    if (place.likeness > best.likeness) best = place;
  }
  if (best.likeness < coarse_likeness_min) return std::nullopt;
  const Place coarse{2 * best.x, 2 * best.y, 2 * best.side};
  const Place place = refined(grey, coarse, shapes.stars);
  const cv::Mat patch = patch_of(grey, place);
  const double contrast = contrast_of(patch, shapes.stars[1]);
  if (place.likeness < likeness_min || contrast < contrast_min) return std::nullopt;
  // At the place and size that suit them best: a diamond is much like a larger star.
  if (place.likeness < refined(grey, coarse, shapes.others).likeness + margin_over_others) {
    return std::nullopt;
  }
  VendorSign sign;
  const cv::Rect whole(0, 0, corner.width, corner.height);
  const cv::Rect box = cv::Rect(static_cast<int>(place.x - place.side / 2),
                                static_cast<int>(place.y - place.side / 2),
                                static_cast<int>(place.side), static_cast<int>(place.side)) &
                       whole;
  sign.region = {static_cast<int>((corner.x + box.x) * band.scale),
                 band.place.y + static_cast<int>((corner.y + box.y) * band.scale),
                 std::max(1, static_cast<int>(box.width * band.scale)),
                 std::max(1, static_cast<int>(box.height * band.scale))};
  sign.likeness = place.likeness;
  sign.contrast = contrast;
  sign.height_fraction = place.side / band.short_side_px;
  return sign;
}

}  // namespace

cv::Mat drawn_star(int side_px, double exponent) {
  constexpr int samples = 4;  // each way, of the coverage of an edge pixel
  cv::Mat star(side_px, side_px, CV_32FC1);
  const double radius = side_px / 2.0;
  for (int y = 0; y < side_px; ++y) {
    for (int x = 0; x < side_px; ++x) {
      int inside = 0;
      for (int part = 0; part < samples * samples; ++part) {
        const double u = (x + (part % samples + 0.5) / samples) / radius - 1;
        const double v = (y + (part / samples + 0.5) / samples) / radius - 1;
        inside += std::pow(std::abs(u), exponent) + std::pow(std::abs(v), exponent) <= 1 ? 1 : 0;
      }
      star.at<float>(y, x) = static_cast<float>(inside) / (samples * samples);
    }
  }
  return star;
}

std::vector<VendorSign> find_vendor_signs(const std::array<Band, 2>& bands) {
  static const Shapes shapes = drawn_shapes();
  std::vector<VendorSign> signs;
  for (const Band& band : bands) {
    const int width =
        std::min(static_cast<int>(corner_share * band.short_side_px), band.grey.cols / 2);
    if (band.is_at_top || width < star_px_min) continue;
    for (const int x : {0, band.grey.cols - width}) {
      if (auto sign = find_in_corner(band, {x, 0, width, band.grey.rows}, shapes)) {
        signs.push_back(*sign);
      }
    }
  }
  std::stable_sort(signs.begin(), signs.end(), [](const VendorSign& a, const VendorSign& b) {
    return a.likeness > b.likeness;
  });
  return signs;
}

Finding vendor_sign_finding(const std::vector<VendorSign>& signs) {
  Finding finding{.examiner = std::string(vendor_sign_examiner),
                  .version = std::string(vendor_sign_version),
                  .family = "declaration",
                  .outcome = signs.empty() ? Outcome::neutral : Outcome::contradicts};
  finding.summary =
      signs.empty()
          ? Summary{"No vendor's sign without words was found in the corners. That says nothing.",
                    "画面四角未见生成服务的图形标记。这不能说明任何问题。"}
          : Summary{
                "In a corner stands a four-pointed star as AI services, Google Gemini among "
                "them, draw it over the pictures they make.",
                "画面一角有四角星标记，与 Google Gemini 等生成服务加在所生成图片上的标记一致。"};
  finding.details = {{"signs", nlohmann::json::array()}};
  for (const VendorSign& sign : signs) {
    finding.regions.push_back(sign.region);
    finding.details["signs"].push_back({{"shape", "four_pointed_star"},
                                        {"likeness", sign.likeness},
                                        {"contrast", sign.contrast},
                                        {"height_fraction", sign.height_fraction}});
  }
  return finding;
}

}  // namespace pixiu::provenance::visible_mark
