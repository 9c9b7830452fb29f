#pragma once

#include "cli/terminal.h"

#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace pixiu::cli {

// One word after `pixiu`. Declares its options on the App it is given (CLI11) and returns what to
// run when the word was typed; that returns the exit status. The options live in what is returned.
struct Command {
  using Action = std::function<int(Terminal& terminal)>;

  std::string name;
  std::string summary;   // one line for the list of commands
  std::string examples;  // shown below the options
  std::function<Action(CLI::App& app)> set_up;
};

// Parses the arguments and runs the command they name. `pixiu --version`, `pixiu help [COMMAND]`,
// and `--help` everywhere are answered here; `--lang en|zh` before or after the command sets the
// language of texts for people.
// Returns the command's exit status, or exit_usage with the reason on `err`.
int run(const std::vector<Command>& commands, int argc, const char* const* argv,
        Terminal& terminal);

}  // namespace pixiu::cli
