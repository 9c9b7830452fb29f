#include "vault/log_store.h"

#include <algorithm>
#include <charconv>

namespace pixiu::vault {
namespace {

constexpr std::size_t path_chars_max = 64;

// A decimal number without leading zeros of at most `max`.
bool is_number(std::string_view text, int max) {
  int value = -1;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
  return is_whole && value >= 0 && value <= max && std::to_string(value) == text;
}

bool is_three_digits(std::string_view text) {
  return text.size() == 3 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "x001/x234/067"; the first group is not x000.
bool is_tile_number(std::string_view text) {
  if (text.starts_with("x000")) return false;
  while (text.starts_with('x')) {
    if (text.size() < 5 || text[4] != '/' || !is_three_digits(text.substr(1, 3))) return false;
    text.remove_prefix(5);
  }
  return is_three_digits(text);
}

}  // namespace

bool is_log_path(std::string_view path) {
  constexpr std::string_view root = "tile/";
  if (path.size() > path_chars_max || !path.starts_with(root)) return false;
  path.remove_prefix(root.size());
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos) return false;
  const std::string_view level = path.substr(0, slash);
  if (level != "entries" && !is_number(level, 63)) return false;
  std::string_view rest = path.substr(slash + 1);
  const std::size_t partial = rest.find(".p/");
  if (partial != std::string_view::npos) {
    const std::string_view width = rest.substr(partial + 3);
    if (width == "0" || !is_number(width, 255)) return false;
    rest = rest.substr(0, partial);
  }
  return is_tile_number(rest);
}

}  // namespace pixiu::vault
