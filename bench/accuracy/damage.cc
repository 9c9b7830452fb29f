#include "accuracy/damage.h"

#include "pictures/picture_file.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <opencv2/imgproc.hpp>

namespace pixiu::bench {
namespace {

constexpr double pi = 3.14159265358979;
constexpr int crack_step_px = 7;
constexpr int subpixel_bits = 4;

int long_side(const cv::Mat& picture) {
  return std::max(picture.cols, picture.rows);
}

cv::Point2d middle_point(const cv::Mat& bgr, cv::RNG& random) {
  return {bgr.cols * random.uniform(0.3, 0.7), bgr.rows * random.uniform(0.3, 0.7)};
}

cv::Mat threshold_at(const cv::Mat& soft, double level) {
  cv::Mat out;
  cv::threshold(soft, out, level, 255, cv::THRESH_BINARY);
  out.convertTo(out, CV_8U);
  return out;
}

// Adds `strength` (CV_32F, 0..1) times `change` to a picture.
cv::Mat blended(const cv::Mat& bgr, const cv::Mat& strength, const cv::Mat& towards) {
  cv::Mat from;
  bgr.convertTo(from, CV_32F);
  cv::Mat three;
  cv::merge(std::vector<cv::Mat>{strength, strength, strength}, three);
  cv::Mat out = from + three.mul(towards - from);
  out.convertTo(out, CV_8U);
  return out;
}

// Which pixels a person could see to be painted over.
cv::Mat visibly_changed(const cv::Mat& before, const cv::Mat& after) {
  constexpr double levels_min = 12;
  cv::Mat difference;
  cv::absdiff(before, after, difference);
  std::vector<cv::Mat> channels;
  cv::split(difference, channels);
  return threshold_at(cv::max(channels[0], cv::max(channels[1], channels[2])), levels_min);
}

struct Branch {
  cv::Point2d start;
  double direction = 0;
  int steps = 0;
  int thickness_px = 1;
};

// Draws a wandering line, and where it forks puts the side branches into `forks`.
void draw_branch(cv::Mat& canvas, Branch branch, cv::RNG& random, std::vector<Branch>& forks) {
  const double factor = 1 << subpixel_bits;
  for (int step = 0; step < branch.steps; ++step) {
    branch.direction += random.gaussian(0.22);
    const cv::Point2d end =
        branch.start + cv::Point2d(std::cos(branch.direction), std::sin(branch.direction)) *
                           static_cast<double>(crack_step_px);
    cv::line(canvas, cv::Point(branch.start * factor), cv::Point(end * factor), cv::Scalar(255),
             branch.thickness_px, cv::LINE_AA, subpixel_bits);
    branch.start = end;
    if (random.uniform(0.0, 1.0) < 0.05 && branch.thickness_px > 1) {
      const double turn = random.uniform(0.4, 1.1) * (random.uniform(0, 2) == 0 ? -1 : 1);
      forks.push_back({.start = end,
                       .direction = branch.direction + turn,
                       .steps = (branch.steps - step) / 2,
                       .thickness_px = branch.thickness_px - 1});
    }
  }
}

cv::Mat crop_around(const cv::Rect& part, const cv::Mat& picture) {
  return picture(part).clone();
}

// Where three quarters of each side hold as much of the damage as they can.
cv::Rect crop_of(const Doctored& doctored, cv::RNG& random) {
  const cv::Size whole = doctored.picture.size();
  const cv::Size size(whole.width * 3 / 4, whole.height * 3 / 4);
  const cv::Rect damage = cv::boundingRect(doctored.truth);
  const auto place = [&random](int whole_px, int part_px, int from_px, int to_px) {
    const int low = std::clamp(to_px - part_px, 0, whole_px - part_px);
    const int high = std::clamp(from_px, 0, whole_px - part_px);
    return random.uniform(std::min(low, high), std::max(low, high) + 1);
  };
  return {place(whole.width, size.width, damage.x, damage.br().x),
          place(whole.height, size.height, damage.y, damage.br().y), size.width, size.height};
}

// Turned by six degrees about the middle, corners moved, enlarged so that no border shows.
cv::Mat perspective_of(cv::Size size, cv::RNG& random) {
  constexpr double zoom = 1.25;
  const cv::Point2f centre(static_cast<float>(size.width) / 2, static_cast<float>(size.height) / 2);
  const double angle = random.uniform(0, 2) == 0 ? 6 : -6;
  cv::Mat turn = cv::Mat::eye(3, 3, CV_64F);
  cv::getRotationMatrix2D(centre, angle, zoom).copyTo(turn.rowRange(0, 2));
  const auto w = static_cast<float>(size.width);
  const auto h = static_cast<float>(size.height);
  const std::vector<cv::Point2f> corners{{0, 0}, {w, 0}, {w, h}, {0, h}};
  std::vector<cv::Point2f> moved = corners;
  for (cv::Point2f& corner : moved) {
    corner.x += w * random.uniform(-0.04f, 0.04f);
    corner.y += h * random.uniform(-0.04f, 0.04f);
  }
  return cv::getPerspectiveTransform(corners, moved) * turn;
}

}  // namespace

Doctored paint_crack(const cv::Mat& bgr, cv::RNG& random) {
  cv::Mat line(bgr.size(), CV_8U, cv::Scalar(0));
  const int thickness = std::max(2, cvRound(random.uniform(2.0, 4.0) * long_side(bgr) / 1920.0));
  std::vector<Branch> branches;
  const double direction = random.uniform(0.0, 2 * pi);
  const int steps = static_cast<int>(random.uniform(0.12, 0.3) * long_side(bgr)) / crack_step_px;
  const cv::Point2d start = middle_point(bgr, random);
  branches.push_back({start, direction, steps, thickness});
  branches.push_back({start, direction + pi, steps, thickness});
  constexpr std::size_t branches_max = 12;
  for (std::size_t i = 0; i < branches.size() && i < branches_max; ++i) {
    const Branch branch = branches[i];
    draw_branch(line, branch, random, branches);
  }
  cv::Mat edge;
  const cv::Matx23d beside(1, 0, 0.7 * thickness, 0, 1, 0.7 * thickness);
  cv::warpAffine(line, edge, beside, line.size());
  cv::Mat dark;
  line.convertTo(dark, CV_32F, random.uniform(0.65, 0.9) / 255);
  cv::Mat bright;
  edge.convertTo(bright, CV_32F, random.uniform(0.15, 0.35) / 255);
  const cv::Mat lit = blended(bgr, bright, cv::Mat(bgr.size(), CV_32FC3, cv::Scalar::all(245)));
  const cv::Mat black(bgr.size(), CV_32FC3, cv::Scalar::all(random.uniform(5.0, 35.0)));
  const cv::Mat picture = blended(lit, dark, black);
  return {picture, visibly_changed(bgr, picture)};
}

Doctored paint_stain(const cv::Mat& bgr, cv::RNG& random) {
  const double radius =
      std::sqrt(random.uniform(0.01, 0.04) * static_cast<double>(bgr.total()) / pi);
  const cv::Point2d centre = middle_point(bgr, random);
  cv::Mat coarse(bgr.rows / 24 + 2, bgr.cols / 24 + 2, CV_32F);
  random.fill(coarse, cv::RNG::NORMAL, 0, 1);
  cv::Mat rough;
  cv::resize(coarse, rough, bgr.size(), 0, 0, cv::INTER_CUBIC);
  cv::GaussianBlur(rough, rough, {}, 12);
  cv::Mat strength(bgr.size(), CV_32F);
  for (int y = 0; y < bgr.rows; ++y) {
    for (int x = 0; x < bgr.cols; ++x) {
      const double distance = cv::norm(cv::Point2d(x, y) - centre) / radius;
      const double inside = 1 - distance + 0.35 * rough.at<float>(y, x);
      strength.at<float>(y, x) = static_cast<float>(std::clamp(inside * 6, 0.0, 1.0));
    }
  }
  strength *= random.uniform(0.3, 0.6);
  const cv::Scalar colour(random.uniform(10.0, 60.0), random.uniform(30.0, 90.0),
                          random.uniform(50.0, 140.0));
  const cv::Mat picture = blended(bgr, strength, cv::Mat(bgr.size(), CV_32FC3, colour));
  return {picture, visibly_changed(bgr, picture)};
}

Doctored send(const Doctored& doctored, Transport transport, cv::RNG& random) {
  switch (transport) {
    case Transport::same_frame: return {through_jpeg(doctored.picture, 90), doctored.truth};
    case Transport::cropped_scaled: {
      const cv::Rect part = crop_of(doctored, random);
      return {through_jpeg(scaled_by(crop_around(part, doctored.picture), 0.6), 75),
              threshold_at(scaled_by(crop_around(part, doctored.truth), 0.6), 127)};
    }
    case Transport::perspective: break;
  }
  const cv::Mat warp = perspective_of(doctored.picture.size(), random);
  cv::Mat picture;
  cv::warpPerspective(doctored.picture, picture, warp, doctored.picture.size(), cv::INTER_CUBIC,
                      cv::BORDER_REFLECT);
  cv::Mat truth;
  cv::warpPerspective(doctored.truth, truth, warp, doctored.truth.size());
  return {through_jpeg(scaled_by(picture, 0.5), 70), threshold_at(scaled_by(truth, 0.5), 127)};
}

}  // namespace pixiu::bench
