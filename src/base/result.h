#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

namespace pixiu {

// Why an operation failed. One table (error_code_name, and the tables of http and cli) maps the
// codes to a word, an HTTP status and an exit status. What a *file shows* is never an Error but a
// Finding.
enum class ErrorCode {
  invalid_input,
  unsupported,
  not_found,
  conflict,
  unauthenticated,
  permission_denied,
  limit_exceeded,
  deadline_exceeded,
  corrupted,
  unavailable,
  internal,
};

// The code as it stands in JSON and in reports, e.g. "limit_exceeded".
std::string_view error_code_name(ErrorCode code);

// A failure: what was wrong, where, and what would be right. Never personal data.
struct [[nodiscard]] Error {
  ErrorCode code = ErrorCode::internal;
  std::string message;

  friend bool operator==(const Error&, const Error&) = default;
};

// A value or an Error. Ignoring one does not compile. Convertible from T and from Error, so that
// functions simply `return value;` or `return Error{code, "..."};`.
template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using Base = tl::expected<T, Error>;
  using Base::Base;
  Result(Error error) : Base(tl::unexpected<Error>(std::move(error))) {}  // NOLINT
};

template <std::equality_comparable T>
bool operator==(const Result<T>& a, const Result<T>& b) {
  return static_cast<const tl::expected<T, Error>&>(a) ==
         static_cast<const tl::expected<T, Error>&>(b);
}

using Status = Result<void>;

}  // namespace pixiu
