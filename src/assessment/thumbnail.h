#pragma once

#include "base/bytes.h"
#include "findings/finding.h"
#include "media/photo.h"

#include <optional>

namespace pixiu::assessment {

// How alike a picture and a smaller one of it are: the largest correlation of brightness over the
// ways in which cameras crop and frame a thumbnail (whole; with bars above and below or at the
// sides; cut to the thumbnail's shape), in every quarter turn. -1 .. 1; absent when one of them
// shows no structure.
//
// Input: CV_8UC3 BGR, sides at least 8; `orientation` turns the thumbnail upright (EXIF).
// Cost:  one pass over the picture a way, twenty at most.
std::optional<double> thumbnail_likeness(const cv::Mat& picture, const cv::Mat& thumbnail,
                                         media::Orientation orientation);

// The largest correlation of the picture with any part of the thumbnail that has the picture's
// aspect and at least 0.3 of the thumbnail's sides: whether the picture was cropped out of what the
// thumbnail shows. The thumbnail is upright. Cost: about 10 ms.
std::optional<double> likeness_to_a_part(const cv::Mat& picture, const cv::Mat& thumbnail);

// From this on the picture is taken for a part of what the thumbnail shows.
inline constexpr double likeness_of_crop_min = 0.8;

// Below this the two show different things: of 52 camera files one is, and it was cropped
// (docs/methods/thumbnail.md).
inline constexpr double likeness_of_same_min = 0.55;

// The finding of examiner "embedded_thumbnail": contradicts, graded "moderate" and with innocent
// causes, when the thumbnail inside the file shows another picture; neutral when it shows this one,
// or more of it (the picture was cropped); absent without a thumbnail that can be read and
// compared. No likelihood ratio.
std::optional<Finding> thumbnail_finding(const media::Photo& photo, ByteView exif_thumbnail);

}  // namespace pixiu::assessment
