#pragma once

#include "base/bytes.h"
#include "base/ids.h"
#include "base/timestamp.h"
#include "crypto/digest.h"
#include "vault/blob_address.h"

#include <cstdint>
#include <optional>
#include <string>

namespace pixiu::vault {

// A file handed in for a claim (or made from one: a rendition), as the record knows it. Its bytes
// are a sealed blob.
struct Exhibit {
  ExhibitId id;
  TenantId tenant;
  ClaimId claim;
  SubjectId subject;                      // under whose key the blob's key is wrapped
  std::optional<ExhibitId> derived_from;  // of a rendition: the original it was made from
  crypto::Digest sha256{};                // of the content, before sealing
  crypto::Digest sm3{};
  std::uint64_t size_bytes = 0;  // of the content
  std::string media_type;        // "image/jpeg": found in the bytes, not believed from the sender
  BlobAddress blob;
  Bytes wrapped_key;            // the blob's key, wrapped by the subject's, bound to the claim; at
                                // most limits::wrapped_key_bytes_max
  std::string retention_class;  // a word of vault/retention.h
  Timestamp received_at;

  friend bool operator==(const Exhibit&, const Exhibit&) = default;
};

// Why an exhibit is not served although the rest is.
struct Quarantine {
  std::string reason;  // what is damaged, in English; no personal data
  Timestamp since;

  friend bool operator==(const Quarantine&, const Quarantine&) = default;
};

// An exhibit as a store has it.
struct StoredExhibit {
  Exhibit exhibit;
  std::optional<Quarantine> quarantine;
  std::optional<Timestamp> erased_at;  // the wrapped key is destroyed (empty), the blob removed
};

// An order that nothing of a claim may be erased or expire, whoever asks: of a court, an authority
// or a party's lawyer. It stands until somebody lifts it.
struct LegalHold {
  TenantId tenant;
  ClaimId claim;
  SubjectId subject;  // each person whose data the claim holds has a hold of their own
  std::string order;  // the order's number or file reference; no personal data, 1..200 bytes
  Timestamp since;

  friend bool operator==(const LegalHold&, const LegalHold&) = default;
};

}  // namespace pixiu::vault
