#pragma once

#include "base/bytes.h"
#include "provenance/c2pa/cbor.h"
#include "provenance/c2pa/jumbf.h"
#include "provenance/c2pa/status.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pixiu::provenance::c2pa {

// A reference with the hash of what it leads to (C2PA 2.1, 8.3.2).
struct HashedUri {
  std::string url;
  std::string algorithm;  // empty: the enclosing structure's
  Bytes hash;
};

// Reads {url, hash, alg}; empty when it is none.
std::optional<HashedUri> read_hashed_uri(const CborValue* value);

// A manifest's claim, version 1 or 2 (C2PA 2.1, 10.2). Texts as written.
struct Claim {
  int version = 1;
  ByteView bytes;         // the CBOR that is signed, inside the store
  std::string generator;  // "name/version", of version 1 as written
  std::string title;
  std::string format;
  std::string instance_id;
  std::string signature_url;
  std::string algorithm;              // "sha256"; empty when none is stated
  std::vector<HashedUri> assertions;  // version 2: created, then gathered
  std::vector<std::string> redactions;
};

// Reads a manifest's claim and adds what is wrong with it under `uri`, the manifest's:
// claim.missing, claim.multiple, claim.cbor.invalid, claim.malformed. Empty when nothing can be
// done with it.
std::optional<Claim> read_claim(const JumbfBox& manifest, std::string_view uri,
                                StatusList& results);

// What software names itself: a text, or a map with name and version.
std::string software_name(const CborValue* value);

}  // namespace pixiu::provenance::c2pa
