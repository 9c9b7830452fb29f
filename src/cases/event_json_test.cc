#include "cases/event_json.h"

#include "cases/body_texts.h"
#include "cases/testing.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::cases {
namespace {

using nlohmann::json;
using testing::Story;

// One of each kind, with every field filled.
std::vector<EventBody> one_of_each(Story& story) {
  const ExhibitId exhibit = ExhibitId::make(story.clock, story.entropy);
  return {story.filing(ClaimKind::repair, 1234),
          ExhibitAdded{exhibit},
          StatementMade{"说明\n<b>"},
          ExaminationRecorded{exhibit, Band::review},
          PolicyEvaluated{"r1", "00ff", true, {"a", "b"}},
          EvidenceRequested{Party::merchant, {"packing_video"}, "whole parcel"},
          EvidenceGiven{},
          MerchantAsked{},
          MerchantAnswered{true, "yes"},
          BuyerReplied{"no"},
          NoticeGiven{Party::merchant, story.clock.now(), "rule"},
          NoticeGiven{Party::buyer, {}, ""},
          DeadlinePassed{7},
          ReviewTaken{},
          ReviewReleased{},
          ExhibitOpened{exhibit},
          ExhibitClosed{exhibit},
          FirstViewWritten{Leaning::for_merchant, "seen"},
          VisitOrdered{},
          VisitReported{exhibit},
          VisitReported{},
          Story::refusal_of_claim(),
          AppealFiled{"again"},
          AppealAnswered{"as before"},
          ClaimWithdrawn{},
          SettlementOffered{{Remedy::goods_return, Remedy::refund}, Money::from_fen(5)},
          SettlementAccepted{9},
          RemedyConfirmed{Remedy::goods_return}};
}

ClaimEvent event_of(Story& story, EventBody body) {
  const Command command = story.command(story.buyer(), std::move(body));
  return {command.id,        command.tenant, command.claim, 3,
          story.clock.now(), command.actor,  command.body};
}

TEST(EventJson, every_kind_reads_back_as_it_was_written) {
  Story story;
  std::set<std::size_t> kinds;
  for (EventBody& body : one_of_each(story)) {
    kinds.insert(body.index());
    const ClaimEvent event = event_of(story, std::move(body));
    const Result<ClaimEvent> read = parse_event(event_to_json(event).dump());
    ASSERT_TRUE(read.has_value()) << read.error().message;
    EXPECT_EQ(*read, event);
  }
  EXPECT_EQ(kinds.size(), std::variant_size_v<EventBody>);
}

TEST(EventJson, a_field_that_is_missing_unknown_or_of_another_type_is_refused) {
  Story story;
  for (EventBody& body : one_of_each(story)) {
    const json good = event_to_json(event_of(story, std::move(body)));
    for (const auto& [name, value] : good.items()) {
      json without = good;
      without.erase(name);
      EXPECT_FALSE(event_from_json(without).has_value()) << name;
      json other = good;
      other[name] = 1.5;
      EXPECT_FALSE(event_from_json(other).has_value()) << name;
    }
    for (const auto& [name, value] : good["body"].items()) {
      json without = good;
      without["body"].erase(name);
      EXPECT_FALSE(event_from_json(without).has_value()) << name;
      json other = good;
      other["body"][name] = 1.5;
      EXPECT_FALSE(event_from_json(other).has_value()) << name;
    }
    json more = good;
    more["body"]["more"] = 1;
    EXPECT_FALSE(event_from_json(more).has_value());
  }
}

TEST(EventJson, what_is_too_long_or_too_deep_is_refused_before_it_is_kept) {
  EXPECT_EQ(parse_event(std::string(300u << 10, ' ')).error().code, ErrorCode::limit_exceeded);
  EXPECT_EQ(parse_event(std::string(1000, '[')).error().code, ErrorCode::limit_exceeded);
  Story story;
  EventBody long_list = EvidenceRequested{Party::buyer, std::vector<std::string>(51, "x"), ""};
  EXPECT_FALSE(event_from_json(event_to_json(event_of(story, long_list))).has_value());
}

TEST(EventJson, whatever_may_be_recorded_is_read_again_however_much_it_says) {
  Story story;
  DecisionMade decision = Story::refusal_of_claim();
  // The worst for its size: every byte doubles in JSON.
  decision.reasons.assign(50, {"defect_not_shown", std::string(1984, '"')});
  ASSERT_TRUE(check_body(decision));
  const ClaimEvent event = event_of(story, decision);
  EXPECT_EQ(parse_event(event_to_json(event).dump()), event);
  decision.reasons.back().text += std::string(100, '"');
  decision.reasons.front().text += std::string(1000, '"');
  EXPECT_EQ(check_body(decision).error().code, ErrorCode::limit_exceeded);
}

TEST(BodyTexts, a_claim_is_the_same_from_sealed_events) {
  Story story;
  story.bring_to_appeal_window();
  std::size_t sealed = 0;
  std::vector<ClaimEvent> events = story.events;
  for (ClaimEvent& event : events) {
    EXPECT_TRUE(rewrite_personal_texts(event.body, [&](std::string_view, std::string& text) {
      text = "sealed";
      ++sealed;
      return Status();
    }));
  }
  EXPECT_EQ(sealed, 5u);  // grounds, answer, reply, first view, one reason
  const Claim claim = fold(events).value();
  EXPECT_EQ(claim.state, story.claim.state);
  EXPECT_EQ(claim.ledger.held, story.claim.ledger.held);
  const std::string all = event_to_json(events.front()).dump();
  EXPECT_EQ(all.find(story.claim.filed.grounds), std::string::npos);
}

TEST(BodyTexts, a_text_that_cannot_be_sealed_stops_the_step) {
  Story story;
  EventBody body = story.filing(ClaimKind::exchange, 5);
  const Status status = rewrite_personal_texts(body, [](std::string_view, std::string&) -> Status {
    return Error{ErrorCode::unavailable, "no key"};
  });
  EXPECT_EQ(status.error().code, ErrorCode::unavailable);
}

RC_GTEST_PROP(EventJson, no_text_breaks_the_reader, (const std::string& text)) {
  (void)parse_event(text);
}

RC_GTEST_PROP(EventJson, no_damage_breaks_the_reader, (std::size_t place, char character)) {
  Story story;
  std::string text = event_to_json(event_of(story, Story::refusal_of_claim())).dump();
  text[place % text.size()] = character;
  const Result<ClaimEvent> read = parse_event(text);
  if (read) RC_ASSERT(parse_event(event_to_json(*read).dump()) == *read);
}

RC_GTEST_PROP(EventJson, every_text_is_kept_or_refused_whole, (const std::string& text)) {
  Story story;
  const ClaimEvent event = event_of(story, StatementMade{text});
  if (check_body(event.body)) {
    RC_ASSERT(parse_event(event_to_json(event).dump()) == event);
  } else {
    RC_ASSERT(!body_from_json("statement_made", json{{"text", text}}).has_value());
  }
}

}  // namespace
}  // namespace pixiu::cases
