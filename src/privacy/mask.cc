#include "privacy/mask.h"

#include "base/check.h"
#include "base/utf8.h"
#include "privacy/blind_index.h"

#include <algorithm>
#include <array>
#include <vector>

namespace pixiu::privacy {
namespace {

constexpr std::string_view hidden = "****";
constexpr std::size_t division_chars_max =
    12;  // 积石山保安族东乡族撒拉族自治县 has 16; it is hidden

// The characters of a text; empty when it is not UTF-8.
std::vector<std::string_view> characters_of(std::string_view text) {
  std::vector<std::string_view> characters;
  for (std::size_t at = 0; at < text.size();) {
    const auto size = utf8_character_bytes(text, at);
    if (size == 0) return {};
    characters.push_back(text.substr(at, size));
    at += size;
  }
  return characters;
}

std::string masked_name(std::string_view value) {
  const auto characters = characters_of(value);
  if (characters.empty()) return std::string(hidden);
  return std::string(characters.front()) + "*";
}

std::string masked_phone(std::string_view value) {
  const auto number = normalised_phone(value);
  if (!number) return std::string(hidden);
  const std::string_view digits = *number;
  if (digits.size() < 11)
    return std::string(hidden) + std::string(digits.substr(digits.size() - 2));
  return std::string(digits.substr(0, 3)) + std::string(hidden) +
         std::string(digits.substr(digits.size() - 4));
}

std::string masked_email(std::string_view value) {
  const auto at = value.rfind('@');
  if (at == std::string_view::npos || at == 0) return std::string(hidden);
  const auto characters = characters_of(value.substr(0, at));
  if (characters.empty()) return std::string(hidden);
  return std::string(characters.front()) + "***" + std::string(value.substr(at));
}

std::string masked_order_number(std::string_view value) {
  const auto number = normalised_order_number(value);
  if (!number || number->size() < 8) return std::string(hidden);
  return std::string(hidden) + number->substr(number->size() - 4);
}

bool ends_with_any(std::string_view text, const std::vector<std::string_view>& ends) {
  return std::any_of(ends.begin(), ends.end(),
                     [text](std::string_view end) { return text.ends_with(end); });
}

bool contains_any(std::string_view text, const std::vector<std::string_view>& parts) {
  return std::any_of(parts.begin(), parts.end(), [text](std::string_view part) {
    return text.find(part) != std::string_view::npos;
  });
}

// One level of an address: how its names end, how they never end, and what they never have between
// their first character (路桥区, 镇海区) and their end.
struct Level {
  std::vector<std::string_view> ends;
  std::vector<std::string_view> wrong_ends;
  std::vector<std::string_view> never_within;
};

// What no division's name has anywhere, but a street, a village or a building.
bool names_a_building(std::string_view text) {
  static const std::vector<std::string_view> parts{"号", "巷", "弄", "村",  "室",
                                                   "栋", "幢", "层", "大道"};
  return contains_any(text, parts) ||
         std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// The shortest beginning of `text` that reads as a name of this level; empty when none does.
std::string_view name_at_front(std::string_view text, const Level& level) {
  const auto characters = characters_of(text);
  const auto count = std::min(characters.size(), division_chars_max);
  std::size_t size = 0;
  for (std::size_t i = 0; i < count; ++i) {
    size += characters[i].size();
    const auto front = text.substr(0, size);
    if (i < 1 || !ends_with_any(front, level.ends)) continue;
    const auto within =
        front.substr(characters[0].size(), size - characters[0].size() - characters[i].size());
    const bool is_name = !ends_with_any(front, level.wrong_ends) &&
                         !contains_any(within, level.never_within) && !names_a_building(front);
    return is_name ? front : std::string_view();
  }
  return {};
}

// 省 市 区: the three levels of an address, of which the first two may be one (上海市).
std::string masked_address(std::string_view value) {
  const Level province{{"省", "自治区", "特别行政区"}, {}, {"市", "县", "路", "街", "区"}};
  const Level city{{"市", "自治州", "地区", "盟"}, {"超市"}, {"区", "县", "路", "街"}};
  const Level district{{"区", "县", "旗", "市"},
                       {"小区", "社区", "园区", "厂区", "校区", "景区", "住宅区", "生活区",
                        "家属区", "超市", "门市", "夜市"},
                       {"路", "街", "镇"}};
  std::string_view rest = value;
  const auto take = [&rest](const Level& level) {
    const auto front = name_at_front(rest, level);
    rest.remove_prefix(front.size());
    return !front.empty();
  };
  const bool has_province = take(province);
  const bool has_city = take(city);
  if (!has_province && !has_city) return std::string(hidden);
  take(district);
  return std::string(value.substr(0, value.size() - rest.size())) + std::string(hidden);
}

}  // namespace

std::string_view field_kind_name(FieldKind kind) {
  switch (kind) {
    case FieldKind::name: return "name";
    case FieldKind::phone: return "phone";
    case FieldKind::email: return "email";
    case FieldKind::address: return "address";
    case FieldKind::order_number: return "order_number";
    case FieldKind::statement: return "statement";
  }
  PIXIU_CHECK(false);
}

std::string masked(FieldKind kind, std::string_view value) {
  if (value.empty()) return {};
  switch (kind) {
    case FieldKind::name: return masked_name(value);
    case FieldKind::phone: return masked_phone(value);
    case FieldKind::email: return masked_email(value);
    case FieldKind::address: return masked_address(value);
    case FieldKind::order_number: return masked_order_number(value);
    case FieldKind::statement: return std::string(hidden);
  }
  PIXIU_CHECK(false);
}

}  // namespace pixiu::privacy
