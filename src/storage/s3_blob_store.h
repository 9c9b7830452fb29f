#pragma once

#include "base/entropy.h"
#include "outbound/client.h"
#include "storage/folder.h"
#include "vault/blob_store.h"

#include <memory>
#include <string>

namespace pixiu::storage {

struct S3Options {
  std::string endpoint;           // "https://s3.example.com": the bucket goes into the path
  std::string bucket;             // exists already
  std::string prefix = "blobs/";  // of the objects' names; letters, digits, "-", "_", "." and "/"
  outbound::AwsCredentials credentials;
  // Where a blob gathers until its address is known; in files without a name, which go with the
  // process. Needs room for the blobs that are being written.
  std::filesystem::path spool_folder;
};

// Blobs as objects of an S3 store, named by their addresses. What is written gathers in a file on
// this machine and is sent at commit: in one request up to 16 MiB, beyond that in parts, which the
// store makes one object of in one step. An object counts as durable when the store has said so.
// The contract is vault::BlobStore's; that a blob is never replaced is asked for by If-None-Match
// and, for stores that do not know it, by a look before. Memory: two parts a call.
class S3BlobStore final : public vault::BlobStore {
 public:
  // `client` and `entropy` outlive it. Errors: invalid_input; those of Folder.
  static Result<std::unique_ptr<S3BlobStore>> open(S3Options options, outbound::Client& client,
                                                   Entropy& entropy);

  Result<std::unique_ptr<vault::BlobWriter>> create() override;
  Result<std::unique_ptr<vault::BlobReader>> open(const vault::BlobAddress& address) const override;
  Status remove(const vault::BlobAddress& address) override;
  Result<std::vector<vault::BlobInfo>> list(const std::optional<vault::BlobAddress>& after,
                                            std::size_t count_max) const override;

 private:
  class Writer;
  class Reader;

  S3BlobStore(S3Options options, outbound::Client& client, Entropy& entropy, Folder spool)
      : options_(std::move(options)),
        client_(client),
        entropy_(entropy),
        spool_(std::move(spool)) {}

  // A request for an object, or for the bucket where `object` is empty; answered with a status of
  // 2xx. Errors: not_found, conflict (there is one already), permission_denied, unavailable.
  Result<outbound::Response> ask(std::string method, const std::string& object,
                                 const std::string& query, Bytes body,
                                 std::vector<outbound::Header> headers) const;

  Status put(const vault::BlobAddress& address, int file, std::uint64_t size_bytes);
  Status put_in_parts(const std::string& object, int file, std::uint64_t size_bytes);
  Result<std::string> send_parts(const std::string& object, const std::string& upload, int file,
                                 std::uint64_t size_bytes) const;
  std::string object_of(const vault::BlobAddress& address) const;

  const S3Options options_;
  outbound::Client& client_;
  Entropy& entropy_;
  const Folder spool_;
};

}  // namespace pixiu::storage
