#include "provenance/c2pa/source_type.h"

#include "base/check.h"

#include <algorithm>
#include <array>
#include <utility>

namespace pixiu::provenance::c2pa {

std::string_view source_type_name(SourceType type) {
  switch (type) {
    case SourceType::not_stated: return "not_stated";
    case SourceType::camera: return "camera";
    case SourceType::scan: return "scan";
    case SourceType::screen_capture: return "screen_capture";
    case SourceType::human_work: return "human_work";
    case SourceType::generated: return "generated";
    case SourceType::generated_in_part: return "generated_in_part";
    case SourceType::other: return "other";
  }
  PIXIU_CHECK(false);
}

SourceType source_type_of(std::string_view uri) {
  using enum SourceType;
  constexpr std::array<std::pair<std::string_view, SourceType>, 24> types = {{
      {"digitalCapture", camera},
      {"computationalCapture", camera},
      {"negativeFilm", scan},
      {"positiveFilm", scan},
      {"print", scan},
      {"screenCapture", screen_capture},
      {"virtualRecording", screen_capture},
      {"minorHumanEdits", human_work},
      {"humanEdits", human_work},
      {"compositeCapture", human_work},
      {"algorithmicallyEnhanced", human_work},
      {"softwareImage", human_work},
      {"digitalArt", human_work},
      {"digitalCreation", human_work},
      {"dataDrivenMedia", human_work},
      {"algorithmicMedia", human_work},
      {"composite", human_work},
      {"trainedAlgorithmicMedia", generated},
      {"trainedAlgorithmicData", generated},
      {"compositeWithTrainedAlgorithmicMedia", generated_in_part},
      {"compositeSynthetic", generated_in_part},
      {"empty", not_stated},
      {"", not_stated},
      {"unknown", other},
  }};
  constexpr std::string_view blank = " \t\r\n";
  const std::size_t start = uri.find_first_not_of(blank);
  if (start == std::string_view::npos) return not_stated;
  uri = uri.substr(start, uri.find_last_not_of(blank) - start + 1);
  const std::size_t slash = uri.rfind('/');
  const std::string_view name = slash == std::string_view::npos ? uri : uri.substr(slash + 1);
  const auto found =
      std::ranges::find(types, name, &std::pair<std::string_view, SourceType>::first);
  return found == types.end() ? other : found->second;
}

}  // namespace pixiu::provenance::c2pa
