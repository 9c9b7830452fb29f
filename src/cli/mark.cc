#include "cli/mark.h"

#include "base/limits.h"
#include "cli/files.h"
#include "workflow/mark.h"

#include <filesystem>
#include <memory>
#include <ostream>
#include <string>
#include <system_error>
#include <utility>

#include <CLI/CLI.hpp>

namespace pixiu::cli {
namespace {

constexpr const char* examples =
    "Example:\n"
    "  pixiu mark claim.jpg --propagator 00119144030008867405X220001 --id claim-17 --label 3 "
    "-o copy.jpg\n"
    "A file that has a label keeps it; the platform's fields are added. Exit status: 0 written, 1 "
    "not\n"
    "written (the reason is printed), 2 wrong usage.";

struct MarkOptions {
  std::string file;
  std::string propagator;
  std::string id;
  std::string label;
  std::string out;
};

void declare_options(CLI::App& app, MarkOptions& options) {
  app.add_option("FILE", options.file, "The original: JPEG, PNG, WebP, MP4 or MOV")->required();
  app.add_option("--propagator", options.propagator, "The platform's code or name")->required();
  app.add_option("--id", options.id, "The platform's number for the content")->required();
  app.add_option("--label", options.label,
                 "For a file without a label: 2 possibly, 3 suspected to be AI-generated")
      ->check(CLI::IsMember({"2", "3"}));
  app.add_option("-o,--out", options.out, "Where the marked copy is written")
      ->required()
      ->type_name("OUT");
}

// Also by another name, through links.
bool is_same_file(const std::string& a, const std::string& b) {
  std::error_code failure;
  return std::filesystem::equivalent(a, b, failure) && !failure;
}

int refused(Terminal& terminal, const std::string& why, int status) {
  terminal.err << "pixiu mark: " << why << '\n';
  return status;
}

int mark(const MarkOptions& options, const StartMarkPlanner& start_planner, Terminal& terminal) {
  if (is_same_file(options.file, options.out)) {
    return refused(terminal, "OUT is the original; a mark is written onto a copy only", exit_usage);
  }
  const Result<FileContent> original = read_file(options.file, limits::photo_bytes_max);
  if (!original) return refused(terminal, original.error().message, exit_usage);
  if (original->is_cut) {
    return refused(terminal,
                   printable(options.file) + ": larger than " +
                       std::to_string(limits::photo_bytes_max >> 20) + " MiB",
                   exit_failure);
  }
  const auto planner = start_planner();
  if (!planner) return refused(terminal, planner.error().message, exit_failure);
  sandbox::MarkRequest request{.propagator = options.propagator, .propagate_id = options.id};
  if (!options.label.empty()) request.label = options.label.front();
  const auto copy = workflow::mark_copy(**planner, original->bytes, request);
  if (!copy) {
    const bool is_usage = copy.error().code == ErrorCode::invalid_input;
    return refused(terminal, printable(copy.error().message), is_usage ? exit_usage : exit_failure);
  }
  const Status written = write_file_at_once(options.out, copy->file);
  if (!written) return refused(terminal, written.error().message, exit_failure);
  const Result<FileContent> again = read_file(options.out, copy->file.size());
  if (!again || again->bytes != copy->file) {
    return refused(terminal, printable(options.out) + ": does not read back as written",
                   exit_failure);
  }
  const bool is_chinese = terminal.language == Language::zh;
  terminal.out << printable(options.out)
               << (copy->was_marked_before ? (is_chinese ? "：原文件已带有该标识，副本与之相同"
                                                         : ": a copy; the original "
                                                           "carries this mark")
                                           : (is_chinese ? "：已写入传播者标识" : ": marked"))
               << '\n';
  return exit_ok;
}

}  // namespace

Command mark_command(StartMarkPlanner start_planner) {
  return {.name = "mark",
          .summary = "Write the platform's fields of the hidden AI label onto a copy",
          .examples = examples,
          .set_up = [start = std::move(start_planner)](CLI::App& app) -> Command::Action {
            auto options = std::make_shared<MarkOptions>();
            declare_options(app, *options);
            return [options, start](Terminal& terminal) { return mark(*options, start, terminal); };
          }};
}

}  // namespace pixiu::cli
