#include "vault/event.h"

#include "base/check.h"
#include "base/limits.h"
#include "vault/canonical_json.h"

#include <algorithm>
#include <utility>

namespace pixiu::vault {
namespace {

using nlohmann::json;

constexpr std::string_view record_type = "pixiu.event/1";
constexpr std::size_t word_chars_max = 32;
// The members beside the body are short; the bound is generous.
constexpr std::size_t record_bytes_max = limits::event_body_bytes_max + 1024;

bool is_word(std::string_view text) {
  const auto is_allowed = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
  return !text.empty() && text.size() <= word_chars_max &&
         std::all_of(text.begin(), text.end(), is_allowed);
}

bool is_kind(std::string_view text) {
  if (text.size() > limits::event_kind_chars_max) return false;
  while (true) {
    const std::size_t dot = text.find('.');
    if (!is_word(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

bool is_lower_case_id(std::string_view text) {
  const auto uuid = parse_uuid(text);
  return uuid && format_uuid(*uuid) == text;
}

Error not_a(std::string_view what, std::string_view example) {
  return {ErrorCode::invalid_input,
          "not " + std::string(what) + " such as " + std::string(example)};
}

json record_of(const Event& event) {
  json body = json::parse(event.body, nullptr, false);
  PIXIU_CHECK(body.is_object());
  return {{"type", record_type},
          {"id", event.id.text()},
          {"tenant", event.tenant.text()},
          {"stream", event.stream.text()},
          {"kind", event.kind},
          {"actor", event.actor.text()},
          {"time", format_timestamp(event.time)},
          {"body", std::move(body)}};
}

// The member as text; empty when it is missing or something else.
std::string member(const json& record, const char* name) {
  const auto found = record.find(name);
  return found != record.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::optional<std::byte> byte_of(char high, char low) {
  const auto value = [](char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    return -1;
  };
  if (value(high) < 0 || value(low) < 0) return std::nullopt;
  return static_cast<std::byte>(value(high) * 16 + value(low));
}

std::optional<crypto::Digest> digest_of_hex(std::string_view text) {
  crypto::Digest digest{};
  if (text.size() != digest.size() * 2) return std::nullopt;
  for (std::size_t i = 0; i < digest.size(); ++i) {
    const auto byte = byte_of(text[2 * i], text[2 * i + 1]);
    if (!byte) return std::nullopt;
    digest[i] = *byte;
  }
  return digest;
}

}  // namespace

Stream::Stream(std::string_view kind, std::string_view id) {
  text_.reserve(kind.size() + 1 + id.size());
  text_.append(kind).append("/").append(id);
}

Result<Stream> Stream::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos || !is_word(text.substr(0, slash)) ||
      !is_lower_case_id(text.substr(slash + 1))) {
    return not_a("a stream", "claim/01890a5d-ac96-774b-bcce-b302099a8057");
  }
  return Stream(std::string(text));
}

Actor Actor::user(const UserId& user) {
  return Actor("user/" + user.text());
}

Actor Actor::program(std::string_view word) {
  PIXIU_CHECK(is_word(word));
  return Actor("program/" + std::string(word));
}

Result<Actor> Actor::parse(std::string_view text) {
  const std::size_t slash = std::min(text.find('/'), text.size() - 1);
  const std::string_view kind = text.substr(0, text.empty() ? 0 : slash);
  const std::string_view rest = text.empty() ? text : text.substr(slash + 1);
  const bool fits =
      (kind == "user" && is_lower_case_id(rest)) || (kind == "program" && is_word(rest));
  if (!fits) return not_a("an actor", "user/01890a5d-ac96-774b-bcce-b302099a8057");
  return Actor(std::string(text));
}

Result<Event> make_event(EventDraft draft, const Clock& clock, Entropy& entropy) {
  if (!is_kind(draft.kind)) return not_a("a kind of event", "exhibit.received");
  if (!draft.body.is_object()) {
    return Error{ErrorCode::invalid_input, "the body of an event is a JSON object"};
  }
  auto body = canonical_json(draft.body);
  if (!body) return body.error();
  if (body->size() > limits::event_body_bytes_max) {
    return Error{ErrorCode::limit_exceeded, "the body of an event has more than " +
                                                std::to_string(limits::event_body_bytes_max) +
                                                " bytes"};
  }
  Event event{.id = draft.id ? *draft.id : EventId::make(clock, entropy),
              .tenant = draft.tenant,
              .stream = std::move(draft.stream),
              .kind = std::move(draft.kind),
              .actor = std::move(draft.actor),
              .time = clock.now(),
              .body = *std::move(body),
              .salt = {}};
  entropy.fill(event.salt);
  return event;
}

bool is_same_step(const Event& a, const Event& b) {
  return a.id == b.id && a.tenant == b.tenant && a.stream == b.stream && a.kind == b.kind &&
         a.actor == b.actor && a.body == b.body;
}

std::string canonical_record(const Event& event) {
  auto text = canonical_json(record_of(event));
  PIXIU_CHECK(text.has_value());
  return *std::move(text);
}

Result<Event> parse_record(std::string_view text) {
  const auto record = parse_json(text, record_bytes_max);
  if (!record) return record.error();
  const Error not_a_record{ErrorCode::invalid_input, "not a record of pixiu.event/1"};
  if (!record->is_object() || record->size() != 8 || member(*record, "type") != record_type) {
    return not_a_record;
  }
  const auto id = EventId::parse(member(*record, "id"));
  const auto tenant = TenantId::parse(member(*record, "tenant"));
  auto stream = Stream::parse(member(*record, "stream"));
  auto actor = Actor::parse(member(*record, "actor"));
  const auto time = parse_timestamp(member(*record, "time"));
  std::string kind = member(*record, "kind");
  const auto body = record->find("body");
  if (!id || !tenant || !stream || !actor || !time || !is_kind(kind) || body == record->end() ||
      !body->is_object()) {
    return not_a_record;
  }
  auto body_text = canonical_json(*body);
  if (!body_text || body_text->size() > limits::event_body_bytes_max) return not_a_record;
  Event event{.id = *id,
              .tenant = *tenant,
              .stream = *std::move(stream),
              .kind = std::move(kind),
              .actor = *std::move(actor),
              .time = *time,
              .body = *std::move(body_text),
              .salt = {}};
  if (canonical_record(event) != text) {
    return Error{ErrorCode::invalid_input, "a record that is not in canonical form (RFC 8785)"};
  }
  return event;
}

crypto::Digest commitment_of(const Event& event) {
  crypto::DigestStream stream(crypto::DigestAlgorithm::sha256);
  stream.update(event.salt);
  stream.update(bytes_of(canonical_record(event)));
  return stream.finish();
}

std::string leaf_entry(const crypto::Digest& commitment) {
  return std::string(record_type) + '\n' + crypto::hex(commitment);
}

std::optional<crypto::Digest> commitment_of_entry(std::string_view entry) {
  const std::size_t head = record_type.size() + 1;
  if (entry.size() < head || entry.substr(0, record_type.size()) != record_type ||
      entry[record_type.size()] != '\n') {
    return std::nullopt;
  }
  return digest_of_hex(entry.substr(head));
}

}  // namespace pixiu::vault
