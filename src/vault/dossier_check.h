#pragma once

#include "base/result.h"
#include "crypto/time_stamp.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pixiu::vault {

// What the checker brings along. What is missing is taken from the dossier itself, which then
// vouches for nothing but its own coherence; the outcome says so.
struct DossierTrust {
  std::optional<std::string> policy;             // C2SP tlog-policy
  std::optional<crypto::TrustList> authorities;  // of time stamps
};

// What does not hold, the first in the order of the steps.
struct DossierFault {
  std::string where;  // a member's name, or "zip"
  std::string what;   // in English; no personal data
};

struct DossierOutcome {
  std::optional<DossierFault> fault;   // none: everything holds
  std::vector<std::string> steps;      // what held, in order, in English
  std::vector<std::string> reminders;  // what the dossier alone cannot show

  // As far as it was read; to be relied on when there is no fault.
  std::string claim;
  std::string created;
  std::string origin;
  std::string log_size;
  std::vector<std::string> stamped_at;  // times of time stamps
  std::size_t originals = 0;
  std::size_t events = 0;
};

// Checks a dossier as verify.txt says, in one pass and without writing anything:
//   zip        members, names and sizes within the limits
//   manifest   canonical, names every member and no other, with size, SHA-256 and SM3
//   events     record, salted form and log entry agree
//   originals  each is the content that an "exhibit.received" record names; each copy is marked
//   log        the checkpoint is signed and cosigned as the policy wants; every entry is in it
//   stamps     each is of the checkpoint's text, by an authority that is known
// Errors: not_found, unavailable (the file cannot be read). Everything else is a fault.
// Memory: limits::dossier_records_bytes_max, whatever the size of the zip.
Result<DossierOutcome> check_dossier(const std::filesystem::path& path, const DossierTrust& trust);
DossierOutcome check_dossier(ByteView zip, const DossierTrust& trust);

}  // namespace pixiu::vault
