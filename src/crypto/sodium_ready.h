#pragma once

// Inside this module only.
namespace pixiu::crypto {

// libsodium picks the fastest code for this processor on its first call; before, it works, but at
// a fraction of the speed. Thread-safe, cheap after the first time.
void ready_sodium();

}  // namespace pixiu::crypto
