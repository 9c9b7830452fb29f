#include "tlog/text_lines.h"

#include "base/base64.h"
#include "tlog/proof.h"

#include <algorithm>
#include <charconv>

namespace pixiu::tlog {

std::optional<std::uint64_t> parse_decimal(std::string_view text, std::uint64_t max) {
  if (text.empty() || (text.size() > 1 && text.front() == '0')) return std::nullopt;
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value > max) return std::nullopt;
  return value;
}

std::optional<std::string_view> take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

std::optional<Hash> parse_hash(std::string_view line) {
  const auto bytes = from_base64(line);
  Hash hash{};
  if (!bytes || bytes->size() != hash.size()) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), hash.begin());
  return hash;
}

std::string format_hash(const Hash& hash) {
  return to_base64(hash);
}

Result<std::vector<Hash>> take_hashes(std::string_view& rest) {
  std::vector<Hash> hashes;
  while (const auto line = take_line(rest)) {
    if (line->empty()) return hashes;
    if (hashes.size() == proof_hashes_max) {
      return Error{ErrorCode::limit_exceeded, "a proof has at most 63 hashes"};
    }
    const auto hash = parse_hash(*line);
    if (!hash) return Error{ErrorCode::invalid_input, "a proof line is a hash in base 64"};
    hashes.push_back(*hash);
  }
  return Error{ErrorCode::invalid_input, "an empty line ends the hashes of a proof"};
}

}  // namespace pixiu::tlog
