#include "backup.h"

#include "backup_folder.h"
#include "cli/files.h"
#include "storage/database.h"
#include "storage/session.h"
#include "storage/sql_event_store.h"
#include "vault/backup.h"

#include <chrono>
#include <memory>
#include <ostream>
#include <string>
#include <utility>

#include <CLI/CLI.hpp>

namespace pixiu {
namespace {

constexpr int attempts_max = 5;
constexpr std::chrono::milliseconds watch_interval{20};

constexpr const char* examples = R"(Examples:
  pixiu backup --data /var/lib/pixiu --log-vkey "$VKEY" --to /backup/2026-11-28
      Copies database, sealed files and log while the server runs. The keys are not copied: keep
      the master key and the log's key elsewhere, without them a backup is worth nothing.

The database must be the folder's own (SQLite). Exit status: 0 done; 1 failed, nothing is left;
2 wrong usage.)";

struct BackupOptions {
  std::string data;
  std::string to;
  std::string log_vkey;
};

struct Snapshot {
  std::uint64_t log_size = 0;
  std::optional<std::string> note;  // of a tree of that size; none before the first
};

// A copy of the database as of one moment. Errors: those of the database.
Status copy_database(const std::filesystem::path& from, const std::filesystem::path& to,
                     Entropy& entropy) {
  const auto url = storage::DatabaseUrl::parse("sqlite:" + from.string());
  if (!url) return url.error();
  const auto database = storage::Database::open({.url = *url, .connections_max = 2}, entropy);
  if (!database) return database.error();
  const auto session = (*database)->open_session();
  if (!session) return session.error();
  std::string quoted;
  for (const char c : to.string()) quoted += c == '\'' ? std::string("''") : std::string(1, c);
  const Status copied = (*session)->command("VACUUM INTO '" + quoted + "'");
  return copied ? sync_file(to) : copied;
}

// How many entries of the log a database knows.
Result<std::uint64_t> log_size_of(const std::filesystem::path& path, Entropy& entropy) {
  const auto url = storage::DatabaseUrl::parse("sqlite:" + path.string());
  if (!url) return url.error();
  const auto database = storage::Database::open({.url = *url, .connections_max = 2}, entropy);
  if (!database) return database.error();
  return storage::SqlEventStore(**database).next_index();
}

// The database, and the checkpoint that was signed when it knew as many entries of the log.
Result<Snapshot> snapshot(const RecordFolder& from, const RecordFolder& to,
                          const tlog::VerifierKey& key, Entropy& entropy) {
  for (int attempt = 0; attempt < attempts_max; ++attempt) {
    vault::CheckpointWatch watch(*from.log, key, watch_interval);
    const Status copied = copy_database(from.database(), to.database(), entropy);
    if (!copied) return copied.error();
    const auto size = log_size_of(to.database(), entropy);
    if (!size) return size.error();
    const auto seen = watch.finish();
    if (!seen) return seen.error();
    const auto fitting = seen->find(*size);
    if (fitting != seen->end()) return Snapshot{.log_size = *size, .note = fitting->second};
    if (*size == 0 && seen->empty()) return Snapshot{};
    std::error_code ignored;
    std::filesystem::remove(to.database(), ignored);
  }
  return Error{ErrorCode::unavailable,
               "no checkpoint fitted the copied database; try again when less is written"};
}

Result<Snapshot> copy_all(const BackupOptions& options, const RecordFolder& from,
                          const tlog::VerifierKey& key, Entropy& entropy) {
  const auto to = make_record_folder(options.to, entropy);
  if (!to) return to.error();
  auto taken = snapshot(from, *to, key, entropy);
  if (!taken) return taken.error();
  const auto blobs = vault::copy_blobs(*from.blobs, *to->blobs);
  if (!blobs) return blobs.error();
  const Status log = vault::copy_log(*from.log, *to->log, taken->log_size, std::nullopt);
  if (!log) return log.error();
  if (!taken->note) return taken;
  const Status note = cli::write_file_at_once(to->checkpoint_note(), bytes_of(*taken->note));
  if (!note) return note.error();
  return taken;
}

int backup(const BackupOptions& options, cli::Terminal& terminal) {
  const auto fail = [&](int status, const std::string& message) {
    terminal.err << "pixiu backup: " << cli::printable(message) << '\n';
    return status;
  };
  const auto key = tlog::VerifierKey::parse(options.log_vkey);
  if (!key) return fail(cli::exit_usage, "--log-vkey: " + key.error().message);
  std::error_code failure;
  if (std::filesystem::exists(options.to, failure)) {
    return fail(cli::exit_usage, options.to + ": is there already; name a new folder");
  }
  SystemEntropy entropy;
  const auto from = open_record_folder(options.data, entropy);
  if (!from) return fail(cli::exit_usage, from.error().message);
  const auto taken = copy_all(options, *from, *key, entropy);
  if (!taken) {
    std::filesystem::remove_all(options.to, failure);
    return fail(cli::exit_failure, taken.error().message);
  }
  terminal.out << options.to << ": log of " << taken->log_size << " entries\n";
  return cli::exit_ok;
}

}  // namespace

cli::Command backup_command() {
  return {
      .name = "backup",
      .summary = "Copy the record while the server runs",
      .examples = examples,
      .set_up = [](CLI::App& app) -> cli::Command::Action {
        auto options = std::make_shared<BackupOptions>();
        app.add_option("--data", options->data, "The data folder")->required()->type_name("FOLDER");
        app.add_option("--to", options->to, "The new folder for the backup")
            ->required()
            ->type_name("FOLDER");
        app.add_option("--log-vkey", options->log_vkey,
                       "The log's public key, as pixiu log-key printed it")
            ->required()
            ->type_name("VKEY");
        return [options](cli::Terminal& terminal) { return backup(*options, terminal); };
      }};
}

}  // namespace pixiu
