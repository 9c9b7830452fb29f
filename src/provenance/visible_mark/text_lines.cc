#include "provenance/visible_mark/text_lines.h"

#include "provenance/visible_mark/components.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>

namespace pixiu::provenance::visible_mark {
namespace {

constexpr int glue_radius_px = 3;
constexpr double score_min = 2.5;        // all read marks of the measurement lie above it
constexpr double piece_score_min = 0.5;  // of what may be the rest of a line found elsewhere
constexpr int character_px_min = 8;
constexpr int character_px_max = 60;
constexpr std::size_t pieces_max = 2'000;
constexpr int read_height_px = 36;  // of the characters, as the reader likes them

// Pixels that differ from their surroundings by at least `level` and, being no part of a large
// area, may be strokes.
cv::Mat mask_of(const Band& band, bool is_bright, int level) {
  cv::Mat mask(band.grey.size(), CV_8UC1);
  for (int y = 0; y < mask.rows; ++y) {
    const auto* in = band.difference.ptr<std::int16_t>(y);
    auto* out = mask.ptr<std::uint8_t>(y);
    for (int x = 0; x < mask.cols; ++x) {
      const int value = is_bright ? in[x] : -in[x];
      out[x] = value >= level ? 255 : 0;
    }
  }
  return mask;
}

// Every pixel within `radius` to the left and right and one row up and down: glues the strokes of a
// character, and characters to words.
cv::Mat widened(const cv::Mat& mask, int radius) {
  cv::Mat rows(mask.size(), CV_8UC1, cv::Scalar(0));
  for (int y = 0; y < mask.rows; ++y) {
    const auto* in = mask.ptr<std::uint8_t>(y);
    auto* out = rows.ptr<std::uint8_t>(y);
    int until = -1;
    for (int x = 0; x < mask.cols + radius; ++x) {
      if (x < mask.cols && in[x] != 0) until = x + radius;
      const int behind = x - radius;
      if (x < mask.cols && x <= until) out[x] = 255;
      if (x < mask.cols && in[x] != 0) {
        std::fill(out + std::max(behind, 0), out + x, std::uint8_t{255});
      }
    }
  }
  cv::Mat wide = rows.clone();
  for (int y = 0; y < mask.rows; ++y) {
    for (const int other : {y - 1, y + 1}) {
      if (other < 0 || other >= mask.rows) continue;
      const auto* in = rows.ptr<std::uint8_t>(other);
      auto* out = wide.ptr<std::uint8_t>(y);
      for (int x = 0; x < mask.cols; ++x) out[x] |= in[x];
    }
  }
  return wide;
}

// Pieces that may be words, characters or parts of them.
std::vector<cv::Rect> word_boxes(const cv::Mat& mask, int radius) {
  std::vector<cv::Rect> boxes;
  for (const Component& piece : components_of(widened(mask, radius))) {
    cv::Rect box = piece.box;
    if (box.height > character_px_max + 2 || box.height < character_px_min / 2) continue;
    if (piece.area_px < 20) continue;
    boxes.push_back(box);
  }
  std::sort(boxes.begin(), boxes.end(), [](const cv::Rect& a, const cv::Rect& b) {
    return a.x != b.x ? a.x < b.x : a.y < b.y;
  });
  return boxes;
}

bool continues(const cv::Rect& line, const cv::Rect& box) {
  const int shared = std::min(line.br().y, box.br().y) - std::max(line.y, box.y);
  const int lower = std::min(line.height, box.height);
  const int higher = std::max(line.height, box.height);
  const int gap = box.x - line.br().x;
  const int united = std::max(line.br().y, box.br().y) - std::min(line.y, box.y);
  return shared * 10 >= lower * 7 && gap <= higher * 8 / 10 && united <= higher * 12 / 10 &&
         united <= character_px_max + 2;
}

std::vector<cv::Rect> lines_of(const std::vector<cv::Rect>& boxes) {
  constexpr std::size_t open_lines_max = 400;
  std::vector<cv::Rect> lines;
  for (const cv::Rect& box : boxes) {
    cv::Rect* best = nullptr;
    for (cv::Rect& line : lines) {
      if (continues(line, box) && (best == nullptr || line.width > best->width)) best = &line;
    }
    if (best != nullptr) {
      *best |= box;
    } else if (lines.size() < open_lines_max) {
      lines.push_back(box);
    }
  }
  return lines;
}

// The smallest box around what the mask has inside one.
cv::Rect tightened(const cv::Mat& mask, const cv::Rect& box) {
  cv::Point low = box.br();
  cv::Point high = box.tl();
  for (int y = box.y; y < box.br().y; ++y) {
    const auto* bits = mask.ptr<std::uint8_t>(y);
    for (int x = box.x; x < box.br().x; ++x) {
      if (bits[x] == 0) continue;
      low = {std::min(low.x, x), std::min(low.y, y)};
      high = {std::max(high.x, x + 1), std::max(high.y, y + 1)};
    }
  }
  return low.x < high.x ? cv::Rect(low, high) : cv::Rect(box.x, box.y, 1, 1);
}

// What tells strokes of characters from structure of a photo.
struct Strokes {
  double coverage = 0;       // of the box by the mask
  double ring_coverage = 0;  // of the frame around the box
  double runs = 0;           // a row, per character height of width
  double thin_share = 0;     // of the runs that are thinner than a third of the height
  double level_spread = 0;   // standard deviation of the grey inside the mask
  double contrast = 0;       // mean inside the mask against outside, in the box
};

struct Sums {
  double sum_in = 0;
  double squares_in = 0;
  double sum_out = 0;
  int count_in = 0;
  int runs = 0;
  int thin_runs = 0;
};

void add_row(const std::uint8_t* bits, const std::uint8_t* grey, const cv::Rect& box, Sums& sums) {
  int run = 0;
  for (int x = box.x; x < box.br().x; ++x) {
    const double level = grey[x];
    if (bits[x] != 0) {
      sums.sum_in += level;
      sums.squares_in += level * level;
      ++sums.count_in;
      ++run;
      continue;
    }
    sums.sum_out += level;
    if (run == 0) continue;
    ++sums.runs;
    sums.thin_runs += run * 3 <= box.height ? 1 : 0;
    run = 0;
  }
  if (run > 0) {
    ++sums.runs;
    sums.thin_runs += run * 3 <= box.height ? 1 : 0;
  }
}

int count_in(const cv::Mat& mask, const cv::Rect& box) {
  int count = 0;
  for (int y = box.y; y < box.br().y; ++y) {
    const auto* bits = mask.ptr<std::uint8_t>(y);
    for (int x = box.x; x < box.br().x; ++x) count += bits[x] != 0 ? 1 : 0;
  }
  return count;
}

double ring_coverage_of(const cv::Mat& mask, const cv::Rect& box, int inside) {
  const int margin = std::max(3, box.height * 4 / 10);
  const cv::Rect wide =
      cv::Rect(box.x - margin, box.y - margin, box.width + 2 * margin, box.height + 2 * margin) &
      cv::Rect(0, 0, mask.cols, mask.rows);
  const int ring = wide.area() - box.area();
  return ring <= 0 ? 0 : static_cast<double>(count_in(mask, wide) - inside) / ring;
}

Strokes strokes_of(const Band& band, const cv::Mat& mask, const cv::Rect& box) {
  Sums sums;
  for (int y = box.y; y < box.br().y; ++y) {
    add_row(mask.ptr<std::uint8_t>(y), band.grey.ptr<std::uint8_t>(y), box, sums);
  }
  Strokes strokes;
  const int area = box.area();
  if (sums.count_in == 0 || sums.count_in == area || sums.runs == 0) return strokes;
  const double mean = sums.sum_in / sums.count_in;
  strokes.coverage = static_cast<double>(sums.count_in) / area;
  strokes.ring_coverage = ring_coverage_of(mask, box, sums.count_in);
  strokes.runs = static_cast<double>(sums.runs) / box.width;
  strokes.thin_share = static_cast<double>(sums.thin_runs) / sums.runs;
  strokes.level_spread = std::sqrt(std::max(0.0, sums.squares_in / sums.count_in - mean * mean));
  strokes.contrast = std::abs(mean - sums.sum_out / (area - sums.count_in));
  return strokes;
}

// How much a box looks drawn; 0 when it cannot be a piece of a line.
double score_of(const cv::Rect& box, const Strokes& strokes, int band_width) {
  const double aspect = static_cast<double>(box.width) / box.height;
  const bool is_piece = box.height >= character_px_min && box.height <= character_px_max &&
                        aspect >= 0.4 && aspect <= 16 && box.width * 10 <= band_width * 7;
  const bool is_text = strokes.coverage >= 0.12 && strokes.coverage <= 0.62 &&
                       strokes.runs >= 0.8 && strokes.runs <= 6 && strokes.thin_share >= 0.6 &&
                       strokes.ring_coverage <= 0.35 * strokes.coverage &&
                       strokes.level_spread <= 0.6 * strokes.contrast + 4;
  if (!is_piece || !is_text) return 0;
  return strokes.contrast / (8 + strokes.level_spread) * std::sqrt(std::min(aspect, 6.0)) *
         strokes.thin_share * (1 - strokes.ring_coverage / strokes.coverage);
}

// Between the four pixels around a place.
double interpolated(const cv::Mat& values, double y, double x) {
  const int y0 = std::clamp(static_cast<int>(y), 0, values.rows - 1);
  const int x0 = std::clamp(static_cast<int>(x), 0, values.cols - 1);
  const int y1 = std::min(y0 + 1, values.rows - 1);
  const int x1 = std::min(x0 + 1, values.cols - 1);
  const auto* upper = values.ptr<std::int16_t>(y0);
  const auto* lower = values.ptr<std::int16_t>(y1);
  const double part_x = std::clamp(x - x0, 0.0, 1.0);
  const double part_y = std::clamp(y - y0, 0.0, 1.0);
  return (upper[x0] * (1 - part_x) + upper[x1] * part_x) * (1 - part_y) +
         (lower[x0] * (1 - part_x) + lower[x1] * part_x) * part_y;
}

// The line on a white ground with a margin, its characters dark and at the height the reader likes.
// What is weaker than a third of the characters' contrast is taken for the picture behind them.
cv::Mat reading_of(const Band& band, const cv::Rect& box, bool is_bright, double contrast) {
  constexpr int margin_px = 12;
  constexpr double ground = 0.3;  // of the contrast
  constexpr double ink = 0.75;
  const double zoom = double{read_height_px} / box.height;
  const int width = std::max(1, static_cast<int>(box.width * zoom));
  cv::Mat reading(read_height_px + 2 * margin_px, width + 2 * margin_px, CV_8UC1, cv::Scalar(255));
  const double full = (is_bright ? 1 : -1) * std::max(contrast, 10.0);
  for (int y = -2; y < read_height_px + 2; ++y) {
    auto* out = reading.ptr<std::uint8_t>(y + margin_px);
    for (int x = -2; x < width + 2; ++x) {
      const double part = interpolated(band.difference, box.y + (y + 0.5) / zoom - 0.5,
                                       box.x + (x + 0.5) / zoom - 0.5) /
                          full;
      const double darkness = std::clamp((part - ground) / (ink - ground), 0.0, 1.0);
      out[x + margin_px] = static_cast<std::uint8_t>(255 - 255 * darkness);
    }
  }
  return reading;
}

TextLine line_of(const Band& band, const cv::Rect& box, bool is_bright, double contrast) {
  TextLine text;
  text.is_bright = is_bright;
  text.contrast = contrast;
  text.height_px = box.height * band.scale;
  text.region = {static_cast<int>(box.x * band.scale),
                 band.place.y + static_cast<int>(box.y * band.scale),
                 std::max(1, static_cast<int>(box.width * band.scale)),
                 std::max(1, static_cast<int>(box.height * band.scale))};
  text.dark_on_light = reading_of(band, box, is_bright, contrast);
  return text;
}

// A piece of a line found in one band, before it is made ready for reading.
struct Candidate {
  std::size_t band = 0;
  cv::Rect box;
  bool is_bright = true;
  Strokes strokes;
  double score = 0;
};

bool is_same_place(const Candidate& a, const Candidate& b) {
  const int shared = (a.box & b.box).area();
  return a.band == b.band && shared * 2 > std::min(a.box.area(), b.box.area());
}

// The next piece of the same line: where the picture behind it changes, a line falls apart.
bool continues_line(const Candidate& line, const Candidate& piece) {
  const int shared =
      std::min(line.box.br().y, piece.box.br().y) - std::max(line.box.y, piece.box.y);
  const int gap = std::max(line.box.x, piece.box.x) - std::min(line.box.br().x, piece.box.br().x);
  return line.band == piece.band && line.is_bright == piece.is_bright &&
         shared * 10 >= piece.box.height * 8 && piece.box.height * 2 >= line.box.height &&
         piece.box.height * 10 <= line.box.height * 13 && gap <= line.box.height;
}

// The seed with every piece that continues it, to both sides.
cv::Rect grown(const Candidate& seed, const std::vector<Candidate>& pieces) {
  constexpr int rounds_max = 6;
  Candidate line = seed;
  for (int round = 0; round < rounds_max; ++round) {
    const cv::Rect before = line.box;
    for (const Candidate& piece : pieces) {
      if (continues_line(line, piece)) line.box |= piece.box;
    }
    if (line.box == before) break;
  }
  return line.box;
}

// Whether a line stands where a mark stands and is written as one: of a mark's height and length,
// near the upper or lower edge, in a corner or in the middle, its strokes as close as those of
// characters. Set with room around what vendors draw; most lines of honest photographs end here,
// before they are read.
bool may_be_mark(const Band& band, const Candidate& line) {
  const cv::Rect& box = line.box;
  const double side = band.short_side_px;
  const double aspect = static_cast<double>(box.width) / box.height;
  const double height = box.height / side;
  const double edge_gap = (band.is_at_top ? box.y : band.grey.rows - box.br().y) / side;
  const double side_gap = std::min(box.x, band.grey.cols - box.br().x) / side;
  const double off_centre = std::abs(box.x + box.width / 2.0 - band.grey.cols / 2.0) / side;
  const Strokes& strokes = line.strokes;
  return aspect >= 2.2 && aspect <= 13 && height >= 0.012 && height <= 0.085 && edge_gap <= 0.10 &&
         (side_gap <= 0.10 || off_centre <= 0.05) && strokes.runs >= 1.15 && strokes.runs <= 3.2 &&
         strokes.thin_share >= 0.75 && strokes.contrast >= 22 &&
         strokes.level_spread <= 0.42 * strokes.contrast;
}

// The best lines, each place once.
std::vector<Candidate> best_of(const std::array<Band, 2>& bands, std::vector<Candidate> pieces) {
  std::stable_sort(pieces.begin(), pieces.end(),
                   [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
  std::vector<Candidate> kept;
  for (const Candidate& piece : pieces) {
    if (piece.score < score_min || kept.size() >= lines_max) break;
    const bool is_known = std::any_of(kept.begin(), kept.end(), [&](const Candidate& other) {
      return is_same_place(piece, other);
    });
    if (is_known) continue;
    Candidate line = piece;
    line.box = grown(piece, pieces);
    if (may_be_mark(bands[line.band], line)) kept.push_back(line);
  }
  return kept;
}

// Marks are bright, seldom dark; the shadow of a bright one is dark and not to be read.
struct Look {
  bool is_bright;
  int level;
  double trust;
};
constexpr std::array<Look, 5> looks = {
    {{true, 18, 1.0}, {true, 40, 1.0}, {true, 80, 1.0}, {false, 45, 0.5}, {false, 22, 0.5}}};

void find_in(const Band& band, std::size_t number, std::vector<Candidate>& found) {
  for (const Look& look : looks) {
    const cv::Mat mask = mask_of(band, look.is_bright, look.level);
    for (const cv::Rect& wide : lines_of(word_boxes(mask, glue_radius_px))) {
      const cv::Rect box = tightened(mask, wide);
      const Strokes strokes = strokes_of(band, mask, box);
      const double score = look.trust * score_of(box, strokes, band.grey.cols);
      if (score >= piece_score_min && found.size() < pieces_max) {
        found.push_back({number, box, look.is_bright, strokes, score});
      }
    }
  }
}

}  // namespace

std::vector<TextLine> find_text_lines(const std::array<Band, 2>& bands) {
  std::vector<Candidate> found;
  for (std::size_t number = 0; number < bands.size(); ++number) {
    find_in(bands[number], number, found);
  }
  std::vector<TextLine> lines;
  for (const Candidate& one : best_of(bands, std::move(found))) {
    lines.push_back(line_of(bands[one.band], one.box, one.is_bright, one.strokes.contrast));
    lines.back().score = one.score;
  }
  return lines;
}

}  // namespace pixiu::provenance::visible_mark
