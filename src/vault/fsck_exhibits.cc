#include "vault/custody.h"
#include "vault/fsck_findings.h"
#include "vault/sealed_blobs.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace pixiu::vault {
namespace {

constexpr std::size_t page_length = 500;

std::string name_of(const Exhibit& exhibit) {
  return "exhibit " + exhibit.id.text();
}

// Opens a blob whole; what does not hold is a finding.
Status check_content(const FsckParts& parts, const Exhibit& exhibit, FsckReport& report,
                     FsckNotes& notes) {
  const std::string where = "blob " + exhibit.blob.text();
  const std::string whose = " (" + name_of(exhibit) + ")";
  const auto blob = parts.blobs.open(exhibit.blob);
  if (!blob && blob.error().code == ErrorCode::not_found) {
    notes.damage(where, "is missing" + whose);
    return {};
  }
  if (!blob) return blob.error();
  const std::uint64_t expected_bytes = crypto::sealed_stream_bytes(exhibit.size_bytes);
  if ((*blob)->size_bytes() != expected_bytes) {
    notes.damage(where, "has " + std::to_string((*blob)->size_bytes()) + " bytes, not " +
                            std::to_string(expected_bytes) + whose);
    return {};
  }
  if (parts.keyring == nullptr) return {};
  const Status read = read_sealed(parts.blobs, *parts.keyring, exhibit, [&](ByteView bytes) {
    report.content_bytes += bytes.size();
    return Status();
  });
  if (read) return {};
  if (!is_about_one_thing(read.error())) return read;
  notes.damage(where, read.error().message + whose);
  return {};
}

Status check_custody(const FsckParts& parts, const Exhibit& exhibit, FsckNotes& notes) {
  const auto chain = custody_of(parts.events, exhibit.tenant, exhibit.id);
  if (!chain) {
    if (!is_about_one_thing(chain.error())) return chain.error();
    notes.damage(name_of(exhibit), chain.error().message);
    return {};
  }
  for (const CustodyFault& fault : chain->faults) {
    notes.damage(name_of(exhibit), "custody, event " + fault.event.text() + ": " + fault.what);
  }
  if (chain->entries.front().sha256_hex != crypto::hex(exhibit.sha256)) {
    notes.damage(name_of(exhibit), "its SHA-256 is not the one that was received");
  }
  return {};
}

Status check_exhibit(const FsckParts& parts, const StoredExhibit& stored, FsckReport& report,
                     FsckNotes& notes) {
  const Exhibit& exhibit = stored.exhibit;
  ++report.exhibits;
  const Status custody = check_custody(parts, exhibit, notes);
  if (!custody) return custody;
  if (stored.quarantine) notes.notice(name_of(exhibit), "is in quarantine");
  bool is_erased = stored.erased_at.has_value();
  if (!is_erased && parts.keyring != nullptr) {
    const auto state = parts.keyring->state_of(exhibit.tenant, exhibit.subject);
    if (!state) return state.error();
    is_erased = *state == privacy::SubjectState::erased;
  }
  if (is_erased) {
    ++report.exhibits_erased;
    return {};
  }
  return check_content(parts, exhibit, report, notes);
}

// Blobs that no exhibit names: an intake that ended before its transaction, or one just going on.
Status find_unclaimed(const FsckParts& parts, const std::set<BlobAddress>& claimed,
                      FsckReport& report, FsckNotes& notes) {
  std::optional<BlobAddress> after;
  while (!notes.is_full()) {
    const auto page = parts.blobs.list(after, page_length);
    if (!page) return page.error();
    for (const BlobInfo& info : *page) {
      ++report.blobs;
      if (!claimed.contains(info.address)) {
        notes.notice("blob " + info.address.text(), "belongs to no exhibit");
      }
    }
    if (page->size() < page_length) break;
    after = page->back().address;
  }
  return {};
}

}  // namespace

Status check_exhibits(const FsckParts& parts, FsckReport& report, FsckNotes& notes) {
  std::set<BlobAddress> claimed;
  ExhibitStore::Page page{.after = {}, .count_max = page_length};
  while (!notes.is_full()) {
    const auto found = parts.exhibits.all(page);
    if (!found && found.error().code == ErrorCode::corrupted) {
      notes.damage("database", found.error().message);
      break;
    }
    if (!found) return found.error();
    for (const StoredExhibit& stored : *found) {
      if (!claimed.insert(stored.exhibit.blob).second) {
        notes.damage(name_of(stored.exhibit), "its blob is another exhibit's, too");
      }
      const Status checked = check_exhibit(parts, stored, report, notes);
      if (!checked) return checked;
    }
    if (found->size() < page_length) break;
    page.after = found->back().exhibit.id;
  }
  return find_unclaimed(parts, claimed, report, notes);
}

Result<std::optional<Quarantine>> recheck_exhibit(const QuarantineParts& parts,
                                                  const TenantId& tenant, const ExhibitId& id,
                                                  const Actor& actor) {
  const auto stored = parts.exhibits.get(tenant, id);
  if (!stored) return stored.error();
  if (stored->erased_at) return std::optional<Quarantine>();
  const Status read =
      read_sealed(parts.blobs, parts.keyring, stored->exhibit, [](ByteView) { return Status(); });
  if (!read && !is_about_one_thing(read.error())) return read.error();
  std::optional<Quarantine> quarantine;
  if (!read) quarantine = Quarantine{.reason = read.error().message, .since = parts.clock.now()};
  if (quarantine.has_value() == stored->quarantine.has_value()) return stored->quarantine;
  nlohmann::json details = nlohmann::json::object();
  if (quarantine) details["reason"] = quarantine->reason;
  const auto event =
      custody_event({.exhibit = stored->exhibit,
                     .action = quarantine ? CustodyAction::quarantined : CustodyAction::restored,
                     .actor = actor,
                     .sha256 = stored->exhibit.sha256,
                     .details = std::move(details),
                     .id = {}},
                    parts.clock, parts.entropy);
  if (!event) return event.error();
  const Status done = parts.transactions.run([&](Transaction& transaction) -> Status {
    const Status set = parts.exhibits.set_quarantine(transaction, tenant, id, quarantine);
    if (!set) return set;
    return parts.events.append(transaction, {&*event, 1});
  });
  if (!done) return done.error();
  return quarantine;
}

}  // namespace pixiu::vault
