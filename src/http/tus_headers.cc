#include "http/tus_headers.h"

#include "base/base64.h"
#include "http/header_value.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace pixiu::http {
namespace {

constexpr std::size_t pairs_max = 16;
constexpr std::size_t key_chars_max = 64;
constexpr std::size_t algorithm_chars_max = 16;
constexpr std::size_t digest_bytes_max = 64;

Error wrong(const char* what) {
  return {ErrorCode::invalid_input, what};
}

bool is_key(std::string_view key) {
  return !key.empty() && key.size() <= key_chars_max &&
         std::all_of(key.begin(), key.end(),
                     [](char c) { return c > 0x20 && c < 0x7f && c != ','; });
}

bool is_algorithm(std::string_view name) {
  return !name.empty() && name.size() <= algorithm_chars_max &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

Result<UploadMetadatum> parse_pair(std::string_view pair) {
  const auto space = std::min(pair.find(' '), pair.size());
  const auto key = pair.substr(0, space);
  if (!is_key(key)) return wrong("a key of Upload-Metadata is not printable ASCII");
  const auto value = from_base64(pair.substr(std::min(space + 1, pair.size())));
  if (!value) return wrong("a value of Upload-Metadata is not base 64");
  return UploadMetadatum{std::string(key), std::string(text_of(*value))};
}

}  // namespace

Result<std::uint64_t> parse_upload_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || failure != std::errc{} || end != text.data() + text.size() ||
      number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    return wrong("not a number of bytes");
  }
  return number;
}

Result<std::vector<UploadMetadatum>> parse_upload_metadata(std::string_view text) {
  std::vector<UploadMetadatum> metadata;
  if (trim(text).empty()) return metadata;
  for (bool is_last = false; !is_last;) {
    const auto comma = text.find(',');
    is_last = comma == std::string_view::npos;
    auto pair = parse_pair(trim(text.substr(0, comma)));
    if (!pair) return pair.error();
    if (!is_last) text.remove_prefix(comma + 1);
    if (find_metadatum(metadata, pair->key) != nullptr) {
      return wrong("a key of Upload-Metadata stands there twice");
    }
    if (metadata.size() == pairs_max) return wrong("Upload-Metadata has more than 16 pairs");
    metadata.push_back(std::move(*pair));
  }
  return metadata;
}

const std::string* find_metadatum(const std::vector<UploadMetadatum>& metadata,
                                  std::string_view key) {
  const auto at = std::find_if(metadata.begin(), metadata.end(),
                               [key](const UploadMetadatum& pair) { return pair.key == key; });
  return at == metadata.end() ? nullptr : &at->value;
}

Result<UploadChecksum> parse_upload_checksum(std::string_view text) {
  const auto space = text.find(' ');
  if (space == std::string_view::npos || !is_algorithm(text.substr(0, space))) {
    return wrong("Upload-Checksum is not an algorithm and a digest");
  }
  auto digest = from_base64(text.substr(space + 1));
  if (!digest || digest->empty() || digest->size() > digest_bytes_max) {
    return wrong("the digest of Upload-Checksum is not base 64 of 1 to 64 bytes");
  }
  return UploadChecksum{std::string(text.substr(0, space)), std::move(*digest)};
}

}  // namespace pixiu::http
