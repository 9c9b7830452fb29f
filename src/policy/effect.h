#pragma once

#include "base/money.h"
#include "base/result.h"
#include "findings/finding.h"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// What a rule that applies asks for. No effect can weaken a gate of a claim (cases/gates.h); they
// only ask for more, or set what a tenant may choose.
namespace pixiu::policy {

enum class EffectKind {
  limit_refund_only,  // amount: above it, a refund without return is a person's decision
  ask_second_review,
  ask_evidence,      // items of the checklist
  ask_retake,        // a new photo or video that shows a one-time code
  order_inspection,  // a technician looks at the goods
  set_party_window,  // period: how long each side has
  give_extra_time,   // period: added for both sides
  silence_grants,    // the merchant's silence grants the claim
};
inline constexpr std::size_t effect_kind_count = 8;

struct EffectText {
  std::string_view name;       // in files: "limit_refund_only"
  std::string_view parameter;  // "amount", "items", "period" or ""
  Summary meaning;
};
const EffectText& effect_text(EffectKind kind);
std::optional<EffectKind> effect_named(std::string_view name);

struct Effect {
  EffectKind kind = EffectKind::ask_second_review;
  Money amount;
  std::vector<std::string> items;
  std::string period;  // "3 workdays", "72 hours", "7 days" (docs/formats/calendar.md)

  friend bool operator==(const Effect&, const Effect&) = default;
};

// Evidence that a checklist may name, in words for whoever hands it in.
struct ChecklistItem {
  std::string_view code;
  Summary text;
};
std::span<const ChecklistItem> checklist_items();
const ChecklistItem* find_checklist_item(std::string_view code);

// A count of 1 to 366, a space, and "hours", "days" or "workdays".
bool is_period(std::string_view text);

// Whether `a` lasts longer than `b`: a workday counts for a day and two fifths, a day for a day.
bool is_longer(std::string_view a, std::string_view b);

}  // namespace pixiu::policy
