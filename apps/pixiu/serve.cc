#include "serve.h"

#include "base/clock.h"
#include "base/entropy.h"
#include "base/limits.h"
#include "cli/files.h"
#include "data_folder_options.h"
#include "http/host_guard.h"
#include "http/server.h"
#include "record_keeping.h"
#include "tlog/policy.h"
#include "workflow/inspect.h"

#include <algorithm>
#include <csignal>
#include <ostream>
#include <thread>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

namespace pixiu {
namespace {

constexpr std::size_t calibration_file_bytes_max = 1u << 20;
constexpr int jobs_max = 64;

constexpr const char* examples = R"(Examples:
  pixiu serve
      The console and the API on http://127.0.0.1:8080, for this machine only.
  pixiu serve --port 0 --jobs 2
      On any free port, two examinations side by side.
  curl -F photo=@claim.jpg -F reference=@listing.jpg http://127.0.0.1:8080/v1/inspect
  pixiu serve --data /var/lib/pixiu --master-key master.key --log-key log.key
      Also keeps the record: takes files in, logs what happens, publishes the log under /log/.
      docs/operations/record.md says how the keys are made.

Exit status: 0 ended by SIGTERM or SIGINT; 1 the port cannot be listened on, the trust store
cannot be read, the sandbox cannot be started, or the record cannot be opened; 2 wrong usage.)";

struct ServeOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;
  int jobs = static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1u, 64u));
  std::string calibration;
  cli::ProvenanceOptions provenance;
  DataFolderOptions data;  // no folder: no record is kept
  std::string witness_policy;
  std::vector<std::string> private_networks;
};

void declare_options(CLI::App& app, ServeOptions& options) {
  app.add_option("--address", options.address,
                 "Loopback address to listen on; default: 127.0.0.1. Others are refused until "
                 "there are users")
      ->type_name("ADDRESS");
  app.add_option("--port", options.port, "Port to listen on, 0 for any free one; default: 8080")
      ->type_name("PORT");
  app.add_option("--jobs", options.jobs, "Examinations side by side; default: processor cores")
      ->check(CLI::Range(1, jobs_max))
      ->type_name("N");
  app.add_option("--calibration", options.calibration,
                 "Weigh with this file instead of the built-in calibration")
      ->type_name("FILE.toml");
  cli::declare_provenance_options(app, options.provenance);
  CLI::Option* data = declare_data_folder(app, options.data);
  app.add_option("--witnesses", options.witness_policy,
                 "Have the log cosigned by the witnesses of this policy that have a URL")
      ->needs(data)
      ->type_name("FILE");
  app.add_option("--private-network", options.private_networks,
                 "A network of one's own that witnesses may be in, reached by http too; e.g. "
                 "127.0.0.0/8")
      ->type_name("NETWORK");
}

Result<assessment::Calibration> calibration_of(const ServeOptions& options) {
  if (options.calibration.empty()) return assessment::default_calibration();
  const auto text = cli::read_text(options.calibration, calibration_file_bytes_max);
  if (!text) return text.error();
  return assessment::parse_calibration(*text);
}

// One JSON object a line; what is logged is given as its members.
std::shared_ptr<spdlog::logger> json_logger() {
  auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  auto logger = std::make_shared<spdlog::logger>("pixiu", std::move(sink));
  logger->set_formatter(std::make_unique<spdlog::pattern_formatter>(
      R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})", spdlog::pattern_time_type::utc));
  return logger;
}

void log_request(spdlog::logger& logger, const http::AccessRecord& record) {
  logger.info(R"("event":"request","method":"{}","route":"{}","status":{},"duration_ms":{:.1f},)"
              R"("received_bytes":{},"sent_bytes":{},"band":"{}")",
              record.method, record.route, record.status, record.duration_s * 1000,
              record.received_bytes, record.sent_bytes, record.band);
}

void log_failure(spdlog::logger& logger, std::string_view event, const Error& error) {
  logger.error(R"("event":"{}","code":"{}","message":{})", event, error_code_name(error.code),
               nlohmann::json(error.message).dump());
}

// Rounds that go well are not worth a line.
void log_round(spdlog::logger& logger, const vault::RoundReport& report) {
  if (!report.logged) log_failure(logger, "log_round", report.logged.error());
}

void log_witness(spdlog::logger& logger, const workflow::WitnessReport& report) {
  logger.warn(R"("event":"witness","witness":{},"code":"{}","message":{})",
              nlohmann::json(report.witness).dump(), error_code_name(report.outcome.error().code),
              nlohmann::json(report.outcome.error().message).dump());
}

Result<WitnessOptions> witnesses_of(const ServeOptions& options) {
  const auto text = cli::read_text(options.witness_policy, limits::policy_bytes_max);
  if (!text) return text.error();
  auto policy = tlog::parse_policy(*text);
  if (!policy) {
    return Error{policy.error().code, options.witness_policy + ": " + policy.error().message};
  }
  WitnessOptions witnesses{.witnesses = std::move(policy->witnesses), .client = {}};
  witnesses.client.allows_plain_http = !options.private_networks.empty();
  for (const std::string& text_of_network : options.private_networks) {
    auto network = outbound::AddressRange::parse(text_of_network);
    if (!network) return network.error();
    witnesses.client.private_networks.push_back(*network);
  }
  return witnesses;
}

// The record with its threads, if one is to be kept.
Result<std::unique_ptr<RecordKeeping>> keep_record(const ServeOptions& options, DataFolder& folder,
                                                   const Clock& clock, Entropy& entropy,
                                                   spdlog::logger& logger) {
  auto keeping = std::make_unique<RecordKeeping>(
      folder, clock, entropy,
      RecordKeeping::Reports{
          .round = [&logger](const auto& report) { log_round(logger, report); },
          .witness = [&logger](const auto& report) { log_witness(logger, report); },
          .upload = [&logger](const Error& error) { log_failure(logger, "upload", error); }});
  if (options.witness_policy.empty()) return keeping;
  const auto witnesses = witnesses_of(options);
  if (!witnesses) return witnesses.error();
  if (const Status started = keeping->start_witnessing(*witnesses); !started) {
    return started.error();
  }
  return keeping;
}

int fail(cli::Terminal& terminal, int exit_status, const std::string& message) {
  terminal.err << "pixiu serve: " << message << '\n';
  return exit_status;
}

int serve(const ServeOptions& options, const cli::StartExaminer& start_examiner,
          const cli::Environment& environment, cli::Terminal& terminal) {
  const auto address = http::loopback_address(options.address);
  if (!address) return fail(terminal, cli::exit_usage, address.error().message);
  const auto calibration = calibration_of(options);
  if (!calibration) return fail(terminal, cli::exit_usage, calibration.error().message);
  const auto examiner = start_examiner(*calibration, options.provenance);
  if (!examiner) return fail(terminal, cli::exit_failure, examiner.error().message);

  std::signal(SIGPIPE, SIG_IGN);  // a log nobody reads must not end the server
  const auto logger = json_logger();
  const SystemClock clock;
  SystemEntropy entropy;
  DataFolder folder;
  std::unique_ptr<RecordKeeping> keeping;
  if (!options.data.folder.empty()) {
    auto opened = open_data_folder(options.data, environment, clock, entropy);
    if (!opened) return fail(terminal, cli::exit_failure, opened.error().message);
    folder = std::move(*opened);
    auto kept = keep_record(options, folder, clock, entropy, *logger);
    if (!kept) return fail(terminal, cli::exit_failure, kept.error().message);
    keeping = std::move(*kept);
  }
  auto queue = std::make_unique<workflow::InspectionQueue>(
      **examiner, workflow::InspectionQueueOptions{.workers = options.jobs});
  const auto server = http::Server::listen(
      {.address = *address, .port = options.port, .limits = {}},
      {.inspections = *queue,
       .entropy = entropy,
       .clock = clock,
       .console = http::embedded_console(),
       .openapi_json = http::embedded_openapi(),
       .version = assessment::engine_version(),
       .log_access = [&logger](const auto& access) { log_request(*logger, access); },
       .work = keeping ? &keeping->work() : nullptr,
       .record = keeping ? &keeping->record() : nullptr,
       .uploads = keeping ? &keeping->uploads() : nullptr});
  if (!server) return fail(terminal, cli::exit_failure, server.error().message);
  terminal.out << "listening on " << http::server_url(*address, (*server)->port()) << std::endl;
  (*server)->run();
  logger->info(R"("event":"stopped")");
  queue.reset();  // answers what still waits, which the server's end waits for
  return cli::exit_ok;
}

}  // namespace

cli::Command serve_command(cli::StartExaminer start_examiner, cli::Environment environment) {
  return {.name = "serve",
          .summary = "Serve the console and the API on this machine",
          .examples = examples,
          .set_up = [start = std::move(start_examiner),
                     environment = std::move(environment)](CLI::App& app) -> cli::Command::Action {
            auto options = std::make_shared<ServeOptions>();
            declare_options(app, *options);
            return [options, start, environment](cli::Terminal& terminal) {
              return serve(*options, start, environment, terminal);
            };
          }};
}

}  // namespace pixiu
