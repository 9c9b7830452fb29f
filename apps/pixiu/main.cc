#include "backup.h"
#include "cli/command.h"
#include "cli/inspect.h"
#include "cli/mark.h"
#include "cli/provenance_settings.h"
#include "cli/trust.h"
#include "cli/verify.h"
#include "dossier.h"
#include "fsck.h"
#include "keys.h"
#include "log_key.h"
#include "process.h"
#include "sandbox/examiner.h"
#include "serve.h"
#include "witness.h"

int main(int argc, char** argv) {
  using namespace pixiu;
  cli::Terminal terminal = terminal_of_process();
  const cli::Environment environment = environment_of_process();
  const cli::StartExaminer start_examiner =
      [&environment](
          const assessment::Calibration& calibration,
          const cli::ProvenanceOptions& options) -> Result<std::unique_ptr<sandbox::Examiner>> {
    const auto provenance = cli::provenance_settings(options, environment);
    if (!provenance) return provenance.error();
    return sandbox::Examiner::start({}, calibration, *provenance);
  };
  const cli::StartMarkPlanner start_mark_planner = [] { return sandbox::MarkPlanner::start(); };
  return cli::run(
      {cli::inspect_command(start_examiner), cli::mark_command(start_mark_planner),
       serve_command(start_examiner, environment), fsck_command(environment), dossier_command(),
       cli::verify_command(), backup_command(), restore_command(), log_key_command(),
       keys_command(environment), witness_command(), cli::trust_command(environment)},
      argc, argv, terminal);
}
