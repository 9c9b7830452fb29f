#pragma once

#include "cases/claim.h"
#include "cases/gates.h"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>

// The one table of what may happen to a claim. The commands (decide.h), the fold (claim.h), the
// diagram in docs/methods/claim_states.md and the tests are made from it.
namespace pixiu::cases {

// A set of words of one kind, as bits.
template <class Word>
class SetOf {
 public:
  constexpr SetOf() = default;
  constexpr SetOf(std::initializer_list<Word> words) {
    for (const Word word : words) bits_ |= bit(word);
  }
  constexpr bool holds(Word word) const { return (bits_ & bit(word)) != 0; }

 private:
  static constexpr std::uint64_t bit(Word word) {
    return std::uint64_t{1} << static_cast<unsigned>(word);
  }
  std::uint64_t bits_ = 0;
};

// Which of several rows for one event it is. The first row whose condition holds is taken.
enum class When {
  always,
  merchant_accepts,
  silence_grants,
  contradicted,
  asked_before_merchant,
  asked_in_review,
  asked_in_second_review,
  asked_in_appeal,
  needs_second_review,
  opinions_disagree,
  appeal_is_possible,
  appeal_is_decided,
  answer_time_is_over,
};
inline constexpr std::array<std::string_view, 13> when_texts{
    "",
    "the merchant accepts",
    "a rule grants it and both were told so",
    "findings contradict an exhibit",
    "asked before the merchant was",
    "asked in the review",
    "asked in the second review",
    "asked in the appeal review",
    "the policy asks for it, or views disagree",
    "the second opinion differs from the first",
    "both sides are told; it is the first decision",
    "both sides are told; it is the appeal's decision",
    "the other side's time to answer is over"};
constexpr std::span<const std::string_view> names_of(When) {
  return when_texts;
}

struct Transition {
  SetOf<State> from;
  std::size_t event;  // kind_of<...>
  SetOf<Role> who;
  When when;
  SetOf<Gate> gates;        // all must be open
  std::optional<State> to;  // absent: the claim stays where it is
  std::optional<Window> opens;
};

std::span<const Transition> transitions();

// The row for an event in the claim's present state, by the role that acts; null when there is
// none. The claim is as it was before the event.
const Transition* find_transition(const Claim& claim, const ClaimEvent& event);

}  // namespace pixiu::cases
