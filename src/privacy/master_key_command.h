#pragma once

#include "privacy/master_key.h"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace pixiu::privacy {

// A program that speaks to a key service (an HSM, a cloud's KMS), so that the master key is never
// in our memory.
struct KeyCommand {
  std::vector<std::string> arguments;    // the first is the program, an absolute path
  std::vector<std::string> environment;  // all of it, "NAME=VALUE" each
  std::chrono::milliseconds time_max{10'000};
};

// A master key behind a command. For every wrap and unwrap the program is started (no shell), gets
// one line of JSON on its standard input and then its end:
//
//   {"context":BASE64,"data":BASE64,"key":ID,"operation":"wrap"|"unwrap","version":1}
//
// and answers with one line on its standard output, and exit status 0:
//
//   {"data":BASE64}
//
// `data` of a wrap is 32 bytes, its answer at most 512; unwrap is the way back. `context` MUST be
// bound to the wrapped key (KMS call it encryption context or additional data): unwrap with another
// one MUST fail. Exit status 1 means that the service refused: the key or the context does not fit;
// any other, silence within `time_max` or another answer: it is unavailable. Standard error stays
// ours, for its messages; none of ours repeats what the program said.
//
// Errors: invalid_input (no absolute path, no such program, an id of another form).
Result<std::unique_ptr<MasterKey>> command_master_key(std::string id, KeyCommand command);

}  // namespace pixiu::privacy
