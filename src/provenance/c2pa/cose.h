#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "provenance/c2pa/cbor.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace pixiu::provenance::c2pa {

// The parts of a COSE_Sign1 (RFC 9052, 4.2) with a detached payload, as C2PA signs claims. Points
// into the bytes it was read from. Movable.
struct CoseSignature {
  std::optional<std::int64_t> algorithm;  // of the IANA registry; only from the protected header
  ByteView protected_header;              // its encoded bytes
  ByteView signature;
  std::vector<ByteView> certificates;         // DER, the signer's first
  bool is_chain_twice = false;                // in the protected and in the unprotected header
  std::vector<ByteView> stamps_of_claim;      // sigTst: over claim and protected header
  std::vector<ByteView> stamps_of_signature;  // sigTst2: over the signature
  std::vector<ByteView> ocsp_responses;       // rVals

  CborDocument document;          // what the views point into, where strings came in pieces
  CborDocument protected_fields;  // likewise
};

// Errors: corrupted (not a COSE_Sign1 with a nil payload), limit_exceeded.
// Source: C2PA 2.1, 13.2
Result<CoseSignature> read_cose_signature(ByteView bytes);

// What is signed: the CBOR of [context, protected header, h'', payload] (RFC 9052, 4.4), with the
// context "Signature1", or "CounterSignature" for the time stamp sigTst.
Bytes signed_structure(std::string_view context, ByteView protected_header, ByteView payload);

}  // namespace pixiu::provenance::c2pa
