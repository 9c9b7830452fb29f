#pragma once

#include "base/check.h"
#include "vault/blob_store.h"
#include "vault/faults_testing.h"
#include "vault/log_store.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <string>
#include <utility>

// Blobs and the log's files in memory. Included by tests only.
namespace pixiu::vault::testing {

class MemoryBlobs final : public BlobStore {
 public:
  explicit MemoryBlobs(Faults* faults = nullptr) : faults_(faults != nullptr ? faults : &none_) {}

  Result<std::unique_ptr<BlobWriter>> create() override {
    return faults_->run([&]() -> Result<std::unique_ptr<BlobWriter>> {
      return std::unique_ptr<BlobWriter>(std::make_unique<Writer>(*this));
    });
  }

  Result<std::unique_ptr<BlobReader>> open(const BlobAddress& address) const override {
    return faults_->run([&]() -> Result<std::unique_ptr<BlobReader>> {
      const std::lock_guard lock(mutex_);
      const auto found = blobs_.find(address);
      if (found == blobs_.end()) return Error{ErrorCode::not_found, "no blob " + address.text()};
      return std::unique_ptr<BlobReader>(std::make_unique<Reader>(found->second));
    });
  }

  Status remove(const BlobAddress& address) override {
    return faults_->run([&]() -> Status {
      const std::lock_guard lock(mutex_);
      blobs_.erase(address);
      return {};
    });
  }

  Result<std::vector<BlobInfo>> list(const std::optional<BlobAddress>& after,
                                     std::size_t count_max) const override {
    return faults_->run([&]() -> Result<std::vector<BlobInfo>> {
      const std::lock_guard lock(mutex_);
      std::vector<BlobInfo> found;
      for (const auto& [address, bytes] : blobs_) {
        if (found.size() < count_max && (!after || address > *after)) {
          found.push_back({.address = address, .size_bytes = bytes.size(), .written_at = {}});
        }
      }
      return found;
    });
  }

  // For tests that damage what is stored. Null when there is no such blob.
  Bytes* content(const BlobAddress& address) {
    const auto found = blobs_.find(address);
    return found == blobs_.end() ? nullptr : &found->second;
  }

 private:
  class Writer final : public BlobWriter {
   public:
    explicit Writer(MemoryBlobs& store) : store_(store) {}

    Status write(ByteView bytes) override {
      return store_.faults_->run([&]() -> Status {
        bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
        return {};
      });
    }

    Status commit(const BlobAddress& address) override {
      PIXIU_CHECK(!is_committed_);
      is_committed_ = true;
      return store_.faults_->run([&]() -> Status {
        const std::lock_guard lock(store_.mutex_);
        if (!store_.blobs_.emplace(address, std::move(bytes_)).second) {
          return Error{ErrorCode::conflict, "there is a blob " + address.text()};
        }
        return {};
      });
    }

   private:
    MemoryBlobs& store_;
    Bytes bytes_;
    bool is_committed_ = false;
  };

  class Reader final : public BlobReader {
   public:
    explicit Reader(Bytes bytes) : bytes_(std::move(bytes)) {}

    Result<std::size_t> read(std::span<std::byte> into) override {
      const std::size_t count = std::min(into.size(), bytes_.size() - at_);
      std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(at_), count, into.begin());
      at_ += count;
      return count;
    }
    std::uint64_t size_bytes() const override { return bytes_.size(); }

   private:
    Bytes bytes_;
    std::size_t at_ = 0;
  };

  mutable std::mutex mutex_;
  Faults none_;
  Faults* faults_;
  std::map<BlobAddress, Bytes> blobs_;
};

class MemoryLog final : public LogStore {
 public:
  explicit MemoryLog(Faults* faults = nullptr)
      : faults_(faults != nullptr ? faults : &none_), faults_of_reads_(faults_) {}

  // From now on planned faults do not strike, or count, reads of files.
  void spare_reads() { faults_of_reads_ = &none_; }

  Result<std::unique_ptr<LogLock>> lock() override {
    return faults_->run([&]() -> Result<std::unique_ptr<LogLock>> {
      const std::lock_guard guard(mutex_);
      if (is_locked_) return Error{ErrorCode::conflict, "somebody else writes this log"};
      return std::unique_ptr<LogLock>(std::make_unique<Lock>(*this));
    });
  }

  // A fault of the whole call, or one between two files: some are there, some are not.
  Status write(std::span<const LogFile> files) override {
    for (const LogFile& file : files) {
      PIXIU_CHECK(is_log_path(file.path));
      const Status done = faults_->run([&]() -> Status {
        const std::lock_guard guard(mutex_);
        files_[std::string(file.path)] = Bytes(file.bytes.begin(), file.bytes.end());
        return {};
      });
      if (!done) return done;
    }
    return {};
  }

  Result<std::optional<Bytes>> read(std::string_view path, std::size_t bytes_max) const override {
    return faults_of_reads_->run([&]() -> Result<std::optional<Bytes>> {
      const std::lock_guard guard(mutex_);
      const auto found = files_.find(std::string(path));
      if (found == files_.end()) return std::optional<Bytes>();
      if (found->second.size() > bytes_max) {
        return Error{ErrorCode::limit_exceeded, std::string(path) + " is too large"};
      }
      return std::optional<Bytes>(found->second);
    });
  }

  Result<std::optional<std::string>> checkpoint() const override {
    return faults_->run([&]() -> Result<std::optional<std::string>> {
      const std::lock_guard guard(mutex_);
      return checkpoint_;
    });
  }

  Status replace_checkpoint(const std::optional<std::string>& expected,
                            std::string_view next) override {
    return faults_->run([&]() -> Status {
      const std::lock_guard guard(mutex_);
      if (checkpoint_ != expected) {
        return Error{ErrorCode::conflict, "another checkpoint stands there"};
      }
      checkpoint_ = std::string(next);
      checkpoints_.push_back(*checkpoint_);
      return {};
    });
  }

  Result<std::vector<std::string>> paths() const override {
    return faults_->run([&]() -> Result<std::vector<std::string>> {
      const std::lock_guard guard(mutex_);
      std::vector<std::string> found;
      for (const auto& [path, bytes] : files_) found.push_back(path);
      return found;
    });
  }

  // For tests: everything ever published, and files to damage (null when there is none).
  const std::vector<std::string>& checkpoints() const { return checkpoints_; }
  Bytes* content(const std::string& path) {
    const auto found = files_.find(path);
    return found == files_.end() ? nullptr : &found->second;
  }
  void set_checkpoint(std::optional<std::string> checkpoint) {
    checkpoint_ = std::move(checkpoint);
  }

 private:
  class Lock final : public LogLock {
   public:
    explicit Lock(MemoryLog& store) : store_(store) { store_.is_locked_ = true; }
    ~Lock() override { store_.is_locked_ = false; }

   private:
    MemoryLog& store_;
  };

  mutable std::mutex mutex_;
  Faults none_;
  Faults* faults_;
  Faults* faults_of_reads_;
  bool is_locked_ = false;
  std::map<std::string, Bytes> files_;
  std::optional<std::string> checkpoint_;
  std::vector<std::string> checkpoints_;
};

}  // namespace pixiu::vault::testing
