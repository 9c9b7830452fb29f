#include "cases/transitions.h"

#include "cases/diagram.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

namespace pixiu::cases {
namespace {

constexpr State all_states[] = {
    State::not_filed,       State::filed,       State::evidence_requested,
    State::merchant_window, State::buyer_reply, State::under_review,
    State::second_review,   State::decided,     State::appeal_window,
    State::appeal_review,   State::closed,      State::withdrawn,
    State::settled};

TEST(Transitions, every_state_is_reached_from_the_beginning) {
  std::set<State> reached{State::not_filed};
  for (std::size_t round = 0; round < std::size(all_states); ++round) {
    for (const Transition& row : transitions()) {
      if (!row.to) continue;
      for (const State state : all_states) {
        if (row.from.holds(state) && reached.contains(state)) reached.insert(*row.to);
      }
    }
  }
  EXPECT_EQ(reached.size(), std::size(all_states));
}

TEST(Transitions, nothing_leads_out_of_a_final_state) {
  for (const Transition& row : transitions()) {
    for (const State state : {State::closed, State::withdrawn, State::settled}) {
      EXPECT_FALSE(row.from.holds(state) && row.to.has_value());
    }
  }
}

TEST(Transitions, every_event_and_every_gate_has_a_row) {
  std::set<std::size_t> events;
  std::set<Gate> gates;
  for (const Transition& row : transitions()) {
    events.insert(row.event);
    for (std::size_t i = 0; i < gate_count; ++i) {
      if (row.gates.holds(static_cast<Gate>(i))) gates.insert(static_cast<Gate>(i));
    }
  }
  EXPECT_EQ(events.size(), std::variant_size_v<EventBody>);
  EXPECT_EQ(gates.size(), gate_count);
}

TEST(Transitions, the_program_never_decides_an_appeal_or_a_second_review) {
  for (const Transition& row : transitions()) {
    if (row.event != kind_of<DecisionMade> || !row.who.holds(Role::engine)) continue;
    EXPECT_FALSE(row.from.holds(State::appeal_review));
    EXPECT_FALSE(row.from.holds(State::second_review));
    EXPECT_TRUE(row.gates.holds(Gate::person_for_refusal));
    EXPECT_TRUE(row.gates.holds(Gate::person_for_refund_only));
  }
}

TEST(Transitions, every_decision_of_a_person_passes_the_same_gates) {
  for (const Transition& row : transitions()) {
    if (row.event != kind_of<DecisionMade> || row.who.holds(Role::engine)) continue;
    for (const Gate gate :
         {Gate::holds_review, Gate::every_exhibit_opened, Gate::first_view_written,
          Gate::review_took_its_time, Gate::decision_is_whole, Gate::reasons_in_words,
          Gate::extra_time_given}) {
      EXPECT_TRUE(row.gates.holds(gate)) << gate_name(gate);
    }
  }
}

TEST(Transitions, each_state_with_a_window_has_a_way_on_when_it_passes) {
  for (const Transition& row : transitions()) {
    if (!row.opens || !row.to) continue;
    bool has_way_on = false;
    for (const Transition& other : transitions()) {
      has_way_on =
          has_way_on || (other.event == kind_of<DeadlinePassed> && other.from.holds(*row.to));
    }
    EXPECT_TRUE(has_way_on) << name_of(*row.to);
  }
}

// PIXIU_WRITE_DOCS=1 writes the page anew.
TEST(Transitions, the_page_about_claim_states_is_printed_from_the_table) {
  const std::string path = "docs/methods/claim_states.md";
  std::ifstream file(path);
  std::stringstream content;
  content << file.rdbuf();
  const std::string page = content.str();
  const std::string printed = with_claim_states(page);
  if (std::getenv("PIXIU_WRITE_DOCS") != nullptr) {
    std::ofstream(path) << printed;
    return;
  }
  EXPECT_NE(page, "") << "tests run in the root of the project";
  EXPECT_EQ(page, printed) << "PIXIU_WRITE_DOCS=1 build/release/cases_test writes it anew";
}

}  // namespace
}  // namespace pixiu::cases
