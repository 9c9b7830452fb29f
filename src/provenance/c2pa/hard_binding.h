#pragma once

#include "base/bytes.h"
#include "crypto/digest.h"
#include "provenance/c2pa/cbor.h"
#include "provenance/c2pa/embedded_store.h"
#include "provenance/c2pa/file_parts.h"
#include "provenance/c2pa/status.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pixiu::provenance::c2pa {

// SHA-256, SHA-384 or SHA-512 by C2PA's name for it; nothing for any other.
std::optional<crypto::DigestAlgorithm> hash_algorithm(std::string_view name);

// The algorithm of a structure with an optional "alg", else the enclosing one's; nothing when
// neither names a supported one.
std::optional<crypto::DigestAlgorithm> hash_algorithm(const CborValue& map,
                                                      std::string_view enclosing_name);

// What a hard binding is checked against.
struct BoundFile {
  ByteView file;
  const EmbeddedStore* store = nullptr;
  const std::vector<FilePart>* parts = nullptr;
  // The binding was made before an update manifest made the store grow.
  bool is_store_grown = false;
};

// A hard binding as its manifest states it.
struct HardBinding {
  const CborValue* assertion = nullptr;
  std::string_view label;           // of the assertion: tells kind and version
  std::string_view algorithm_name;  // of the claim
  std::string_view uri;             // for the results
};

// True for the labels of hard bindings, with or without an instance number behind "__"; false for
// those of a file's parts ("c2pa.hash.data.part").
bool is_hard_binding(std::string_view label);

// Checks a hard binding of any kind, also one of a part, against the file and adds ALL that it
// finds: match, mismatch, malformed, further exclusions. An exclusion that leaves out anything the
// picture is drawn from is a failure (malformed), one that leaves out metadata informational. Cost:
// one digest over the file.
void check_hard_binding(const HardBinding& binding, const BoundFile& bound, StatusList& results);

// One kind each.
void check_data_hash(const HardBinding& binding, const BoundFile& bound, StatusList& results);
void check_boxes_hash(const HardBinding& binding, const BoundFile& bound, StatusList& results);
void check_bmff_hash(const HardBinding& binding, const BoundFile& bound, int version,
                     StatusList& results);
// A collection is of other files than the one it is found in: its form is checked, and that none of
// its files is here is a failure (incorrectFileCount).
void check_collection_hash(const HardBinding& binding, StatusList& results);

// The bytes of a hash: a byte string, or as some writers have it an array of numbers.
std::optional<Bytes> hash_bytes(const CborValue* value);

}  // namespace pixiu::provenance::c2pa
