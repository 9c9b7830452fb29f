#pragma once

#include "base/result.h"
#include "storage/session.h"

#include <span>
#include <string_view>

namespace pixiu::storage {

// A step from one shape of the database to the next: a file src/storage/migrations/NNNN_NAME.sql,
// embedded by the build. Statements end with a semicolon at the end of a line. Where the engines
// have no word in common the file has one in braces:
//   {position}   a primary key that grows with every row
struct Migration {
  int number = 0;  // from 1, without gaps
  std::string_view name;
  std::string_view sql;
};

std::span<const Migration> embedded_migrations();

// Brings a database to the last of `migrations`: all missing ones, in order, in one transaction
// under a lock, so that of several programs that start at once one migrates and a crash leaves what
// was. Forward only. Errors: unsupported when the database has migrations that the program does not
// know, or other ones under the same numbers; nothing is touched then. Those of Session.
Status migrate(Session& session, std::span<const Migration> migrations);

}  // namespace pixiu::storage
