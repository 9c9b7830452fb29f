#pragma once

#include "provenance/traces/field.h"

#include <optional>
#include <string>
#include <vector>

namespace pixiu::provenance {

// What a text as a whole has to look like.
enum class TextForm {
  any,
  uuid,       // 8-4-4-4-12 hexadecimal digits
  base64,     // at least 64 characters of RFC 4648, section 4, with its padding
  settings,   // a line of "Key: value" pairs with commas between, those of `keys` among them
  news_code,  // a term of IPTC's digital source types or C2PA's own, `one_of` are the last words
};

// One test of one field. All that is stated must hold; a condition that states nothing beyond the
// name holds when the field is there and not empty.
struct Condition {
  Carrier carrier = Carrier::xmp;
  std::optional<std::string> namespace_uri;  // of XMP; must be the property's own
  std::optional<std::string> name;
  std::vector<std::string> one_of;  // the whole text is one of these
  std::optional<std::string> starts_with;
  std::optional<std::string> contains;
  std::optional<std::string> behind;  // `form` is asked of what stands behind its last occurrence
  TextForm form = TextForm::any;
  std::vector<std::string> keys;      // of `settings`
  std::vector<std::string> json_has;  // the text is JSON that has all these pointers (RFC 6901)
  std::optional<std::string> json_member_has;  // an object, and one of its members has this key
  std::optional<std::string> json_at;          // one of `json_one_of`, or with none of them a
  std::vector<std::string> json_one_of;        // number other than 0, stands at this pointer
};

inline constexpr std::size_t json_bytes_max = 1u << 20;

// Whether the field meets the condition. Never throws; JSON that is larger than json_bytes_max,
// nests deeper than limits::metadata_nesting_max or is none meets no condition on JSON.
bool holds(const Condition& condition, const FileField& field);

}  // namespace pixiu::provenance
