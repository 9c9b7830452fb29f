#include "storage/sql_exhibit_store.h"

#include "base/check.h"
#include "storage/stored_parts.h"

#include <algorithm>
#include <string>
#include <tuple>

namespace pixiu::storage {
namespace {

using vault::Exhibit;
using vault::LegalHold;
using vault::StoredExhibit;

#define PIXIU_EXHIBIT_COLUMNS                                                             \
  "id, tenant, claim, subject, derived_from, sha256, sm3, size_bytes, media_type, blob, " \
  "wrapped_key, retention_class, received_ms, quarantine_reason, quarantine_since_ms, erased_ms"

constexpr std::size_t page_count_max = 1000;

// Before every id there is.
constexpr const char* least_id = "";

Error no_exhibit(const ExhibitId& exhibit) {
  return {ErrorCode::not_found, "no exhibit " + exhibit.text()};
}

bool copy_digest(const Bytes& bytes, crypto::Digest& digest) {
  if (bytes.size() != digest.size()) return false;
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  return true;
}

Result<StoredExhibit> exhibit_from(const std::vector<Cell>& row) {
  const std::string id_text = row[0].value_or("");
  const auto id = ReadAs<ExhibitId>::from(row[0]);
  const auto tenant = ReadAs<TenantId>::from(row[1]);
  const auto claim = ReadAs<ClaimId>::from(row[2]);
  const auto subject = ReadAs<SubjectId>::from(row[3]);
  const auto derived_from = ReadAs<std::optional<ExhibitId>>::from(row[4]);
  const auto sha256 = bytes_from(row[5]);
  const auto sm3 = bytes_from(row[6]);
  const auto size_bytes = number_from(row[7]);
  const auto media_type = text_from(row[8]);
  const auto blob = vault::BlobAddress::parse(row[9].value_or(""));
  const auto wrapped_key = bytes_from(row[10]);
  const auto retention_class = text_from(row[11]);
  const auto received_at = ReadAs<Timestamp>::from(row[12]);
  const auto quarantined_at = ReadAs<std::optional<Timestamp>>::from(row[14]);
  const auto erased_at = ReadAs<std::optional<Timestamp>>::from(row[15]);
  if (!id || !tenant || !claim || !subject || !derived_from || !sha256 || !sm3 || !size_bytes ||
      !media_type || !blob || !wrapped_key || !retention_class || !received_at || !quarantined_at ||
      !erased_at || *size_bytes < 0) {
    return corrupted_row("exhibit", id_text);
  }
  StoredExhibit stored{.exhibit = {.id = *id,
                                   .tenant = *tenant,
                                   .claim = *claim,
                                   .subject = *subject,
                                   .derived_from = *derived_from,
                                   .size_bytes = static_cast<std::uint64_t>(*size_bytes),
                                   .media_type = *media_type,
                                   .blob = *blob,
                                   .wrapped_key = *wrapped_key,
                                   .retention_class = *retention_class,
                                   .received_at = *received_at},
                       .quarantine = {},
                       .erased_at = *erased_at};
  if (!copy_digest(*sha256, stored.exhibit.sha256) || !copy_digest(*sm3, stored.exhibit.sm3)) {
    return corrupted_row("exhibit", id_text);
  }
  if (row[13] && *quarantined_at) {
    stored.quarantine = vault::Quarantine{.reason = *row[13], .since = **quarantined_at};
  }
  return stored;
}

Result<std::vector<StoredExhibit>> exhibits_where(SqlTransaction& sql, std::string_view text,
                                                  std::vector<Value> values) {
  constexpr std::size_t column_count = 16;
  const auto rows = sql.run(text, std::move(values), column_count);
  if (!rows) return rows.error();
  std::vector<StoredExhibit> exhibits;
  exhibits.reserve(rows->size());
  for (const std::vector<Cell>& row : *rows) {
    auto exhibit = exhibit_from(row);
    if (!exhibit) return exhibit.error();
    exhibits.push_back(std::move(*exhibit));
  }
  return exhibits;
}

Result<StoredExhibit> one_exhibit(SqlTransaction& sql, const TenantId& tenant,
                                  const ExhibitId& exhibit) {
  auto found = exhibits_where(
      sql, "SELECT " PIXIU_EXHIBIT_COLUMNS " FROM exhibit WHERE id = :id AND tenant = :tenant",
      {exhibit, tenant});
  if (!found) return found.error();
  if (found->empty()) return no_exhibit(exhibit);
  return std::move(found->front());
}

Value after(const vault::ExhibitStore::Page& page) {
  PIXIU_CHECK(page.count_max >= 1 && page.count_max <= page_count_max);
  return page.after ? Value(*page.after) : Value(least_id);
}

Value count(const vault::ExhibitStore::Page& page) {
  return static_cast<std::int64_t>(page.count_max);
}

Result<std::vector<LegalHold>> holds_where(SqlTransaction& sql, std::string_view text,
                                           std::vector<Value> values) {
  const auto rows =
      sql.rows<TenantId, ClaimId, SubjectId, std::string, Timestamp>(text, std::move(values));
  if (!rows) return rows.error();
  std::vector<LegalHold> holds;
  for (const auto& [tenant, claim, subject, order, since] : *rows) {
    holds.push_back(
        {.tenant = tenant, .claim = claim, .subject = subject, .order = order, .since = since});
  }
  return holds;
}

Result<std::vector<LegalHold>> subjects_holds(SqlTransaction& sql, const TenantId& tenant,
                                              const SubjectId& subject) {
  return holds_where(sql,
                     "SELECT tenant, claim, subject, order_reference, since_ms FROM legal_hold "
                     "WHERE tenant = :tenant AND subject = :subject ORDER BY claim",
                     {tenant, subject});
}

// Until the transaction ends, nobody else places, lifts or relies on a hold of this tenant. On
// SQLite there is one writer anyway.
Status take_turn(SqlTransaction& sql, const TenantId& tenant) {
  const auto taken = sql.change(
      "INSERT INTO legal_hold_turn (tenant, turn) VALUES (:tenant, 1) "
      "ON CONFLICT (tenant) DO UPDATE SET turn = legal_hold_turn.turn + 1",
      {tenant});
  if (!taken) return taken.error();
  return {};
}

// One row changed, or there is no such exhibit.
Status changed_one(const Result<std::int64_t>& changed, const ExhibitId& exhibit) {
  if (!changed) return changed.error();
  if (*changed == 0) return no_exhibit(exhibit);
  return {};
}

}  // namespace

Status SqlExhibitStore::put(Transaction& transaction, const Exhibit& exhibit) {
  SqlTransaction& sql = database_.of(transaction);
  const auto changed = sql.change(
      "INSERT INTO exhibit (id, tenant, claim, subject, derived_from, sha256, sm3, size_bytes, "
      "media_type, blob, wrapped_key, retention_class, received_ms) VALUES (:id, :tenant, :claim, "
      ":subject, :derived_from, :sha256, :sm3, :size_bytes, :media_type, :blob, :wrapped_key, "
      ":retention_class, :received_ms) ON CONFLICT (id) DO NOTHING",
      {exhibit.id, exhibit.tenant, exhibit.claim, exhibit.subject, exhibit.derived_from,
       ByteView(exhibit.sha256), ByteView(exhibit.sm3),
       static_cast<std::int64_t>(exhibit.size_bytes), exhibit.media_type, exhibit.blob.text(),
       ByteView(exhibit.wrapped_key), exhibit.retention_class, exhibit.received_at});
  if (!changed) return changed.error();
  if (*changed == 1) return {};
  const auto stored = one_exhibit(sql, exhibit.tenant, exhibit.id);
  if (!stored && stored.error().code != ErrorCode::not_found) return stored.error();
  const auto content = [](const Exhibit& e) {
    return std::tie(e.claim, e.subject, e.sha256, e.size_bytes);
  };
  if (stored && content(stored->exhibit) == content(exhibit)) return {};
  return Error{ErrorCode::conflict, "exhibit " + exhibit.id.text() + " is stored differently"};
}

Result<StoredExhibit> SqlExhibitStore::get(const TenantId& tenant, const ExhibitId& exhibit) const {
  return database_.read([&](SqlTransaction& sql) { return one_exhibit(sql, tenant, exhibit); });
}

Result<std::vector<StoredExhibit>> SqlExhibitStore::of_claim(const TenantId& tenant,
                                                             const ClaimId& claim,
                                                             const Page& page) const {
  return database_.read([&](SqlTransaction& sql) {
    return exhibits_where(sql,
                          "SELECT " PIXIU_EXHIBIT_COLUMNS
                          " FROM exhibit WHERE tenant = :tenant AND claim = :claim "
                          "AND id > :after ORDER BY id LIMIT :count",
                          {tenant, claim, after(page), count(page)});
  });
}

Result<std::vector<StoredExhibit>> SqlExhibitStore::of_subject(const TenantId& tenant,
                                                               const SubjectId& subject,
                                                               const Page& page) const {
  return database_.read([&](SqlTransaction& sql) {
    return exhibits_where(sql,
                          "SELECT " PIXIU_EXHIBIT_COLUMNS
                          " FROM exhibit WHERE tenant = :tenant AND subject = :subject "
                          "AND id > :after ORDER BY id LIMIT :count",
                          {tenant, subject, after(page), count(page)});
  });
}

Result<std::vector<StoredExhibit>> SqlExhibitStore::all(const Page& page) const {
  return database_.read([&](SqlTransaction& sql) {
    return exhibits_where(sql,
                          "SELECT " PIXIU_EXHIBIT_COLUMNS
                          " FROM exhibit WHERE id > :after ORDER BY id LIMIT :count",
                          {after(page), count(page)});
  });
}

Status SqlExhibitStore::set_quarantine(Transaction& transaction, const TenantId& tenant,
                                       const ExhibitId& exhibit,
                                       const std::optional<vault::Quarantine>& quarantine) {
  std::optional<std::string> reason;
  std::optional<Timestamp> since;
  if (quarantine) {
    reason = quarantine->reason;
    since = quarantine->since;
  }
  return changed_one(database_.of(transaction)
                         .change("UPDATE exhibit SET quarantine_reason = :reason, "
                                 "quarantine_since_ms = :since WHERE id = :id AND tenant = :tenant",
                                 {reason, since, exhibit, tenant}),
                     exhibit);
}

Status SqlExhibitStore::erase(Transaction& transaction, const TenantId& tenant,
                              const ExhibitId& exhibit, Timestamp at) {
  SqlTransaction& sql = database_.of(transaction);
  const Status turn = take_turn(sql, tenant);
  if (!turn) return turn;
  const auto stored = one_exhibit(sql, tenant, exhibit);
  if (!stored) return stored.error();
  if (stored->erased_at) return {};
  const auto held = sql.row<std::int64_t>(
      "SELECT COUNT(*) FROM legal_hold "
      "WHERE tenant = :tenant AND (claim = :claim OR subject = :subject)",
      {tenant, stored->exhibit.claim, stored->exhibit.subject});
  if (!held) return held.error();
  if (std::get<0>(**held) > 0) {
    return Error{ErrorCode::conflict, "exhibit " + exhibit.text() + " is under a legal hold"};
  }
  return changed_one(sql.change("UPDATE exhibit SET wrapped_key = '', erased_ms = :at "
                                "WHERE id = :id AND tenant = :tenant",
                                {at, exhibit, tenant}),
                     exhibit);
}

Status SqlExhibitStore::replace_wrapped_key(Transaction& transaction, const TenantId& tenant,
                                            const ExhibitId& exhibit, ByteView expected,
                                            ByteView next) {
  SqlTransaction& sql = database_.of(transaction);
  const auto changed = sql.change(
      "UPDATE exhibit SET wrapped_key = :next "
      "WHERE id = :id AND tenant = :tenant AND wrapped_key = :expected",
      {next, exhibit, tenant, expected});
  if (!changed) return changed.error();
  if (*changed == 1) return {};
  const auto stored = one_exhibit(sql, tenant, exhibit);
  if (!stored) return stored.error();
  return Error{ErrorCode::conflict, "exhibit " + exhibit.text() + " has another key by now"};
}

Status SqlExhibitStore::set_retention_class(Transaction& transaction, const TenantId& tenant,
                                            const ExhibitId& exhibit, std::string_view word) {
  return changed_one(
      database_.of(transaction)
          .change("UPDATE exhibit SET retention_class = :word WHERE id = :id AND tenant = :tenant",
                  {word, exhibit, tenant}),
      exhibit);
}

Status SqlExhibitStore::place_hold(Transaction& transaction, const LegalHold& hold) {
  SqlTransaction& sql = database_.of(transaction);
  const Status turn = take_turn(sql, hold.tenant);
  if (!turn) return turn;
  const auto placed = sql.change(
      "INSERT INTO legal_hold (tenant, claim, subject, order_reference, since_ms) "
      "VALUES (:tenant, :claim, :subject, :order_reference, :since) "
      "ON CONFLICT (tenant, claim, subject) DO NOTHING",
      {hold.tenant, hold.claim, hold.subject, hold.order, hold.since});
  if (!placed) return placed.error();
  return {};
}

Status SqlExhibitStore::lift_hold(Transaction& transaction, const TenantId& tenant,
                                  const ClaimId& claim, const SubjectId& subject) {
  SqlTransaction& sql = database_.of(transaction);
  const Status turn = take_turn(sql, tenant);
  if (!turn) return turn;
  const auto lifted = sql.change(
      "DELETE FROM legal_hold WHERE tenant = :tenant AND claim = :claim AND subject = :subject",
      {tenant, claim, subject});
  if (!lifted) return lifted.error();
  return {};
}

Result<std::vector<LegalHold>> SqlExhibitStore::holds_of_claim(const TenantId& tenant,
                                                               const ClaimId& claim) const {
  return database_.read([&](SqlTransaction& sql) {
    return holds_where(sql,
                       "SELECT tenant, claim, subject, order_reference, since_ms FROM legal_hold "
                       "WHERE tenant = :tenant AND claim = :claim ORDER BY subject",
                       {tenant, claim});
  });
}

Result<std::vector<LegalHold>> SqlExhibitStore::holds_of_subject(const TenantId& tenant,
                                                                 const SubjectId& subject) const {
  return database_.read([&](SqlTransaction& sql) { return subjects_holds(sql, tenant, subject); });
}

Result<std::vector<LegalHold>> SqlExhibitStore::holds_of_subject(Transaction& transaction,
                                                                 const TenantId& tenant,
                                                                 const SubjectId& subject) const {
  SqlTransaction& sql = database_.of(transaction);
  const Status turn = take_turn(sql, tenant);
  if (!turn) return turn.error();
  return subjects_holds(sql, tenant, subject);
}

}  // namespace pixiu::storage
