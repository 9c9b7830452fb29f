#include "storage/sql_event_store.h"

#include "base/check.h"
#include "storage/stored_parts.h"

#include <algorithm>
#include <string>
#include <tuple>

namespace pixiu::storage {
namespace {

using vault::Event;
using vault::StoredEvent;

#define PIXIU_EVENT_COLUMNS \
  "position, id, tenant, stream, kind, actor, time_ms, body, salt, commitment, log_index"
using EventRow =
    std::tuple<std::int64_t, std::string, std::string, std::string, std::string, std::string,
               std::int64_t, std::string, std::optional<Bytes>, Bytes, std::optional<std::int64_t>>;

template <class Array>
bool copy_into(const Bytes& bytes, Array& array) {
  if (bytes.size() != array.size()) return false;
  std::copy(bytes.begin(), bytes.end(), array.begin());
  return true;
}

Result<StoredEvent> event_from(EventRow& row) {
  auto& [position, id_text, tenant_text, stream_text, kind, actor_text, time_ms, body, salt,
         commitment, index] = row;
  const auto id = EventId::parse(id_text);
  const auto tenant = TenantId::parse(tenant_text);
  const auto stream = vault::Stream::parse(stream_text);
  const auto actor = vault::Actor::parse(actor_text);
  if (!id || !tenant || !stream || !actor || position < 1 || (index && *index < 0)) {
    return corrupted_row("event", id_text);
  }
  StoredEvent stored{.event = {.id = *id,
                               .tenant = *tenant,
                               .stream = *stream,
                               .kind = std::move(kind),
                               .actor = *actor,
                               .time = time_of(time_ms),
                               .body = std::move(body)},
                     .has_salt = salt.has_value(),
                     .position = static_cast<std::uint64_t>(position)};
  if (salt && !copy_into(*salt, stored.event.salt)) return corrupted_row("event", id_text);
  if (!copy_into(commitment, stored.commitment)) return corrupted_row("event", id_text);
  if (index) stored.index = static_cast<std::uint64_t>(*index);
  return stored;
}

template <class>
struct RowsOf;
template <class... Columns>
struct RowsOf<std::tuple<Columns...>> {
  static auto of(SqlTransaction& sql, std::string_view text, std::vector<Value> values) {
    return sql.rows<Columns...>(text, std::move(values));
  }
};

Result<std::vector<StoredEvent>> events_where(SqlTransaction& sql, std::string_view text,
                                              std::vector<Value> values) {
  auto rows = RowsOf<EventRow>::of(sql, text, std::move(values));
  if (!rows) return rows.error();
  std::vector<StoredEvent> events;
  events.reserve(rows->size());
  for (EventRow& row : *rows) {
    auto event = event_from(row);
    if (!event) return event.error();
    events.push_back(std::move(*event));
  }
  return events;
}

std::int64_t number(std::uint64_t value) {
  PIXIU_CHECK(value <= static_cast<std::uint64_t>(INT64_MAX));
  return static_cast<std::int64_t>(value);
}

Status append_one(SqlTransaction& sql, const Event& event) {
  const auto changed = sql.change(
      "INSERT INTO event (id, tenant, stream, kind, actor, time_ms, body, salt, commitment) "
      "VALUES (:id, :tenant, :stream, :kind, :actor, :time_ms, :body, :salt, :commitment) "
      "ON CONFLICT (id) DO NOTHING",
      {event.id, event.tenant, event.stream.text(), event.kind, event.actor.text(), event.time,
       event.body, ByteView(event.salt), ByteView(vault::commitment_of(event))});
  if (!changed) return changed.error();
  if (*changed == 1) return {};
  const auto stored =
      events_where(sql, "SELECT " PIXIU_EVENT_COLUMNS " FROM event WHERE id = :id", {event.id});
  if (!stored) return stored.error();
  if (!stored->empty() && vault::is_same_step(stored->front().event, event)) return {};
  return Error{ErrorCode::conflict, "event " + event.id.text() + " is stored differently"};
}

Status set_index(SqlTransaction& sql, const vault::EventIndex& wanted) {
  const auto changed =
      sql.change("UPDATE event SET log_index = :log_index WHERE id = :id AND log_index IS NULL",
                 {number(wanted.index), wanted.event});
  if (!changed) return changed.error();
  if (*changed == 1) return {};
  const auto stored =
      sql.row<std::int64_t>("SELECT log_index FROM event WHERE id = :id", {wanted.event});
  if (!stored) return stored.error();
  if (!*stored) return Error{ErrorCode::not_found, "no event " + wanted.event.text()};
  if (std::get<0>(**stored) == number(wanted.index)) return {};
  return Error{ErrorCode::conflict, "event " + wanted.event.text() + " has another index"};
}

}  // namespace

Status SqlEventStore::append(Transaction& transaction, std::span<const Event> events) {
  SqlTransaction& sql = database_.of(transaction);
  for (const Event& event : events) {
    const Status appended = append_one(sql, event);
    if (!appended) return appended;
  }
  return {};
}

Result<std::size_t> SqlEventStore::destroy_salts(Transaction& transaction, const TenantId& tenant,
                                                 const vault::Stream& stream) {
  const auto changed = database_.of(transaction)
                           .change(
                               "UPDATE event SET salt = NULL "
                               "WHERE tenant = :tenant AND stream = :stream AND salt IS NOT NULL",
                               {tenant, stream.text()});
  if (!changed) return changed.error();
  return static_cast<std::size_t>(*changed);
}

Result<std::vector<StoredEvent>> SqlEventStore::unlogged(std::size_t count_max) const {
  PIXIU_CHECK(count_max >= 1 && count_max <= 100'000);
  return database_.read([&](SqlTransaction& sql) {
    return events_where(sql,
                        "SELECT " PIXIU_EVENT_COLUMNS
                        " FROM event WHERE log_index IS NULL ORDER BY position LIMIT :count",
                        {number(count_max)});
  });
}

Status SqlEventStore::set_indices(std::span<const vault::EventIndex> indices) {
  return database_.write([&](SqlTransaction& sql) -> Status {
    for (const vault::EventIndex& wanted : indices) {
      const Status set = set_index(sql, wanted);
      if (!set) return set;
    }
    return {};
  });
}

Status SqlEventStore::forget_indices() {
  return database_.write([&](SqlTransaction& sql) -> Status {
    const auto changed =
        sql.change("UPDATE event SET log_index = NULL WHERE log_index IS NOT NULL");
    return changed ? Status() : changed.error();
  });
}

Result<std::uint64_t> SqlEventStore::next_index() const {
  return database_.read([&](SqlTransaction& sql) -> Result<std::uint64_t> {
    const auto largest = sql.row<std::optional<std::int64_t>>(
        "SELECT MAX(log_index) FROM event WHERE log_index IS NOT NULL");
    if (!largest) return largest.error();
    const auto index = std::get<0>(**largest);
    return index ? static_cast<std::uint64_t>(*index) + 1 : 0;
  });
}

Result<std::vector<std::optional<StoredEvent>>> SqlEventStore::by_commitment(
    std::span<const crypto::Digest> commitments) const {
  using Found = std::vector<std::optional<StoredEvent>>;
  return database_.read([&](SqlTransaction& sql) -> Result<Found> {
    Found found;
    found.reserve(commitments.size());
    for (const crypto::Digest& commitment : commitments) {
      auto events = events_where(
          sql, "SELECT " PIXIU_EVENT_COLUMNS " FROM event WHERE commitment = :commitment LIMIT 1",
          {ByteView(commitment)});
      if (!events) return events.error();
      found.push_back(events->empty() ? std::nullopt : std::optional(std::move(events->front())));
    }
    return found;
  });
}

Result<StoredEvent> SqlEventStore::by_id(const TenantId& tenant, const EventId& event) const {
  return database_.read([&](SqlTransaction& sql) -> Result<StoredEvent> {
    auto events = events_where(
        sql, "SELECT " PIXIU_EVENT_COLUMNS " FROM event WHERE id = :id AND tenant = :tenant",
        {event, tenant});
    if (!events) return events.error();
    if (events->empty()) return Error{ErrorCode::not_found, "no event " + event.text()};
    return std::move(events->front());
  });
}

Result<std::vector<StoredEvent>> SqlEventStore::by_stream(const TenantId& tenant,
                                                          const vault::Stream& stream,
                                                          const vault::EventPage& page) const {
  PIXIU_CHECK(page.count_max >= 1 && page.count_max <= 1000);
  return database_.read([&](SqlTransaction& sql) {
    return events_where(
        sql,
        "SELECT " PIXIU_EVENT_COLUMNS
        " FROM event WHERE tenant = :tenant AND stream = :stream "
        "AND position > :after ORDER BY position LIMIT :count",
        {tenant, stream.text(), number(page.after_position), number(page.count_max)});
  });
}

Result<std::vector<StoredEvent>> SqlEventStore::all(const vault::EventPage& page) const {
  PIXIU_CHECK(page.count_max >= 1 && page.count_max <= 1000);
  return database_.read([&](SqlTransaction& sql) {
    return events_where(sql,
                        "SELECT " PIXIU_EVENT_COLUMNS
                        " FROM event WHERE position > :after ORDER BY position LIMIT :count",
                        {number(page.after_position), number(page.count_max)});
  });
}

}  // namespace pixiu::storage
