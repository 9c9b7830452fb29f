#pragma once

#include "base/result.h"

namespace pixiu::crypto {

// Uses every algorithm of this module once with built-in keys, so that whatever OpenSSL loads or
// sets up on first use is there before the sandbox is locked; afterwards nothing here opens a file
// or asks the kernel for randomness. Reads no configuration file of OpenSSL. Call it before
// anything else of this module in the process. May be called more than once.
//
// Errors: internal, naming the algorithm that does not work on this machine.
// Cost:   some ms, once a process.
Status warm_up();

}  // namespace pixiu::crypto
