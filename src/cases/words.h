#pragma once

#include "base/ids.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

// The words of a claim, the same in code, JSON, the page and docs/glossary.md.
namespace pixiu::cases {

using MerchantId = Id<struct MerchantTag>;

// Where a claim stands. `not_filed` is the beginning, before its first event.
enum class State {
  not_filed,
  filed,
  evidence_requested,
  merchant_window,
  buyer_reply,
  under_review,
  second_review,
  decided,
  appeal_window,
  appeal_review,
  closed,
  withdrawn,
  settled,
};
inline constexpr std::array<std::string_view, 13> state_names{
    "not_filed",       "filed",       "evidence_requested",
    "merchant_window", "buyer_reply", "under_review",
    "second_review",   "decided",     "appeal_window",
    "appeal_review",   "closed",      "withdrawn",
    "settled"};
constexpr std::span<const std::string_view> names_of(State) {
  return state_names;
}
inline constexpr std::array<std::string_view, 13> state_names_zh{
    "未申请", "已申请", "补充举证中", "商家答复期", "买家回复期", "审核中", "复核中",
    "已决定", "申诉期", "申诉审理中", "已结案",     "已撤回",     "已和解"};
constexpr std::string_view chinese_name_of(State state) {
  return state_names_zh[static_cast<std::size_t>(state)];
}

// In which capacity somebody acts. `engine` is the program itself; everybody else is a person.
enum class Role {
  buyer,
  merchant,
  reviewer,
  second_reviewer,
  appeal_reviewer,
  auditor,
  administrator,
  engine,
};
inline constexpr std::array<std::string_view, 8> role_names{
    "buyer",           "merchant", "reviewer",      "second_reviewer",
    "appeal_reviewer", "auditor",  "administrator", "engine"};
constexpr std::span<const std::string_view> names_of(Role) {
  return role_names;
}

enum class Party { buyer, merchant };
inline constexpr std::array<std::string_view, 2> party_names{"buyer", "merchant"};
constexpr std::span<const std::string_view> names_of(Party) {
  return party_names;
}
constexpr Party other_side(Party party) {
  return party == Party::buyer ? Party::merchant : Party::buyer;
}

// What the buyer asks for.
enum class ClaimKind { refund_only, return_and_refund, exchange, repair, compensation };
inline constexpr std::array<std::string_view, 5> claim_kind_names{
    "refund_only", "return_and_refund", "exchange", "repair", "compensation"};
constexpr std::span<const std::string_view> names_of(ClaimKind) {
  return claim_kind_names;
}

// What is carried out. `goods_return` is written "return".
enum class Remedy { refund, goods_return, exchange, visit, compensation };
inline constexpr std::array<std::string_view, 5> remedy_names{"refund", "return", "exchange",
                                                              "visit", "compensation"};
constexpr std::span<const std::string_view> names_of(Remedy) {
  return remedy_names;
}

// What a decision says about what the buyer asked for.
enum class Verdict { approve, partial, refuse };
inline constexpr std::array<std::string_view, 3> verdict_names{"approve", "partial", "refuse"};
constexpr std::span<const std::string_view> names_of(Verdict) {
  return verdict_names;
}

// A reviewer's first view, written before the engine's band is shown.
enum class Leaning { for_buyer, for_merchant, unsure };
inline constexpr std::array<std::string_view, 3> leaning_names{"for_buyer", "for_merchant",
                                                               "unsure"};
constexpr std::span<const std::string_view> names_of(Leaning) {
  return leaning_names;
}

// The engine's answer for an exhibit, in one word; as in an assessment.
enum class Band { clear, review, contradicted, not_assessed };
inline constexpr std::array<std::string_view, 4> band_names{"clear", "review", "contradicted",
                                                            "not_assessed"};
constexpr std::span<const std::string_view> names_of(Band) {
  return band_names;
}

// A time in which somebody is waited for. The first four belong to a party and are equally long
// for both, because they have one length (Terms::party_window).
enum class Window { evidence, merchant, reply, appeal_answer, review, appeal };
inline constexpr std::array<std::string_view, 6> window_names{
    "evidence", "merchant", "reply", "appeal_answer", "review", "appeal"};
constexpr std::span<const std::string_view> names_of(Window) {
  return window_names;
}

template <class Word>
constexpr std::string_view name_of(Word word) {
  return names_of(word)[static_cast<std::size_t>(word)];
}

template <class Word>
std::optional<Word> word_of(std::string_view name) {
  const std::span<const std::string_view> names = names_of(Word{});
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Word>(found - names.begin());
}

// An id that stands for nobody and nothing, for what has none yet.
template <class SomeId>
const SomeId& no_id() {
  static const SomeId id = SomeId::parse("00000000-0000-7000-8000-000000000000").value();
  return id;
}

}  // namespace pixiu::cases
