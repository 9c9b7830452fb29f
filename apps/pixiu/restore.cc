#include "backup.h"
#include "backup_folder.h"
#include "base/limits.h"
#include "cli/files.h"
#include "storage/database.h"
#include "storage/sql_event_store.h"
#include "tlog/checkpoint.h"
#include "vault/backup.h"

#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

namespace pixiu {
namespace {

constexpr const char* examples = R"(Examples:
  pixiu restore /backup/2026-11-28 --data /var/lib/pixiu --log-vkey "$VKEY"
        --known published-checkpoint --known from-witness
      Makes a data folder whose log goes on, if the backup is ahead of every known checkpoint.
      Name all that anybody may have seen: what was published last, what each witness has.
  pixiu restore /backup/2026-11-28 --data /var/lib/pixiu --log-vkey "$VKEY" --new-origin
      When it is behind one, or none is known: the old log is kept under log-before/ and never
      written again; every event is logged anew. Serve with a new --log-key of another name.

A log that went on from an older state would sign two histories, so it must not.
Exit status: 0 done; 1 refused or failed, nothing is left; 2 wrong usage.)";

struct RestoreOptions {
  std::string backup;
  std::string data;
  std::string log_vkey;
  std::vector<std::string> known;
  bool has_new_origin = false;
};

Error refused(std::string_view why) {
  return {ErrorCode::conflict, "the log may not go on: " + std::string(why) +
                                   "; see --new-origin in pixiu restore --help"};
}

// The backup's checkpoint, proved to be ahead of all that is known.
Status prove_ahead(const RecordFolder& backup, const std::string& note,
                   const tlog::VerifierKey& key, const RestoreOptions& options) {
  if (options.known.empty()) return refused("no known checkpoint was named (--known)");
  std::vector<std::string> known;
  for (const std::string& file : options.known) {
    auto text = cli::read_text(file, limits::note_bytes_max);
    if (!text) return text.error();
    known.push_back(*std::move(text));
  }
  const auto standing = vault::compare_with_known(*backup.log, note, key, known);
  if (!standing) return standing.error();
  switch (*standing) {
    case vault::Standing::ahead: return {};
    case vault::Standing::behind: return refused("the backup is behind a known checkpoint");
    case vault::Standing::forked: return refused("a known checkpoint is of another history");
  }
  return {};
}

Status forget_indices(const std::filesystem::path& path, Entropy& entropy) {
  const auto url = storage::DatabaseUrl::parse("sqlite:" + path.string());
  if (!url) return url.error();
  const auto database = storage::Database::open({.url = *url, .connections_max = 2}, entropy);
  if (!database) return database.error();
  return storage::SqlEventStore(**database).forget_indices();
}

// The old log as it was, apart from the one that begins.
Status keep_old_log(const RecordFolder& backup, const RecordFolder& to, std::uint64_t size,
                    const std::string& note, Entropy& entropy) {
  const auto kept = storage::DirectoryLogStore::open(to.path / "log-before", entropy);
  if (!kept) return kept.error();
  return vault::copy_log(*backup.log, **kept, size, note);
}

// The checkpoint comes last: without it nothing is appended to what is copied.
Status copy_all(const RecordFolder& backup, const std::string& note, const tlog::VerifierKey& key,
                const RestoreOptions& options, Entropy& entropy) {
  const auto opened = tlog::open_checkpoint(note, {&key, 1});
  if (!opened) return opened.error();
  const auto to = make_record_folder(options.data, entropy);
  if (!to) return to.error();
  const Status database = copy_durably(backup.database(), to->database());
  if (!database) return database;
  const auto blobs = vault::copy_blobs(*backup.blobs, *to->blobs);
  if (!blobs) return blobs.error();
  const std::uint64_t size = opened->checkpoint.size;
  if (!options.has_new_origin) return vault::copy_log(*backup.log, *to->log, size, note);
  const Status kept = keep_old_log(backup, *to, size, note, entropy);
  return kept ? forget_indices(to->database(), entropy) : kept;
}

int restore(const RestoreOptions& options, cli::Terminal& terminal) {
  const auto fail = [&](int status, const std::string& message) {
    terminal.err << "pixiu restore: " << cli::printable(message) << '\n';
    return status;
  };
  const auto key = tlog::VerifierKey::parse(options.log_vkey);
  if (!key) return fail(cli::exit_usage, "--log-vkey: " + key.error().message);
  std::error_code failure;
  if (std::filesystem::exists(options.data, failure)) {
    return fail(cli::exit_usage, options.data + ": is there already; name a new folder");
  }
  SystemEntropy entropy;
  const auto backup = open_record_folder(options.backup, entropy);
  if (!backup) return fail(cli::exit_usage, backup.error().message);
  const auto note = cli::read_text(backup->checkpoint_note(), limits::note_bytes_max);
  if (!note) return fail(cli::exit_usage, note.error().message);
  if (!options.has_new_origin) {
    const Status ahead = prove_ahead(*backup, *note, *key, options);
    if (!ahead) return fail(cli::exit_failure, ahead.error().message);
  }
  const Status done = copy_all(*backup, *note, *key, options, entropy);
  if (!done) {
    std::filesystem::remove_all(options.data, failure);
    return fail(cli::exit_failure, done.error().message);
  }
  terminal.out << options.data
               << (options.has_new_origin ? ": restored; its log begins anew under another origin\n"
                                          : ": restored; its log goes on\n");
  return cli::exit_ok;
}

}  // namespace

cli::Command restore_command() {
  return {
      .name = "restore",
      .summary = "Make a data folder of a backup, if its log may go on",
      .examples = examples,
      .set_up = [](CLI::App& app) -> cli::Command::Action {
        auto options = std::make_shared<RestoreOptions>();
        app.add_option("BACKUP", options->backup, "The folder that pixiu backup made")->required();
        app.add_option("--data", options->data, "The new data folder")
            ->required()
            ->type_name("FOLDER");
        app.add_option("--log-vkey", options->log_vkey, "The log's public key")
            ->required()
            ->type_name("VKEY");
        app.add_option("--known", options->known,
                       "A checkpoint of this log that somebody has; as often as there are")
            ->type_name("FILE");
        app.add_flag("--new-origin", options->has_new_origin,
                     "Begin a new log; the old one is kept and not written again");
        return [options](cli::Terminal& terminal) { return restore(*options, terminal); };
      }};
}

}  // namespace pixiu
