#include "cases/event_json.h"

#include "base/limits.h"
#include "cases/body_texts.h"

#include <array>
#include <string>
#include <type_traits>
#include <utility>

namespace pixiu::cases {
namespace {

using nlohmann::json;

constexpr std::string_view schema = "pixiu.claim_event/1";

template <std::size_t... I>
constexpr auto kind_names(std::index_sequence<I...>) {
  return std::array<std::string_view, sizeof...(I)>{
      std::variant_alternative_t<I, EventBody>::kind...};
}
constexpr auto all_kind_names =
    kind_names(std::make_index_sequence<std::variant_size_v<EventBody>>());

// --- writing -------------------------------------------------------------------------------------

json written(const std::string& text) {
  return text;
}
json written(bool value) {
  return value;
}
json written(std::int64_t value) {
  return value;
}
json written(std::uint64_t value) {
  return value;
}
json written(Money value) {
  return value.text();
}
json written(Timestamp value) {
  return format_timestamp(value);
}
json written(const Period& value) {
  return period_text(value);
}
template <class Tag>
json written(const Id<Tag>& id) {
  return id.text();
}
template <class Word>
requires std::is_enum_v<Word> json written(Word word) {
  return name_of(word);
}
template <class T>
json written(const std::optional<T>& value) {
  return value ? written(*value) : json();
}
template <HasFields T>
json written(const T& value);
template <class T>
json written(const std::vector<T>& values) {
  json list = json::array();
  for (const T& value : values) list.push_back(written(value));
  return list;
}
template <HasFields T>
json written(const T& value) {
  json object = json::object();
  T::each(value, [&](std::string_view name, const auto& field) {
    object.emplace(std::string(name), written(field));
  });
  return object;
}

// --- reading -------------------------------------------------------------------------------------

Error wrong(const std::string& path, const std::string& what) {
  return {ErrorCode::invalid_input, "\"" + path + "\" " + what};
}

const std::string* text_in(const json& from) {
  return from.get_ptr<const std::string*>();
}

Status read(const json& from, const std::string& path, std::string& to) {
  const std::string* text = text_in(from);
  if (text == nullptr) return wrong(path, "must be a text");
  to = *text;
  return {};
}
Status read(const json& from, const std::string& path, bool& to) {
  if (!from.is_boolean()) return wrong(path, "must be true or false");
  to = from.get<bool>();
  return {};
}
Status read(const json& from, const std::string& path, std::uint64_t& to) {
  if (!from.is_number_unsigned()) return wrong(path, "must be a whole number, zero or more");
  to = from.get<std::uint64_t>();
  return {};
}
Status read(const json& from, const std::string& path, std::int64_t& to) {
  if (!from.is_number_integer() ||
      (from.is_number_unsigned() && from.get<std::uint64_t>() > (std::uint64_t{1} << 62))) {
    return wrong(path, "must be a whole number");
  }
  to = from.get<std::int64_t>();
  return {};
}

// Whatever has a textual form.
template <class T, class Parse>
Status read_text_form(const json& from, const std::string& path, T& to, Parse parse) {
  const std::string* text = text_in(from);
  if (text == nullptr) return wrong(path, "must be a text");
  auto parsed = parse(*text);
  if (!parsed) return wrong(path, "is malformed");
  to = *std::move(parsed);
  return {};
}
Status read(const json& from, const std::string& path, Money& to) {
  return read_text_form(from, path, to, [](const std::string& t) { return Money::parse(t); });
}
Status read(const json& from, const std::string& path, Timestamp& to) {
  return read_text_form(from, path, to, [](const std::string& t) { return parse_timestamp(t); });
}
Status read(const json& from, const std::string& path, Period& to) {
  return read_text_form(from, path, to, [](const std::string& t) { return parse_period(t); });
}
template <class Tag>
Status read(const json& from, const std::string& path, Id<Tag>& to) {
  return read_text_form(from, path, to, [](const std::string& t) { return Id<Tag>::parse(t); });
}
template <class Word>
requires std::is_enum_v<Word> Status read(const json& from, const std::string& path, Word& to) {
  return read_text_form(from, path, to, [](const std::string& t) { return word_of<Word>(t); });
}
template <HasFields T>
Status read(const json& from, const std::string& path, T& to);
template <class T>
Status read(const json& from, const std::string& path, std::optional<T>& to) {
  if (from.is_null()) {
    to.reset();
    return {};
  }
  if constexpr (std::is_same_v<T, Timestamp>) {
    return read(from, path, to.emplace());
  } else {
    return read(from, path, to.emplace(no_id<T>()));
  }
}
template <class T>
Status read(const json& from, const std::string& path, std::vector<T>& to) {
  if (!from.is_array()) return wrong(path, "must be a list");
  if (from.size() > limits::claim_list_count_max) {
    return Error{ErrorCode::limit_exceeded, "\"" + path + "\" is too long a list"};
  }
  for (const json& entry : from) {
    Status status = read(entry, path, to.emplace_back());
    if (!status) return status;
  }
  return {};
}

template <HasFields T>
Status read(const json& from, const std::string& path, T& to) {
  if (!from.is_object()) return wrong(path, "must be an object");
  Status status;
  std::size_t count = 0;
  T::each(to, [&](std::string_view name, auto& field) {
    ++count;
    if (!status) return;
    const std::string field_path =
        path.empty() ? std::string(name) : path + "." + std::string(name);
    const auto found = from.find(name);
    status = found == from.end() ? Status(wrong(field_path, "is missing"))
                                 : read(*found, field_path, field);
  });
  if (status && from.size() != count) return wrong(path, "has a field that is not known");
  return status;
}

template <std::size_t I = 0>
Result<EventBody> read_body(std::string_view kind, const json& from) {
  if constexpr (I == std::variant_size_v<EventBody>) {
    return Error{ErrorCode::invalid_input, "\"kind\" names no kind of event"};
  } else {
    using Body = std::variant_alternative_t<I, EventBody>;
    if (Body::kind != kind) return read_body<I + 1>(kind, from);
    Body body;
    const Status status = read(from, "body", body);
    if (!status) return status.error();
    return EventBody(std::move(body));
  }
}

struct Head {
  std::string schema;
  EventId id = no_id<EventId>();
  TenantId tenant = no_id<TenantId>();
  ClaimId claim = no_id<ClaimId>();
  std::uint64_t sequence = 0;
  Timestamp time;
};

template <class T>
Status read_member(const json& object, const char* name, T& to) {
  const auto found = object.find(name);
  if (found == object.end()) return wrong(name, "is missing");
  return read(*found, name, to);
}

}  // namespace

std::string_view event_kind_name(std::size_t kind) {
  return all_kind_names.at(kind);
}

json body_to_json(const EventBody& body) {
  return std::visit([](const auto& value) { return written(value); }, body);
}

Result<EventBody> body_from_json(std::string_view kind, const json& from) {
  Result<EventBody> body = read_body(kind, from);
  if (!body) return body;
  const Status status = check_stored_body(*body);
  if (!status) return status.error();
  return body;
}

json event_to_json(const ClaimEvent& event) {
  return {{"schema", schema},
          {"id", event.id.text()},
          {"tenant", event.tenant.text()},
          {"claim", event.claim.text()},
          {"sequence", event.sequence},
          {"time", format_timestamp(event.time)},
          {"actor", {{"user", event.actor.user.text()}, {"role", name_of(event.actor.role)}}},
          {"kind", event_kind_name(event.body.index())},
          {"body", body_to_json(event.body)}};
}

Result<ClaimEvent> event_from_json(const json& from) {
  if (!from.is_object()) return Error{ErrorCode::invalid_input, "an event is a JSON object"};
  if (from.size() != 9) {
    return Error{ErrorCode::invalid_input, "an event has nine members, all known"};
  }
  ClaimEvent event;
  std::string its_schema;
  std::string kind;
  const auto actor = from.find("actor");
  const auto body = from.find("body");
  if (actor == from.end() || !actor->is_object() || actor->size() != 2 || body == from.end()) {
    return Error{ErrorCode::invalid_input, "\"actor\" or \"body\" is missing or malformed"};
  }
  for (const Status& status :
       {read_member(from, "schema", its_schema), read_member(from, "id", event.id),
        read_member(from, "tenant", event.tenant), read_member(from, "claim", event.claim),
        read_member(from, "sequence", event.sequence), read_member(from, "time", event.time),
        read_member(*actor, "user", event.actor.user),
        read_member(*actor, "role", event.actor.role), read_member(from, "kind", kind)}) {
    if (!status) return status.error();
  }
  if (its_schema != schema) return wrong("schema", "must be \"" + std::string(schema) + "\"");
  Result<EventBody> read = body_from_json(kind, *body);
  if (!read) return read.error();
  event.body = *std::move(read);
  return event;
}

Result<ClaimEvent> parse_event(std::string_view json_text) {
  if (json_text.size() > limits::claim_event_bytes_max) {
    return Error{ErrorCode::limit_exceeded,
                 "an event over " + std::to_string(limits::claim_event_bytes_max) + " bytes"};
  }
  bool is_too_deep = false;
  const auto watch_depth = [&](int depth, json::parse_event_t, json&) {
    is_too_deep = is_too_deep || depth > limits::claim_event_nesting_max;
    return !is_too_deep;
  };
  const json parsed = json::parse(json_text, watch_depth, /*allow_exceptions=*/false);
  if (is_too_deep) return Error{ErrorCode::limit_exceeded, "an event nested too deep"};
  return event_from_json(parsed);
}

}  // namespace pixiu::cases
