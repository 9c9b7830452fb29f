#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>
#include <vector>

namespace pixiu::provenance::c2pa {

enum class CborType {
  unsigned_integer,
  negative_integer,
  bytes,
  text,
  array,
  map,
  tag,
  boolean,
  null,  // and undefined
  floating,
};

// One data item of CBOR. Its content points into what was parsed.
struct CborValue {
  CborType type = CborType::null;
  std::uint64_t number = 0;  // integers (negative: -1 - number), tags, booleans (0, 1)
  double real = 0;           // floating
  ByteView content;          // bytes and text
  // An array's items; a map's keys and values by turns; the one item of a tag.
  std::vector<CborValue> items;

  // The value of a map's key; null when absent or when this is no map.
  const CborValue* find(std::string_view key) const;
  const CborValue* find(std::int64_t key) const;

  // The value of a map's key as a text or size; empty when absent or of another type.
  std::optional<std::string_view> text_at(std::string_view key) const;
  std::optional<std::size_t> size_at(std::string_view key) const;

  // Empty when this is of another type; integer also when it does not fit.
  std::optional<std::string_view> as_text() const;
  std::optional<ByteView> as_bytes() const;
  std::optional<std::int64_t> as_integer() const;
  std::optional<std::size_t> as_size() const;  // an unsigned integer
  bool is_array() const { return type == CborType::array; }
  bool is_map() const { return type == CborType::map; }
  bool is_null() const { return type == CborType::null; }
};

// A parsed document. Movable; the values live as long as it and the bytes it was parsed from.
class CborDocument {
 public:
  const CborValue& root() const { return root_; }

 private:
  friend Result<CborDocument> parse_cbor(ByteView bytes);
  CborValue root_;
  std::deque<Bytes> joined_;  // strings that came in pieces
};

// Parses one data item that fills `bytes` (RFC 8949, with indefinite lengths as C2PA's writers use
// them). Nothing is allocated for what is not there: lengths are checked against the bytes left.
// Errors: corrupted (not well-formed, bytes left over, text that is not UTF-8, a key given twice),
//         limit_exceeded (limits::cbor_items_max, cbor_nesting_max).
// Cost:   one pass; for maps a sort of their keys.
Result<CborDocument> parse_cbor(ByteView bytes);

// The bytes of one value of a map's as they are written, for what is signed; empty when `map` is no
// map that parse_cbor takes, or has not the key.
ByteView encoded_value(ByteView map, std::string_view key);

// Writing, as far as signatures need it: heads in their shortest form (RFC 8949, 4.2.1).
enum class CborMajor : std::uint8_t {
  unsigned_integer,
  negative_integer,
  bytes,
  text,
  array,
  map,
  tag
};
void append_cbor_head(Bytes& out, CborMajor major, std::uint64_t argument);
void append_cbor_bytes(Bytes& out, ByteView content);
void append_cbor_text(Bytes& out, std::string_view text);

}  // namespace pixiu::provenance::c2pa
