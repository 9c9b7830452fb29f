#include "data_folder.h"

#include "base/limits.h"
#include "cli/files.h"
#include "crypto/secret_key.h"
#include "key_file.h"
#include "privacy/master_key.h"
#include "privacy/master_key_command.h"

#include <algorithm>
#include <filesystem>
#include <span>
#include <utility>

namespace pixiu {
namespace {

constexpr const char* master_key_variable = "PIXIU_MASTER_KEY";
constexpr std::string_view command_prefix = "command:";

// "command:ID:/path/to/program": the program gets what a key service's tools need to find it and
// their credentials, and nothing else.
Result<privacy::MasterKeys> master_key_command_of(std::string_view text,
                                                  const cli::Environment& environment) {
  text.remove_prefix(command_prefix.size());
  const auto colon = std::min(text.find(':'), text.size());
  privacy::KeyCommand command{
      .arguments = {std::string(text.substr(std::min(colon + 1, text.size())))}, .environment = {}};
  for (const char* name : {"PATH", "HOME", "LANG", "PIXIU_KEY_SERVICE"}) {
    if (const auto value = environment(name)) {
      command.environment.push_back(std::string(name) + "=" + *value);
    }
  }
  auto key = privacy::command_master_key(std::string(text.substr(0, colon)), std::move(command));
  if (!key) return key.error();
  privacy::MasterKeys keys;
  keys.push_back(std::move(*key));
  return keys;
}

Result<privacy::MasterKeys> master_keys_of(const DataFolderOptions& options,
                                           const cli::Environment& environment, Entropy& entropy) {
  if (options.master_key.starts_with(command_prefix)) {
    return master_key_command_of(options.master_key, environment);
  }
  if (!options.master_key.empty()) {
    return privacy::read_master_key_file(options.master_key, entropy);
  }
  auto text = environment(master_key_variable);
  if (!text) {
    return Error{ErrorCode::invalid_input,
                 "the master key is missing: name its file by --master-key, or set "
                 "PIXIU_MASTER_KEY (docs/operations/keys.md)"};
  }
  auto keys = privacy::parse_master_keys(*text, entropy);
  crypto::wipe(std::as_writable_bytes(std::span(*text)));
  return keys;
}

Result<std::unique_ptr<tlog::SigningKey>> log_key_of(const DataFolderOptions& options) {
  if (options.log_key.empty()) {
    return Error{ErrorCode::invalid_input,
                 "the log's key is missing: name its file by --log-key; pixiu log-key makes one"};
  }
  auto key = read_signing_key(options.log_key);
  if (!key) return key.error();
  if (key->verifier().type() != tlog::SignatureType::ed25519) {
    return Error{ErrorCode::invalid_input, options.log_key + " is the key of a witness"};
  }
  return std::make_unique<tlog::SigningKey>(std::move(*key));
}

// The log that a restore ended must not be written again: it would sign a second history.
Status check_not_ended(const DataFolderOptions& options, const tlog::SigningKey& key) {
  const std::filesystem::path ended = options.folder + "/log-before/checkpoint";
  std::error_code failure;
  if (!std::filesystem::exists(ended, failure)) return {};
  const auto note = cli::read_text(ended, limits::note_bytes_max);
  if (!note) return note.error();
  const std::string_view origin = std::string_view(*note).substr(0, note->find('\n'));
  if (origin != key.verifier().name()) return {};
  return Error{ErrorCode::conflict,
               "the log " + std::string(origin) +
                   " was ended by a restore and must not go on; make a key of another name with "
                   "pixiu log-key, and name it by --log-key"};
}

Result<storage::DatabaseUrl> database_of(const DataFolderOptions& options) {
  if (!options.database.empty()) return storage::DatabaseUrl::parse(options.database);
  return storage::DatabaseUrl::parse("sqlite:" + options.folder + "/record.sqlite");
}

}  // namespace

Result<DataFolder> open_data_folder(const DataFolderOptions& options,
                                    const cli::Environment& environment, const Clock& clock,
                                    Entropy& entropy) {
  DataFolder opened;
  auto masters = master_keys_of(options, environment, entropy);
  if (!masters) return masters.error();
  auto log_key = log_key_of(options);
  if (!log_key) return log_key.error();
  opened.log_key = std::move(*log_key);
  const Status goes_on = check_not_ended(options, *opened.log_key);
  if (!goes_on) return goes_on.error();
  const auto url = database_of(options);
  if (!url) return url.error();

  std::error_code failure;
  std::filesystem::create_directories(options.folder, failure);
  if (failure) {
    return Error{ErrorCode::unavailable, options.folder + ": " + failure.message()};
  }
  std::filesystem::permissions(options.folder, std::filesystem::perms::owner_all, failure);
  auto database = storage::Database::open({.url = *url}, entropy);
  if (!database) return database.error();
  opened.database = std::move(*database);
  opened.events = std::make_unique<storage::SqlEventStore>(*opened.database);
  opened.exhibits = std::make_unique<storage::SqlExhibitStore>(*opened.database);
  opened.keys = std::make_unique<storage::SqlKeyStore>(*opened.database);
  auto keyring = privacy::Keyring::open(std::move(*masters), {.store = *opened.keys,
                                                              .transactions = *opened.database,
                                                              .entropy = entropy,
                                                              .clock = clock});
  if (!keyring) return keyring.error();
  opened.keyring = std::move(*keyring);
  auto blobs = storage::DirectoryBlobStore::open(options.folder + "/sealed", entropy);
  if (!blobs) return blobs.error();
  opened.blobs = std::move(*blobs);
  auto log = storage::DirectoryLogStore::open(options.folder + "/log", entropy);
  if (!log) return log.error();
  opened.log = std::move(*log);
  auto uploads = storage::DirectoryPartialStore::open(options.folder);
  if (!uploads) return uploads.error();
  opened.uploads = std::move(*uploads);
  return opened;
}

}  // namespace pixiu
