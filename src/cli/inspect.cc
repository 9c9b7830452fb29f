#include "cli/inspect.h"

#include "assessment/context.h"
#include "assessment/render.h"
#include "base/limits.h"
#include "cli/batch.h"
#include "cli/case_files.h"
#include "cli/report.h"

#include <algorithm>
#include <ostream>
#include <string>
#include <thread>
#include <utility>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace pixiu::cli {
namespace {

constexpr std::size_t context_file_bytes_max = 64u << 10;
constexpr std::size_t calibration_file_bytes_max = 1u << 20;
constexpr int jobs_max = 64;

struct InspectOptions {
  std::string photo;
  std::vector<std::string> references;
  std::vector<std::string> others;
  std::string context;
  std::string calibration;
  bool is_json = false;
  std::string heatmap;
  std::string mask;
  std::string batch;
  std::string mask_dir;
  int jobs = static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1u, 64u));
  ProvenanceOptions provenance;
};

constexpr const char* examples = R"(Examples:
  pixiu inspect claim.jpg --reference listing.jpg
      Was the claim photo made from the listing picture, and what was changed?
  pixiu inspect claim.jpg --reference a.jpg --reference b.jpg --heatmap shown.png
      The same against two pictures; shown.png is the photo with the changes in colour.
  pixiu inspect claim.jpg --reference listing.jpg --json
      The result for programs (schema pixiu.assessment/1).
  pixiu inspect --batch cases.jsonl --mask-dir masks --jobs 4 > results.jsonl
      Many cases; a line is {"id":"1","photo":"p.jpg","references":["r.jpg"]}, with paths
      relative to the folder of cases.jsonl.

Exit status: 0 assessed, whatever was found; 1 a line of the batch had an error, the result
could not be written, or the trust store or the sandbox fails; 2 wrong usage; 3 the photo
cannot be read as a picture.)";

void declare_options(CLI::App& app, InspectOptions& options) {
  app.add_option("PHOTO", options.photo, "The photo of the claim");
  app.add_option("--reference", options.references,
                 "A picture known to be the merchant's; may be given several times")
      ->type_name("FILE")
      ->allow_extra_args(false);
  app.add_option("--other", options.others,
                 "Another photo of the same claim; may be given several times")
      ->type_name("FILE")
      ->allow_extra_args(false);
  app.add_option("--context", options.context, "What is known about the claim, as JSON")
      ->type_name("FILE");
  app.add_flag("--json", options.is_json, "Print JSON instead of a report");
  app.add_option("--heatmap", options.heatmap, "Write the photo with its changes in colour (PNG)")
      ->type_name("OUT.png");
  app.add_option("--mask", options.mask, "Write the mask of changes (8-bit grey PNG)")
      ->type_name("OUT.png");
  app.add_option("--batch", options.batch, "Examine the cases of a file, one JSON object a line")
      ->type_name("CASES.jsonl");
  app.add_option("--mask-dir", options.mask_dir, "Folder for the masks of a batch; is created")
      ->type_name("DIR");
  app.add_option("--jobs", options.jobs, "Cases examined side by side; default: processor cores")
      ->check(CLI::Range(1, jobs_max))
      ->type_name("N");
  app.add_option("--calibration", options.calibration,
                 "Weigh with this file instead of the built-in calibration")
      ->type_name("FILE.toml");
  declare_provenance_options(app, options.provenance);
}

// Why the options do not go together; empty when they do.
std::string contradiction(const CLI::App& app, const InspectOptions& options) {
  if (options.batch.empty()) {
    if (options.photo.empty()) return "name a PHOTO, or a file of cases with --batch";
    for (const char* name : {"--mask-dir", "--jobs"}) {
      if (app.count(name) > 0) return std::string(name) + " goes with --batch only";
    }
    if (options.references.size() > limits::references_max) return "too many --reference files";
    if (options.others.size() > limits::others_max) return "too many --other files";
    return "";
  }
  for (const char* name : {"PHOTO", "--reference", "--other", "--context", "--heatmap", "--mask"}) {
    if (app.count(name) > 0) return std::string(name) + " does not go with --batch";
  }
  return "";
}

int usage_error(Terminal& terminal, const std::string& message) {
  terminal.err << "pixiu inspect: " << message << '\n';
  return exit_usage;
}

Result<assessment::Calibration> calibration_of(const InspectOptions& options) {
  if (options.calibration.empty()) return assessment::default_calibration();
  const Result<std::string> text = read_text(options.calibration, calibration_file_bytes_max);
  if (!text) return text.error();
  return assessment::parse_calibration(*text);
}

Result<assessment::Context> context_of(const InspectOptions& options) {
  if (options.context.empty()) return assessment::Context{};
  const Result<std::string> text = read_text(options.context, context_file_bytes_max);
  if (!text) return text.error();
  return assessment::parse_context_text(*text);
}

// Writes a picture when it was asked for; without one it says so and is no failure.
Status write_picture(const std::string& path, const char* what, const Result<Bytes>& png,
                     Terminal& terminal) {
  if (path.empty()) return {};
  if (png) return write_file(path, *png);
  if (png.error().code != ErrorCode::not_found) return png.error();
  terminal.err << "pixiu inspect: no " << what
               << " written: the photo was not found to be made from a reference\n";
  return {};
}

Status write_pictures(const InspectOptions& options, const assessment::Assessment& assessment,
                      Terminal& terminal) {
  Status status = write_picture(options.mask, "mask", assessment::mask_png(assessment), terminal);
  if (!status) return status;
  return write_picture(options.heatmap, "heat map", assessment::heatmap_png(assessment), terminal);
}

void print_result(const InspectOptions& options, const assessment::Assessment& assessment,
                  Terminal& terminal) {
  if (!options.is_json) {
    terminal.out << report_text(assessment, {options.photo, options.references}, terminal.language,
                                terminal.has_colour);
    return;
  }
  nlohmann::json result = assessment::to_json(assessment);
  if (!options.mask.empty() && !assessment.mask.empty()) result["mask"] = options.mask;
  terminal.out << result.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
}

int inspect_one(const InspectOptions& options, sandbox::Examiner& examiner, Terminal& terminal) {
  Result<assessment::Context> context = context_of(options);
  if (!context) return usage_error(terminal, context.error().message);
  const Result<CaseFiles> files =
      read_case({.photo = options.photo,
                 .references = {options.references.begin(), options.references.end()},
                 .others = {options.others.begin(), options.others.end()}});
  if (!files) return usage_error(terminal, files.error().message);
  assessment::Request request = files->request();
  request.context = *std::move(context);
  request.wants_mask = !options.mask.empty();
  request.wants_heatmap = !options.heatmap.empty();
  const assessment::Assessment assessment = examine_case(examiner, *files, request);
  const Status written = write_pictures(options, assessment, terminal);
  print_result(options, assessment, terminal);
  terminal.out.flush();
  if (!written || !terminal.out) {
    terminal.err << "pixiu inspect: "
                 << (written ? "the output cannot be written" : written.error().message) << '\n';
    return exit_failure;
  }
  return assessment.unreadable ? exit_unreadable : exit_ok;
}

int inspect(const CLI::App& app, const InspectOptions& options, const StartExaminer& start_examiner,
            Terminal& terminal) {
  if (const std::string why = contradiction(app, options); !why.empty()) {
    return usage_error(terminal, why);
  }
  const Result<assessment::Calibration> calibration = calibration_of(options);
  if (!calibration) return usage_error(terminal, calibration.error().message);
  const auto examiner = start_examiner(*calibration, options.provenance);
  if (!examiner) {
    terminal.err << "pixiu inspect: " << examiner.error().message << '\n';
    return exit_failure;
  }
  if (options.batch.empty()) return inspect_one(options, **examiner, terminal);
  BatchOptions batch{.cases = options.batch, .jobs = options.jobs};
  if (!options.mask_dir.empty()) batch.mask_dir = options.mask_dir;
  return run_batch(batch, **examiner, terminal);
}

}  // namespace

Command inspect_command(StartExaminer start_examiner) {
  return {.name = "inspect",
          .summary = "Examine a claim photo against known pictures",
          .examples = examples,
          .set_up = [start = std::move(start_examiner)](CLI::App& app) -> Command::Action {
            auto options = std::make_shared<InspectOptions>();
            declare_options(app, *options);
            return [&app, options, start](Terminal& terminal) {
              return inspect(app, *options, start, terminal);
            };
          }};
}

}  // namespace pixiu::cli
