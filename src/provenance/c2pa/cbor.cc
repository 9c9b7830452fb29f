#include "provenance/c2pa/cbor.h"

#include "provenance/c2pa/limits.h"
#include "provenance/c2pa/utf8.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace pixiu::provenance::c2pa {
namespace {

constexpr std::uint8_t indefinite = 31;
constexpr std::byte break_code{0xFF};

double half_precision(std::uint64_t bits) {
  const int exponent = static_cast<int>((bits >> 10) & 0x1F);
  const auto mantissa = static_cast<double>(bits & 0x3FF);
  double value = 0;
  if (exponent == 0) {
    value = std::ldexp(mantissa, -24);
  } else if (exponent != 31) {
    value = std::ldexp(mantissa + 1024, exponent - 25);
  } else {
    value = mantissa == 0 ? std::numeric_limits<double>::infinity()
                          : std::numeric_limits<double>::quiet_NaN();
  }
  return (bits & 0x8000) != 0 ? -value : value;
}

struct Head {
  std::uint8_t major = 0;
  std::uint8_t information = 0;
  std::uint64_t argument = 0;
  bool is_indefinite() const { return information == indefinite; }
};

class Parser {
 public:
  Parser(ByteView bytes, std::deque<Bytes>& joined) : bytes_(bytes), joined_(joined) {}

  Status document(CborValue& into) {
    if (Status read = item(into, 0); !read) return read;
    if (offset_ != bytes_.size()) return broken("bytes are left over");
    return {};
  }

  // The encoded value of a key in the map that the bytes begin with; empty when there is none.
  ByteView value_of(std::string_view key) {
    const Result<Head> read = head();
    if (!read || read->major != 5) return {};
    for (std::uint64_t done = 0; goes_on(*read, done); ++done) {
      CborValue name;
      CborValue value;
      if (!item(name, 1)) return {};
      const std::size_t start = offset_;
      if (!item(value, 1)) return {};
      if (name.as_text() == key) return bytes_.subspan(start, offset_ - start);
    }
    return {};
  }

 private:
  Error broken(std::string_view what) const {
    return {ErrorCode::corrupted,
            "CBOR, byte " + std::to_string(offset_) + ": " + std::string(what)};
  }
  std::size_t left() const { return bytes_.size() - offset_; }

  Result<Head> head() {
    if (left() == 0) return broken("ends inside an item");
    const auto first = std::to_integer<std::uint8_t>(bytes_[offset_++]);
    Head read{.major = static_cast<std::uint8_t>(first >> 5),
              .information = static_cast<std::uint8_t>(first & 0x1F)};
    if (read.information < 24) {
      read.argument = read.information;
    } else if (read.information < 28) {
      const std::size_t count = std::size_t{1} << (read.information - 24);
      if (left() < count) return broken("ends inside a number");
      for (std::size_t i = 0; i < count; ++i) {
        read.argument = (read.argument << 8) | std::to_integer<std::uint64_t>(bytes_[offset_ + i]);
      }
      offset_ += count;
    } else if (read.information != indefinite) {
      return broken("a reserved length");
    }
    return read;
  }

  Status item(CborValue& into, int depth) {
    if (depth > limits::cbor_nesting_max || ++item_count_ > limits::cbor_items_max) {
      return Error{ErrorCode::limit_exceeded, "CBOR with too many or too deep items"};
    }
    const Result<Head> read = head();
    if (!read) return read.error();
    switch (read->major) {
      case 0: return integer(CborType::unsigned_integer, *read, into);
      case 1: return integer(CborType::negative_integer, *read, into);
      case 2: return string(CborType::bytes, *read, into);
      case 3: return string(CborType::text, *read, into);
      case 4: return array(*read, into, depth);
      case 5: return map(*read, into, depth);
      case 6:
        if (read->is_indefinite()) return broken("a tag without a number");
        into.type = CborType::tag;
        into.number = read->argument;
        return item(into.items.emplace_back(), depth + 1);
      default: return simple(*read, into);
    }
  }

  Status integer(CborType type, const Head& read, CborValue& into) {
    if (read.is_indefinite()) return broken("a number without a length");
    into.type = type;
    into.number = read.argument;
    return {};
  }

  Status simple(const Head& read, CborValue& into) {
    switch (read.information) {
      case 20:
      case 21:
        into.type = CborType::boolean;
        into.number = read.information - 20U;
        return {};
      case 22:
      case 23: return {};  // null, undefined
      case 25: into.real = half_precision(read.argument); break;
      case 26: into.real = std::bit_cast<float>(static_cast<std::uint32_t>(read.argument)); break;
      case 27: into.real = std::bit_cast<double>(read.argument); break;
      default: return broken("a value without a meaning");
    }
    into.type = CborType::floating;
    return {};
  }

  Result<ByteView> piece(std::uint64_t length) {
    if (length > left()) return broken("a string longer than what is there");
    const ByteView content = bytes_.subspan(offset_, static_cast<std::size_t>(length));
    offset_ += content.size();
    return content;
  }

  Status string(CborType type, const Head& read, CborValue& into) {
    into.type = type;
    if (read.is_indefinite()) {
      if (Status joined = pieces(read.major, into.content); !joined) return joined;
    } else {
      const Result<ByteView> content = piece(read.argument);
      if (!content) return content.error();
      into.content = *content;
    }
    if (type == CborType::text && !is_utf8(text_of(into.content))) {
      return broken("text that is not UTF-8");
    }
    return {};
  }

  Status pieces(std::uint8_t major, ByteView& content) {
    Bytes whole;
    while (true) {
      if (left() > 0 && bytes_[offset_] == break_code) break;
      if (++item_count_ > limits::cbor_items_max) {
        return Error{ErrorCode::limit_exceeded, "CBOR with a string of too many pieces"};
      }
      const Result<Head> read = head();
      if (!read) return read.error();
      if (read->major != major || read->is_indefinite()) return broken("a string's odd piece");
      const Result<ByteView> next = piece(read->argument);
      if (!next) return next.error();
      whole.insert(whole.end(), next->begin(), next->end());
    }
    ++offset_;
    content = joined_.emplace_back(std::move(whole));
    return {};
  }

  // Whether an array or a map goes on; steps over the end of an indefinite one.
  bool goes_on(const Head& read, std::uint64_t done) {
    if (!read.is_indefinite()) return done < read.argument;
    if (left() == 0 || bytes_[offset_] != break_code) return true;
    ++offset_;
    return false;
  }

  Status array(const Head& read, CborValue& into, int depth) {
    into.type = CborType::array;
    if (!read.is_indefinite() && read.argument > left()) {
      return broken("an array of more items than there are bytes");
    }
    for (std::uint64_t done = 0; goes_on(read, done); ++done) {
      if (Status one = item(into.items.emplace_back(), depth + 1); !one) return one;
    }
    return {};
  }

  Status map(const Head& read, CborValue& into, int depth) {
    into.type = CborType::map;
    if (!read.is_indefinite() && read.argument > left() / 2) {
      return broken("a map of more items than there are bytes");
    }
    std::vector<std::string_view> keys;
    for (std::uint64_t done = 0; goes_on(read, done); ++done) {
      const std::size_t start = offset_;
      if (Status key = item(into.items.emplace_back(), depth + 1); !key) return key;
      keys.push_back(text_of(bytes_.subspan(start, offset_ - start)));
      if (Status value = item(into.items.emplace_back(), depth + 1); !value) return value;
    }
    std::sort(keys.begin(), keys.end());
    if (std::adjacent_find(keys.begin(), keys.end()) != keys.end()) {
      return broken("a map names a key twice");
    }
    return {};
  }

  ByteView bytes_;
  std::deque<Bytes>& joined_;
  std::size_t offset_ = 0;
  std::size_t item_count_ = 0;
};

}  // namespace

const CborValue* CborValue::find(std::string_view key) const {
  if (type != CborType::map) return nullptr;
  for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
    if (items[i].as_text() == key) return &items[i + 1];
  }
  return nullptr;
}

const CborValue* CborValue::find(std::int64_t key) const {
  if (type != CborType::map) return nullptr;
  for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
    if (items[i].as_integer() == key) return &items[i + 1];
  }
  return nullptr;
}

std::optional<std::string_view> CborValue::text_at(std::string_view key) const {
  const CborValue* value = find(key);
  return value == nullptr ? std::nullopt : value->as_text();
}

std::optional<std::size_t> CborValue::size_at(std::string_view key) const {
  const CborValue* value = find(key);
  return value == nullptr ? std::nullopt : value->as_size();
}

std::optional<std::string_view> CborValue::as_text() const {
  if (type != CborType::text) return std::nullopt;
  return text_of(content);
}

std::optional<ByteView> CborValue::as_bytes() const {
  if (type != CborType::bytes) return std::nullopt;
  return content;
}

std::optional<std::int64_t> CborValue::as_integer() const {
  const bool is_integer = type == CborType::unsigned_integer || type == CborType::negative_integer;
  if (!is_integer || number > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
  const auto value = static_cast<std::int64_t>(number);
  return type == CborType::unsigned_integer ? value : -1 - value;
}

std::optional<std::size_t> CborValue::as_size() const {
  if (type != CborType::unsigned_integer) return std::nullopt;
  return static_cast<std::size_t>(number);
}

Result<CborDocument> parse_cbor(ByteView bytes) {
  CborDocument document;
  if (Status parsed = Parser(bytes, document.joined_).document(document.root_); !parsed) {
    return parsed.error();
  }
  return document;
}

ByteView encoded_value(ByteView map, std::string_view key) {
  std::deque<Bytes> joined;
  return Parser(map, joined).value_of(key);
}

void append_cbor_head(Bytes& out, CborMajor major, std::uint64_t argument) {
  const auto type = static_cast<std::uint8_t>(static_cast<std::uint8_t>(major) << 5);
  if (argument < 24) {
    out.push_back(static_cast<std::byte>(type | argument));
    return;
  }
  std::uint8_t step = 0;  // 1, 2, 4 or 8 bytes
  while (step < 3 && (argument >> (std::size_t{8} << step)) != 0) ++step;
  out.push_back(static_cast<std::byte>(type | (24 + step)));
  for (std::size_t left = std::size_t{1} << step; left > 0; --left) {
    out.push_back(static_cast<std::byte>((argument >> (8 * (left - 1))) & 0xFF));
  }
}

void append_cbor_bytes(Bytes& out, ByteView content) {
  append_cbor_head(out, CborMajor::bytes, content.size());
  out.insert(out.end(), content.begin(), content.end());
}

void append_cbor_text(Bytes& out, std::string_view text) {
  append_cbor_head(out, CborMajor::text, text.size());
  const ByteView content = bytes_of(text);
  out.insert(out.end(), content.begin(), content.end());
}

}  // namespace pixiu::provenance::c2pa
