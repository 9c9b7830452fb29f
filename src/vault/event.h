#pragma once

#include "base/bytes.h"
#include "base/clock.h"
#include "base/entropy.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/timestamp.h"
#include "crypto/digest.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

// Events: what happened, stored as it happened and committed to in the log (docs/adr/0006-*,
// docs/formats/event.md).
namespace pixiu::vault {

// What an event is about: "claim/0189...", "exhibit/0189...", "subject/0189...". One kind of thing
// by its word and its id; events of one stream are read together and in order.
class Stream {
 public:
  static Stream of(const ClaimId& claim) { return Stream("claim", claim.text()); }
  static Stream of(const ExhibitId& exhibit) { return Stream("exhibit", exhibit.text()); }
  static Stream of(const SubjectId& subject) { return Stream("subject", subject.text()); }
  static Stream of(const TenantId& tenant) { return Stream("tenant", tenant.text()); }

  // Another kind of thing: a word of 1..32 letters a-z and "_", a slash, and a UUID of version 7 in
  // lower case. Errors: invalid_input.
  static Result<Stream> parse(std::string_view text);

  const std::string& text() const { return text_; }

  friend auto operator<=>(const Stream&, const Stream&) = default;

 private:
  explicit Stream(std::string text) : text_(std::move(text)) {}
  Stream(std::string_view kind, std::string_view id);

  std::string text_;
};

// Who acted: "user/0189..." (a person, or a program that has an account) or "program/sequencer" (a
// part of Pixiu itself).
class Actor {
 public:
  static Actor user(const UserId& user);
  // `word` is 1..32 letters a-z and "_" (checked).
  static Actor program(std::string_view word);
  static Result<Actor> parse(std::string_view text);  // errors: invalid_input

  const std::string& text() const { return text_; }

  friend auto operator<=>(const Actor&, const Actor&) = default;

 private:
  explicit Actor(std::string text) : text_(std::move(text)) {}

  std::string text_;
};

using Salt = std::array<std::byte, 32>;

// One event. Immutable once stored, but for the salt, which can be destroyed.
//
// The body is a JSON object in canonical form (canonical_json) of at most limits::event_body_bytes
// _max. It MUST NOT hold a person's data in the clear: what is about a person is sealed before.
struct Event {
  EventId id;
  TenantId tenant;
  Stream stream;
  std::string kind;  // "exhibit.received": words of a-z and "_" joined by ".", at most 64 bytes
  Actor actor;
  Timestamp time;
  std::string body;
  Salt salt{};

  friend bool operator==(const Event&, const Event&) = default;
};

// What the maker of an event decides; id, time and salt are added by make_event.
struct EventDraft {
  TenantId tenant;
  Stream stream;
  std::string kind;
  Actor actor;
  nlohmann::json body = nlohmann::json::object();
  std::optional<EventId> id;  // when the edge has made one, so that a repeated request repeats it
};

// Errors: invalid_input (kind of another form, a body that is no object or has no canonical form),
// limit_exceeded (body).
Result<Event> make_event(EventDraft draft, const Clock& clock, Entropy& entropy);

// Whether both record the same step: all but the time and the salt agree. A repeated request makes
// such a second event, and the first one stands.
bool is_same_step(const Event& a, const Event& b);

// The canonical record, the text that is committed to: RFC 8785 of
// {"actor":..,"body":{..},"id":..,"kind":..,"stream":..,"tenant":..,"time":..,
// "type":"pixiu.event/1"}.
std::string canonical_record(const Event& event);

// Reads a canonical record; the salt is zero. Refuses one that is not byte for byte canonical or
// has other members. Errors: invalid_input, limit_exceeded.
Result<Event> parse_record(std::string_view record);

// SHA-256(salt || canonical record).
crypto::Digest commitment_of(const Event& event);

// What the log holds of an event: "pixiu.event/1\n" and the commitment in 64 hexadecimal digits.
std::string leaf_entry(const crypto::Digest& commitment);

// The commitment of such an entry; nothing when it has another form (another kind of entry).
std::optional<crypto::Digest> commitment_of_entry(std::string_view entry);

}  // namespace pixiu::vault
