#include "provenance/capture/screen_copy.h"

#include "provenance/examine.h"

#include <algorithm>
#include <array>
#include <string>

namespace pixiu::provenance {
namespace {

// Pixels of the screens of phones and tablets in use, short side first (makers' data sheets).
constexpr std::array<std::pair<int, int>, 36> screens = {{
    {720, 1280},  {720, 1520},  {720, 1600},  {720, 1612},  {750, 1334},  {828, 1792},
    {1080, 2160}, {1080, 2280}, {1080, 2310}, {1080, 2316}, {1080, 2340}, {1080, 2376},
    {1080, 2388}, {1080, 2400}, {1080, 2408}, {1080, 2412}, {1080, 2460}, {1125, 2436},
    {1170, 2532}, {1179, 2556}, {1200, 2640}, {1200, 2652}, {1206, 2622}, {1216, 2640},
    {1220, 2712}, {1228, 2700}, {1242, 2688}, {1260, 2800}, {1284, 2778}, {1290, 2796},
    {1320, 2868}, {1344, 2992}, {1440, 2960}, {1440, 3120}, {1440, 3200}, {1640, 2360},
}};

bool has_size_of_screen(media::Size size) {
  const auto sides = std::minmax(size.width, size.height);
  return std::any_of(screens.begin(), screens.end(), [&](const std::pair<int, int>& screen) {
    return screen.first == sides.first && screen.second == sides.second;
  });
}

}  // namespace

std::optional<Finding> screen_copy_finding(const media::CaptureMetadata& capture,
                                           media::Format format, media::Size stored_size,
                                           const ScreenLook& look) {
  const bool is_said = capture.user_comment == "Screenshot";
  const bool names_camera = !capture.make.empty() || !capture.model.empty();
  const bool has_size = has_size_of_screen(stored_size);
  const bool is_likely =
      !names_camera && (look.status_bar.has_value() ||
                        (has_size && (format == media::Format::png || look.has_bars)));
  if (!is_said && !is_likely) return std::nullopt;
  Finding finding{.examiner = "screen_copy",
                  .version = "2",
                  .family = std::string(capture_family),
                  .outcome = Outcome::neutral};
  finding.summary =
      is_said ? Summary{"By the file's own words the picture is a copy of a screen, not a photo.",
                        "文件自述该图片是屏幕截图，而不是拍摄的照片。"}
              : Summary{
                    "The picture looks like a copy of a phone's screen. It may show "
                    "a photo that was taken earlier.",
                    "图片具有手机截图的特征，其中显示的照片可能拍摄于更早的时候。"};
  finding.details = {{"is_stated", is_said},
                     {"grade", is_said ? "stated" : "weak"},
                     {"has_size_of_screen", has_size},
                     {"has_status_bar", look.status_bar.has_value()},
                     {"has_plain_bars", look.has_bars},
                     {"width", stored_size.width},
                     {"height", stored_size.height}};
  if (look.status_bar) finding.regions.push_back(*look.status_bar);
  return finding;
}

}  // namespace pixiu::provenance
