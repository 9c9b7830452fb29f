#pragma once

#include "base/result.h"
#include "storage/database.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

// The whole database as lines of text, of one moment, the same whatever engine it came from and
// goes to: for `pixiu backup` and `restore`, and for moving from SQLite to PostgreSQL.
//
// docs/formats/snapshot.md: a header, then for each table a line with its name and columns and a
// line for each row, and a last line with the number of rows and the SHA-256 of everything before.
namespace pixiu::storage {

inline constexpr std::size_t snapshot_line_bytes_max = std::size_t{1} << 20;

// Takes one line, without its end.
using LineSink = std::function<Status(std::string_view line)>;
// Gives the next line, or nothing at the end.
using LineSource = std::function<Result<std::optional<std::string>>()>;

// Writes a snapshot while others go on working. Memory does not grow with the database. Returns the
// number of rows. Errors: the sink's; those of Session.
Result<std::uint64_t> write_snapshot(const Database& database, const LineSink& sink);

// Fills an empty database, all or nothing. Returns the number of rows.
// Errors: conflict (the database has rows), unsupported (a snapshot of another shape of the
// database: restore with the program that wrote it), corrupted (cut off, altered), the source's;
// those of Session.
Result<std::uint64_t> restore_snapshot(const Database& database, const LineSource& source);

}  // namespace pixiu::storage
