#pragma once

#include "base/entropy.h"
#include "storage/folder.h"
#include "vault/log_store.h"

#include <memory>
#include <set>

namespace pixiu::storage {

// The log's files in a folder that a web server can publish as it is: FOLDER/checkpoint and
// FOLDER/tile/…, beside FOLDER/private/ for what is being written and the locks. A file that stands
// already with the same bytes is synced and left alone; another one is replaced in one step.
// What is read comes from the medium: the system is told to forget what it remembers of the file
// first. The contract is vault::LogStore's; a failed sync stops the process.
class DirectoryLogStore final : public vault::LogStore {
 public:
  // `entropy` outlives the store.
  static Result<std::unique_ptr<DirectoryLogStore>> open(const std::filesystem::path& path,
                                                         Entropy& entropy);

  Result<std::unique_ptr<vault::LogLock>> lock() override;
  Status write(std::span<const vault::LogFile> files) override;
  Result<std::optional<Bytes>> read(std::string_view path, std::size_t bytes_max) const override;
  Result<std::optional<std::string>> checkpoint() const override;
  Status replace_checkpoint(const std::optional<std::string>& expected,
                            std::string_view next) override;
  Result<std::vector<std::string>> paths() const override;

 private:
  DirectoryLogStore(Folder root, Folder private_folder, Entropy& entropy)
      : root_(std::move(root)), private_(std::move(private_folder)), entropy_(entropy) {}

  Result<Folder> durable_folder(std::string_view path);
  Status put(const Folder& folder, const std::string& name, ByteView bytes);

  Folder root_;
  Folder private_;
  Entropy& entropy_;
  std::set<std::string, std::less<>> durable_folders_;  // the one writer's
};

}  // namespace pixiu::storage
