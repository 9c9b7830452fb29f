#pragma once

#include <cstddef>
#include <functional>
#include <string>

// System calls that go wrong when a test wants it. faults.cc has functions of the names of the C
// library's, which the linker takes for the whole program, SQLite's shared library included; they
// do what the system does, but for the one call that is planned.
namespace pixiu::storage_faults {

enum class Outcome {
  not_done,           // the call does nothing and fails
  half_done,          // a write writes half of what it was given, then fails; others: not done
  done_but_reported,  // the call does its work and fails nevertheless
};

struct Plan {
  std::size_t call = 0;  // which of the calls from now, counted from 0
  int error_number = 0;
  Outcome outcome = Outcome::not_done;
};

// What came of running something in a process of its own, with a call that goes wrong.
struct FaultyRun {
  enum class End { succeeded, reported_error, stopped, crashed };
  End end = End::crashed;
  bool has_struck = false;  // false: there were fewer calls than planned
  std::string call;         // the name of the call that went wrong
};

// Runs `work` in a child process while the plan holds for files below `folder`. `work` says whether
// it succeeded; an abort is "stopped".
FaultyRun run_with_fault(const std::string& folder, const Plan& plan,
                         const std::function<bool()>& work);

}  // namespace pixiu::storage_faults
