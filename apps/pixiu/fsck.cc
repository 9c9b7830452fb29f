#include "fsck.h"

#include "data_folder.h"
#include "data_folder_options.h"
#include "vault/fsck.h"

#include <filesystem>
#include <memory>
#include <ostream>
#include <string>
#include <utility>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace pixiu {
namespace {

constexpr const char* examples = R"(Examples:
  pixiu fsck --data /var/lib/pixiu --master-key master.key --log-key log.key
      Reads everything that is stored, opens every sealed file, and names what does not hold. May
      run beside the server. Changes nothing.

Exit status: 0 nothing is damaged; 1 something is, or the record cannot be opened; 2 wrong usage.)";

struct FsckOptions {
  DataFolderOptions data;
  bool is_json = false;
};

std::string_view severity_name(vault::FsckSeverity severity) {
  return severity == vault::FsckSeverity::damage ? "damage" : "notice";
}

void print_json(const vault::FsckReport& report, std::ostream& out) {
  nlohmann::ordered_json json{{"clean", report.is_clean()},
                              {"cut", report.is_cut},
                              {"events", report.events},
                              {"events_unlogged", report.events_unlogged},
                              {"log_entries", report.log_entries},
                              {"log_files", report.log_files},
                              {"exhibits", report.exhibits},
                              {"exhibits_erased", report.exhibits_erased},
                              {"blobs", report.blobs},
                              {"content_bytes", report.content_bytes},
                              {"findings", nlohmann::ordered_json::array()}};
  for (const vault::FsckFinding& finding : report.findings) {
    json["findings"].push_back({{"severity", severity_name(finding.severity)},
                                {"where", finding.where},
                                {"what", finding.what}});
  }
  out << json.dump(1) << '\n';
}

void print_text(const vault::FsckReport& report, std::ostream& out) {
  for (const vault::FsckFinding& finding : report.findings) {
    out << severity_name(finding.severity) << "  " << finding.where << ": " << finding.what << '\n';
  }
  if (report.is_cut) out << "there is more; looking ended here\n";
  out << report.events << " events (" << report.events_unlogged << " not yet in the log), "
      << report.log_entries << " log entries, " << report.exhibits << " exhibits, " << report.blobs
      << " blobs: " << (report.is_clean() ? "nothing is damaged" : "DAMAGED") << '\n';
}

int fail(cli::Terminal& terminal, const std::string& message) {
  terminal.err << "pixiu fsck: " << message << '\n';
  return cli::exit_failure;
}

int check(const FsckOptions& options, const cli::Environment& environment,
          cli::Terminal& terminal) {
  std::error_code failure;
  if (!std::filesystem::is_directory(options.data.folder, failure)) {
    return fail(terminal, options.data.folder + " is no data folder");
  }
  const SystemClock clock;
  SystemEntropy entropy;
  const auto folder = open_data_folder(options.data, environment, clock, entropy);
  if (!folder) return fail(terminal, folder.error().message);
  const auto report = vault::fsck({.events = *folder->events,
                                   .exhibits = *folder->exhibits,
                                   .blobs = *folder->blobs,
                                   .log = *folder->log,
                                   .log_keys = {&folder->log_key->verifier(), 1},
                                   .keyring = folder->keyring.get()});
  if (!report) return fail(terminal, report.error().message);
  if (options.is_json) {
    print_json(*report, terminal.out);
  } else {
    print_text(*report, terminal.out);
  }
  return report->is_clean() ? cli::exit_ok : cli::exit_failure;
}

}  // namespace

cli::Command fsck_command(cli::Environment environment) {
  return {.name = "fsck",
          .summary = "Check database, sealed files and log against each other",
          .examples = examples,
          .set_up = [environment = std::move(environment)](CLI::App& app) -> cli::Command::Action {
            auto options = std::make_shared<FsckOptions>();
            declare_data_folder(app, options->data)->required();
            app.add_flag("--json", options->is_json, "Print the report as JSON");
            return [options, environment](cli::Terminal& terminal) {
              return check(*options, environment, terminal);
            };
          }};
}

}  // namespace pixiu
