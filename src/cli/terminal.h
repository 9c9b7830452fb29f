#pragma once

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

namespace pixiu::cli {

enum class Language { en, zh };

// Exit statuses of every command (shared/contract: 0, 2 and 3 are fixed).
inline constexpr int exit_ok = 0;
inline constexpr int exit_failure = 1;     // an error line in a batch, or something of ours failed
inline constexpr int exit_usage = 2;       // wrong options, or a named file that is not there
inline constexpr int exit_unreadable = 3;  // the photo cannot be read as a picture

// Where a command writes and how. Refers to streams that outlive it.
struct Terminal {
  std::ostream& out;
  std::ostream& err;
  bool has_colour = false;       // escape sequences are welcome on `out`
  bool err_is_terminal = false;  // a progress bar may be drawn on `err`
  Language language = Language::en;
};

// Looks up an environment variable.
using Environment = std::function<std::optional<std::string>(const char* name)>;

// By LC_ALL, LC_MESSAGES, LANG, in this order (POSIX): zh when the first that is set and not empty
// starts with "zh", else en.
Language language_of(const Environment& environment);

// On a terminal, unless NO_COLOR is set and not empty (no-color.org) or TERM is "dumb".
bool wants_colour(const Environment& environment, bool out_is_terminal);

// Foreign text made safe to print: control characters (also C1), and marks that turn the writing
// direction, become "?". Keeps other UTF-8 as it is.
std::string printable(std::string_view text);

}  // namespace pixiu::cli
