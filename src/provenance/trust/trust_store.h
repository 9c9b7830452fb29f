#pragma once

#include "base/result.h"
#include "base/timestamp.h"
#include "crypto/certificate_chain.h"

#include <string>
#include <string_view>
#include <vector>

// Whom the operator trusts: named lists of certificates, each with its source and date.
namespace pixiu::provenance {

inline constexpr std::size_t trust_lists_max = 64;
inline constexpr std::size_t trust_index_bytes_max = 256u << 10;
inline constexpr std::size_t trust_pem_bytes_max = 4u << 20;

enum class TrustKind {
  signer,  // may sign claims
  tsa,     // may make time stamps
};

// "signer", "tsa".
std::string_view trust_kind_name(TrustKind kind);

// What is written down about a list.
struct TrustListFacts {
  std::string name;  // 1..64 letters, digits, '.', '_', '-'; not a '.' first
  TrustKind kind = TrustKind::signer;
  std::string source;  // where the operator has it from; 1..500 bytes
  std::string issued;  // the day it was issued, "2026-08-05"
  std::string sha256;  // of the PEM text, lower-case hexadecimal
  // Extended key usages that its signers may have, dotted; empty for C2PA's own.
  std::vector<std::string> key_purposes;

  // The file that holds the list: its name and the beginning of its digest, so that a list and its
  // successor lie side by side until the index names the successor.
  std::string file_name() const;

  friend bool operator==(const TrustListFacts&, const TrustListFacts&) = default;
};

// What is wrong with the facts, in words for the operator; empty when nothing is. `sha256` is not
// looked at.
std::string fault_of(const TrustListFacts& facts);

struct StoredTrustList {
  TrustListFacts facts;
  std::vector<crypto::Certificate> certificates;  // at least one

  // The day the first of the certificates runs out.
  Timestamp valid_until() const;
};

struct TrustStore {
  std::vector<StoredTrustList> lists;  // by name

  const StoredTrustList* find(std::string_view name) const;  // null when there is none

  // All lists of a kind in one. CA certificates are anchors, the others are trusted as they are.
  crypto::TrustList trusted(TrustKind kind) const;
};

// A PEM text as a list; a certificate that stands in it twice is kept once.
// Errors: invalid_input (facts that are wrong, no certificate, a broken one), limit_exceeded.
Result<StoredTrustList> make_trust_list(TrustListFacts facts, std::string_view pem);

// The index of a store, trust.json: {"schema": "pixiu.trust/1", "lists": [{"name", "kind",
// "source", "issued", "sha256", "key_purposes"}]}.
std::string trust_index_text(const TrustStore& store);

// Errors: corrupted (not such an index, a name twice), limit_exceeded.
Result<std::vector<TrustListFacts>> parse_trust_index(std::string_view text);

// What came and what went between two lists, by the whole bytes of the certificates.
struct TrustChange {
  std::vector<crypto::Certificate> came;
  std::vector<crypto::Certificate> went;
  std::size_t unchanged_count = 0;
};
TrustChange change_between(const StoredTrustList& before, const StoredTrustList& after);

}  // namespace pixiu::provenance
