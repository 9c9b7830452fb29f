#pragma once

#include "base/entropy.h"
#include "storage/folder.h"
#include "vault/blob_store.h"

#include <array>
#include <atomic>
#include <memory>

namespace pixiu::storage {

// Blobs as files: FOLDER/blobs/0a3/0a3f…, 4096 folders by the first three digits of the address,
// and FOLDER/incoming/ for what is being written. A blob is written there, synced, linked to its
// place, and the folder of the place is synced; then it is stored. What a crash leaves in incoming/
// is removed at the next open. Several processes may use one folder. The contract is
// vault::BlobStore's; a failed sync stops the process.
class DirectoryBlobStore final : public vault::BlobStore {
 public:
  // `entropy` names the files in incoming/ and outlives the store.
  // Errors: unavailable, permission and the like by name.
  static Result<std::unique_ptr<DirectoryBlobStore>> open(const std::filesystem::path& path,
                                                          Entropy& entropy);

  Result<std::unique_ptr<vault::BlobWriter>> create() override;
  Result<std::unique_ptr<vault::BlobReader>> open(const vault::BlobAddress& address) const override;
  Status remove(const vault::BlobAddress& address) override;
  Result<std::vector<vault::BlobInfo>> list(const std::optional<vault::BlobAddress>& after,
                                            std::size_t count_max) const override;

 private:
  class Writer;

  DirectoryBlobStore(Folder blobs, Folder incoming, Entropy& entropy)
      : blobs_(std::move(blobs)), incoming_(std::move(incoming)), entropy_(entropy) {}

  Status commit(const std::string& incoming_name, const vault::BlobAddress& address);
  Result<Folder> durable_shard(const std::string& name);

  static constexpr std::size_t shard_count = 4096;

  Folder blobs_;
  Folder incoming_;
  Entropy& entropy_;
  // Which folders this process knows to be durable in blobs/.
  std::array<std::atomic<bool>, shard_count> is_durable_{};
};

}  // namespace pixiu::storage
