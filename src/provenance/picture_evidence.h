#pragma once

#include "findings/finding.h"
#include "media/film/film.h"
#include "provenance/capture/screen_look.h"
#include "provenance/visible_mark/text_reader.h"

#include <vector>

#include <opencv2/core.hpp>

namespace pixiu::provenance {

// What the pixels of a picture, or of the beginning of a film, say of its origin: marks drawn over
// it, signs of their removal, what is left of a screen. examine() puts it beside what the file
// says.
struct PictureEvidence {
  std::vector<Finding> findings;   // none states a likelihood ratio
  bool shows_label = false;        // words of GB 45438-2025, clause 4: the visible label
  bool shows_vendor_sign = false;  // a sign without words
  ScreenLook screen;
};

// Looks at a decoded photo: CV_8UC3 BGR, upright. Regions are in its pixels. Without a reader no
// words are looked for and no finding speaks of them. Call inside the sandbox only.
// Cost: bench/marks.
PictureEvidence examine_picture(const cv::Mat& bgr, visible_mark::TextReader* reader);

// Looks at the first two seconds of a film for words and signs, which must stand there (GB
// 45438-2025, 4.4). Removal and screens are not looked for: how often honest films seem so is not
// measured. Regions are in pixels of its upright pictures.
PictureEvidence examine_film(const media::Film& film, visible_mark::TextReader* reader);

}  // namespace pixiu::provenance
