#pragma once

#include <string_view>

namespace pixiu::media {

// "prefix:local" taken apart; views into the text. The prefix may be empty.
struct XmlName {
  std::string_view prefix;
  std::string_view local;
};

inline XmlName xml_name_of(std::string_view qualified) {
  const std::size_t colon = qualified.find(':');
  if (colon == std::string_view::npos) return {{}, qualified};
  return {qualified.substr(0, colon), qualified.substr(colon + 1)};
}

}  // namespace pixiu::media
