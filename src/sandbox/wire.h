#pragma once

#include "base/bytes.h"

#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace pixiu::sandbox {

// How requests and replies are written: fields in a fixed order, numbers little-endian, texts and
// lists behind their length. No names, no nesting, no recursion: caller and child are the same
// build, and a reader this small can be read by a person and fuzzed to the ground.

static_assert(std::endian::native == std::endian::little, "write the bytes in order instead");

class Writer {
 public:
  template <class T>
  void number(T value) {
    static_assert(std::is_arithmetic_v<T>);
    append(&value, sizeof(T));
  }
  void flag(bool value) { number<std::uint8_t>(value ? 1 : 0); }
  void text(std::string_view value) {
    number(static_cast<std::uint32_t>(value.size()));
    append(value.data(), value.size());
  }

  Bytes take() && { return std::move(bytes_); }

 private:
  void append(const void* start, std::size_t size) {
    const std::size_t before = bytes_.size();
    bytes_.resize(before + size);
    if (size > 0) std::memcpy(bytes_.data() + before, start, size);
  }

  Bytes bytes_;
};

// Reads what a Writer wrote, out of bytes that may be hostile. The first thing that does not fit
// makes it fail for good; what is read afterwards is zero or empty.
class Reader {
 public:
  explicit Reader(ByteView bytes) : rest_(bytes) {}

  template <class T>
  T number() {
    static_assert(std::is_arithmetic_v<T> && !std::is_same_v<T, bool>);
    T value{};
    const ByteView raw = bytes(sizeof(T));
    if (!has_failed_) std::memcpy(&value, raw.data(), sizeof(T));
    return value;
  }
  // 0 or 1; anything else fails.
  bool flag() {
    const auto value = number<std::uint8_t>();
    if (value > 1) fail("flag");
    return value == 1;
  }
  // At most `size_max` bytes. A view into the bytes read from.
  std::string_view text(std::size_t size_max) {
    const auto size = number<std::uint32_t>();
    if (size > size_max) fail("text too long");
    return has_failed_ ? std::string_view() : text_of(bytes(size));
  }
  // A number of things, at most `count_max`.
  std::uint32_t count(std::uint32_t count_max) {
    const auto value = number<std::uint32_t>();
    if (value > count_max) fail("too many");
    return has_failed_ ? 0 : value;
  }
  ByteView bytes(std::size_t size) {
    if (has_failed_ || size > rest_.size()) {
      fail("cut off");
      return {};
    }
    const ByteView taken = rest_.first(size);
    rest_ = rest_.subspan(size);
    return taken;
  }

  void fail(const char* why) {
    if (!has_failed_) why_ = why;
    has_failed_ = true;
  }
  bool has_failed() const { return has_failed_; }
  const char* why() const { return why_; }  // of the first failure
  bool is_at_end() const { return rest_.empty(); }

 private:
  ByteView rest_;
  bool has_failed_ = false;
  const char* why_ = "";
};

}  // namespace pixiu::sandbox
