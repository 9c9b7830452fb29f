#pragma once

#include "storage/folder.h"
#include "vault/partial_store.h"

#include <filesystem>
#include <memory>

namespace pixiu::storage {

// Uploads in progress as files: FOLDER/uploads/ID.note and ID.bytes. An upload is there when its
// note is; what a crash leaves beside is removed at the next open. Several processes may use one
// folder: who holds an upload has a lock on its bytes. The contract is vault::PartialStore's; a
// failed sync stops the process.
class DirectoryPartialStore final : public vault::PartialStore {
 public:
  // Errors: unavailable, limit_exceeded, naming what could not be done.
  static Result<std::unique_ptr<DirectoryPartialStore>> open(const std::filesystem::path& path);

  Status create(const vault::UploadId& upload, ByteView note) override;
  Result<Bytes> note(const vault::UploadId& upload, std::size_t bytes_max) const override;
  Result<std::unique_ptr<vault::PartialFile>> open(const vault::UploadId& upload) override;
  Status remove(const vault::UploadId& upload) override;
  Result<std::vector<vault::UploadId>> list() const override;

 private:
  explicit DirectoryPartialStore(Folder folder) : folder_(std::move(folder)) {}

  Status remove_leftovers() const;

  Folder folder_;
};

}  // namespace pixiu::storage
