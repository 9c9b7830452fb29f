#pragma once

#include "cases/claim.h"

// What decisions say, and when one pair of eyes is not enough. Pure functions of a claim.
namespace pixiu::cases {

// Two decisions grant the same. Their reasons may differ.
bool agree(const DecisionMade& a, const DecisionMade& b);

// A refusal, or less than was asked for.
bool is_negative(const DecisionMade& decision);

// Money goes back and the goods do not.
bool is_refund_only(std::span<const Remedy> remedies);

// Whether remedies and amount fit each other and the claim: each remedy once; an amount above zero
// and up to the claim's exactly when there is a refund or a compensation, not both.
bool is_within_claim(const Claim& claim, std::span<const Remedy> remedies, Money amount);

// Whether a decision is complete: refuse grants nothing, approve grants all that is claimed,
// partial something else within the claim.
bool is_whole(const Claim& claim, const DecisionMade& decision);

// A second reviewer is needed: the policy asks for one; the decision goes against the reviewer's
// own first view, written before the band was shown; or it goes against the band.
bool needs_second_review(const Claim& claim, UserId reviewer, const DecisionMade& decision);

// Silence of the merchant grants the claim: a rule says so, both sides were told that it does and
// when, findings do not contradict, and it could be granted without a person.
bool silence_grants(const Claim& claim);

}  // namespace pixiu::cases
