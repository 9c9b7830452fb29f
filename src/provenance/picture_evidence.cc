#include "provenance/picture_evidence.h"

#include "provenance/capture/screen_grid.h"
#include "provenance/visible_mark/edge_bands.h"
#include "provenance/visible_mark/removal.h"
#include "provenance/visible_mark/vendor_sign.h"
#include "provenance/visible_mark/visible_mark.h"

#include <string>
#include <utility>

namespace pixiu::provenance {
namespace {

using namespace visible_mark;

bool is_too_small(const cv::Mat& bgr) {
  return bgr.cols < picture_side_px_min || bgr.rows < picture_side_px_min;
}

nlohmann::json times_json(const std::vector<double>& seconds) {
  auto list = nlohmann::json::array();
  for (const double one : seconds) list.push_back(one);
  return list;
}

// Which of a film's pictures were looked at and which of them showed something.
void say_when(const media::Film& film, const std::vector<double>& shown_at, Finding& finding) {
  std::vector<double> looked_at;
  for (const media::FilmFrame& frame : film.frames) {
    looked_at.push_back(static_cast<double>(frame.at.count()) / 1000);
  }
  finding.details["film"] = {{"codec", film.codec},
                             {"looked_at_s", times_json(looked_at)},
                             {"shown_at_s", times_json(shown_at)}};
}

}  // namespace

PictureEvidence examine_picture(const cv::Mat& bgr, TextReader* reader) {
  PictureEvidence evidence;
  evidence.screen = look_for_screen(bgr);
  if (is_too_small(bgr)) return evidence;
  if (const auto grid = find_screen_grid(bgr)) {
    evidence.findings.push_back(screen_grid_finding(*grid));
  }
  const std::array<Band, 2> bands = edge_bands(bgr);
  if (reader != nullptr) {
    const std::vector<VisibleMark> marks = find_visible_marks(bgr.size(), bands, *reader);
    evidence.shows_label = !marks.empty();
    evidence.findings.push_back(visible_mark_finding(marks));
  }
  if (const auto signs = find_vendor_signs(bands); !signs.empty()) {
    evidence.shows_vendor_sign = true;
    evidence.findings.push_back(vendor_sign_finding(signs));
  }
  if (const auto signs = find_removal_signs(bgr); !signs.empty()) {
    evidence.findings.push_back(mark_removal_finding(signs));
  }
  return evidence;
}

PictureEvidence examine_film(const media::Film& film, TextReader* reader) {
  std::vector<VisibleMark> marks;
  std::vector<VendorSign> signs;
  std::vector<double> marks_at, signs_at;
  for (const media::FilmFrame& frame : film.frames) {
    if (is_too_small(frame.pixels)) continue;
    const std::array<Band, 2> bands = edge_bands(frame.pixels);
    const double seconds = static_cast<double>(frame.at.count()) / 1000;
    if (reader != nullptr) {
      std::vector<VisibleMark> here = find_visible_marks(frame.pixels.size(), bands, *reader);
      if (!here.empty()) marks_at.push_back(seconds);
      if (marks.empty()) marks = std::move(here);
    }
    std::vector<VendorSign> here = find_vendor_signs(bands);
    if (!here.empty()) signs_at.push_back(seconds);
    if (signs.empty()) signs = std::move(here);
  }
  PictureEvidence evidence;
  if (reader != nullptr) {
    evidence.shows_label = !marks.empty();
    evidence.findings.push_back(visible_mark_finding(marks));
    say_when(film, marks_at, evidence.findings.back());
  }
  // A star in one picture of many is rather a glint; a sign stands still.
  if (signs_at.size() >= 2 || (film.frames.size() == 1 && !signs.empty())) {
    evidence.shows_vendor_sign = true;
    evidence.findings.push_back(vendor_sign_finding(signs));
    say_when(film, signs_at, evidence.findings.back());
  }
  return evidence;
}

}  // namespace pixiu::provenance
