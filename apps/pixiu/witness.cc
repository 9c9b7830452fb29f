#include "witness.h"

#include "base/clock.h"
#include "base/entropy.h"
#include "base/limits.h"
#include "cli/files.h"
#include "crypto/digest.h"
#include "http/host_guard.h"
#include "http/server.h"
#include "key_file.h"
#include "storage/directory_log_store.h"
#include "tlog/policy.h"
#include "workflow/witness.h"

#include <algorithm>
#include <csignal>
#include <memory>
#include <ostream>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

namespace pixiu {
namespace {

constexpr int workers = 2;

constexpr const char* examples = R"(Examples:
  pixiu log-key --witness witness.example.com/1 witness.key
  pixiu witness --key witness.key --logs logs.policy --state /var/lib/pixiu-witness
      Cosigns the checkpoints of the logs in logs.policy (lines "log <vkey>", then "quorum none":
      C2SP tlog-policy) on http://127.0.0.1:8090/add-checkpoint.

Exit status: 0 ended by SIGTERM or SIGINT; 1 the port or the state cannot be used; 2 wrong usage.)";

struct WitnessOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8090;
  std::string key;
  std::string logs;
  std::string state;
};

// A witness examines nothing.
class NoInspections final : public workflow::InspectionService {
 public:
  Status submit(workflow::Upload, workflow::InspectionDone) override {
    return Error{ErrorCode::unavailable, "a witness examines nothing"};
  }
  std::size_t waiting_count() const override { return 0; }
  bool has_room() const override { return false; }
};

struct WatchedLogs {
  std::vector<std::unique_ptr<storage::DirectoryLogStore>> stores;
  std::vector<workflow::WitnessedLog> logs;
};

// What is cosigned of a log is kept in a folder that its origin's digest names.
Result<WatchedLogs> open_logs(const WitnessOptions& options, Entropy& entropy) {
  const auto text = cli::read_text(options.logs, limits::policy_bytes_max);
  if (!text) return text.error();
  const auto policy = tlog::parse_policy(*text);
  if (!policy) return Error{policy.error().code, options.logs + ": " + policy.error().message};
  if (policy->logs.empty()) {
    return Error{ErrorCode::invalid_input, options.logs + " names no log"};
  }
  WatchedLogs watched;
  for (const tlog::PolicyLog& log : policy->logs) {
    const std::string& origin = log.key.name();
    const auto known = std::find_if(watched.logs.begin(), watched.logs.end(),
                                    [&](const auto& other) { return other.log.origin == origin; });
    if (known != watched.logs.end()) {  // a log may have several keys
      known->log.keys.push_back(log.key);
      continue;
    }
    const std::string folder = options.state + "/" + crypto::hex(crypto::sha256(bytes_of(origin)));
    auto store = storage::DirectoryLogStore::open(folder, entropy);
    if (!store) return store.error();
    watched.logs.push_back({.log = {.origin = origin, .keys = {log.key}}, .cosigned = **store});
    watched.stores.push_back(std::move(*store));
  }
  return watched;
}

int fail(cli::Terminal& terminal, int exit_status, const std::string& message) {
  terminal.err << "pixiu witness: " << message << '\n';
  return exit_status;
}

int witness(const WitnessOptions& options, cli::Terminal& terminal) {
  const auto address = http::loopback_address(options.address);
  if (!address) return fail(terminal, cli::exit_usage, address.error().message);
  const auto key = read_signing_key(options.key);
  if (!key) return fail(terminal, cli::exit_usage, key.error().message);
  if (key->verifier().type() != tlog::SignatureType::cosignature_v1) {
    return fail(terminal, cli::exit_usage, options.key + " is no witness's key: log-key --witness");
  }
  std::signal(SIGPIPE, SIG_IGN);
  const SystemClock clock;
  SystemEntropy entropy;
  auto watched = open_logs(options, entropy);
  if (!watched) return fail(terminal, cli::exit_failure, watched.error().message);
  workflow::Witness cosigner(std::move(watched->logs), *key, clock);
  NoInspections inspections;
  workflow::WorkQueue work({.workers = workers});
  const auto server =
      http::Server::listen({.address = *address, .port = options.port, .limits = {}},
                           {.inspections = inspections,
                            .entropy = entropy,
                            .clock = clock,
                            .console = {},
                            .openapi_json = http::embedded_openapi(),
                            .version = assessment::engine_version(),
                            .log_access = nullptr,
                            .work = &work,
                            .witness = &cosigner});
  if (!server) return fail(terminal, cli::exit_failure, server.error().message);
  terminal.out << "listening on " << http::server_url(*address, (*server)->port()) << std::endl;
  (*server)->run();
  return cli::exit_ok;
}

}  // namespace

cli::Command witness_command() {
  return {.name = "witness",
          .summary = "Cosign the checkpoints of other logs",
          .examples = examples,
          .set_up = [](CLI::App& app) -> cli::Command::Action {
            auto options = std::make_shared<WitnessOptions>();
            app.add_option("--key", options->key, "File of the witness's key")
                ->required()
                ->type_name("FILE");
            app.add_option("--logs", options->logs, "The logs it watches (C2SP tlog-policy)")
                ->required()
                ->type_name("FILE");
            app.add_option("--state", options->state, "Folder for what it cosigned last")
                ->required()
                ->type_name("FOLDER");
            app.add_option("--address", options->address,
                           "Loopback address to listen on; default: 127.0.0.1")
                ->type_name("ADDRESS");
            app.add_option("--port", options->port, "Port, 0 for any free one; default: 8090")
                ->type_name("PORT");
            return [options](cli::Terminal& terminal) { return witness(*options, terminal); };
          }};
}

}  // namespace pixiu
