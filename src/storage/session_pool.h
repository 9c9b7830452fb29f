#pragma once

#include "base/result.h"
#include "storage/session.h"

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

namespace pixiu::storage {

// Sessions that are opened when they are needed and kept for the next. Thread-safe.
class SessionPool {
 public:
  SessionPool(const DatabaseUrl& url, std::size_t sessions_max)
      : url_(url), sessions_max_(sessions_max) {}

  // A session lent out; goes back to the pool with it, or away when it is of no more use.
  class Lent {
   public:
    Lent(SessionPool& pool, std::unique_ptr<Session> session, bool is_fresh)
        : pool_(&pool), session_(std::move(session)), is_fresh_(is_fresh) {}
    Lent(Lent&& other) noexcept = default;
    Lent& operator=(Lent&&) = delete;
    ~Lent() {
      if (session_) pool_->put_back(std::move(session_));
    }

    Session& operator*() const { return *session_; }
    Session* operator->() const { return session_.get(); }

    // Whether it was opened for this, so that it cannot have gone stale in the pool.
    bool is_fresh() const { return is_fresh_; }

   private:
    SessionPool* pool_;
    std::unique_ptr<Session> session_;
    bool is_fresh_;
  };

  // Waits while sessions_max are lent. Errors: those of Session::open, and unavailable after
  // limits::database_wait_time_max.
  Result<Lent> take();

 private:
  void put_back(std::unique_ptr<Session> session);

  const DatabaseUrl url_;
  const std::size_t sessions_max_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::unique_ptr<Session>> idle_;
  std::size_t lent_count_ = 0;
};

}  // namespace pixiu::storage
