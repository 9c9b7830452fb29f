#pragma once

#include "base/result.h"
#include "http/message.h"

#include <span>
#include <string>
#include <string_view>

namespace pixiu::http {

// Everything that can go wrong with a request. Each has one row in the table below.
enum class Problem {
  malformed_request,
  malformed_multipart,
  missing_part,
  unknown_part,
  repeated_part,
  too_many_parts,
  invalid_context,
  invalid_query,
  wrong_origin,
  not_found,
  method_not_allowed,
  request_timeout,
  body_too_large,
  unsupported_media_type,
  upload_version,
  expectation_failed,
  wrong_host,
  queue_full,
  header_too_large,
  checksum_mismatch,
  internal,
  not_implemented,
  no_record,
  unavailable,
  examination_timeout,
};

struct ProblemRow {
  Problem problem;
  std::string_view name;  // the tail of `type`, e.g. "missing-part"
  std::string_view title;
  int status;
  ErrorCode code;
};

std::span<const ProblemRow> problem_rows();
const ProblemRow& row_of(Problem problem);

// Problem details (RFC 9457) as application/problem+json:
// {"type","title","status","detail","code"}. `type` is "urn:pixiu:problem:NAME". `detail` holds
// nothing the sender sent. Where waiting helps (queue_full, unavailable, examination_timeout) a
// Retry-After goes along.
Response problem_response(Problem problem, std::string_view detail);

// The problem that stands for a failure of an examination; its `code` is the error's.
Response problem_response(const Error& error);

// The HTTP status of an error code (one table, base/result.h).
int status_of(ErrorCode code);

}  // namespace pixiu::http
