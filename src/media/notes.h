#pragma once

#include <string_view>

// What Photo::notes may say: atypical but decodable. Stable words; reports translate them.
namespace pixiu::media::notes {

// The file ends early, or its data ran out; missing rows are mid grey.
inline constexpr std::string_view truncated = "truncated";
// The coded data has errors inside; the decoder went on behind them.
inline constexpr std::string_view damaged_data = "damaged_data";
// A profile is there, but it cannot be read; colours are taken as sRGB.
inline constexpr std::string_view icc_profile_broken = "icc_profile_broken";
// A profile is there, but for other channels than the picture has; colours are taken as sRGB.
inline constexpr std::string_view icc_profile_mismatch = "icc_profile_mismatch";
// Printing colours without a profile: converted by the plain formula.
inline constexpr std::string_view cmyk_without_profile = "cmyk_without_profile";
// Wide-range transfer (PQ, HLG) shown without tone mapping.
inline constexpr std::string_view hdr_not_mapped = "hdr_not_mapped";
// The orientation tag holds no orientation; taken as upright.
inline constexpr std::string_view orientation_invalid = "orientation_invalid";
// Several pages or frames; the first one is shown.
inline constexpr std::string_view several_frames = "several_frames";

}  // namespace pixiu::media::notes
