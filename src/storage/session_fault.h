#pragma once

#include "base/result.h"
#include "storage/session.h"

#include <exception>

namespace pixiu::storage {

// What an exception of the database library means to us.
struct SessionFault {
  Error error;
  Session::Trouble trouble = Session::Trouble::none;
  bool is_fsync_failure = false;
};

// By SQLite's extended result code (sqlite.org/rescode.html).
SessionFault fault_of_sqlite(int extended_code, const std::exception& exception);

// By PostgreSQL's SQLSTATE (appendix A of its manual).
SessionFault fault_of_postgresql(const std::exception& exception);
SessionFault fault_of_sqlstate(std::string_view sqlstate);

}  // namespace pixiu::storage
