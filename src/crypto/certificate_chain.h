#pragma once

#include "base/timestamp.h"
#include "crypto/certificate.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pixiu::crypto {

// How many certificates beside the leaf a file may bring, and how long a chain may be.
inline constexpr std::size_t intermediates_max = 16;
inline constexpr int chain_length_max = 8;

// Whom one trusts for one purpose. Cheap to copy; immutable once built; thread-safe. An empty list
// trusts nobody.
class TrustList {
 public:
  TrustList();

  struct Content {
    std::vector<Certificate> anchors;               // roots or intermediates that end a chain
    std::vector<Certificate> allowed_end_entities;  // trusted as they are, by their whole bytes
    std::vector<std::string> allowed_purposes = default_claim_signing_purposes();
  };
  explicit TrustList(Content content);

  const Content& content() const;
  bool is_empty() const;  // neither anchors nor end entities
  // Of what it trusts, whatever its order: tells one list from another.
  const Digest& sha256() const;

  struct State;
  const State& state() const { return *state_; }

 private:
  std::shared_ptr<const State> state_;
};

enum class ChainOutcome {
  trusted,
  no_anchor,         // no path ends at a trusted certificate
  outside_validity,  // a path ends at one, but a certificate on it was not valid at that time
  bad_signature,     // a certificate on the path is not signed by the one that it names
  bad_profile,       // a CA on the path may not sign certificates, a limit of a CA is broken, a
                     // critical extension is unknown, or the leaf's purposes are not allowed
};

// "trusted", "no_anchor", "outside_validity", "bad_signature", "bad_profile".
std::string_view chain_outcome_name(ChainOutcome outcome);

struct ChainResult {
  ChainOutcome outcome = ChainOutcome::no_anchor;
  std::vector<Certificate> path;  // leaf first, as far as it could be built, anchor included
  // Violations of the leaf, whatever the outcome.
  std::vector<ProfileViolation> violations;
  std::string reason;  // in English, for logs and details; empty when trusted
};

// Builds a path leaf -> intermediates -> anchor (RFC 5280, 6.1: signatures, names, basic
// constraints, path lengths, name constraints, critical extensions) and judges it at the time
// `at`; the machine's clock plays no part. When several things are wrong the outcome is the first
// in this order: bad_signature, no_anchor, bad_profile, outside_validity. Revocation is not looked
// at (ocsp.h). At most intermediates_max intermediates are used, the first ones.
// Cost: a signature check a certificate on the path, about 0.1 ms each.
ChainResult check_chain(const Certificate& leaf, std::span<const Certificate> intermediates,
                        const TrustList& trust, CertificateUse use, Timestamp at);

// Who signed `certificate`, of the candidates: by name and signature. Nothing when nobody did.
std::optional<Certificate> issuer_of(const Certificate& certificate,
                                     std::span<const Certificate> candidates);

}  // namespace pixiu::crypto
