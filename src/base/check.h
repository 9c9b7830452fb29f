#pragma once

namespace pixiu {

// Prints where and what, then aborts. Called by PIXIU_CHECK only.
[[noreturn]] void check_failed(const char* expression, const char* file, int line);

}  // namespace pixiu

// An always-on check for bugs (never for bad input): the process stops when it does not hold.
#define PIXIU_CHECK(expression) \
  ((expression) ? static_cast<void>(0) : ::pixiu::check_failed(#expression, __FILE__, __LINE__))
