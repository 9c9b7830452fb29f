#include "robustness/transforms.h"

#include "pictures/picture_file.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include <opencv2/imgproc.hpp>

namespace pixiu::bench {
namespace {

cv::Mat sent(const cv::Mat& picture, cv::RNG& random) {
  return through_jpeg(picture, random.uniform(70, 93));
}

cv::Mat cropped(const cv::Mat& picture, double width_share, double height_share, cv::RNG& random) {
  const int width = std::max(16, cvRound(picture.cols * width_share));
  const int height = std::max(16, cvRound(picture.rows * height_share));
  const int x = random.uniform(0, picture.cols - width + 1);
  const int y = random.uniform(0, picture.rows - height + 1);
  return picture(cv::Rect(x, y, width, height)).clone();
}

// Loses up to 15 px at the edges, so that the JPEG grid falls elsewhere.
cv::Mat recompressed(const Source& source, cv::RNG& random) {
  const cv::Mat& whole = source.picture;
  const double left = random.uniform(0, 16);
  const double top = random.uniform(0, 16);
  const cv::Mat part = whole(cv::Rect(cv::Point2d(left, top), cv::Point2d(whole.cols, whole.rows)));
  return through_jpeg(through_jpeg(part.clone(), random.uniform(75, 96)), 50);
}

cv::Mat scaled_to_640(const Source& source, cv::RNG& random) {
  return sent(scaled_to(source.picture, 640), random);
}

cv::Mat cropped_to_40_percent(const Source& source, cv::RNG& random) {
  const double width_share = random.uniform(0.45, 0.4 / 0.45);
  return sent(cropped(source.picture, width_share, 0.4 / width_share, random), random);
}

cv::Mat mirrored(const Source& source, cv::RNG& random) {
  cv::Mat flipped;
  cv::flip(source.picture, flipped, 1);
  return sent(scaled_by(flipped, random.uniform(0.6, 1.0)), random);
}

// Half of the draws show the corners of a plain ground, half are enlarged until none is seen.
cv::Mat rotated(const Source& source, cv::RNG& random) {
  const cv::Size size = source.picture.size();
  const double angle = random.uniform(-10.0, 10.0);
  double zoom = 1;
  if (random.uniform(0, 2) == 1) {
    const double radians = std::abs(angle) * CV_PI / 180;
    const double aspect =
        static_cast<double>(std::max(size.width, size.height)) / std::min(size.width, size.height);
    zoom = std::cos(radians) + aspect * std::sin(radians);
  }
  const cv::Point2f centre(static_cast<float>(size.width) / 2, static_cast<float>(size.height) / 2);
  cv::Mat turned;
  cv::warpAffine(source.picture, turned, cv::getRotationMatrix2D(centre, angle, zoom), size,
                 cv::INTER_CUBIC, cv::BORDER_CONSTANT, cv::Scalar::all(random.uniform(0, 2) * 255));
  return sent(scaled_by(turned, random.uniform(0.6, 1.0)), random);
}

cv::Mat quarter_turned(const Source& source, cv::RNG& random) {
  constexpr std::array<int, 3> turns{cv::ROTATE_90_CLOCKWISE, cv::ROTATE_180,
                                     cv::ROTATE_90_COUNTERCLOCKWISE};
  cv::Mat turned;
  cv::rotate(source.picture, turned, turns[static_cast<std::size_t>(random.uniform(0, 3))]);
  return sent(scaled_by(turned, random.uniform(0.6, 1.0)), random);
}

// Gamma, contrast, brightness, saturation and white balance, all at once.
// Turned a little and bent, enlarged so that no border shows: what an editor's "straighten" does.
cv::Mat bent_by_perspective(const Source& source, cv::RNG& random) {
  const cv::Size size = source.picture.size();
  const auto width = static_cast<float>(size.width);
  const auto height = static_cast<float>(size.height);
  const std::vector<cv::Point2f> corners{{0, 0}, {width, 0}, {width, height}, {0, height}};
  std::vector<cv::Point2f> moved = corners;
  for (cv::Point2f& corner : moved) {
    corner.x += width * random.uniform(-0.06f, 0.06f);
    corner.y += height * random.uniform(-0.06f, 0.06f);
  }
  cv::Mat turn = cv::Mat::eye(3, 3, CV_64F);
  cv::getRotationMatrix2D({width / 2, height / 2}, random.uniform(-6.0, 6.0), 1.25)
      .copyTo(turn.rowRange(0, 2));
  cv::Mat bent;
  cv::warpPerspective(source.picture, bent, cv::getPerspectiveTransform(corners, moved) * turn,
                      size, cv::INTER_CUBIC, cv::BORDER_REFLECT);
  return sent(scaled_by(bent, random.uniform(0.5, 1.0)), random);
}

cv::Mat toned(const Source& source, cv::RNG& random) {
  cv::Mat picture;
  source.picture.convertTo(picture, CV_32F, 1.0 / 255);
  cv::pow(picture, std::exp(random.uniform(-0.4, 0.4)), picture);
  cv::Mat grey;
  cv::cvtColor(picture, grey, cv::COLOR_BGR2GRAY);
  cv::cvtColor(grey, grey, cv::COLOR_GRAY2BGR);
  picture = grey + (picture - grey) * random.uniform(0.5, 1.5);
  const double contrast = random.uniform(0.75, 1.3);
  const double brightness = random.uniform(-0.12, 0.12);
  const cv::Scalar balance(random.uniform(0.85, 1.15), 1, random.uniform(0.85, 1.15));
  cv::multiply(picture, balance * contrast, picture);
  cv::add(picture, cv::Scalar::all(0.5 * (1 - contrast) + brightness), picture);
  picture.convertTo(picture, CV_8U, 255);
  return sent(picture, random);
}

// Two messengers one after the other.
cv::Mat messaged(const Source& source, cv::RNG& random) {
  cv::Mat picture = source.picture;
  int long_side_max = 1600;
  for (int hop = 0; hop < 2; ++hop) {
    const int long_side = random.uniform(1280, long_side_max + 1);
    if (long_side < std::max(picture.cols, picture.rows)) picture = scaled_to(picture, long_side);
    picture = through_jpeg(picture, random.uniform(70, 81));
    long_side_max = std::max(1280, std::min(long_side, 1600));
  }
  return picture;
}

// Lines of text-like bars, as buttons and captions are.
void draw_controls(cv::Mat& screen, const cv::Rect& area, bool is_dark, cv::RNG& random) {
  if (area.height < 40) return;
  const int rows = std::min(random.uniform(1, 5), area.height / 40);
  for (int row = 0; row < rows; ++row) {
    int x = area.x + random.uniform(10, 60);
    const int y = area.y + 12 + row * 40;
    while (x < area.br().x - 80) {
      const int width = random.uniform(8, 60);
      cv::rectangle(screen, cv::Rect(x, y, width, random.uniform(8, 22)),
                    cv::Scalar::all(is_dark ? random.uniform(150, 255) : random.uniform(0, 110)),
                    cv::FILLED);
      x += width + random.uniform(4, 20);
    }
  }
}

// The picture in a phone's gallery: fitted to the width, bars above and below.
cv::Mat screenshot(const Source& source, cv::RNG& random) {
  constexpr std::array<int, 3> widths{720, 1080, 1170};
  const int width = widths[static_cast<std::size_t>(random.uniform(0, 3))];
  const int height = cvRound(width * random.uniform(1.8, 2.2));
  const bool is_dark = random.uniform(0, 2) == 0;
  cv::Mat screen(height, width, CV_8UC3, cv::Scalar::all(is_dark ? 0 : random.uniform(235, 256)));
  const int margin = random.uniform(0, 3) == 0 ? random.uniform(8, 40) : 0;
  const double factor = std::min(static_cast<double>(width - 2 * margin) / source.picture.cols,
                                 0.8 * height / source.picture.rows);
  const cv::Mat shown = scaled_by(source.picture, factor);
  const cv::Point corner((width - shown.cols) / 2,
                         (height - shown.rows) * random.uniform(2, 5) / 8);
  const cv::Rect place(corner, shown.size());
  shown.copyTo(screen(place));
  draw_controls(screen, {0, 0, width, place.y}, is_dark, random);
  draw_controls(screen, {0, place.br().y, width, height - place.br().y}, is_dark, random);
  return through_jpeg(screen, random.uniform(80, 96));
}

cv::Mat regenerated(const Source& source, cv::RNG& random) {
  const cv::Mat part =
      cropped(source.regenerated, random.uniform(0.85, 1.0), random.uniform(0.85, 1.0), random);
  return sent(scaled_by(part, random.uniform(0.65, 1.0)), random);
}

constexpr std::array<Transform, 11> all_transforms{{
    {"recompressed_q50", recompressed},
    {"scaled_640", scaled_to_640},
    {"cropped_40_percent", cropped_to_40_percent},
    {"mirrored", mirrored},
    {"rotated_10_degrees", rotated},
    {"quarter_turned", quarter_turned},
    {"bent_by_perspective", bent_by_perspective},
    {"toned", toned},
    {"messenger_twice", messaged},
    {"screenshot", screenshot},
    {"regenerated", regenerated, true},
}};

}  // namespace

std::span<const Transform> transforms() {
  return all_transforms;
}

}  // namespace pixiu::bench
