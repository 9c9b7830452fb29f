#pragma once

#include "vault/dossier.h"

#include <string>

namespace pixiu::vault {

// verify.txt: how to check a dossier by hand, in English and Chinese, with the programs of any
// Debian and a verifier of C2SP proofs. A line that begins with "    $ " is a command for a shell
// in the folder into which the dossier was unpacked; each ends with status 0 when it holds.
std::string verification_instructions(const Dossier& dossier);

}  // namespace pixiu::vault
