#include "cli/command.h"

#include "assessment/assess.h"

#include <memory>
#include <ostream>
#include <utility>

#include <CLI/CLI.hpp>

namespace pixiu::cli {
namespace {

struct Registered {
  CLI::App* app = nullptr;
  Command::Action action;
};

std::unique_ptr<CLI::App> new_app() {
  auto app = std::make_unique<CLI::App>(
      "Pixiu examines photos of after-sales claims against known pictures.", "pixiu");
  app->set_version_flag("--version", "pixiu " + std::string(assessment::engine_version()),
                        "Print the version and exit");
  app->set_help_flag("-h,--help", "Print this help and exit");
  app->require_subcommand(0, 1);
  app->fallthrough();
  app->footer(
      "`pixiu help COMMAND` shows the options of a command and examples.\n"
      "Exit status: 0 done, 1 failure, 2 wrong usage, 3 the photo cannot be read.");
  return app;
}

std::vector<Registered> register_commands(const std::vector<Command>& commands, CLI::App& app) {
  std::vector<Registered> registered;
  for (const Command& command : commands) {
    CLI::App* sub = app.add_subcommand(command.name, command.summary);
    sub->footer(command.examples);
    registered.push_back({sub, command.set_up(*sub)});
  }
  return registered;
}

int show_help(const CLI::App& app, const std::string& topic, Terminal& terminal) {
  if (topic.empty()) {
    // App::help would describe the command that was typed, which is `help` itself.
    terminal.out << app.get_formatter()->make_help(&app, "", CLI::AppFormatMode::Normal);
    return exit_ok;
  }
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (sub->get_name() != topic) continue;
    terminal.out << sub->help("pixiu");
    return exit_ok;
  }
  terminal.err << "pixiu: there is no command \"" << printable(topic) << "\"; try `pixiu help`\n";
  return exit_usage;
}

}  // namespace

int run(const std::vector<Command>& commands, int argc, const char* const* argv,
        Terminal& terminal) {
  const auto app = new_app();
  std::string language;
  app->add_option("--lang", language, "Language of texts for people; default by LC_ALL, LANG")
      ->check(CLI::IsMember({"en", "zh"}));
  const std::vector<Registered> registered = register_commands(commands, *app);
  std::string topic;
  CLI::App* help = app->add_subcommand("help", "Explain a command");
  help->add_option("COMMAND", topic, "The command to explain");
  try {
    app->parse(argc, argv);
  } catch (const CLI::Success& done) {  // --help, --version
    static_cast<void>(app->exit(done, terminal.out, terminal.err));
    return exit_ok;
  } catch (const CLI::ParseError& error) {
    terminal.err << "pixiu: " << printable(error.what()) << "\nTry `pixiu help`.\n";
    return exit_usage;
  }
  if (!language.empty()) terminal.language = language == "zh" ? Language::zh : Language::en;
  for (const Registered& command : registered) {
    if (command.app->parsed()) return command.action(terminal);
  }
  if (help->parsed()) return show_help(*app, topic, terminal);
  terminal.err << app->help();
  return exit_usage;
}

}  // namespace pixiu::cli
