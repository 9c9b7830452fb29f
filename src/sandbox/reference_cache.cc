#include "sandbox/reference_cache.h"

#include "crypto/digest.h"

#include <list>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

namespace pixiu::sandbox {
namespace {

// Kept and in use at the same time. Without bytes: a file that cannot be prepared.
using Prepared = std::shared_ptr<const Bytes>;

// What an entry costs beside its bytes.
constexpr std::size_t entry_bytes = 256;

// Failures that belong to the file; another attempt ends the same. (A reference of more than some
// 22 Mpx is too large to keep.)
bool is_final(const Error& failure) {
  return failure.code == ErrorCode::limit_exceeded || failure.code == ErrorCode::corrupted ||
         failure.code == ErrorCode::unsupported;
}

class LeastRecentlyUsed {
 public:
  explicit LeastRecentlyUsed(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  Prepared find(const crypto::Digest& key) {
    const std::scoped_lock lock(mutex_);
    const auto found = places_.find(key);
    if (found == places_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->prepared;
  }

  void keep(const crypto::Digest& key, const Prepared& prepared) {
    const std::scoped_lock lock(mutex_);
    if (cost_of(prepared) > bytes_max_ || places_.contains(key)) return;
    entries_.push_front({key, prepared});
    places_[key] = entries_.begin();
    byte_count_ += cost_of(prepared);
    while (byte_count_ > bytes_max_) {
      byte_count_ -= cost_of(entries_.back().prepared);
      places_.erase(entries_.back().key);
      entries_.pop_back();
    }
  }

 private:
  struct Entry {
    crypto::Digest key;
    Prepared prepared;
  };

  static std::size_t cost_of(const Prepared& prepared) { return prepared->size() + entry_bytes; }

  const std::size_t bytes_max_;
  std::mutex mutex_;
  std::size_t byte_count_ = 0;
  std::list<Entry> entries_;  // most recently used first
  std::map<crypto::Digest, std::list<Entry>::iterator> places_;
};

class CachingExaminer final : public Examiner {
 public:
  CachingExaminer(std::unique_ptr<Examiner> examiner, std::size_t bytes_max)
      : examiner_(std::move(examiner)), cache_(bytes_max) {}

  assessment::Assessment examine(const assessment::Request& request) override {
    if (request.wants_prepared_references) return examiner_->examine(request);
    assessment::Request with_prepared = request;
    std::vector<Prepared> in_use;
    for (assessment::KnownPicture& reference : with_prepared.references) {
      if (reference.is_prepared) continue;
      const Prepared prepared = prepared_of(reference.bytes);
      if (!prepared || prepared->empty()) continue;
      reference = {.bytes = *prepared, .is_prepared = true};
      in_use.push_back(prepared);
    }
    return examiner_->examine(with_prepared);
  }

  Result<Rendition> render(const RenditionRequest& request) override {
    return examiner_->render(request);
  }

  Result<Bytes> prepare(ByteView reference) override { return examiner_->prepare(reference); }

 private:
  Prepared prepared_of(ByteView reference) {
    const crypto::Digest key = crypto::sha256(reference);
    if (Prepared kept = cache_.find(key)) return kept;
    Result<Bytes> made = examiner_->prepare(reference);
    if (!made && !is_final(made.error())) return nullptr;
    const auto prepared = std::make_shared<const Bytes>(made ? *std::move(made) : Bytes());
    cache_.keep(key, prepared);
    return prepared;
  }

  std::unique_ptr<Examiner> examiner_;
  LeastRecentlyUsed cache_;
};

}  // namespace

std::unique_ptr<Examiner> with_reference_cache(std::unique_ptr<Examiner> examiner,
                                               std::size_t bytes_max) {
  return std::make_unique<CachingExaminer>(std::move(examiner), bytes_max);
}

}  // namespace pixiu::sandbox
