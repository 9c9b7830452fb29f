#include "base/result.h"

#include "base/check.h"

namespace pixiu {

std::string_view error_code_name(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid_input: return "invalid_input";
    case ErrorCode::unsupported: return "unsupported";
    case ErrorCode::not_found: return "not_found";
    case ErrorCode::conflict: return "conflict";
    case ErrorCode::unauthenticated: return "unauthenticated";
    case ErrorCode::permission_denied: return "permission_denied";
    case ErrorCode::limit_exceeded: return "limit_exceeded";
    case ErrorCode::deadline_exceeded: return "deadline_exceeded";
    case ErrorCode::corrupted: return "corrupted";
    case ErrorCode::unavailable: return "unavailable";
    case ErrorCode::internal: return "internal";
  }
  PIXIU_CHECK(false);
}

}  // namespace pixiu
