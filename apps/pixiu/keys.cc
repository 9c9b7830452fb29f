#include "keys.h"

#include "base/clock.h"
#include "base/entropy.h"
#include "data_folder.h"
#include "data_folder_options.h"
#include "workflow/erase.h"

#include <memory>
#include <ostream>
#include <utility>

#include <CLI/CLI.hpp>

namespace pixiu {
namespace {

constexpr std::size_t step_count = 500;

constexpr const char* examples = R"(Examples:
  pixiu keys rewrap --data DATA --master-key master.key --log-key log.key
      Wraps every tenant's keys with the first master key of the file and forgets the others.
  pixiu keys rotate --tenant TENANT --data DATA --master-key master.key --log-key log.key
      Makes a new key of the tenant and wraps the keys of its subjects with it.
  pixiu keys erase --tenant TENANT --subject SUBJECT --by USER --data DATA ...
      Destroys a person's key, for ever. A legal hold refuses it.
docs/operations/keys.md says when. All of it may run beside the service and be broken off.

Exit status: 0 done; 1 it could not be done, or a legal hold stands against it; 2 wrong usage.)";

struct KeysOptions {
  std::string action;
  std::string tenant;
  std::string subject;
  std::string actor;
  DataFolderOptions data;
};

Result<std::string> rewrap(DataFolder& folder) {
  std::size_t total = 0;
  for (std::size_t count = step_count; count > 0;) {
    const auto done = folder.keyring->rewrap_tenant_keys(step_count);
    if (!done) return done.error();
    count = *done;
    total += count;
  }
  if (auto status = folder.keyring->remove_old_master_keys(); !status) return status.error();
  return std::to_string(total) + " keys of tenants wrapped anew; older master keys may go";
}

Result<std::string> rotate(DataFolder& folder, const TenantId& tenant) {
  const auto generation = folder.keyring->rotate_tenant_key(tenant, privacy::TenantKeyUse::seal);
  if (!generation) return generation.error();
  std::size_t total = 0;
  for (std::size_t count = step_count; count > 0;) {
    const auto done = folder.keyring->rewrap_subject_keys(tenant, step_count);
    if (!done) return done.error();
    count = *done;
    total += count;
  }
  return "generation " + std::to_string(*generation) + "; " + std::to_string(total) +
         " keys of subjects wrapped anew";
}

Result<std::string> erase(DataFolder& folder, const workflow::ErasureOrder& order,
                          const Clock& clock, Entropy& entropy) {
  const auto count = workflow::erase_person({.transactions = *folder.database,
                                             .keys = *folder.keys,
                                             .events = *folder.events,
                                             .exhibits = *folder.exhibits,
                                             .blobs = *folder.blobs,
                                             .clock = clock,
                                             .entropy = entropy},
                                            order);
  if (!count) return count.error();
  return "erased, with " + std::to_string(*count) + " exhibits";
}

int fail(cli::Terminal& terminal, int exit_status, const std::string& message) {
  terminal.err << "pixiu keys: " << message << '\n';
  return exit_status;
}

int act(const KeysOptions& options, const cli::Environment& environment, cli::Terminal& terminal) {
  const auto tenant = TenantId::parse(options.tenant);
  const auto subject = SubjectId::parse(options.subject);
  const auto actor = UserId::parse(options.actor);
  if (options.action != "rewrap" && !tenant) {
    return fail(terminal, cli::exit_usage, "--tenant must be an id");
  }
  if (options.action == "erase" && (!subject || !actor)) {
    return fail(terminal, cli::exit_usage, "--subject and --by must be ids");
  }
  const SystemClock clock;
  SystemEntropy entropy;
  auto folder = open_data_folder(options.data, environment, clock, entropy);
  if (!folder) return fail(terminal, cli::exit_failure, folder.error().message);
  const auto done = options.action == "rewrap" ? rewrap(*folder)
                    : options.action == "rotate"
                        ? rotate(*folder, *tenant)
                        : erase(*folder, {*tenant, *subject, *actor}, clock, entropy);
  if (!done) return fail(terminal, cli::exit_failure, done.error().message);
  terminal.out << *done << '\n';
  return cli::exit_ok;
}

void declare_options(CLI::App& app, KeysOptions& options) {
  app.add_option("ACTION", options.action, "rewrap, rotate or erase")
      ->required()
      ->check(CLI::IsMember({"rewrap", "rotate", "erase"}));
  app.add_option("--tenant", options.tenant, "Whose keys")->type_name("ID");
  app.add_option("--subject", options.subject, "Who is to be erased")->type_name("ID");
  app.add_option("--by", options.actor, "The user who asks for it")->type_name("ID");
  declare_data_folder(app, options.data)->required();
}

}  // namespace

cli::Command keys_command(cli::Environment environment) {
  return {.name = "keys",
          .summary = "Rotate the keys of sealed data, or erase a person",
          .examples = examples,
          .set_up = [environment = std::move(environment)](CLI::App& app) -> cli::Command::Action {
            auto options = std::make_shared<KeysOptions>();
            declare_options(app, *options);
            return [options, environment](cli::Terminal& terminal) {
              return act(*options, environment, terminal);
            };
          }};
}

}  // namespace pixiu
