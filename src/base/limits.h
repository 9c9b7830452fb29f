#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

// Every limit on foreign input, in one place. Changing one is a release note.
namespace pixiu::limits {

inline constexpr std::size_t photo_bytes_max = 64u << 20;
inline constexpr std::int64_t photo_pixels_max = 120'000'000;
inline constexpr int photo_side_px_max = 65'500;
inline constexpr int photo_frames_max = 40;
inline constexpr std::size_t metadata_bytes_max = 8u << 20;
inline constexpr int metadata_nesting_max = 64;
inline constexpr int jpeg_scans_max = 200;
inline constexpr int references_max = 20;
inline constexpr int others_max = 20;
inline constexpr std::chrono::seconds examination_wall_time_max{10};
inline constexpr std::size_t examination_resident_bytes_max = std::size_t{2} << 30;

}  // namespace pixiu::limits
