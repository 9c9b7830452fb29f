#include "crypto/content_digests.h"

#include "base/check.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace pixiu::crypto {

namespace {

// Below this a hand-over costs more than it saves.
constexpr std::size_t handed_over_bytes_min = 256u << 10;

}  // namespace

// Digests one piece at a time beside its caller.
class ContentDigester::Worker {
 public:
  explicit Worker(DigestStream& stream) : stream_(stream), thread_([this] { run(); }) {}
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  ~Worker() {
    wait();
    {
      const std::lock_guard lock(mutex_);
      is_ending_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

  // After wait() only: one piece at a time.
  void start(ByteView piece) {
    {
      const std::lock_guard lock(mutex_);
      piece_ = piece;
    }
    changed_.notify_all();
  }

  // Until the piece is digested.
  void wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return piece_.empty(); });
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return !piece_.empty() || is_ending_; });
      if (piece_.empty()) return;
      const ByteView piece = piece_;
      lock.unlock();
      stream_.update(piece);
      lock.lock();
      piece_ = {};
      changed_.notify_all();
    }
  }

  DigestStream& stream_;
  std::mutex mutex_;
  std::condition_variable changed_;
  ByteView piece_;
  bool is_ending_ = false;
  std::thread thread_;
};

struct ContentDigester::State {
  DigestStream sha256{DigestAlgorithm::sha256};
  DigestStream sm3{DigestAlgorithm::sm3};
  std::uint64_t size_bytes = 0;
  std::unique_ptr<Worker> worker;  // goes first: it reads sm3
};

ContentDigester::ContentDigester() : state_(std::make_unique<State>()) {}
ContentDigester::ContentDigester(ContentDigester&&) noexcept = default;
ContentDigester& ContentDigester::operator=(ContentDigester&&) noexcept = default;
ContentDigester::~ContentDigester() = default;

void ContentDigester::update(ByteView bytes) {
  PIXIU_CHECK(state_ != nullptr);
  if (state_->worker) state_->worker->wait();
  state_->size_bytes += bytes.size();
  if (bytes.size() < handed_over_bytes_min) {
    state_->sm3.update(bytes);
  } else {
    if (!state_->worker) state_->worker = std::make_unique<Worker>(state_->sm3);
    state_->worker->start(bytes);
  }
  state_->sha256.update(bytes);
}

ContentDigests ContentDigester::finish() {
  PIXIU_CHECK(state_ != nullptr);
  const auto state = std::move(state_);
  state->worker.reset();
  return {.sha256 = state->sha256.finish(),
          .sm3 = state->sm3.finish(),
          .size_bytes = state->size_bytes};
}

ContentDigests content_digests(ByteView bytes) {
  ContentDigester digester;
  digester.update(bytes);
  return digester.finish();
}

}  // namespace pixiu::crypto
