#pragma once

#include "base/clock.h"
#include "base/entropy.h"
#include "base/ids.h"
#include "base/transaction.h"
#include "privacy/key_store.h"
#include "vault/blob_store.h"
#include "vault/event_store.h"
#include "vault/exhibit_store.h"

#include <cstddef>

namespace pixiu::workflow {

// Who is to be erased, and who asks for it.
struct ErasureOrder {
  TenantId tenant;
  SubjectId subject;
  UserId actor;
};

struct EraseParts {
  Transactions& transactions;
  privacy::KeyStore& keys;
  vault::EventStore& events;
  vault::ExhibitStore& exhibits;
  vault::BlobStore& blobs;
  const Clock& clock;
  Entropy& entropy;
};

// Erases a person: their key, the wrapped keys of their exhibits, and what is recorded of it are
// one transaction; at return without Error it is durable, and the blobs are removed. Digests,
// custody and the log stay: they open nothing. Returns how many exhibits lost their content. A
// repeated call does what a crash left undone.
//
// Errors: conflict (a legal hold stands against it; that erasure was asked for is recorded, and the
// data are opened for legal purposes only from now on); not_found (nothing was ever sealed for this
// person); those of the stores.
Result<std::size_t> erase_person(EraseParts parts, const ErasureOrder& order);

}  // namespace pixiu::workflow
