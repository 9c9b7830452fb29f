#pragma once

#include "tests/c2pa_signer/manifest.h"

// For manifest.cc alone.
namespace pixiu::c2pa_signer {

// The hard binding of a file. Its size depends on the file's layout, not on its content. Without a
// file it binds to nothing that exists.
Assertion hard_binding(Binding binding, const Recipe& recipe, const Assembled& file);

// The hashes of the file and of the trailer behind it, and the assertion that names both.
std::vector<Assertion> part_hashes(const Recipe& recipe, const Assembled& file);

}  // namespace pixiu::c2pa_signer
