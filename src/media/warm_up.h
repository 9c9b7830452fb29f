#pragma once

#include "base/result.h"

namespace pixiu::media {

// Decodes one tiny built-in picture of every kind, so that whatever the libraries load or set up on
// first use (plugins, processor detection, thread pools, tables) is there before the sandbox is
// locked; afterwards decoding opens no file. Threads started on the way have ended on return.
//
// Errors: internal, naming the format that does not work on this machine.
// Cost:   a few ms.
Status warm_up();

}  // namespace pixiu::media
