#pragma once

#include "tests/c2pa_signer/manifest.h"

// For manifest.cc alone.
namespace pixiu::c2pa_signer {

// Every signature box is padded to this, so that a file's layout is known before it is signed.
inline constexpr std::size_t cose_bytes = 14'000;

// The COSE_Sign1 over the claim, of exactly cose_bytes.
Bytes cose_signature(const Recipe& recipe, ByteView claim);

Bytes digest_by_name(std::string_view name, ByteView bytes);  // "sha256", "sha384", "sha512"

}  // namespace pixiu::c2pa_signer
