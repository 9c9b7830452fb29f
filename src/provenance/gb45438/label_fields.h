#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pixiu::provenance::gb45438 {

// The JSON of a label as it is written, faults included: keys in their order, repeated ones too.
struct LabelFields {
  struct Field {
    std::string key;
    std::string value;    // a text's characters; anything else as JSON
    bool is_text = true;  // false: a number, an object, ...
  };

  std::vector<Field> fields;
  bool was_wrapped = false;         // stood in {"AIGC": ...}
  bool is_valid_json = true;        // false: read by the keys of annex E alone
  bool has_foreign_escape = false;  // an escape other than \" in the text

  const Field* find(std::string_view key) const;  // the first of that name; null when there is none
};

inline constexpr std::size_t label_bytes_max = 64u << 10;

// The keys of annex E in its order.
inline constexpr std::string_view annex_e_keys[] = {
    "Label",       "ContentProducer", "ProduceID", "ReservedCode1", "ContentPropagator",
    "PropagateID", "ReservedCode2"};

// Reads a label from the text of its carrier. Tolerant: blanks around, an outer {"AIGC": ...} (also
// as a text within a text), JSON escaped as a whole, bytes that are no UTF-8, and broken JSON whose
// known keys can still be found (a ReservedCode with its quotes not escaped). Nothing when the text
// is no object, nests deeper than limits::metadata_nesting_max, is longer than label_bytes_max or
// has more than 64 keys.
std::optional<LabelFields> read_label_fields(std::string_view text);

// `text` as valid UTF-8: what is none becomes U+FFFD.
std::string as_utf8(std::string_view text);

}  // namespace pixiu::provenance::gb45438
