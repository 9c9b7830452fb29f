#include "cases/gates.h"

namespace pixiu::cases {
namespace {

struct GateText {
  Gate gate;
  std::string_view name;
  ErrorCode code;
  struct {
    std::string_view en;
    std::string_view zh;
  } text;
};

using G = Gate;
constexpr ErrorCode invalid = ErrorCode::invalid_input;
constexpr ErrorCode conflict = ErrorCode::conflict;
constexpr ErrorCode denied = ErrorCode::permission_denied;

// In the order of the gates.
constexpr std::array<GateText, gate_count> texts{{
    {G::right_side,
     "right_side",
     denied,
     {"Only this side of the claim can do this.", "只有该方当事人可以操作。"}},
    {G::filing_is_whole,
     "filing_is_whole",
     invalid,
     {"A claim needs an amount above zero, a category and valid terms.",
      "售后单需要大于零的金额、商品类目和有效的条款。"}},
    {G::person_for_refusal,
     "person_for_refusal",
     denied,
     {"Only a person can refuse what was asked for, or part of it.",
      "拒绝或部分拒绝请求须由人工决定。"}},
    {G::person_for_refund_only,
     "person_for_refund_only",
     denied,
     {"A refund without return of this amount is decided by a person.",
      "该金额的仅退款须由人工决定。"}},
    {G::person_when_in_doubt,
     "person_when_in_doubt",
     denied,
     {"Findings contradict or a second reviewer is asked for: a person decides.",
      "检验发现不一致或需要复核，须由人工决定。"}},
    {G::not_a_party,
     "not_a_party",
     denied,
     {"Who is a party to the claim cannot review it.", "当事人不能审核自己的售后单。"}},
    {G::untouched,
     "untouched",
     denied,
     {"This must be done by somebody who has had nothing to do with the claim before.",
      "须由此前未接触过该售后单的人处理。"}},
    {G::not_held_already,
     "not_held_already",
     conflict,
     {"You are reviewing this claim already.", "您已在审核该售后单。"}},
    {G::review_is_held,
     "review_is_held",
     conflict,
     {"Nobody is reviewing this claim.", "目前无人审核该售后单。"}},
    {G::holds_review,
     "holds_review",
     denied,
     {"Take the claim first; only its present reviewer can do this.",
      "请先领取该售后单，只有当前审核员可以操作。"}},
    {G::asked_side,
     "asked_side",
     denied,
     {"The other side was asked for this evidence.", "该证据是向对方要求的。"}},
    {G::other_side,
     "other_side",
     denied,
     {"An appeal is answered once, by the side that did not file it.",
      "申诉由另一方答复，且只答复一次。"}},
    {G::in_time, "in_time", conflict, {"The time for this is over.", "期限已过。"}},
    {G::time_is_over,
     "time_is_over",
     conflict,
     {"This time is not over yet, or was counted before.", "期限尚未届满，或已处理过。"}},
    {G::notice_is_right,
     "notice_is_right",
     conflict,
     {"The notice must name the end of the present window, and is given once to each side.",
      "通知须写明当前期限的截止时间，且对每方只发一次。"}},
    {G::said_in_words, "said_in_words", invalid, {"Please say it in words.", "请用文字说明。"}},
    {G::items_named,
     "items_named",
     invalid,
     {"Say which evidence is asked for.", "请列明所要求的证据。"}},
    {G::exhibit_is_new,
     "exhibit_is_new",
     conflict,
     {"This exhibit is part of the claim already, or the claim has too many.",
      "该证据已在售后单中，或证据数量已达上限。"}},
    {G::exhibit_is_known,
     "exhibit_is_known",
     ErrorCode::not_found,
     {"The claim has no such exhibit.", "售后单中没有该证据。"}},
    {G::visit_is_outstanding,
     "visit_is_outstanding",
     conflict,
     {"No inspection visit is outstanding, or its exhibit is known already.",
      "没有待完成的上门检测，或该证据已存在。"}},
    {G::other_side_heard,
     "other_side_heard",
     conflict,
     {"The other side has not answered the appeal and still has time to.",
      "对方尚未答复申诉，且期限未届满。"}},
    {G::every_exhibit_opened,
     "every_exhibit_opened",
     conflict,
     {"Open every exhibit first, and look at each for the shortest time.",
      "请先逐一打开全部证据，并达到最短查看时间。"}},
    {G::first_view_once,
     "first_view_once",
     conflict,
     {"A first view is written once.", "初步意见只能填写一次。"}},
    {G::first_view_written,
     "first_view_written",
     conflict,
     {"Write your first view before deciding.", "作出决定前请先写下初步意见。"}},
    {G::review_took_its_time,
     "review_took_its_time",
     conflict,
     {"The shortest time for a review is not over.", "尚未达到最短审核时间。"}},
    {G::no_visit_outstanding,
     "no_visit_outstanding",
     conflict,
     {"An inspection visit is outstanding.", "上门检测尚未完成。"}},
    {G::decision_is_whole,
     "decision_is_whole",
     invalid,
     {"Remedies and amount do not fit the decision or go beyond the claim.",
      "处理方式和金额与决定不符，或超出请求范围。"}},
    {G::reasons_in_words,
     "reasons_in_words",
     invalid,
     {"A decision needs a reason from the checklist that bears it out, each in words a layman "
      "reads.",
      "决定须从理由清单中选择能支持它的理由，并逐条用通俗文字说明。"}},
    {G::extra_time_given,
     "extra_time_given",
     conflict,
     {"Findings contradict an exhibit; both sides must have had time to say something about it.",
      "检验发现与证据不一致，须先给双方说明的时间。"}},
    {G::offer_is_whole,
     "offer_is_whole",
     invalid,
     {"Remedies and amount of the offer do not fit or go beyond the claim.",
      "和解方案的处理方式和金额不符，或超出请求范围。"}},
    {G::other_sides_offer,
     "other_sides_offer",
     conflict,
     {"There is no such offer of the other side, or it was replaced.",
      "没有对方的该和解方案，或已被替换。"}},
    {G::remedy_is_ordered,
     "remedy_is_ordered",
     conflict,
     {"This was not ordered, or is confirmed already.", "没有该处理事项，或已确认完成。"}},
    {G::confirms_it,
     "confirms_it",
     denied,
     {"Somebody else confirms this.", "该事项须由另一方确认。"}},
    {G::goods_are_back,
     "goods_are_back",
     conflict,
     {"The goods must be back first.", "须先完成退货。"}},
}};

constexpr bool is_in_order() {
  for (std::size_t i = 0; i < gate_count; ++i) {
    if (texts[i].gate != static_cast<Gate>(i)) return false;
  }
  return true;
}
static_assert(is_in_order());

const GateText& entry(Gate gate) {
  return texts.at(static_cast<std::size_t>(gate));
}

}  // namespace

std::string_view gate_name(Gate gate) {
  return entry(gate).name;
}
Summary gate_text(Gate gate) {
  return {std::string(entry(gate).text.en), std::string(entry(gate).text.zh)};
}
ErrorCode gate_error_code(Gate gate) {
  return entry(gate).code;
}

}  // namespace pixiu::cases
