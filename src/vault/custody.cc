#include "vault/custody.h"

#include "base/check.h"
#include "base/limits.h"

#include <algorithm>
#include <array>
#include <utility>

namespace pixiu::vault {
namespace {

using nlohmann::json;

constexpr std::string_view kind_prefix = "exhibit.";
constexpr std::size_t page_length = 1000;

constexpr std::array<std::pair<CustodyAction, std::string_view>, 9> action_names = {{
    {CustodyAction::received, "received"},
    {CustodyAction::examined, "examined"},
    {CustodyAction::viewed, "viewed"},
    {CustodyAction::exported, "exported"},
    {CustodyAction::quarantined, "quarantined"},
    {CustodyAction::restored, "restored"},
    {CustodyAction::held, "held"},
    {CustodyAction::released, "released"},
    {CustodyAction::erased, "erased"},
}};

std::optional<CustodyAction> action_of_kind(std::string_view kind) {
  if (!kind.starts_with(kind_prefix)) return std::nullopt;
  return custody_action_by_name(kind.substr(kind_prefix.size()));
}

std::string digest_in(const Event& event) {
  const json body = json::parse(event.body, nullptr, false);
  const auto found = body.is_object() ? body.find("sha256") : body.end();
  return found != body.end() && found->is_string() ? found->get<std::string>() : std::string();
}

void find_faults(CustodyChain& chain) {
  bool is_erased = false;
  for (const CustodyEntry& entry : chain.entries) {
    const auto fault = [&](std::string what) {
      chain.faults.push_back({.event = entry.event.event.id, .what = std::move(what)});
    };
    const bool is_first = &entry == &chain.entries.front();
    if (is_first && entry.action != CustodyAction::received) {
      fault("the chain does not begin with \"received\"");
    }
    if (!is_first && entry.action == CustodyAction::received) fault("received a second time");
    if (entry.sha256_hex != chain.entries.front().sha256_hex) {
      fault("the content was another one: SHA-256 " + entry.sha256_hex.substr(0, 64));
    }
    if (is_erased) fault("a step after the content was erased");
    is_erased = is_erased || entry.action == CustodyAction::erased;
  }
}

}  // namespace

std::string_view custody_action_name(CustodyAction action) {
  for (const auto& [known, name] : action_names) {
    if (known == action) return name;
  }
  PIXIU_CHECK(false);
}

std::optional<CustodyAction> custody_action_by_name(std::string_view name) {
  for (const auto& [action, known] : action_names) {
    if (known == name) return action;
  }
  return std::nullopt;
}

Result<Event> custody_event(const CustodyStep& step, const Clock& clock, Entropy& entropy) {
  json body = {{"exhibit", step.exhibit.id.text()},     {"claim", step.exhibit.claim.text()},
               {"sha256", crypto::hex(step.sha256)},    {"sm3", crypto::hex(step.exhibit.sm3)},
               {"size_bytes", step.exhibit.size_bytes}, {"media_type", step.exhibit.media_type}};
  if (!step.details.empty()) body["details"] = step.details;
  return make_event(
      {.tenant = step.exhibit.tenant,
       .stream = Stream::of(step.exhibit.id),
       .kind = std::string(kind_prefix) + std::string(custody_action_name(step.action)),
       .actor = step.actor,
       .body = std::move(body),
       .id = step.id},
      clock, entropy);
}

Result<CustodyChain> custody_of(const EventStore& events, const TenantId& tenant,
                                const ExhibitId& exhibit) {
  CustodyChain chain;
  EventPage page{.after_position = 0, .count_max = page_length};
  while (true) {
    auto found = events.by_stream(tenant, Stream::of(exhibit), page);
    if (!found) return found.error();
    for (StoredEvent& event : *found) {
      const auto action = action_of_kind(event.event.kind);
      if (!action) continue;
      if (chain.entries.size() == limits::custody_entries_max) {
        return Error{ErrorCode::limit_exceeded, "a custody chain of more than " +
                                                    std::to_string(limits::custody_entries_max) +
                                                    " entries"};
      }
      std::string digest = digest_in(event.event);
      chain.entries.push_back({.event = event, .action = *action, .sha256_hex = std::move(digest)});
    }
    if (found->size() < page_length) break;
    page.after_position = found->back().position;
  }
  if (chain.entries.empty()) {
    return Error{ErrorCode::not_found, "no custody of exhibit " + exhibit.text()};
  }
  find_faults(chain);
  return chain;
}

}  // namespace pixiu::vault
