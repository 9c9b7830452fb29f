#include "cases/viewing.h"

#include <algorithm>
#include <iterator>

namespace pixiu::cases {
namespace {

bool is_reviewing_role(Role role) {
  return role == Role::reviewer || role == Role::second_reviewer || role == Role::appeal_reviewer;
}

bool has_written_first_view(const Claim& claim, const UserId& user) {
  const auto review = claim.reviews.find(user);
  return review != claim.reviews.end() && review->second.first_view.has_value();
}

bool has_given_opinion(const Claim& claim, const UserId& user) {
  const auto given = [&](const Opinion& opinion) { return opinion.reviewer == user; };
  const auto decided = [&](const Decision& decision) { return decision.by == user; };
  return std::any_of(claim.opinions.begin(), claim.opinions.end(), given) ||
         std::any_of(claim.decisions.begin(), claim.decisions.end(), decided);
}

Shown shown_to_reviewer(const Claim& claim, const Actor& viewer) {
  Shown shown;
  shown.reviewers = true;
  // A decided claim may still go to an appeal, to somebody who must come to it unknowing.
  shown.band = claim.is_final() || has_written_first_view(claim, viewer.user);
  shown.findings = shown.band;
  shown.overlay = shown.band;
  shown.opinions = claim.is_final() || has_given_opinion(claim, viewer.user);
  return shown;
}

Shown shown_to_party(const Claim& claim) {
  Shown shown;
  const bool is_decided = !claim.decisions.empty();
  const bool is_theirs_to_answer =
      claim.window && claim.window->party && claim.contradicted_by != 0;
  shown.findings = is_decided || is_theirs_to_answer || claim.is_final();
  shown.overlay = is_decided;
  return shown;
}

bool is_shown(const ClaimEvent& event, const Shown& shown, const Claim& claim,
              const Actor& viewer) {
  const bool is_own = event.actor.user == viewer.user;
  switch (event.body.index()) {
    case kind_of<ExaminationRecorded>:
    case kind_of<PolicyEvaluated>: return shown.band;
    // A longer window tells that findings contradict.
    case kind_of<NoticeGiven>: return shown.band || !is_reviewing_role(viewer.role);
    case kind_of<FirstViewWritten>: return shown.opinions || is_own;
    case kind_of<DecisionMade>: {
      // What counts is told to everybody, but not to who must look for themselves first.
      const bool counts =
          std::any_of(claim.decisions.begin(), claim.decisions.end(),
                      [&](const Decision& d) { return d.sequence == event.sequence; });
      return shown.opinions || is_own ||
             (counts && (shown.band || !is_reviewing_role(viewer.role)));
    }
    case kind_of<ReviewTaken>:
    case kind_of<ReviewReleased>:
    case kind_of<ExhibitOpened>:
    case kind_of<ExhibitClosed>: return shown.reviewers;
    default: return true;
  }
}

}  // namespace

Shown what_may_be_shown(const Claim& claim, const Actor& viewer) {
  switch (viewer.role) {
    case Role::auditor:
    case Role::engine: return {true, true, true, true, true};
    case Role::reviewer:
    case Role::second_reviewer:
    case Role::appeal_reviewer: return shown_to_reviewer(claim, viewer);
    case Role::administrator:
    case Role::buyer:
    case Role::merchant: return shown_to_party(claim);
  }
  return {};
}

bool may_order_by_band(const Actor& viewer) {
  return viewer.role == Role::auditor;
}

std::vector<ClaimEvent> shown_events(const Claim& claim, std::span<const ClaimEvent> events,
                                     const Actor& viewer) {
  const Shown shown = what_may_be_shown(claim, viewer);
  std::vector<ClaimEvent> kept;
  std::copy_if(events.begin(), events.end(), std::back_inserter(kept),
               [&](const ClaimEvent& event) { return is_shown(event, shown, claim, viewer); });
  return kept;
}

}  // namespace pixiu::cases
