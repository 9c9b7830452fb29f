#include "vault/dossier_gather.h"

#include "base/limits.h"
#include "tlog/proof.h"
#include "tlog/proof_file.h"
#include "vault/log_resources.h"
#include "vault/sealed_blobs.h"

#include <algorithm>
#include <utility>

namespace pixiu::vault {
namespace {

constexpr std::size_t page_length = 500;

Result<std::vector<DossierExhibit>> gather_exhibits(const DossierSources& sources,
                                                    const TenantId& tenant, const ClaimId& claim) {
  std::vector<DossierExhibit> gathered;
  ExhibitStore::Page page{.after = {}, .count_max = page_length};
  while (true) {
    const auto found = sources.exhibits.of_claim(tenant, claim, page);
    if (!found) return found.error();
    for (const StoredExhibit& stored : *found) {
      if (stored.erased_at || stored.quarantine) continue;
      std::optional<std::string> findings;
      if (sources.findings) {
        auto asked = sources.findings(stored.exhibit);
        if (!asked) return asked.error();
        findings = *std::move(asked);
      }
      gathered.push_back({.exhibit = stored.exhibit,
                          .write_content =
                              [&blobs = sources.blobs, &keyring = sources.keyring,
                               exhibit = stored.exhibit](const crypto::ByteSink& sink) {
                                return read_sealed(blobs, keyring, exhibit, sink);
                              },
                          .findings_json = std::move(findings)});
    }
    if (found->size() < page_length) return gathered;
    page.after = found->back().exhibit.id;
  }
}

// Appends the events of a stream that still have their salt; one without proves nothing.
Status gather_events(const EventStore& events, const TenantId& tenant, const Stream& stream,
                     std::vector<StoredEvent>& gathered) {
  EventPage page{.after_position = 0, .count_max = page_length};
  while (true) {
    auto found = events.by_stream(tenant, stream, page);
    if (!found) return found.error();
    for (StoredEvent& event : *found) {
      if (event.has_salt) gathered.push_back(event);
    }
    if (gathered.size() > limits::dossier_events_max) {
      return Error{
          ErrorCode::limit_exceeded,
          "the claim has more than " + std::to_string(limits::dossier_events_max) + " events"};
    }
    if (found->size() < page_length) return {};
    page.after_position = found->back().position;
  }
}

Result<DossierEvent> proved(const DossierSources& sources, const StoredEvent& stored,
                            std::uint64_t size, const std::string& checkpoint) {
  if (!stored.index || *stored.index >= size) {
    return Error{ErrorCode::unavailable,
                 "event " + stored.event.id.text() + " is not in the log yet; try again in 2 s"};
  }
  auto hashes = tlog::inclusion_proof(*stored.index, size, log_reader(sources.log));
  if (!hashes) return hashes.error();
  return DossierEvent{.event = stored.event,
                      .index = *stored.index,
                      .proof = tlog::format_proof_file({.extra = {},
                                                        .index = *stored.index,
                                                        .hashes = *std::move(hashes),
                                                        .checkpoint = checkpoint})};
}

}  // namespace

Result<Dossier> gather_dossier(const DossierSources& sources, const TenantId& tenant,
                               const ClaimId& claim) {
  auto exhibits = gather_exhibits(sources, tenant, claim);
  if (!exhibits) return exhibits.error();
  std::vector<StoredEvent> events;
  Status read = gather_events(sources.events, tenant, Stream::of(claim), events);
  for (const DossierExhibit& one : *exhibits) {
    if (read) read = gather_events(sources.events, tenant, Stream::of(one.exhibit.id), events);
  }
  if (!read) return read.error();
  if (events.empty()) return Error{ErrorCode::not_found, "no claim " + claim.text()};
  const auto note = sources.log.checkpoint();
  if (!note) return note.error();
  if (!*note) return Error{ErrorCode::unavailable, "the log has no checkpoint yet"};
  const auto opened = tlog::open_checkpoint(**note, {&sources.log_key, 1});
  if (!opened) return Error{ErrorCode::corrupted, "checkpoint: " + opened.error().message};
  Dossier dossier{.tenant = tenant,
                  .claim = claim,
                  .created_at = sources.clock.now(),
                  .exhibits = *std::move(exhibits),
                  .events = {},
                  .checkpoint = **note,
                  .log_key = sources.log_key,
                  .policy = sources.policy,
                  .time_stamps = {},
                  .authorities_pem = sources.authorities_pem};
  for (const StoredEvent& stored : events) {
    auto one = proved(sources, stored, opened->checkpoint.size, **note);
    if (!one) return one.error();
    dossier.events.push_back(*std::move(one));
  }
  std::sort(dossier.events.begin(), dossier.events.end(),
            [](const DossierEvent& a, const DossierEvent& b) { return a.index < b.index; });
  if (sources.stamp) {
    auto stamps = sources.stamp(opened->note.text);
    if (!stamps) return stamps.error();
    dossier.time_stamps = *std::move(stamps);
  }
  return dossier;
}

std::string policy_of(const tlog::VerifierKey& log_key) {
  return "log " + log_key.vkey() + "\nquorum none\n";
}

}  // namespace pixiu::vault
