#pragma once

#include "base/bytes.h"

#include <atomic>
#include <cstddef>
#include <memory>

namespace pixiu::http {

// The bytes of all request bodies in memory together, held under one bound. Thread-safe; copies
// share the count.
class BodyBudget {
 public:
  explicit BodyBudget(std::size_t bytes_max)
      : bytes_max_(bytes_max), held_bytes_(std::make_shared<std::atomic<std::size_t>>(0)) {}

  // False, and nothing taken, when the bound would be passed.
  bool take(std::size_t bytes) {
    auto held = held_bytes_->load();
    do {
      if (bytes > bytes_max_ || held > bytes_max_ - bytes) return false;
    } while (!held_bytes_->compare_exchange_weak(held, held + bytes));
    return true;
  }
  void give_back(std::size_t bytes) { held_bytes_->fetch_sub(bytes); }
  std::size_t held_bytes() const { return held_bytes_->load(); }

 private:
  std::size_t bytes_max_;
  std::shared_ptr<std::atomic<std::size_t>> held_bytes_;
};

// One request body, its bytes counted against the budget as long as it lives.
class HeldBody {
 public:
  explicit HeldBody(BodyBudget budget) : budget_(std::move(budget)) {}
  ~HeldBody() { budget_.give_back(taken_bytes_); }
  HeldBody(const HeldBody&) = delete;
  HeldBody& operator=(const HeldBody&) = delete;

  // Takes `bytes` from the budget ahead. False when it has no room.
  bool reserve(std::size_t bytes) {
    if (bytes <= taken_bytes_) return true;
    if (!budget_.take(bytes - taken_bytes_)) return false;
    taken_bytes_ = bytes;
    bytes_.reserve(bytes);
    return true;
  }
  bool append(ByteView chunk) {
    const auto size = bytes_.size() + chunk.size();
    if (size > taken_bytes_ && !reserve(size + size / 2)) return false;
    bytes_.insert(bytes_.end(), chunk.begin(), chunk.end());
    return true;
  }

  ByteView bytes() const { return bytes_; }

 private:
  BodyBudget budget_;
  Bytes bytes_;
  std::size_t taken_bytes_ = 0;
};

}  // namespace pixiu::http
