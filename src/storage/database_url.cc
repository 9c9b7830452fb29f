#include "storage/database_url.h"

#include <algorithm>

namespace pixiu::storage {
namespace {

constexpr std::string_view sqlite_scheme = "sqlite:";
constexpr std::string_view busy_timeout_s = "10";

bool is_printable(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char character) {
    return static_cast<unsigned char>(character) < 0x20 || character == 0x7f;
  });
}

// "host:port/name" of what follows "postgresql://": without user, password and parameters.
std::string shown_place(std::string_view rest) {
  rest = rest.substr(0, rest.find('?'));
  const std::size_t slash = rest.find('/');
  const std::string_view authority = rest.substr(0, slash);
  // The last "@": a password may hold one that ought to have been escaped.
  const std::size_t at = rest.rfind('@');
  if (at != std::string_view::npos && at > authority.size()) return {};
  const std::size_t start = at == std::string_view::npos ? 0 : at + 1;
  return std::string(rest.substr(start));
}

}  // namespace

Result<DatabaseUrl> DatabaseUrl::parse(std::string_view text) {
  const Error refused{ErrorCode::invalid_input,
                      "the database is given as sqlite:PATH or postgresql://user@host/name"};
  if (!is_printable(text)) return refused;
  DatabaseUrl url;
  if (text.starts_with(sqlite_scheme)) {
    url.path_ = text.substr(sqlite_scheme.size());
    // SOCI reads `dbname="…"` up to the next quote; SQLite takes these for something else than a
    // file.
    if (url.path_.empty() || url.path_.find('"') != std::string::npos ||
        url.path_.starts_with(':') || url.path_.starts_with("file:")) {
      return Error{ErrorCode::invalid_input, "sqlite: is followed by the path of a file"};
    }
    url.shown_ = std::string(sqlite_scheme) + url.path_;
    url.connection_text_ = "dbname=\"" + url.path_ + "\" timeout=" + std::string(busy_timeout_s);
    return url;
  }
  for (const std::string_view scheme : {"postgresql://", "postgres://"}) {
    if (!text.starts_with(scheme)) continue;
    url.engine_ = Engine::postgresql;
    url.shown_ = "postgresql://" + shown_place(text.substr(scheme.size()));
    url.connection_text_ = text;
    return url;
  }
  return refused;
}

}  // namespace pixiu::storage
