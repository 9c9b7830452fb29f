#include "storage/session_fault.h"

#include <string>

#include <soci/postgresql/soci-postgresql.h>
#include <soci/sqlite3/soci-sqlite3.h>

namespace pixiu::storage {
namespace {

using Trouble = Session::Trouble;

constexpr int primary_code_mask = 0xff;

std::string sqlite_name(int extended_code) {
  return std::string(sqlite_api::sqlite3_errstr(extended_code)) + ", SQLite " +
         std::to_string(extended_code);
}

}  // namespace

SessionFault fault_of_sqlite(int extended_code, const std::exception& exception) {
  if (dynamic_cast<const soci::soci_error*>(&exception) == nullptr) {
    return {{ErrorCode::internal, "the database library failed"}, Trouble::none, false};
  }
  const std::string name = sqlite_name(extended_code);
  switch (extended_code) {
    case SQLITE_IOERR_FSYNC:
    case SQLITE_IOERR_DIR_FSYNC:
      return {{ErrorCode::internal, name}, Trouble::connection_lost, true};
    default: break;
  }
  switch (extended_code & primary_code_mask) {
    case SQLITE_CONSTRAINT:
      return {{ErrorCode::conflict, "a constraint of the database does not hold (" + name + ")"},
              Trouble::none,
              false};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {{ErrorCode::unavailable, "the database is busy (" + name + ")"},
              Trouble::serialisation,
              false};
    case SQLITE_FULL:
      return {{ErrorCode::unavailable, "the database's disk is full (" + name + ")"},
              Trouble::none,
              false};
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_NOMEM:
    case SQLITE_READONLY:
    case SQLITE_INTERRUPT:
      return {{ErrorCode::unavailable, "the database cannot be used (" + name + ")"},
              Trouble::none,
              false};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {
          {ErrorCode::corrupted, "the database is damaged (" + name + ")"}, Trouble::none, false};
    case SQLITE_TOOBIG:
    case SQLITE_MISMATCH:
    case SQLITE_RANGE:
      return {{ErrorCode::invalid_input, "a value does not fit the database (" + name + ")"},
              Trouble::none,
              false};
    default:
      return {{ErrorCode::internal, "a statement is wrong (" + name + ")"}, Trouble::none, false};
  }
}

SessionFault fault_of_sqlstate(std::string_view sqlstate) {
  const std::string name = " (SQLSTATE " + std::string(sqlstate) + ")";
  const std::string_view kind = sqlstate.substr(0, 2);
  // 40001 serialization_failure, 40P01 deadlock_detected, 55P03 lock_not_available
  if (sqlstate == "40001" || sqlstate == "40P01" || sqlstate == "55P03") {
    return {{ErrorCode::unavailable, "other writers were in the way" + name},
            Trouble::serialisation,
            false};
  }
  if (kind == "23") {
    return {{ErrorCode::conflict, "a constraint of the database does not hold" + name},
            Trouble::none,
            false};
  }
  if (kind == "22") {
    return {{ErrorCode::invalid_input, "a value does not fit the database" + name},
            Trouble::none,
            false};
  }
  // XX001 data_corrupted, XX002 index_corrupted
  if (sqlstate == "XX001" || sqlstate == "XX002") {
    return {{ErrorCode::corrupted, "the database is damaged" + name}, Trouble::none, false};
  }
  // 57014 query_canceled: a statement ran into its time limit.
  if (sqlstate == "57014") {
    return {{ErrorCode::unavailable, "the database took too long" + name}, Trouble::none, false};
  }
  // 08 connection, 57P operator intervention (shutdown), 25P03 idle in transaction
  if (kind == "08" || sqlstate.starts_with("57P") || sqlstate == "25P03") {
    return {{ErrorCode::unavailable, "the connection to the database was lost" + name},
            Trouble::connection_lost,
            false};
  }
  // 53 insufficient resources (53100 disk full), 58 system error (58030 io_error), 25006 read only
  if (kind == "53" || kind == "58" || sqlstate == "25006") {
    return {{ErrorCode::unavailable, "the database cannot be used" + name}, Trouble::none, false};
  }
  return {{ErrorCode::internal, "a statement is wrong" + name}, Trouble::none, false};
}

SessionFault fault_of_postgresql(const std::exception& exception) {
  const auto* const error = dynamic_cast<const soci::postgresql_soci_error*>(&exception);
  if (error != nullptr) {
    // libpq has no SQLSTATE for what it finds out itself, which is that the connection is gone;
    // SOCI writes blanks then.
    const std::string sqlstate = error->sqlstate();
    if (sqlstate.find_first_not_of(' ') != std::string::npos && sqlstate.size() == 5) {
      return fault_of_sqlstate(sqlstate);
    }
    return {{ErrorCode::unavailable, "the connection to the database was lost"},
            Trouble::connection_lost,
            false};
  }
  if (dynamic_cast<const soci::soci_error*>(&exception) != nullptr) {
    return {{ErrorCode::unavailable, "the connection to the database was lost"},
            Trouble::connection_lost,
            false};
  }
  return {{ErrorCode::internal, "the database library failed"}, Trouble::none, false};
}

}  // namespace pixiu::storage
