#pragma once

#include "cases/claim.h"

#include <span>
#include <vector>

// What a person may see of a claim. Every route, stream and list asks here: the blind first look
// is kept in one place.
namespace pixiu::cases {

struct Shown {
  // The engine's answer and what it rests on.
  bool band = false;
  bool findings = false;  // in plain words
  bool overlay = false;   // where a picture was changed
  // What reviewers wrote: first views, and opinions before there is a decision.
  bool opinions = false;
  bool reviewers = false;  // who reviews; never told to a party

  friend bool operator==(const Shown&, const Shown&) = default;
};

// Who reviews or may come to review this claim (any of the three reviewing roles) sees nothing of
// the engine until their own first view is stored, and nothing of other reviewers' opinions before
// they have given theirs. Parties see findings in plain words, both at the same moment: once
// findings contradict and a window is theirs to answer, and always after a decision; the overlay
// after a decision. Auditors see everything. Administrators see what parties see.
Shown what_may_be_shown(const Claim& claim, const Actor& viewer);

// Whether a list or queue may be ordered or filtered by band for this viewer: for auditors alone,
// because an order tells the band.
bool may_order_by_band(const Actor& viewer);

// The claim's events without what `viewer` may not see. Sequence numbers keep their gaps.
std::vector<ClaimEvent> shown_events(const Claim& claim, std::span<const ClaimEvent> events,
                                     const Actor& viewer);

}  // namespace pixiu::cases
