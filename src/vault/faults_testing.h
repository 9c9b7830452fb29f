#pragma once

#include "base/result.h"

#include <atomic>
#include <cstddef>
#include <exception>
#include <optional>

// Stores in memory that fail or crash at a chosen call. Included by tests only.
namespace pixiu::vault::testing {

// The process is gone: whoever throws it has done all, or nothing, of the call it happened in.
class SimulatedCrash final : public std::exception {
 public:
  const char* what() const noexcept override { return "simulated crash"; }
};

enum class FaultKind {
  not_done,           // an Error, and nothing happened
  done_but_reported,  // an Error, although it is done and durable
  crash_before,
  crash_after,
};

// Counts the calls of all stores it is given to, and goes wrong at one of them. What is planned is
// planned by one thread, while no other calls.
class Faults {
 public:
  // The `call`-th call from now (0: the next one) goes wrong, once.
  void plan(std::size_t call, FaultKind kind, ErrorCode code = ErrorCode::unavailable) {
    at_ = calls_ + call;
    kind_ = kind;
    code_ = code;
  }
  void clear() { at_.reset(); }
  std::size_t calls() const { return calls_; }
  bool has_struck() const { return at_ && calls_ > *at_; }

  // Runs what a call does, which returns a Status or a Result, with what is planned for it.
  template <class Call>
  auto run(const Call& call) -> decltype(call()) {
    const std::size_t number = calls_++;
    const bool strikes = at_ && number == *at_;
    if (!strikes) return call();
    const Error error{code_, "planned fault"};
    switch (kind_) {
      case FaultKind::not_done: return error;
      case FaultKind::crash_before: throw SimulatedCrash();
      case FaultKind::done_but_reported: {
        const auto done = call();
        static_cast<void>(done.has_value());
        return error;
      }
      case FaultKind::crash_after: {
        const auto done = call();
        static_cast<void>(done.has_value());
        throw SimulatedCrash();
      }
    }
    return error;
  }

 private:
  std::atomic<std::size_t> calls_ = 0;
  std::optional<std::size_t> at_;
  FaultKind kind_ = FaultKind::not_done;
  ErrorCode code_ = ErrorCode::unavailable;
};

}  // namespace pixiu::vault::testing
