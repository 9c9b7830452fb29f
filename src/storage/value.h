#pragma once

#include "base/bytes.h"
#include "base/id.h"
#include "base/result.h"
#include "base/timestamp.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace pixiu::storage {

// What stands at a place of a statement: nothing, a whole number or text. Text is UTF-8 without
// NUL; bytes travel as lower-case hexadecimal text, which SQLite and PostgreSQL, and every tool
// that looks into them, read the same way (docs/adr/0010). There is no floating-point number.
class Value {
 public:
  Value(std::nullopt_t) {}
  Value(std::int64_t number) : content_(number) {}
  Value(int number) : content_(std::int64_t{number}) {}
  Value(bool truth) : content_(std::int64_t{truth ? 1 : 0}) {}
  Value(std::string text) : content_(std::move(text)) {}
  Value(std::string_view text) : content_(std::string(text)) {}
  Value(const char* text) : content_(std::string(text)) {}
  Value(ByteView bytes);
  Value(Timestamp time) : content_(std::int64_t{time.time_since_epoch().count()}) {}
  template <class Tag>
  Value(const Id<Tag>& id) : content_(id.text()) {}
  template <class T>
  Value(const std::optional<T>& value) {
    if (value) content_ = Value(*value).content_;
  }

  const std::int64_t* number() const { return std::get_if<std::int64_t>(&content_); }
  const std::string* text() const { return std::get_if<std::string>(&content_); }

 private:
  std::variant<std::monostate, std::int64_t, std::string> content_;
};

// A column of a row as the database gives it; nothing for NULL.
using Cell = std::optional<std::string>;

// What a column is read as. A stored value that does not fit its type is Error corrupted.
Result<std::int64_t> number_from(const Cell& cell);
Result<std::string> text_from(const Cell& cell);
Result<Bytes> bytes_from(const Cell& cell);

template <class T>
struct ReadAs;

template <>
struct ReadAs<std::int64_t> {
  static Result<std::int64_t> from(const Cell& cell) { return number_from(cell); }
};

template <>
struct ReadAs<bool> {
  static Result<bool> from(const Cell& cell) {
    const auto number = number_from(cell);
    if (!number) return number.error();
    return *number != 0;
  }
};

template <>
struct ReadAs<Timestamp> {
  static Result<Timestamp> from(const Cell& cell) {
    const auto number = number_from(cell);
    if (!number) return number.error();
    return Timestamp{std::chrono::milliseconds{*number}};
  }
};

template <>
struct ReadAs<std::string> {
  static Result<std::string> from(const Cell& cell) { return text_from(cell); }
};

template <>
struct ReadAs<Bytes> {
  static Result<Bytes> from(const Cell& cell) { return bytes_from(cell); }
};

template <class Tag>
struct ReadAs<Id<Tag>> {
  static Result<Id<Tag>> from(const Cell& cell) {
    const auto text = text_from(cell);
    if (!text) return text.error();
    auto id = Id<Tag>::parse(*text);
    if (!id) return Error{ErrorCode::corrupted, "a stored id is not an id"};
    return id;
  }
};

template <class T>
struct ReadAs<std::optional<T>> {
  static Result<std::optional<T>> from(const Cell& cell) {
    if (!cell) return std::optional<T>();
    auto value = ReadAs<T>::from(cell);
    if (!value) return value.error();
    return std::optional<T>(std::move(*value));
  }
};

}  // namespace pixiu::storage
