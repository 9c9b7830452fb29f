#pragma once

#include "base/entropy.h"
#include "base/result.h"
#include "storage/directory_blob_store.h"
#include "storage/directory_log_store.h"
#include "tlog/note_key.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

// What backup and restore share: the parts of a data folder, or of a backup of one.
namespace pixiu {

// record.sqlite, sealed/ and log/ as in a data folder. A backup has the checkpoint of its log
// beside them, in checkpoint.note, and not in the log: so nobody appends to a mere copy.
struct RecordFolder {
  std::filesystem::path path;
  std::unique_ptr<storage::DirectoryBlobStore> blobs;
  std::unique_ptr<storage::DirectoryLogStore> log;

  std::filesystem::path database() const { return path / "record.sqlite"; }
  std::filesystem::path checkpoint_note() const { return path / "checkpoint.note"; }
};

// Opens what is there. Errors: not_found (no record.sqlite in it), the stores'.
Result<RecordFolder> open_record_folder(const std::filesystem::path& path, Entropy& entropy);

// Makes a new folder for its owner alone. Errors: conflict (it is there already), unavailable.
Result<RecordFolder> make_record_folder(const std::filesystem::path& path, Entropy& entropy);

// Copies a file and makes the copy and its name durable. Errors: unavailable.
Status copy_durably(const std::filesystem::path& from, const std::filesystem::path& to);

// Makes a file's content durable that somebody else has written. Errors: unavailable.
Status sync_file(const std::filesystem::path& path);

}  // namespace pixiu
