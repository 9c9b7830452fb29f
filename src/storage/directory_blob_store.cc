#include "storage/directory_blob_store.h"

#include "base/check.h"
#include "crypto/digest.h"

#include <cerrno>
#include <charconv>
#include <string>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pixiu::storage {
namespace {

using vault::BlobAddress;
using vault::BlobInfo;

constexpr std::size_t shard_digits = 3;
constexpr std::size_t page_count_max = 1000;

std::string shard_of(const std::string& address_text) {
  return address_text.substr(0, shard_digits);
}

std::size_t shard_number(const std::string& shard) {
  std::size_t number = 0;
  std::from_chars(shard.data(), shard.data() + shard.size(), number, 16);
  return number;
}

Error no_blob(const BlobAddress& address) {
  return {ErrorCode::not_found, "no blob " + address.text()};
}

class Reader final : public vault::BlobReader {
 public:
  Reader(Descriptor file, std::uint64_t size_bytes)
      : file_(std::move(file)), size_bytes_(size_bytes) {}

  Result<std::size_t> read(std::span<std::byte> bytes) override {
    PIXIU_CHECK(!bytes.empty());
    for (;;) {
      const ssize_t count = ::read(file_.get(), bytes.data(), bytes.size());
      if (count >= 0) return static_cast<std::size_t>(count);
      if (errno != EINTR) return system_error("cannot read a blob", errno);
    }
  }

  std::uint64_t size_bytes() const override { return size_bytes_; }

 private:
  Descriptor file_;
  std::uint64_t size_bytes_;
};

// Removes what nobody is writing any more: a writer holds a lock on its file while it lives.
Status remove_leftovers(const Folder& incoming) {
  const auto entries = incoming.entries();
  if (!entries) return entries.error();
  for (const Folder::Entry& entry : *entries) {
    if (entry.is_folder) continue;
    const auto file = incoming.open_file(entry.name);
    if (!file || ::flock(file->get(), LOCK_EX | LOCK_NB) != 0) continue;
    const Status removed = incoming.remove(entry.name);
    if (!removed && removed.error().code != ErrorCode::not_found) return removed;
  }
  return {};
}

Result<std::optional<BlobInfo>> info_of(const Folder& shard, const std::string& name) {
  const auto address = BlobAddress::parse(name);
  if (!address) return std::optional<BlobInfo>();  // not one of ours
  struct stat status {};
  if (::fstatat(shard.descriptor(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
    if (errno == ENOENT) return std::optional<BlobInfo>();  // removed meanwhile
    return system_error("cannot look at blob " + name, errno);
  }
  const auto seconds = std::chrono::seconds{status.st_mtim.tv_sec};
  const auto rest = std::chrono::nanoseconds{status.st_mtim.tv_nsec};
  return std::optional<BlobInfo>(
      {.address = *address,
       .size_bytes = static_cast<std::uint64_t>(status.st_size),
       .written_at = Timestamp{seconds + std::chrono::floor<std::chrono::milliseconds>(rest)}});
}

}  // namespace

class DirectoryBlobStore::Writer final : public vault::BlobWriter {
 public:
  Writer(DirectoryBlobStore& store, std::string name, Descriptor file)
      : store_(store), name_(std::move(name)), file_(std::move(file)) {}
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer() override {
    // Either the blob has a name of its own by now or it is to go; what stays after a failure here
    // is removed at the next open.
    static_cast<void>(store_.incoming_.remove(name_).has_value());
  }

  Status write(ByteView bytes) override {
    if (failure_) return *failure_;
    const Status written = write_all(file_.get(), bytes);
    if (!written) failure_ = written.error();
    return written;
  }

  Status commit(const BlobAddress& address) override {
    PIXIU_CHECK(!is_committed_);
    is_committed_ = true;
    if (failure_) return *failure_;
    sync_file(file_.get());
    return store_.commit(name_, address);
  }

 private:
  DirectoryBlobStore& store_;
  std::string name_;
  Descriptor file_;
  std::optional<Error> failure_;
  bool is_committed_ = false;
};

Result<std::unique_ptr<DirectoryBlobStore>> DirectoryBlobStore::open(
    const std::filesystem::path& path, Entropy& entropy) {
  const auto root = Folder::open(path);
  if (!root) return root.error();
  auto blobs = root->open_or_make("blobs");
  if (!blobs) return blobs.error();
  auto incoming = root->open_or_make("incoming");
  if (!incoming) return incoming.error();
  const Status removed = remove_leftovers(*incoming);
  if (!removed) return removed.error();
  return std::unique_ptr<DirectoryBlobStore>(
      new DirectoryBlobStore(std::move(*blobs), std::move(*incoming), entropy));
}

Result<std::unique_ptr<vault::BlobWriter>> DirectoryBlobStore::create() {
  std::array<std::byte, 16> noise{};
  entropy_.fill(noise);
  std::string name = crypto::hex(noise);
  auto file = incoming_.create_file(name);
  if (!file) return file.error();
  if (::flock(file->get(), LOCK_EX | LOCK_NB) != 0) {
    return system_error("cannot lock a new file", errno);
  }
  return std::unique_ptr<vault::BlobWriter>(
      std::make_unique<Writer>(*this, std::move(name), std::move(*file)));
}

Status DirectoryBlobStore::commit(const std::string& incoming_name, const BlobAddress& address) {
  const std::string name = address.text();
  const auto shard = durable_shard(shard_of(name));
  if (!shard) return shard.error();
  const Status linked = incoming_.link(incoming_name, *shard, name);
  if (!linked) {
    if (linked.error().code != ErrorCode::conflict) return linked;
    return Error{ErrorCode::conflict, "there is a blob " + name + " already"};
  }
  shard->sync();
  return {};
}

Result<Folder> DirectoryBlobStore::durable_shard(const std::string& name) {
  std::atomic<bool>& is_durable = is_durable_.at(shard_number(name));
  if (is_durable) return blobs_.open_folder(name);
  auto shard = blobs_.open_or_make(name);
  if (shard) is_durable = true;
  return shard;
}

Result<std::unique_ptr<vault::BlobReader>> DirectoryBlobStore::open(
    const BlobAddress& address) const {
  const std::string name = address.text();
  const auto shard = blobs_.open_folder(shard_of(name));
  if (!shard) {
    if (shard.error().code == ErrorCode::not_found) return no_blob(address);
    return shard.error();
  }
  auto file = shard->open_file(name);
  if (!file) {
    if (file.error().code == ErrorCode::not_found) return no_blob(address);
    return file.error();
  }
  struct stat status {};
  if (::fstat(file->get(), &status) != 0) return system_error("cannot look at a blob", errno);
  return std::unique_ptr<vault::BlobReader>(
      std::make_unique<Reader>(std::move(*file), static_cast<std::uint64_t>(status.st_size)));
}

Status DirectoryBlobStore::remove(const BlobAddress& address) {
  const std::string name = address.text();
  const auto shard = blobs_.open_folder(shard_of(name));
  if (!shard) {
    if (shard.error().code == ErrorCode::not_found) return {};
    return shard.error();
  }
  const Status removed = shard->remove(name);
  if (!removed && removed.error().code != ErrorCode::not_found) return removed;
  // Also when it was gone: whoever removed it may not have come to this line.
  shard->sync();
  return {};
}

Result<std::vector<BlobInfo>> DirectoryBlobStore::list(const std::optional<BlobAddress>& after,
                                                       std::size_t count_max) const {
  PIXIU_CHECK(count_max >= 1 && count_max <= page_count_max);
  const std::string after_text = after ? after->text() : std::string();
  const auto shards = blobs_.entries();
  if (!shards) return shards.error();
  std::vector<BlobInfo> found;
  for (const Folder::Entry& entry : *shards) {
    const bool is_shard = entry.is_folder && entry.name.size() == shard_digits;
    if (!is_shard || entry.name < shard_of(after_text)) continue;
    const auto shard = blobs_.open_folder(entry.name);
    if (!shard) return shard.error();
    const auto files = shard->entries();
    if (!files) return files.error();
    for (const Folder::Entry& file : *files) {
      if (found.size() == count_max) return found;
      if (file.is_folder || file.name <= after_text) continue;
      const auto info = info_of(*shard, file.name);
      if (!info) return info.error();
      if (*info) found.push_back(**info);
    }
  }
  return found;
}

}  // namespace pixiu::storage
