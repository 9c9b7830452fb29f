#include "http/problem.h"

#include "base/check.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

namespace pixiu::http {
namespace {

using enum ErrorCode;

constexpr std::array rows{
    ProblemRow{Problem::malformed_request, "malformed-request", "The request is not valid HTTP",
               400, invalid_input},
    ProblemRow{Problem::malformed_multipart, "malformed-multipart", "The form does not parse", 400,
               invalid_input},
    ProblemRow{Problem::missing_part, "missing-part", "A part of the form is missing", 400,
               invalid_input},
    ProblemRow{Problem::unknown_part, "unknown-part", "A part of the form is not known", 400,
               invalid_input},
    ProblemRow{Problem::repeated_part, "repeated-part", "A part of the form stands there twice",
               400, invalid_input},
    ProblemRow{Problem::too_many_parts, "too-many-parts", "The form has too many parts", 400,
               limit_exceeded},
    ProblemRow{Problem::invalid_context, "invalid-context", "The context is not valid", 400,
               invalid_input},
    ProblemRow{Problem::invalid_query, "invalid-query", "The query is not valid", 400,
               invalid_input},
    ProblemRow{Problem::wrong_origin, "wrong-origin", "Another site sent the request", 403,
               permission_denied},
    ProblemRow{Problem::not_found, "not-found", "There is nothing here", 404, not_found},
    ProblemRow{Problem::method_not_allowed, "method-not-allowed", "The method is not allowed here",
               405, unsupported},
    ProblemRow{Problem::request_timeout, "request-timeout", "The request came too slowly", 408,
               deadline_exceeded},
    ProblemRow{Problem::body_too_large, "body-too-large", "The body is too large", 413,
               limit_exceeded},
    ProblemRow{Problem::unsupported_media_type, "unsupported-media-type",
               "The body has the wrong type", 415, unsupported},
    ProblemRow{Problem::upload_version, "upload-version", "The version of tus is not known", 412,
               unsupported},
    ProblemRow{Problem::expectation_failed, "expectation-failed", "The expectation cannot be met",
               417, unsupported},
    ProblemRow{Problem::wrong_host, "wrong-host", "The request is meant for another host", 421,
               permission_denied},
    ProblemRow{Problem::queue_full, "queue-full", "Too many examinations are waiting", 429,
               unavailable},
    ProblemRow{Problem::header_too_large, "header-too-large", "The request header is too large",
               431, limit_exceeded},
    ProblemRow{Problem::checksum_mismatch, "checksum-mismatch",
               "The part is not what its checksum says", 460, corrupted},
    ProblemRow{Problem::internal, "internal", "Something went wrong here", 500, internal},
    ProblemRow{Problem::not_implemented, "not-implemented", "The transfer coding is not known", 501,
               unsupported},
    ProblemRow{Problem::no_record, "no-record", "This server keeps no record", 501, unsupported},
    ProblemRow{Problem::unavailable, "unavailable", "The service cannot answer now", 503,
               unavailable},
    ProblemRow{Problem::examination_timeout, "examination-timeout",
               "The examination did not end in time", 503, deadline_exceeded},
};

constexpr std::string_view retry_after_s = "5";

struct StatusRow {
  ErrorCode code;
  int status;
};

constexpr std::array statuses{
    StatusRow{invalid_input, 400},   StatusRow{unsupported, 415},
    StatusRow{not_found, 404},       StatusRow{conflict, 409},
    StatusRow{unauthenticated, 401}, StatusRow{permission_denied, 403},
    StatusRow{limit_exceeded, 413},  StatusRow{deadline_exceeded, 503},
    StatusRow{corrupted, 422},       StatusRow{unavailable, 503},
    StatusRow{internal, 500},
};

Response make(std::string_view name, std::string_view title, int status, ErrorCode code,
              std::string_view detail) {
  const nlohmann::ordered_json body{{"type", "urn:pixiu:problem:" + std::string(name)},
                                    {"title", title},
                                    {"status", status},
                                    {"detail", detail},
                                    {"code", error_code_name(code)}};
  Response response{.status = status,
                    .content_type = "application/problem+json",
                    .headers = {},
                    .body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace),
                    .embedded_body = {},
                    .band = {}};
  if (status == 429 || status == 503) {
    response.headers.push_back({"Retry-After", std::string(retry_after_s)});
  }
  return response;
}

}  // namespace

std::span<const ProblemRow> problem_rows() {
  return rows;
}

const ProblemRow& row_of(Problem problem) {
  const auto* found = std::find_if(rows.begin(), rows.end(), [problem](const ProblemRow& row) {
    return row.problem == problem;
  });
  PIXIU_CHECK(found != rows.end());
  return *found;
}

Response problem_response(Problem problem, std::string_view detail) {
  const auto& row = row_of(problem);
  return make(row.name, row.title, row.status, row.code, detail);
}

Response problem_response(const Error& error) {
  const int status = status_of(error.code);
  std::string name(error_code_name(error.code));
  std::replace(name.begin(), name.end(), '_', '-');
  return make(name, "The request failed", status, error.code, error.message);
}

int status_of(ErrorCode code) {
  const auto* found = std::find_if(statuses.begin(), statuses.end(),
                                   [code](const StatusRow& row) { return row.code == code; });
  PIXIU_CHECK(found != statuses.end());
  return found->status;
}

}  // namespace pixiu::http
