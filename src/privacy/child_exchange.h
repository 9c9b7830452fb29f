#pragma once

#include "base/result.h"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

// Inside this module only.
namespace pixiu::privacy {

struct ChildAnswer {
  std::string output;   // at most 8 KiB
  int exit_status = 0;  // 128 + the signal, when one ended it
};

// Starts a program without a shell, in a process group of its own, gives it `input` and then the
// end of its standard input, and waits for the end of its output and of itself. A program that
// takes longer than `time_max` or says more than 8 KiB is killed with its group.
// Errors: unavailable, with a message that goes on after the program's name.
Result<ChildAnswer> exchange_with_child(const std::vector<std::string>& arguments,
                                        const std::vector<std::string>& environment,
                                        std::string_view input, std::chrono::milliseconds time_max);

}  // namespace pixiu::privacy
