#pragma once

#include "tests/c2pa_signer/manifest.h"

// For manifest.cc alone.
namespace pixiu::c2pa_signer {

// The hard binding of a file. Its size depends on the file's layout, not on its content. Without a
// file it binds to nothing that exists.
Assertion hard_binding(Binding binding, const Recipe& recipe, const Assembled& file);

}  // namespace pixiu::c2pa_signer
