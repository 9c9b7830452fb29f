#pragma once

#include "storage/database.h"
#include "vault/event_store.h"

namespace pixiu::storage {

// Events in a database. The contract is vault::EventStore's. `database` outlives it.
class SqlEventStore final : public vault::EventStore {
 public:
  explicit SqlEventStore(Database& database) : database_(database) {}

  Status append(Transaction& transaction, std::span<const vault::Event> events) override;
  // On disk the salt is overwritten in its page (SQLite: secure_delete; the write-ahead log keeps
  // older pages until it is used again. PostgreSQL: the dead row until VACUUM), docs/operations/
  // database.md.
  Result<std::size_t> destroy_salts(Transaction& transaction, const TenantId& tenant,
                                    const vault::Stream& stream) override;
  Result<std::vector<vault::StoredEvent>> unlogged(std::size_t count_max) const override;
  Status set_indices(std::span<const vault::EventIndex> indices) override;
  Status forget_indices() override;
  Result<std::uint64_t> next_index() const override;
  Result<std::vector<std::optional<vault::StoredEvent>>> by_commitment(
      std::span<const crypto::Digest> commitments) const override;
  Result<vault::StoredEvent> by_id(const TenantId& tenant, const EventId& event) const override;
  Result<std::vector<vault::StoredEvent>> by_stream(const TenantId& tenant,
                                                    const vault::Stream& stream,
                                                    const vault::EventPage& page) const override;
  Result<std::vector<vault::StoredEvent>> all(const vault::EventPage& page) const override;

 private:
  Database& database_;
};

}  // namespace pixiu::storage
