#include "storage/session_pool.h"

#include "base/limits.h"

namespace pixiu::storage {

Result<SessionPool::Lent> SessionPool::take() {
  std::unique_lock lock(mutex_);
  const bool has_room = changed_.wait_for(lock, limits::database_wait_time_max,
                                          [this] { return lent_count_ < sessions_max_; });
  if (!has_room) {
    return Error{ErrorCode::unavailable, "all connections to the database are in use"};
  }
  ++lent_count_;
  if (!idle_.empty()) {
    auto session = std::move(idle_.back());
    idle_.pop_back();
    return Lent(*this, std::move(session), false);
  }
  lock.unlock();
  auto opened = Session::open(url_);
  if (opened) return Lent(*this, std::move(*opened), true);
  lock.lock();
  --lent_count_;
  lock.unlock();
  changed_.notify_one();
  return opened.error();
}

void SessionPool::put_back(std::unique_ptr<Session> session) {
  if (session->trouble() == Session::Trouble::connection_lost) session.reset();
  {
    const std::lock_guard lock(mutex_);
    if (session) idle_.push_back(std::move(session));
    --lent_count_;
  }
  changed_.notify_one();
}

}  // namespace pixiu::storage
