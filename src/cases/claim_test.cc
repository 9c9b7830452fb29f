#include "cases/claim.h"

#include "cases/testing.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

namespace pixiu::cases {
namespace {

using testing::Story;
using namespace std::chrono_literals;

TEST(Claim, a_forged_photo_is_refused_by_two_people_after_extra_time) {
  Story story;
  ASSERT_EQ(story.file(), "");
  const ExhibitId photo = story.add_exhibit(story.buyer());
  EXPECT_EQ(story.tell(story.engine(), ExaminationRecorded{photo, Band::contradicted}), "");
  EXPECT_EQ(story.tell(story.engine(), MerchantAsked{}), "");
  // 48 hours, and 24 more because findings contradict.
  EXPECT_EQ(due(story.claim, *built_in_calendar("cn"))->at, story.clock.now() + 72h);
  EXPECT_EQ(story.tell(story.merchant(), MerchantAnswered{false, "This is our own picture"}), "");
  EXPECT_EQ(due(story.claim, *built_in_calendar("cn"))->at, story.clock.now() + 72h);
  EXPECT_EQ(story.tell(story.buyer(), BuyerReplied{"It is a photo of my mug"}), "");
  EXPECT_EQ(story.look(story.reviewer(), Leaning::for_buyer), "");
  // Against the own first view: a second pair of eyes.
  EXPECT_EQ(story.tell(story.reviewer(), Story::refusal_of_claim()), "");
  EXPECT_EQ(story.claim.state, State::second_review);
  EXPECT_EQ(story.look(story.second()), "");
  EXPECT_EQ(story.tell(story.second(), Story::refusal_of_claim()), "");
  EXPECT_EQ(story.claim.state, State::decided);
  story.tell_both();
  EXPECT_EQ(story.claim.state, State::appeal_window);
  EXPECT_EQ(story.let_pass(), "");
  EXPECT_EQ(story.claim.state, State::closed);
  EXPECT_EQ(story.claim.ledger.to_merchant, Money::from_fen(20000));
}

TEST(Claim, a_genuine_claim_with_return_is_paid_once_the_goods_are_back) {
  Story story;
  story.bring_to_review(ClaimKind::return_and_refund);
  story.look(story.reviewer());
  EXPECT_EQ(story.tell(story.reviewer(), story.approval()), "");
  story.tell_both();
  EXPECT_EQ(story.let_pass(), "");
  EXPECT_EQ(story.tell(story.engine(), RemedyConfirmed{Remedy::refund}), "goods_are_back");
  EXPECT_EQ(story.tell(story.buyer(), RemedyConfirmed{Remedy::goods_return}), "confirms_it");
  EXPECT_EQ(story.tell(story.merchant(), RemedyConfirmed{Remedy::goods_return}), "");
  EXPECT_EQ(story.tell(story.engine(), RemedyConfirmed{Remedy::refund}), "");
  EXPECT_EQ(story.tell(story.engine(), RemedyConfirmed{Remedy::refund}), "remedy_is_ordered");
  EXPECT_EQ(story.claim.ledger.to_buyer, Money::from_fen(20000));
  EXPECT_EQ(story.claim.ledger.held, Money());
}

TEST(Claim, an_appeal_is_overturned_by_somebody_else) {
  Story story;
  story.bring_to_appeal_window();
  EXPECT_EQ(story.tell(story.buyer(), AppealFiled{"Look at the second photo again"}), "");
  const Actor same_person = story.actor(story.people.reviewer, Role::appeal_reviewer);
  EXPECT_EQ(story.tell(same_person, ReviewTaken{}), "untouched");
  EXPECT_EQ(story.tell(story.buyer(), AppealAnswered{"I answer myself"}), "other_side");
  story.look(story.elder());
  EXPECT_EQ(story.tell(story.elder(), story.approval()), "other_side_heard");
  EXPECT_EQ(story.tell(story.merchant(), AppealAnswered{"We stand by it"}), "");
  EXPECT_EQ(story.tell(story.elder(), story.approval()), "");
  story.tell_both();
  EXPECT_EQ(story.claim.state, State::closed);
  EXPECT_EQ(story.claim.orders.size(), 1u);
  EXPECT_EQ(story.tell(story.merchant(), AppealFiled{"Once more"}), "not_possible_now");
}

TEST(Claim, a_merchants_silence_decides_nothing_unless_a_rule_says_so_and_both_were_told) {
  for (const bool has_rule : {false, true}) {
    for (const bool is_told : {false, true}) {
      Terms terms = Story::default_terms();
      if (has_rule) terms.silence_rule = "silent_merchant";
      Story story(terms);
      story.file(ClaimKind::return_and_refund);
      story.tell(story.engine(), MerchantAsked{});
      const Timestamp end = due(story.claim, *built_in_calendar("cn"))->at;
      if (is_told) {
        for (const Party party : {Party::buyer, Party::merchant}) {
          EXPECT_EQ(story.tell(story.engine(), NoticeGiven{party, end, terms.silence_rule}), "");
        }
      }
      EXPECT_EQ(story.let_pass(), "");
      EXPECT_EQ(story.claim.state, has_rule && is_told ? State::decided : State::under_review);
    }
  }
}

TEST(Claim, silence_grants_no_refund_without_return_above_the_tenants_amount) {
  Terms terms = Story::default_terms();
  terms.silence_rule = "silent_merchant";
  for (const std::int64_t fen : {5000, 5001}) {
    Story story(terms);
    story.file(ClaimKind::refund_only, fen);
    story.tell(story.engine(), MerchantAsked{});
    const Timestamp end = due(story.claim, *built_in_calendar("cn"))->at;
    story.tell(story.engine(), NoticeGiven{Party::buyer, end, terms.silence_rule});
    story.tell(story.engine(), NoticeGiven{Party::merchant, end, terms.silence_rule});
    story.let_pass();
    EXPECT_EQ(story.claim.state, fen == 5000 ? State::decided : State::under_review);
  }
}

TEST(Claim, a_window_passes_once_and_not_before_its_end) {
  Story story;
  story.file();
  story.tell(story.engine(), MerchantAsked{});
  const std::uint64_t window = story.claim.window->opened_by;
  story.clock.advance(48h - 1ms);
  EXPECT_EQ(story.tell(story.engine(), DeadlinePassed{window}), "time_is_over");
  story.clock.advance(1ms);
  EXPECT_EQ(story.tell(story.merchant(), MerchantAnswered{false, "Late"}), "in_time");
  EXPECT_EQ(story.tell(story.engine(), DeadlinePassed{window}), "");
  EXPECT_EQ(story.tell(story.engine(), DeadlinePassed{window}), "time_is_over");
  EXPECT_EQ(story.let_pass(), "");
  EXPECT_TRUE(story.claim.is_overdue);
  EXPECT_EQ(story.let_pass(), "no window");
}

TEST(Claim, a_clock_that_steps_back_moves_nothing_back) {
  Story story;
  story.file();
  story.clock.advance(10h);
  story.tell(story.engine(), MerchantAsked{});
  const auto end = due(story.claim, *built_in_calendar("cn"))->at;
  story.clock.advance(-30h);
  story.add_exhibit(story.buyer());
  EXPECT_EQ(due(story.claim, *built_in_calendar("cn"))->at, end);
  EXPECT_EQ(story.claim.time, end - 48h);
}

TEST(Claim, a_told_end_is_kept_when_the_calendar_would_shorten_it) {
  Story story;
  story.file();
  story.tell(story.engine(), MerchantAsked{});
  Claim claim = story.claim;
  claim.window->told[1] = due(claim, *built_in_calendar("cn"))->at + 24h;
  EXPECT_EQ(due(claim, *built_in_calendar("cn"))->at, *claim.window->told[1]);
}

TEST(Claim, a_repeated_command_changes_nothing_and_a_stale_one_is_refused) {
  Story story;
  story.file();
  Command command = story.command(story.engine(), MerchantAsked{});
  EXPECT_EQ(story.tell(command), "");
  EXPECT_EQ(story.tell(command), "");
  EXPECT_EQ(story.claim.version, 2u);
  Command stale = story.command(story.merchant(), MerchantAnswered{false, "It was whole"});
  stale.expected_version = 1;
  EXPECT_EQ(story.tell(stale), "moved_on");
  EXPECT_EQ(story.claim.state, State::merchant_window);
}

TEST(Claim, events_in_any_order_and_repeated_fold_to_the_same) {
  Story story;
  story.bring_to_appeal_window();
  std::vector<ClaimEvent> shuffled = story.events;
  shuffled.insert(shuffled.end(), story.events.begin(), story.events.end());
  std::mt19937 generator(7);
  std::shuffle(shuffled.begin(), shuffled.end(), generator);
  const Result<Claim> claim = fold(shuffled);
  ASSERT_TRUE(claim.has_value());
  EXPECT_EQ(claim->state, State::appeal_window);
  EXPECT_EQ(claim->version, story.claim.version);
}

TEST(Claim, a_missing_event_is_noticed) {
  Story story;
  story.bring_to_appeal_window();
  story.events.erase(story.events.begin() + 3);
  EXPECT_EQ(fold(story.events).error().code, ErrorCode::corrupted);
  EXPECT_EQ(fold({}).error().code, ErrorCode::not_found);
}

TEST(Claim, another_tenants_claim_is_not_found) {
  Story story;
  story.file();
  Command command = story.command(story.engine(), MerchantAsked{});
  command.tenant = TenantId::make(story.clock, story.entropy);
  EXPECT_EQ(story.tell(command), "another_claim");
  EXPECT_EQ(story.refusal.code, ErrorCode::not_found);
}

TEST(Claim, a_window_that_begins_where_another_of_the_same_side_ends_counts_for_itself) {
  Story story;
  story.file();
  const ExhibitId photo = story.add_exhibit(story.buyer());
  story.tell(story.engine(), EvidenceRequested{Party::merchant, {"record_of_packing"}, ""});
  story.tell(story.merchant(), EvidenceGiven{});
  story.tell(story.engine(), ExaminationRecorded{photo, Band::contradicted});
  story.tell(story.merchant(), MerchantAnswered{false, "It left us whole"});
  story.tell(story.buyer(), BuyerReplied{"It did not"});
  story.look(story.reviewer());
  EXPECT_EQ(story.tell(story.reviewer(), Story::refusal_of_claim()), "");
}

TEST(Claim, the_parties_may_settle_by_an_offer_that_the_other_side_accepts) {
  Story story;
  story.bring_to_review();
  EXPECT_EQ(
      story.tell(story.merchant(), SettlementOffered{{Remedy::refund}, Money::from_fen(9000)}), "");
  const std::uint64_t offer = story.claim.version;
  EXPECT_EQ(story.tell(story.merchant(), SettlementAccepted{offer}), "other_sides_offer");
  EXPECT_EQ(story.tell(story.buyer(), SettlementAccepted{offer - 1}), "other_sides_offer");
  EXPECT_EQ(story.tell(story.buyer(), SettlementAccepted{offer}), "");
  EXPECT_EQ(story.claim.state, State::settled);
  EXPECT_EQ(story.claim.ledger.held, Money::from_fen(9000));
  EXPECT_EQ(story.claim.ledger.to_merchant, Money::from_fen(11000));
}

TEST(Claim, a_silent_merchant_does_not_take_the_contradicted_buyers_turn) {
  Story story;
  story.file();
  const ExhibitId photo = story.add_exhibit(story.buyer());
  story.tell(story.engine(), ExaminationRecorded{photo, Band::contradicted});
  story.tell(story.engine(), MerchantAsked{});
  story.let_pass();
  EXPECT_EQ(story.claim.state, State::buyer_reply);
}

}  // namespace
}  // namespace pixiu::cases
