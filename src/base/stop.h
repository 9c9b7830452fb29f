#pragma once

#include <string_view>

namespace pixiu {

// Ends the process at once, by abort, after printing why. For the few cases in which going on could
// lose or fork what was promised (docs/adr/0006): a failed fsync, a log whose root is not
// confirmed, a stored checkpoint that ours does not extend. Nothing is flushed, no destructor runs:
// what is on disk at this moment is what the next start finds. `why` carries no personal data.
[[noreturn]] void stop_process(std::string_view why);

}  // namespace pixiu
