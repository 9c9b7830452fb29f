#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace pixiu::storage {

enum class Engine { sqlite, postgresql };

// Where the database is: "sqlite:PATH" or "postgresql://user:password@host/name?…" (a URI of
// libpq). Its text may hold a password, so there is no way to print one but shown().
class DatabaseUrl {
 public:
  // Errors: invalid_input; the message repeats nothing of the text.
  static Result<DatabaseUrl> parse(std::string_view text);

  Engine engine() const { return engine_; }

  // "sqlite:PATH", or "postgresql://host/name" with nothing else of the text.
  const std::string& shown() const { return shown_; }

  // What the library of the engine is given.
  const std::string& connection_text() const { return connection_text_; }

  // Of a SQLite database.
  const std::string& path() const { return path_; }

 private:
  DatabaseUrl() = default;

  Engine engine_ = Engine::sqlite;
  std::string shown_;
  std::string connection_text_;
  std::string path_;
};

}  // namespace pixiu::storage
