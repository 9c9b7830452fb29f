#pragma once

#include "vault/event.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

// The least that storing the same bytes takes: a table with a primary key and no other index, one
// prepared statement of the database's own library, the same durability.
namespace pixiu::bench {

// SQLite, WAL, synchronous FULL: one thread, a commit after every `commit_rows` rows.
void insert_bare_sqlite(const std::filesystem::path& path, std::span<const vault::Event> events,
                        std::size_t commit_rows);

// PostgreSQL: `connections` side by side, each row a transaction of its own in one round trip.
void insert_bare_postgresql(const std::string& url, std::span<const vault::Event> events,
                            std::size_t connections);

}  // namespace pixiu::bench
