#pragma once

#include "vault/event_store.h"
#include "vault/exhibit.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The custody chain of an exhibit: every step somebody took with its content, as events of the
// exhibit's stream. Nothing else is stored; the chain is read from the events.
namespace pixiu::vault {

// What was done. The word is the last part of the event's kind: "exhibit.received".
enum class CustodyAction {
  received,     // its bytes came in and were sealed
  examined,     // an examination read it
  viewed,       // somebody looked at it, or at a rendition of it
  exported,     // it went into a dossier
  quarantined,  // it was found damaged and is not served
  restored,     // it was found whole again
  held,         // a legal hold was placed on it
  released,     // the hold was lifted
  erased,       // its key was destroyed
};

std::string_view custody_action_name(CustodyAction action);
std::optional<CustodyAction> custody_action_by_name(std::string_view name);

// One step as it is to be recorded.
struct CustodyStep {
  const Exhibit& exhibit;
  CustodyAction action = CustodyAction::received;
  Actor actor;
  // The SHA-256 of the content as it was read in this step; the exhibit's own when it was not read.
  crypto::Digest sha256{};
  nlohmann::json details = nlohmann::json::object();  // members beside the fixed ones
  std::optional<EventId> id;
};

// Its event: body {"claim","exhibit","sha256","sm3","size_bytes","media_type" of the exhibit,
// "details" unless they are empty}. Errors: as make_event.
Result<Event> custody_event(const CustodyStep& step, const Clock& clock, Entropy& entropy);

// One link of a chain as it is read back.
struct CustodyEntry {
  StoredEvent event;
  CustodyAction action = CustodyAction::received;
  std::string sha256_hex;  // what the event says of the content
};

// What does not hold in a chain.
struct CustodyFault {
  EventId event;
  std::string what;  // in English
};

struct CustodyChain {
  std::vector<CustodyEntry> entries;  // in the order of storing
  std::vector<CustodyFault> faults;   // a digest that differs from the first, a chain that does not
                                      // begin with "received", a step after "erased"
};

// Events of a stream that are no custody steps are passed over. At most
// limits::custody_entries_max entries. Errors: not_found (no such entry), limit_exceeded, the
// store's.
Result<CustodyChain> custody_of(const EventStore& events, const TenantId& tenant,
                                const ExhibitId& exhibit);

}  // namespace pixiu::vault
