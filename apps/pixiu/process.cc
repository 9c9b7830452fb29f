#include "process.h"

#include <cstdlib>
#include <iostream>

#include <unistd.h>

namespace pixiu {
namespace {

std::optional<std::string> variable(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr) return std::nullopt;
  return value;
}

}  // namespace

cli::Terminal terminal_of_process() {
  return {.out = std::cout,
          .err = std::cerr,
          .has_colour = cli::wants_colour(variable, isatty(STDOUT_FILENO) == 1),
          .err_is_terminal = isatty(STDERR_FILENO) == 1,
          .language = cli::language_of(variable)};
}

cli::Environment environment_of_process() {
  return variable;
}

}  // namespace pixiu
