#include "http/admission.h"

#include "http/header_value.h"
#include "http/multipart.h"
#include "http/problem.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace pixiu::http {
namespace {

using Refusal = tl::unexpected<Response>;

Refusal refuse(Problem problem, std::string_view detail) {
  return Refusal(problem_response(problem, detail));
}

// The values of a field, in order.
std::vector<std::string_view> values_of(const RequestHead& head, std::string_view name) {
  std::vector<std::string_view> values;
  for (const auto& field : head.fields) {
    if (equals_ignoring_case(field.name, name)) values.emplace_back(field.value);
  }
  return values;
}

std::string first_of(const RequestHead& head, std::string_view name) {
  const auto values = values_of(head, name);
  return values.empty() ? std::string() : std::string(values.front());
}

// RFC 9112, 6.3: a length is digits only and stands there once; with a transfer coding there is
// none.
tl::expected<void, Response> read_framing(const RequestHead& head, Admission& admission) {
  const auto lengths = values_of(head, "Content-Length");
  const auto codings = values_of(head, "Transfer-Encoding");
  if (!codings.empty()) {
    if (!lengths.empty() || codings.size() > 1 || !head.is_http_1_1) {
      return refuse(Problem::malformed_request, "the length of the body is ambiguous");
    }
    if (!equals_ignoring_case(codings.front(), "chunked")) {
      return refuse(Problem::not_implemented, "the only transfer coding taken is chunked");
    }
    admission.is_chunked = true;
    return {};
  }
  if (lengths.size() > 1) {
    return refuse(Problem::malformed_request, "Content-Length stands there twice");
  }
  if (lengths.size() == 1) {
    const auto text = lengths.front();
    std::uint64_t length = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), length);
    if (failure != std::errc{} || end != text.data() + text.size()) {
      return refuse(Problem::malformed_request, "Content-Length is no number");
    }
    admission.content_length_bytes = length;
  }
  return {};
}

// Origin form, or absolute form with our own authority (RFC 9112, 3.2).
tl::expected<void, Response> read_target(const RequestHead& head, const HostGuard& guard,
                                         Admission& admission) {
  std::string_view target = head.target;
  constexpr std::string_view scheme = "http://";
  if (equals_ignoring_case(target.substr(0, scheme.size()), scheme)) {
    target.remove_prefix(scheme.size());
    const auto slash = std::min(target.find('/'), target.size());
    if (!guard.accepts_host(target.substr(0, slash))) {
      return refuse(Problem::wrong_host, "the target names another host");
    }
    target.remove_prefix(slash);
  }
  const bool is_plain = std::all_of(target.begin(), target.end(),
                                    [](char c) { return c > 0x20 && c < 0x7f && c != '#'; });
  if (target.empty() || target.front() != '/' || !is_plain) {
    return refuse(Problem::malformed_request, "the target must be a path");
  }
  const auto question_mark = std::min(target.find('?'), target.size());
  admission.request.path = target.substr(0, question_mark);
  if (question_mark < target.size()) admission.request.query = target.substr(question_mark + 1);
  return {};
}

tl::expected<void, Response> check_sender(const RequestHead& head, const HostGuard& guard) {
  const auto hosts = values_of(head, "Host");
  if (hosts.size() != 1) return refuse(Problem::malformed_request, "there must be one Host");
  if (!guard.accepts_host(hosts.front())) {
    return refuse(Problem::wrong_host,
                  "Host must be localhost, 127.0.0.1 or [::1] with the port of this server");
  }
  for (const auto origin : values_of(head, "Origin")) {
    if (!guard.accepts_origin(origin)) {
      return refuse(Problem::wrong_origin, "Origin must be this server's own");
    }
  }
  return {};
}

tl::expected<void, Response> find_route(const RequestHead& head, Admission& admission) {
  auto match = match_route(head.method, admission.request.path);
  if (match.route != nullptr) {
    admission.route = match.route;
    admission.request.parameter = std::move(match.parameter);
    return {};
  }
  if (!match.is_known_path) {
    return refuse(Problem::not_found, "no call and no page has this path");
  }
  auto response =
      problem_response(Problem::method_not_allowed, "this path takes " + match.allow + " only");
  response.headers.push_back({"Allow", std::move(match.allow)});
  return Refusal(std::move(response));
}

// Fields that may stand there once, if at all.
tl::expected<void, Response> read_tus_fields(const RequestHead& head, Admission& admission) {
  auto& tus = admission.request.tus;
  struct Row {
    std::string_view name;
    std::optional<std::string>& value;
  };
  const std::array<Row, 5> rows{{{"Tus-Resumable", tus.resumable},
                                 {"Upload-Length", tus.length},
                                 {"Upload-Offset", tus.offset},
                                 {"Upload-Metadata", tus.metadata},
                                 {"Upload-Checksum", tus.checksum}}};
  for (const auto& row : rows) {
    const auto values = values_of(head, row.name);
    if (values.size() > 1) {
      return refuse(Problem::malformed_request, std::string(row.name) + " stands there twice");
    }
    if (values.size() == 1) row.value = std::string(values.front());
  }
  return {};
}

// A part of an upload goes to the disk as it comes: how long it may be is checked there.
tl::expected<void, Response> check_part(const Admission& admission) {
  if (admission.request.content_type != "application/offset+octet-stream") {
    return refuse(Problem::unsupported_media_type,
                  "a part of an upload is application/offset+octet-stream");
  }
  if (admission.content_length_bytes.value_or(0) > limits::recording_bytes_max) {
    return refuse(Problem::body_too_large,
                  "an upload may hold " + std::to_string(limits::recording_bytes_max) + " bytes");
  }
  return {};
}

tl::expected<void, Response> check_body(const Admission& admission, std::uint64_t body_bytes_max) {
  if (admission.route->body == Body::none) {
    if (admission.has_body()) {
      return refuse(Problem::malformed_request, "this call takes no body");
    }
    return {};
  }
  if (admission.route->body == Body::part) return check_part(admission);
  if (admission.content_length_bytes.value_or(0) > body_bytes_max) {
    return refuse(Problem::body_too_large,
                  "a body may hold " + std::to_string(body_bytes_max) + " bytes");
  }
  if (admission.route->body == Body::bytes) return {};
  const auto boundary = boundary_of(admission.request.content_type);
  if (boundary) return {};
  return refuse(boundary.error().code == ErrorCode::unsupported ? Problem::unsupported_media_type
                                                                : Problem::malformed_multipart,
                boundary.error().message);
}

tl::expected<void, Response> read_expectation(const RequestHead& head, Admission& admission) {
  const auto expectations = values_of(head, "Expect");
  if (expectations.empty() || !head.is_http_1_1) return {};
  if (expectations.size() > 1 || !equals_ignoring_case(expectations.front(), "100-continue")) {
    return refuse(Problem::expectation_failed, "the only expectation known is 100-continue");
  }
  admission.expects_continue = true;
  return {};
}

}  // namespace

tl::expected<Admission, Response> admit(const RequestHead& head, const HostGuard& guard,
                                        std::uint64_t body_bytes_max) {
  Admission admission;
  admission.request.method = head.method;
  admission.request.accept_encoding = first_of(head, "Accept-Encoding");
  const auto content_types = values_of(head, "Content-Type");
  if (content_types.size() > 1) {
    return refuse(Problem::malformed_request, "Content-Type stands there twice");
  }
  admission.request.content_type = first_of(head, "Content-Type");
  auto step = read_framing(head, admission);
  if (step) step = read_target(head, guard, admission);
  if (step) step = check_sender(head, guard);
  if (step) step = find_route(head, admission);
  if (step && admission.route->work == Work::upload) step = read_tus_fields(head, admission);
  if (step) step = check_body(admission, body_bytes_max);
  if (step) step = read_expectation(head, admission);
  if (!step) return Refusal(std::move(step.error()));
  return admission;
}

}  // namespace pixiu::http
