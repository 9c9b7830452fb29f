#pragma once

#include "base/ids.h"
#include "base/money.h"
#include "base/timestamp.h"
#include "cases/terms.h"
#include "cases/words.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// What happens to a claim: each kind of event is a struct with its name in JSON and its fields. A
// claim's state is the fold of its events (claim.h); nothing else is kept. Each struct lists its
// fields once, in `each`, for reading, writing and checking (event_json.h, body_texts.h).
namespace pixiu::cases {

// Who acts. A person's user id, and the capacity that `identity` confirmed.
struct Actor {
  UserId user = no_id<UserId>();
  Role role = Role::engine;

  bool is_person() const { return role != Role::engine; }
  friend bool operator==(const Actor&, const Actor&) = default;
};

// A struct that lists its fields.
template <class T>
concept HasFields = requires(T& value) {
  T::each(value, [](std::string_view, auto&) {});
};

#define PIXIU_EVENT(name)                        \
  static constexpr std::string_view kind = name; \
  template <class Self, class Field>             \
  static void each([[maybe_unused]] Self& self, [[maybe_unused]] Field&& field)

struct ClaimFiled {
  ClaimKind claim_kind = ClaimKind::refund_only;
  UserId buyer = no_id<UserId>();
  MerchantId merchant = no_id<MerchantId>();
  Money amount;          // what the claim is about, above zero; held until it is closed
  std::string category;  // of the goods, a word of the tenant's list
  std::string grounds;   // what went wrong, in the buyer's words
  Terms terms;
  PIXIU_EVENT("claim_filed") {
    field("claim_kind", self.claim_kind);
    field("buyer", self.buyer);
    field("merchant", self.merchant);
    field("amount", self.amount);
    field("category", self.category);
    field("grounds", self.grounds);
    field("terms", self.terms);
  }
  friend bool operator==(const ClaimFiled&, const ClaimFiled&) = default;
};

struct ExhibitAdded {
  ExhibitId exhibit = no_id<ExhibitId>();
  PIXIU_EVENT("exhibit_added") { field("exhibit", self.exhibit); }
  friend bool operator==(const ExhibitAdded&, const ExhibitAdded&) = default;
};

struct StatementMade {
  std::string text;
  PIXIU_EVENT("statement_made") { field("text", self.text); }
  friend bool operator==(const StatementMade&, const StatementMade&) = default;
};

// What the engine found in one exhibit. The findings themselves are kept with the exhibit.
struct ExaminationRecorded {
  ExhibitId exhibit = no_id<ExhibitId>();
  Band band = Band::not_assessed;
  PIXIU_EVENT("examination_recorded") {
    field("exhibit", self.exhibit);
    field("band", self.band);
  }
  friend bool operator==(const ExaminationRecorded&, const ExaminationRecorded&) = default;
};

// What the rules asked for, from the facts as they were.
struct PolicyEvaluated {
  std::string ruleset;
  std::string facts_sha256;  // of the stored snapshot
  bool asks_second_review = false;
  std::vector<std::string> rules;  // that applied
  PIXIU_EVENT("policy_evaluated") {
    field("ruleset", self.ruleset);
    field("facts_sha256", self.facts_sha256);
    field("asks_second_review", self.asks_second_review);
    field("rules", self.rules);
  }
  friend bool operator==(const PolicyEvaluated&, const PolicyEvaluated&) = default;
};

struct EvidenceRequested {
  Party party = Party::buyer;
  std::vector<std::string> items;  // of the checklist, at least one
  std::string note;
  PIXIU_EVENT("evidence_requested") {
    field("party", self.party);
    field("items", self.items);
    field("note", self.note);
  }
  friend bool operator==(const EvidenceRequested&, const EvidenceRequested&) = default;
};

// The party that was asked has handed in what it has.
struct EvidenceGiven {
  PIXIU_EVENT("evidence_given") {}
  friend bool operator==(const EvidenceGiven&, const EvidenceGiven&) = default;
};

// The merchant is asked to take a position.
struct MerchantAsked {
  PIXIU_EVENT("merchant_asked") {}
  friend bool operator==(const MerchantAsked&, const MerchantAsked&) = default;
};

struct MerchantAnswered {
  bool accepts = false;  // grants all the buyer asks for
  std::string text;
  PIXIU_EVENT("merchant_answered") {
    field("accepts", self.accepts);
    field("text", self.text);
  }
  friend bool operator==(const MerchantAnswered&, const MerchantAnswered&) = default;
};

struct BuyerReplied {
  std::string text;
  PIXIU_EVENT("buyer_replied") { field("text", self.text); }
  friend bool operator==(const BuyerReplied&, const BuyerReplied&) = default;
};

// A party was told about the open window or, when there is a decision, about that.
struct NoticeGiven {
  Party party = Party::buyer;
  std::optional<Timestamp> due;  // of the open window; absent for a decision
  std::string silence_rule;      // what silence means, if the notice said so
  PIXIU_EVENT("notice_given") {
    field("party", self.party);
    field("due", self.due);
    field("silence_rule", self.silence_rule);
  }
  friend bool operator==(const NoticeGiven&, const NoticeGiven&) = default;
};

// The open window's time is over. `opened_by` is the sequence number of the event that opened it,
// so that one window passes once.
struct DeadlinePassed {
  std::uint64_t opened_by = 0;
  PIXIU_EVENT("deadline_passed") { field("opened_by", self.opened_by); }
  friend bool operator==(const DeadlinePassed&, const DeadlinePassed&) = default;
};

// A reviewer takes the claim, from the queue or from whoever has it.
struct ReviewTaken {
  PIXIU_EVENT("review_taken") {}
  friend bool operator==(const ReviewTaken&, const ReviewTaken&) = default;
};

struct ReviewReleased {
  PIXIU_EVENT("review_released") {}
  friend bool operator==(const ReviewReleased&, const ReviewReleased&) = default;
};

// The server began, or ended, to show a whole exhibit to its reviewer. Recorded by the server; the
// page is not asked.
struct ExhibitOpened {
  ExhibitId exhibit = no_id<ExhibitId>();
  PIXIU_EVENT("exhibit_opened") { field("exhibit", self.exhibit); }
  friend bool operator==(const ExhibitOpened&, const ExhibitOpened&) = default;
};
struct ExhibitClosed {
  ExhibitId exhibit = no_id<ExhibitId>();
  PIXIU_EVENT("exhibit_closed") { field("exhibit", self.exhibit); }
  friend bool operator==(const ExhibitClosed&, const ExhibitClosed&) = default;
};

struct FirstViewWritten {
  Leaning leaning = Leaning::unsure;
  std::string text;
  PIXIU_EVENT("first_view_written") {
    field("leaning", self.leaning);
    field("text", self.text);
  }
  friend bool operator==(const FirstViewWritten&, const FirstViewWritten&) = default;
};

// An inspection at the buyer's door, and its end; what was found comes back as an exhibit.
struct VisitOrdered {
  PIXIU_EVENT("visit_ordered") {}
  friend bool operator==(const VisitOrdered&, const VisitOrdered&) = default;
};
struct VisitReported {
  std::optional<ExhibitId> exhibit;  // absent when the visit came to nothing
  PIXIU_EVENT("visit_reported") { field("exhibit", self.exhibit); }
  friend bool operator==(const VisitReported&, const VisitReported&) = default;
};

// A reason from the checklist (reasons.h), and in words.
struct Reason {
  std::string code;
  std::string text;
  template <class Self, class Field>
  static void each(Self& self, Field&& field) {
    field("code", self.code);
    field("text", self.text);
  }
  friend bool operator==(const Reason&, const Reason&) = default;
};

struct DecisionMade {
  Verdict verdict = Verdict::refuse;
  std::vector<Remedy> remedies;  // none when refused
  Money amount;                  // of the refund or the compensation, else zero
  std::vector<Reason> reasons;
  PIXIU_EVENT("decision_made") {
    field("verdict", self.verdict);
    field("remedies", self.remedies);
    field("amount", self.amount);
    field("reasons", self.reasons);
  }
  friend bool operator==(const DecisionMade&, const DecisionMade&) = default;
};

struct AppealFiled {
  std::string grounds;
  PIXIU_EVENT("appeal_filed") { field("grounds", self.grounds); }
  friend bool operator==(const AppealFiled&, const AppealFiled&) = default;
};
struct AppealAnswered {
  std::string text;
  PIXIU_EVENT("appeal_answered") { field("text", self.text); }
  friend bool operator==(const AppealAnswered&, const AppealAnswered&) = default;
};

struct ClaimWithdrawn {
  PIXIU_EVENT("claim_withdrawn") {}
  friend bool operator==(const ClaimWithdrawn&, const ClaimWithdrawn&) = default;
};

struct SettlementOffered {
  std::vector<Remedy> remedies;
  Money amount;
  PIXIU_EVENT("settlement_offered") {
    field("remedies", self.remedies);
    field("amount", self.amount);
  }
  friend bool operator==(const SettlementOffered&, const SettlementOffered&) = default;
};
// Of the last offer of the other side, named by its sequence number.
struct SettlementAccepted {
  std::uint64_t offer = 0;
  PIXIU_EVENT("settlement_accepted") { field("offer", self.offer); }
  friend bool operator==(const SettlementAccepted&, const SettlementAccepted&) = default;
};

// A remedy was carried out. For a refund or compensation this moves the money.
struct RemedyConfirmed {
  Remedy remedy = Remedy::refund;
  PIXIU_EVENT("remedy_confirmed") { field("remedy", self.remedy); }
  friend bool operator==(const RemedyConfirmed&, const RemedyConfirmed&) = default;
};

#undef PIXIU_EVENT

// In the order of the diagram and of docs/methods/claim_states.md.
using EventBody =
    std::variant<ClaimFiled, ExhibitAdded, StatementMade, ExaminationRecorded, PolicyEvaluated,
                 EvidenceRequested, EvidenceGiven, MerchantAsked, MerchantAnswered, BuyerReplied,
                 NoticeGiven, DeadlinePassed, ReviewTaken, ReviewReleased, ExhibitOpened,
                 ExhibitClosed, FirstViewWritten, VisitOrdered, VisitReported, DecisionMade,
                 AppealFiled, AppealAnswered, ClaimWithdrawn, SettlementOffered, SettlementAccepted,
                 RemedyConfirmed>;

// An event's kind as a number, for tables: kind_of<ReviewTaken>.
template <class Body, std::size_t I = 0>
constexpr std::size_t kind_index() {
  if constexpr (std::is_same_v<std::variant_alternative_t<I, EventBody>, Body>) {
    return I;
  } else {
    return kind_index<Body, I + 1>();
  }
}
template <class Body>
inline constexpr std::size_t kind_of = kind_index<Body>();

// "claim_filed" and so on; by number below std::variant_size_v<EventBody>.
std::string_view event_kind_name(std::size_t kind);

struct ClaimEvent {
  EventId id = no_id<EventId>();
  TenantId tenant = no_id<TenantId>();
  ClaimId claim = no_id<ClaimId>();
  std::uint64_t sequence = 0;  // 1, 2, 3 ... within the claim
  Timestamp time;              // of the machine that recorded it; may step back
  Actor actor;
  EventBody body;

  friend bool operator==(const ClaimEvent&, const ClaimEvent&) = default;
};

}  // namespace pixiu::cases
