#include "cases/viewing.h"

#include "cases/testing.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace pixiu::cases {
namespace {

using testing::Story;

const Shown nothing_of_the_engine{false, false, false, false, true};

bool shows(const Story& story, const Actor& viewer, std::size_t kind) {
  const auto events = shown_events(story.claim, story.events, viewer);
  return std::any_of(events.begin(), events.end(),
                     [&](const ClaimEvent& event) { return event.body.index() == kind; });
}

TEST(Viewing, a_reviewer_sees_nothing_of_the_engine_before_the_own_first_view) {
  Story story;
  story.bring_to_review();
  story.tell(story.engine(), ExaminationRecorded{story.claim.exhibits.front(), Band::contradicted});
  const Actor who = story.reviewer();
  EXPECT_EQ(what_may_be_shown(story.claim, who), nothing_of_the_engine);
  story.tell(who, ReviewTaken{});
  EXPECT_EQ(what_may_be_shown(story.claim, who), nothing_of_the_engine);
  EXPECT_FALSE(shows(story, who, kind_of<ExaminationRecorded>));
  story.look(who);
  EXPECT_TRUE(what_may_be_shown(story.claim, who).band);
  EXPECT_TRUE(shows(story, who, kind_of<ExaminationRecorded>));
}

TEST(Viewing, a_colleague_who_has_not_written_a_first_view_sees_none) {
  Story story;
  story.bring_to_review();
  story.look(story.reviewer());
  const Actor other = story.actor(story.people.third, Role::reviewer);
  EXPECT_EQ(what_may_be_shown(story.claim, other), nothing_of_the_engine);
  EXPECT_FALSE(shows(story, other, kind_of<FirstViewWritten>));
}

TEST(Viewing, a_second_reviewer_comes_to_it_without_the_first_ones_opinion) {
  Story story;
  story.bring_to_review();
  story.tell(story.engine(), PolicyEvaluated{"default", "", true, {}});
  story.look(story.reviewer());
  story.tell(story.reviewer(), Story::refusal_of_claim());
  story.look(story.second());
  EXPECT_TRUE(what_may_be_shown(story.claim, story.second()).band);
  EXPECT_FALSE(shows(story, story.second(), kind_of<DecisionMade>));
  story.tell(story.second(), story.approval());
  EXPECT_TRUE(shows(story, story.second(), kind_of<DecisionMade>));
}

TEST(Viewing, an_appeal_reviewer_sees_the_decision_after_the_own_first_view) {
  Story story;
  story.bring_to_appeal_window();
  story.tell(story.buyer(), AppealFiled{"Please look again"});
  EXPECT_FALSE(shows(story, story.elder(), kind_of<DecisionMade>));
  story.look(story.elder());
  EXPECT_TRUE(shows(story, story.elder(), kind_of<DecisionMade>));
}

TEST(Viewing, a_reviewer_learns_of_no_longer_window_before_the_own_first_view) {
  Story story;
  story.file();
  const ExhibitId photo = story.add_exhibit(story.buyer());
  story.tell(story.engine(), ExaminationRecorded{photo, Band::contradicted});
  story.tell(story.engine(), MerchantAsked{});
  const Timestamp end = due(story.claim, *built_in_calendar("cn"))->at;
  story.tell(story.engine(), NoticeGiven{Party::merchant, end, ""});
  EXPECT_FALSE(shows(story, story.reviewer(), kind_of<NoticeGiven>));
  EXPECT_TRUE(shows(story, story.merchant(), kind_of<NoticeGiven>));
}

TEST(Viewing, both_parties_see_the_same_at_every_moment_and_never_a_band) {
  Story story;
  story.file();
  const auto compare = [&] {
    const Shown buyer = what_may_be_shown(story.claim, story.buyer());
    EXPECT_EQ(buyer, what_may_be_shown(story.claim, story.merchant()));
    EXPECT_FALSE(buyer.band);
    EXPECT_FALSE(buyer.reviewers);
    return buyer;
  };
  const ExhibitId photo = story.add_exhibit(story.buyer());
  story.tell(story.engine(), ExaminationRecorded{photo, Band::contradicted});
  EXPECT_FALSE(compare().findings);
  story.tell(story.engine(), MerchantAsked{});
  EXPECT_TRUE(compare().findings);
  EXPECT_FALSE(compare().overlay);
  story.tell(story.merchant(), MerchantAnswered{false, "It left us whole"});
  story.tell(story.buyer(), BuyerReplied{"No"});
  story.look(story.reviewer());
  EXPECT_FALSE(shows(story, story.buyer(), kind_of<FirstViewWritten>));
  EXPECT_FALSE(shows(story, story.buyer(), kind_of<ReviewTaken>));
  story.tell(story.reviewer(), Story::refusal_of_claim());
  EXPECT_TRUE(compare().overlay);
  EXPECT_TRUE(shows(story, story.merchant(), kind_of<DecisionMade>));
}

TEST(Viewing, an_opinion_that_does_not_count_is_not_told_to_a_party) {
  Story story;
  story.bring_to_review();
  story.tell(story.engine(), PolicyEvaluated{"default", "", true, {}});
  story.look(story.reviewer());
  story.tell(story.reviewer(), Story::refusal_of_claim());
  EXPECT_FALSE(shows(story, story.buyer(), kind_of<DecisionMade>));
}

TEST(Viewing, an_auditor_sees_everything_and_alone_may_order_by_band) {
  Story story;
  story.bring_to_appeal_window();
  const Actor auditor = story.actor(story.people.auditor, Role::auditor);
  EXPECT_EQ(shown_events(story.claim, story.events, auditor).size(), story.events.size());
  EXPECT_TRUE(may_order_by_band(auditor));
  EXPECT_FALSE(may_order_by_band(story.reviewer()));
}

}  // namespace
}  // namespace pixiu::cases
