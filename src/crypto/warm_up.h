#pragma once

#include "base/result.h"

namespace pixiu::crypto {

// Uses every algorithm of this module once with built-in keys, so that whatever OpenSSL loads or
// sets up on first use is there before the sandbox is locked. Afterwards nothing here opens a file;
// the only system calls are getrandom and getpid, since OpenSSL blinds points of curves with random
// numbers (no answer depends on them). Reads no configuration file of OpenSSL, if it is called
// before anything else of this module in the process. May be called more than once.
//
// Errors: internal, naming the algorithm that does not work on this machine.
// Cost:   some ms, once a process.
Status warm_up();

}  // namespace pixiu::crypto
