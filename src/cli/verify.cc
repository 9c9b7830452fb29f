#include "cli/verify.h"

#include "cli/files.h"
#include "vault/dossier_check.h"

#include <memory>
#include <ostream>
#include <string>
#include <utility>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace pixiu::cli {
namespace {

constexpr std::size_t trust_file_bytes_max = 4u << 20;

constexpr const char* examples = R"(Examples:
  pixiu verify dossier.zip
      Whether everything in it fits together, up to the log's key and the roots of the time-stamp
      authorities that it brings along.
  pixiu verify dossier.zip --policy log-policy.txt --authorities tsa-roots.pem
      The same, trusting only the log, witnesses and authorities that you name. A policy is of
      the form https://c2sp.org/tlog-policy.

Nothing is unpacked or written.
Exit status: 0 everything holds; 1 something does not (the first is named); 2 wrong usage or a
missing file.)";

struct VerifyOptions {
  std::string dossier;
  std::string policy;
  std::string authorities;
  bool is_json = false;
};

int fail(Terminal& terminal, const std::string& message) {
  terminal.err << "pixiu verify: " << printable(message) << '\n';
  return exit_usage;
}

Result<vault::DossierTrust> trust_of(const VerifyOptions& options) {
  vault::DossierTrust trust;
  if (!options.policy.empty()) {
    auto text = read_text(options.policy, trust_file_bytes_max);
    if (!text) return text.error();
    trust.policy = *std::move(text);
  }
  if (!options.authorities.empty()) {
    const auto text = read_text(options.authorities, trust_file_bytes_max);
    if (!text) return text.error();
    auto certificates = crypto::parse_pem_certificates(*text);
    if (!certificates) return certificates.error();
    trust.authorities =
        crypto::TrustList({.anchors = *std::move(certificates), .allowed_end_entities = {}});
  }
  return trust;
}

nlohmann::ordered_json json_of(const vault::DossierOutcome& outcome) {
  nlohmann::ordered_json json{{"schema", "pixiu.dossier_check/1"},
                              {"holds", !outcome.fault.has_value()},
                              {"fault", nullptr},
                              {"claim", outcome.claim},
                              {"created", outcome.created},
                              {"log_origin", outcome.origin},
                              {"log_size", outcome.log_size},
                              {"stamped_at", outcome.stamped_at},
                              {"originals", outcome.originals},
                              {"events", outcome.events},
                              {"steps", outcome.steps},
                              {"reminders", outcome.reminders}};
  if (outcome.fault) {
    json["fault"] = {{"where", outcome.fault->where}, {"what", outcome.fault->what}};
  }
  return json;
}

void print(const vault::DossierOutcome& outcome, Terminal& terminal) {
  const bool is_chinese = terminal.language == Language::zh;
  std::ostream& out = terminal.out;
  for (const std::string& step : outcome.steps) out << "  ✓ " << printable(step) << '\n';
  if (outcome.fault) {
    out << "  ✗ " << printable(outcome.fault->where) << ": " << printable(outcome.fault->what)
        << '\n';
    out << (is_chinese ? "核验未通过" : "DOES NOT HOLD") << '\n';
    return;
  }
  for (const std::string& reminder : outcome.reminders) {
    out << (is_chinese ? "  注意：" : "  note: ") << printable(reminder) << '\n';
  }
  out << (is_chinese ? "核验通过" : "HOLDS") << "  " << printable(outcome.claim) << '\n';
}

int verify(const VerifyOptions& options, Terminal& terminal) {
  const auto trust = trust_of(options);
  if (!trust) return fail(terminal, trust.error().message);
  const auto outcome = vault::check_dossier(std::filesystem::path(options.dossier), *trust);
  if (!outcome) return fail(terminal, outcome.error().message);
  if (options.is_json) {
    using error_handler_t = nlohmann::ordered_json::error_handler_t;
    terminal.out << json_of(*outcome).dump(2, ' ', false, error_handler_t::replace) << '\n';
  } else {
    print(*outcome, terminal);
  }
  return outcome->fault ? exit_failure : exit_ok;
}

}  // namespace

Command verify_command() {
  return {.name = "verify",
          .summary = "Check a dossier and name the first thing that does not hold",
          .examples = examples,
          .set_up = [](CLI::App& app) -> Command::Action {
            auto options = std::make_shared<VerifyOptions>();
            app.add_option("DOSSIER", options->dossier, "The zip file")->required();
            app.add_option("--policy", options->policy,
                           "Trust the log and witnesses of this C2SP tlog-policy")
                ->type_name("FILE");
            app.add_option("--authorities", options->authorities,
                           "Trust time-stamp authorities under these roots")
                ->type_name("FILE.pem");
            app.add_flag("--json", options->is_json, "Print everything as JSON");
            return [options](Terminal& terminal) { return verify(*options, terminal); };
          }};
}

}  // namespace pixiu::cli
