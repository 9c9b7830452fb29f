#pragma once

#include "base/clock.h"
#include "base/entropy.h"
#include "base/result.h"
#include "cli/terminal.h"
#include "privacy/keyring.h"
#include "storage/database.h"
#include "storage/directory_blob_store.h"
#include "storage/directory_log_store.h"
#include "storage/directory_partial_store.h"
#include "storage/sql_event_store.h"
#include "storage/sql_exhibit_store.h"
#include "storage/sql_key_store.h"
#include "tlog/note_key.h"

#include <memory>
#include <string>

namespace pixiu {

// Where the record is, and its keys. In a folder: record.sqlite (unless `database` names another
// one), sealed/ with the blobs, uploads/ with what is not complete yet, log/ with the log's files.
struct DataFolderOptions {
  std::string folder;
  std::string database;  // a URL (storage/database_url.h); empty: record.sqlite in the folder
  // A file (privacy/master_key.h), "command:ID:/path/to/program" (privacy/master_key_command.h), or
  // empty: the variable PIXIU_MASTER_KEY.
  std::string master_key;
  std::string log_key;  // a file with a signing key (tlog/note_key.h)
};

// Everything stored, opened. Members are used together and closed together.
struct DataFolder {
  std::unique_ptr<storage::Database> database;
  std::unique_ptr<storage::SqlEventStore> events;
  std::unique_ptr<storage::SqlExhibitStore> exhibits;
  std::unique_ptr<storage::SqlKeyStore> keys;
  std::unique_ptr<storage::DirectoryBlobStore> blobs;
  std::unique_ptr<storage::DirectoryLogStore> log;
  std::unique_ptr<storage::DirectoryPartialStore> uploads;
  std::unique_ptr<privacy::Keyring> keyring;
  std::unique_ptr<tlog::SigningKey> log_key;
};

// Opens a data folder; makes what is not there yet. The keys are read and checked before anything
// is written. `clock` and `entropy` outlive what is returned.
// Errors: those of the stores and of the keyring, with the file that is meant; invalid_input and
// permission_denied for a key file (it must be readable by its owner alone).
Result<DataFolder> open_data_folder(const DataFolderOptions& options,
                                    const cli::Environment& environment, const Clock& clock,
                                    Entropy& entropy);

}  // namespace pixiu
