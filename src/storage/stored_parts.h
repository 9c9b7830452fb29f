#pragma once

#include "base/result.h"
#include "base/timestamp.h"

#include <cstdint>
#include <string>
#include <string_view>

// What the stores share when they make values of rows. A row that does not fit is corrupted, and
// the message says which.
namespace pixiu::storage {

inline Error corrupted_row(std::string_view what, std::string_view id) {
  return {ErrorCode::corrupted,
          "what is stored under " + std::string(what) + " " + std::string(id) + " is none"};
}

inline Timestamp time_of(std::int64_t milliseconds) {
  return Timestamp{std::chrono::milliseconds{milliseconds}};
}

}  // namespace pixiu::storage
