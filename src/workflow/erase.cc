#include "workflow/erase.h"

#include "privacy/erasure.h"
#include "vault/custody.h"
#include "vault/privacy_events.h"

#include <string>
#include <vector>

namespace pixiu::workflow {
namespace {

constexpr std::size_t page_count = 200;

// An exhibit that is to go, and the record of it.
struct Doomed {
  vault::Exhibit exhibit;
  bool is_erased = false;  // its key went in an earlier call; its blob may still be there
  vault::Event event;
};

Result<std::vector<Doomed>> exhibits_of(const EraseParts& parts, const ErasureOrder& order) {
  std::vector<Doomed> doomed;
  for (vault::ExhibitStore::Page page{.after = std::nullopt, .count_max = page_count};;) {
    auto stored = parts.exhibits.of_subject(order.tenant, order.subject, page);
    if (!stored) return stored.error();
    for (auto& one : *stored) {
      auto event = vault::custody_event({.exhibit = one.exhibit,
                                         .action = vault::CustodyAction::erased,
                                         .actor = vault::Actor::user(order.actor),
                                         .sha256 = one.exhibit.sha256,
                                         .id = std::nullopt},
                                        parts.clock, parts.entropy);
      if (!event) return event.error();
      doomed.push_back({std::move(one.exhibit), one.erased_at.has_value(), std::move(*event)});
    }
    if (stored->size() < page_count) return doomed;
    page.after = doomed.back().exhibit.id;
  }
}

Status erase_exhibits(const EraseParts& parts, Transaction& transaction,
                      const std::vector<Doomed>& doomed, Timestamp at) {
  for (const auto& one : doomed) {
    if (one.is_erased) continue;
    auto status = parts.exhibits.erase(transaction, one.exhibit.tenant, one.exhibit.id, at);
    if (status) status = parts.events.append(transaction, std::span(&one.event, 1));
    if (!status) return status;
  }
  return {};
}

}  // namespace

Result<std::size_t> erase_person(EraseParts parts, const ErasureOrder& order) {
  const auto doomed = exhibits_of(parts, order);
  if (!doomed) return doomed.error();
  const vault::LegalHolds holds(parts.exhibits);
  vault::PrivacyEvents record(parts.events, parts.entropy);
  const privacy::ErasureRequest request{.id = EventId::make(parts.clock, parts.entropy),
                                        .tenant = order.tenant,
                                        .subject = order.subject,
                                        .actor = order.actor,
                                        .at = parts.clock.now()};
  auto outcome = privacy::ErasureOutcome::held;
  const auto status = parts.transactions.run([&](Transaction& transaction) -> Status {
    const auto erased = privacy::erase_subject(transaction, {parts.keys, holds, record}, request);
    if (!erased) return erased.error();
    outcome = *erased;
    if (outcome == privacy::ErasureOutcome::held) return {};
    return erase_exhibits(parts, transaction, *doomed, request.at);
  });
  if (!status) return status.error();
  if (outcome == privacy::ErasureOutcome::held) {
    return Error{ErrorCode::conflict,
                 "a legal hold stands against it; that erasure was asked for is recorded"};
  }
  for (const auto& one : *doomed) {
    if (auto removed = parts.blobs.remove(one.exhibit.blob); !removed) return removed.error();
  }
  return doomed->size();
}

}  // namespace pixiu::workflow
