#pragma once

#include "base/timestamp.h"

#include <optional>

namespace pixiu::provenance {

// What is known of the claim.
struct ClaimFacts {
  std::optional<Timestamp> ordered_at;
  std::optional<Timestamp> shipped_at;
  std::optional<Timestamp> delivered_at;
  std::optional<Timestamp> filed_at;
  std::optional<bool> declared_by_party;  // the party's own word on AI
  std::optional<Timestamp> examined_at;   // stands for the time of signing when nothing tells it
};

}  // namespace pixiu::provenance
