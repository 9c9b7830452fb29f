#include "cases/gates.h"

#include "cases/testing.h"

#include <gtest/gtest.h>

namespace pixiu::cases {
namespace {

using testing::Story;
using namespace std::chrono_literals;

DecisionMade refusal() {
  return Story::refusal_of_claim();
}

TEST(Gates, the_program_refuses_nothing_and_grants_part_of_nothing) {
  Story story;
  story.bring_to_review();
  EXPECT_EQ(story.tell(story.engine(), refusal()), "person_for_refusal");
  DecisionMade part = story.approval();
  part.verdict = Verdict::partial;
  part.amount = Money::from_fen(100);
  EXPECT_EQ(story.tell(story.engine(), part), "person_for_refusal");
}

TEST(Gates, the_program_grants_a_refund_without_return_up_to_the_tenants_amount) {
  for (const std::int64_t fen : {5000, 5001}) {
    Story story;
    story.bring_to_review(ClaimKind::refund_only, fen);
    EXPECT_EQ(story.tell(story.engine(), story.approval()),
              fen == 5000 ? "" : "person_for_refund_only");
  }
}

TEST(Gates, the_program_grants_nothing_that_findings_contradict) {
  Story story;
  story.bring_to_review(ClaimKind::refund_only, 100);
  story.tell(story.engine(), ExaminationRecorded{story.claim.exhibits.front(), Band::contradicted});
  EXPECT_EQ(story.tell(story.engine(), story.approval()), "person_when_in_doubt");
}

TEST(Gates, the_program_hears_no_appeal) {
  Story story;
  story.bring_to_appeal_window();
  story.tell(story.buyer(), AppealFiled{"Please look again"});
  story.tell(story.merchant(), AppealAnswered{"As before"});
  EXPECT_EQ(story.tell(story.engine(), story.approval()), "not_your_role");
}

TEST(Gates, a_decision_needs_each_step_of_the_review_in_turn) {
  Story story;
  story.bring_to_review();
  const Actor who = story.reviewer();
  const ExhibitId photo = story.claim.exhibits.front();
  EXPECT_EQ(story.tell(who, refusal()), "holds_review");
  EXPECT_EQ(story.tell(who, ReviewTaken{}), "");
  EXPECT_EQ(story.tell(who, refusal()), "every_exhibit_opened");
  const FirstViewWritten view{Leaning::unsure, "The crack is hard to see"};
  EXPECT_EQ(story.tell(who, view), "every_exhibit_opened");
  story.tell(who, ExhibitOpened{photo});
  story.clock.advance(1999ms);
  EXPECT_EQ(story.tell(who, view), "every_exhibit_opened");
  story.clock.advance(1ms);
  EXPECT_EQ(story.tell(who, FirstViewWritten{Leaning::unsure, "  ..  ok"}), "said_in_words");
  EXPECT_EQ(story.tell(who, refusal()), "first_view_written");
  EXPECT_EQ(story.tell(who, view), "");
  EXPECT_EQ(story.tell(who, view), "first_view_once");
  EXPECT_EQ(story.tell(who, refusal()), "review_took_its_time");
  story.clock.advance(57'999ms);
  EXPECT_EQ(story.tell(who, refusal()), "review_took_its_time");
  story.clock.advance(1ms);
  EXPECT_EQ(story.tell(who, refusal()), "");
}

TEST(Gates, time_that_a_closed_exhibit_was_not_looked_at_does_not_count) {
  Story story;
  story.bring_to_review();
  const Actor who = story.reviewer();
  const ExhibitId photo = story.claim.exhibits.front();
  story.tell(who, ReviewTaken{});
  story.tell(who, ExhibitOpened{photo});
  story.clock.advance(1500ms);
  story.tell(who, ExhibitClosed{photo});
  story.clock.advance(1h);
  EXPECT_EQ(story.tell(who, FirstViewWritten{Leaning::unsure, "I have seen all of it"}),
            "every_exhibit_opened");
  story.tell(who, ExhibitOpened{photo});
  story.clock.advance(500ms);
  EXPECT_EQ(story.tell(who, FirstViewWritten{Leaning::unsure, "I have seen all of it"}), "");
}

TEST(Gates, who_takes_a_claim_over_starts_from_the_beginning) {
  Story story;
  story.bring_to_review();
  story.look(story.reviewer());
  const Actor other = story.actor(story.people.third, Role::reviewer);
  EXPECT_EQ(story.tell(other, ReviewTaken{}), "");
  EXPECT_EQ(story.tell(story.reviewer(), refusal()), "holds_review");
  EXPECT_EQ(story.tell(other, refusal()), "every_exhibit_opened");
}

TEST(Gates, a_party_reviews_nothing_and_a_reviewer_becomes_no_party) {
  Story story;
  story.bring_to_review();
  EXPECT_EQ(story.tell(story.actor(story.people.buyer, Role::reviewer), ReviewTaken{}),
            "not_a_party");
  EXPECT_EQ(story.tell(story.actor(story.people.merchant, Role::reviewer), ReviewTaken{}),
            "not_a_party");
  story.tell(story.reviewer(), ReviewTaken{});
  const SettlementOffered offer{{Remedy::refund}, Money::from_fen(1)};
  EXPECT_EQ(story.tell(story.actor(story.people.reviewer, Role::merchant), offer), "right_side");
  EXPECT_EQ(story.tell(story.actor(story.people.buyer, Role::merchant), offer), "right_side");
  EXPECT_EQ(story.tell(story.actor(story.people.third, Role::buyer), offer), "right_side");
}

TEST(Gates, a_decision_against_the_band_needs_a_second_reviewer_who_is_somebody_else) {
  Story story;
  story.bring_to_review();
  story.tell(story.engine(), ExaminationRecorded{story.claim.exhibits.front(), Band::clear});
  story.look(story.reviewer());
  story.tell(story.reviewer(), refusal());
  ASSERT_EQ(story.claim.state, State::second_review);
  EXPECT_EQ(story.tell(story.actor(story.people.reviewer, Role::second_reviewer), ReviewTaken{}),
            "untouched");
}

TEST(Gates, of_three_opinions_the_third_counts_and_is_somebody_elses) {
  Story story;
  story.bring_to_review();
  story.tell(story.engine(), PolicyEvaluated{"default", "", true, {}});
  story.look(story.reviewer());
  story.tell(story.reviewer(), refusal());
  story.look(story.second());
  EXPECT_EQ(story.tell(story.second(), story.approval()), "");
  EXPECT_EQ(story.claim.state, State::second_review);
  EXPECT_EQ(story.tell(story.second(), ReviewTaken{}), "untouched");
  const Actor third = story.actor(story.people.third, Role::second_reviewer);
  story.look(third);
  EXPECT_EQ(story.tell(third, story.approval()), "");
  EXPECT_EQ(story.claim.state, State::decided);
  EXPECT_EQ(story.claim.decisions.back().by, story.people.third);
}

TEST(Gates, who_released_a_claim_as_administrator_hears_no_appeal) {
  Story story;
  story.bring_to_review();
  story.tell(story.reviewer(), ReviewTaken{});
  story.tell(story.actor(story.people.administrator, Role::administrator), ReviewReleased{});
  story.look(story.reviewer());
  story.tell(story.reviewer(), ReviewTaken{});
  story.clock.advance(120s);
  ASSERT_EQ(story.tell(story.reviewer(), refusal()), "");
  story.tell_both();
  story.tell(story.buyer(), AppealFiled{"Please look again"});
  EXPECT_EQ(
      story.tell(story.actor(story.people.administrator, Role::appeal_reviewer), ReviewTaken{}),
      "untouched");
}

TEST(Gates, reasons_are_from_the_checklist_in_words_and_bear_the_decision_out) {
  Story story;
  story.bring_to_review();
  story.look(story.reviewer());
  DecisionMade decision = refusal();
  for (const std::vector<Reason>& reasons :
       {std::vector<Reason>{}, std::vector<Reason>{{"defect_not_shown", "no"}},
        std::vector<Reason>{{"because", "I have decided that it is so"}},
        std::vector<Reason>{{"defect_shown", "The crack can be seen clearly"}},
        std::vector<Reason>{{"defect_not_shown", ". . . . . . . . . . . . ."}}}) {
    decision.reasons = reasons;
    EXPECT_EQ(story.tell(story.reviewer(), decision), "reasons_in_words");
  }
  decision.reasons = {{"defect_not_shown", "第二张照片中杯沿完好无裂纹"}};
  EXPECT_EQ(story.tell(story.reviewer(), decision), "");
}

TEST(Gates, a_refusal_waits_until_both_sides_could_answer_what_findings_contradict) {
  Story story;
  story.bring_to_review();
  story.tell(story.engine(), ExaminationRecorded{story.claim.exhibits.front(), Band::contradicted});
  story.look(story.reviewer());
  EXPECT_EQ(story.tell(story.reviewer(), refusal()), "extra_time_given");
  for (const Party party : {Party::buyer, Party::merchant}) {
    EXPECT_EQ(story.tell(story.reviewer(), EvidenceRequested{party, {"another_photo"}, ""}), "");
    EXPECT_EQ(due(story.claim, *built_in_calendar("cn"))->at, story.clock.now() + 72h);
    EXPECT_EQ(story.let_pass(), "");
    EXPECT_EQ(story.claim.state, State::under_review);
  }
  EXPECT_EQ(story.tell(story.reviewer(), refusal()), "");
}

TEST(Gates, a_decision_stays_within_the_claim_and_fits_itself) {
  Story story;
  story.bring_to_review();
  story.look(story.reviewer());
  const auto tell = [&](Verdict verdict, std::vector<Remedy> remedies, std::int64_t fen) {
    DecisionMade decision;
    decision.verdict = verdict;
    decision.remedies = std::move(remedies);
    decision.amount = Money::from_fen(fen);
    decision.reasons = {{"inspection_found", "The technician found it so"}};
    return story.tell(story.reviewer(), decision);
  };
  using enum Remedy;
  EXPECT_EQ(tell(Verdict::approve, {refund}, 19999), "decision_is_whole");
  EXPECT_EQ(tell(Verdict::approve, {goods_return, refund}, 20000), "decision_is_whole");
  EXPECT_EQ(tell(Verdict::partial, {refund}, 20000), "decision_is_whole");
  EXPECT_EQ(tell(Verdict::partial, {refund}, 20001), "decision_is_whole");
  EXPECT_EQ(tell(Verdict::partial, {refund, compensation}, 100), "decision_is_whole");
  EXPECT_EQ(tell(Verdict::partial, {refund}, 0), "decision_is_whole");
  EXPECT_EQ(tell(Verdict::partial, {refund}, -5), "decision_is_whole");
  EXPECT_EQ(tell(Verdict::partial, {refund, refund}, 5), "decision_is_whole");
  EXPECT_EQ(tell(Verdict::refuse, {}, 1), "decision_is_whole");
  EXPECT_EQ(tell(Verdict::partial, {visit}, 0), "");
}

TEST(Gates, an_inspection_that_is_outstanding_holds_the_decision) {
  Story story;
  story.bring_to_review();
  story.look(story.reviewer());
  EXPECT_EQ(story.tell(story.engine(), VisitReported{}), "visit_is_outstanding");
  EXPECT_EQ(story.tell(story.reviewer(), VisitOrdered{}), "");
  EXPECT_EQ(story.tell(story.reviewer(), refusal()), "no_visit_outstanding");
  const ExhibitId report = ExhibitId::make(story.clock, story.entropy);
  EXPECT_EQ(story.tell(story.engine(), VisitReported{report}), "");
  EXPECT_EQ(story.tell(story.reviewer(), refusal()), "every_exhibit_opened");
}

TEST(Gates, terms_below_a_floor_are_refused_when_the_claim_is_filed) {
  const Terms good = Story::default_terms();
  ASSERT_TRUE(check_terms(good));
  std::vector<Terms> bad(7, good);
  bad[0].review_time_s_min = 59;
  bad[1].dwell_ms_min = 1999;
  bad[2].party_window = {23, PeriodUnit::hours};
  bad[3].appeal_window = {71, PeriodUnit::hours};
  bad[4].calendar = "nowhere";
  bad[5].refund_only_unreviewed_max = Money::from_fen(-1);
  bad[6].extra_time = {0, PeriodUnit::workdays};
  for (const Terms& terms : bad) {
    Story story(terms);
    EXPECT_EQ(story.file(), "filing_is_whole");
  }
  Story free_of_charge;
  EXPECT_EQ(free_of_charge.file(ClaimKind::exchange, 0), "filing_is_whole");
}

TEST(Gates, texts_that_nobody_can_read_are_refused) {
  for (const std::string& text :
       {std::string(20'001, 'a'), std::string("a\x01z"), std::string("\xff\xfe two"),
        std::string("\xe2\x80\xae reversed"), std::string("zero\0inside", 11)}) {
    Story story;
    story.file();
    EXPECT_EQ(story.tell(story.buyer(), StatementMade{text}), "malformed");
  }
  Story story;
  story.file();
  EXPECT_EQ(story.tell(story.buyer(), StatementMade{"<b>5 < 6</b>\n\t第二行"}), "");
}

TEST(Gates, each_has_a_name_and_a_reason_in_both_languages) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < gate_count; ++i) {
    const auto gate = static_cast<Gate>(i);
    names.insert(gate_name(gate));
    EXPECT_GE(gate_text(gate).en.size(), 10u);
    EXPECT_GE(gate_text(gate).zh.size(), 10u);
  }
  EXPECT_EQ(names.size(), gate_count);
}

}  // namespace
}  // namespace pixiu::cases
