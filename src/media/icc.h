#pragma once

#include "media/format_reader.h"

namespace pixiu::media {

// Brings a stored picture's colours to sRGB: `pixels` becomes CV_8UC3 BGR, `colour_model` rgb.
//
// An absent profile means sRGB (CMYK: the plain formula, with a note); a profile that is sRGB
// within 8-bit rounding is skipped. A broken or unfitting profile leaves the values and adds a
// note. Rendering intent perceptual. Deterministic; no file is opened. Cost: nothing for sRGB,
// about 10 ns a pixel for another profile.
void convert_to_srgb(StoredPicture& picture);

// An RGB profile from the primaries (x, y) of H.273 with the sRGB curve, for formats that name
// primaries in place of a profile. Empty when lcms cannot make one.
struct Primaries {
  double white_x, white_y;
  double red_x, red_y;
  double green_x, green_y;
  double blue_x, blue_y;
};
inline constexpr Primaries display_p3_primaries = {0.3127, 0.3290, 0.680, 0.320,
                                                   0.265,  0.690,  0.150, 0.060};
inline constexpr Primaries bt2020_primaries = {0.3127, 0.3290, 0.708, 0.292,
                                               0.170,  0.797,  0.131, 0.046};
Bytes make_profile(const Primaries& primaries);

}  // namespace pixiu::media
