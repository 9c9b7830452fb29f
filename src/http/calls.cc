#include "http/calls.h"

#include "base/check.h"
#include "http/problem.h"
#include "http/record_calls.h"
#include "http/upload.h"
#include "http/upload_calls.h"

#include <array>
#include <chrono>
#include <exception>

namespace pixiu::http {
namespace {

constexpr std::string_view prometheus_text = "text/plain; version=0.0.4; charset=utf-8";

Response text_response(std::string_view content_type, std::string body) {
  Response response;
  response.content_type = content_type;
  response.body = std::move(body);
  return response;
}

std::string health_json(std::string_view version) {
  return nlohmann::json{{"status", "ok"}, {"version", version}}.dump();
}

// A worker's thread must live on whatever an answer holds.
Response inspection_response_guarded(const Result<workflow::Inspection>& inspection) {
  try {
    return inspection_response(inspection);
  } catch (const std::exception&) {
    return problem_response(Problem::internal, "the answer could not be written");
  }
}

Response record_response_guarded(Call call, const Request& request, ByteView body,
                                 workflow::Record& record) {
  try {
    return answer_record_call(call, request, body, record);
  } catch (const std::exception&) {
    return problem_response(Problem::internal, "the call ended unexpectedly");
  }
}

Response witness_response_guarded(ByteView body, workflow::Witness& witness) {
  try {
    auto answer = witness.add_checkpoint(text_of(body));
    return {.status = answer.status,
            .content_type = std::move(answer.content_type),
            .body = std::move(answer.body)};
  } catch (const std::exception&) {
    return problem_response(Problem::internal, "the call ended unexpectedly");
  }
}

Response upload_response_guarded(Call call, const Request& request, workflow::Uploads& uploads) {
  try {
    return answer_upload_call(call, request, uploads);
  } catch (const std::exception&) {
    return problem_response(Problem::internal, "the call ended unexpectedly");
  }
}

Response submission_response(const Error& error) {
  if (error.code == ErrorCode::unavailable) {
    return problem_response(Problem::queue_full, error.message);
  }
  return problem_response(Problem::invalid_context, error.message);
}

std::optional<Response> start_inspection(const Request& request, ByteView body,
                                         std::shared_ptr<const void> owner,
                                         workflow::InspectionService& inspections,
                                         ResponseDone done) {
  auto upload = read_upload(request, body, std::move(owner));
  if (!upload) return std::move(upload.error());
  const auto status = inspections.submit(
      std::move(*upload), [done = std::move(done)](const Result<workflow::Inspection>& inspection) {
        done(inspection_response_guarded(inspection));
      });
  if (status) return std::nullopt;
  return submission_response(status.error());
}

// The refusal of a queue that took nothing.
std::optional<Response> submitted(const Status& status) {
  if (status) return std::nullopt;
  return problem_response(Problem::unavailable, status.error().message);
}

void append_two_digits(std::string& text, unsigned number) {
  text.push_back(static_cast<char>('0' + number / 10 % 10));
  text.push_back(static_cast<char>('0' + number % 10));
}

}  // namespace

Response answer_call(const Admission& admission, const ServerParts& parts, const Metrics& metrics) {
  switch (admission.route->call) {
    case Call::health: return text_response("application/json", health_json(parts.version));
    case Call::metrics: return text_response(prometheus_text, metrics.text());
    case Call::upload_options: return upload_options_response();
    case Call::openapi: {
      auto response = text_response("application/json", {});
      response.embedded_body = bytes_of(parts.openapi_json);
      return response;
    }
    case Call::console_page: return page_response(parts.console, parts.entropy);
    case Call::console_asset: return asset_response(parts.console, admission.request);
    case Call::inspect:
    case Call::take_in_exhibit:
    case Call::exhibit:
    case Call::exhibit_custody:
    case Call::event_proof:
    case Call::log_checkpoint:
    case Call::log_tile:
    case Call::create_upload:
    case Call::upload_state:
    case Call::append_upload:
    case Call::remove_upload:
    case Call::add_checkpoint: break;
  }
  PIXIU_CHECK(admission.route->work == Work::at_once);
  return {};
}

std::optional<Response> refusal_now(Work work, const ServerParts& parts) {
  switch (work) {
    case Work::at_once: return std::nullopt;
    case Work::examination:
      if (parts.inspections.has_room()) return std::nullopt;
      return problem_response(Problem::queue_full, "try again in a few seconds");
    case Work::record:
    case Work::upload:
      if (parts.record == nullptr || (work == Work::upload && parts.uploads == nullptr)) {
        return problem_response(Problem::no_record, "this server was started without --data");
      }
      break;
    case Work::witness:
      if (parts.witness == nullptr) {
        return problem_response(Problem::not_found, "this server is no witness");
      }
      break;
  }
  if (parts.work->has_room()) return std::nullopt;
  return problem_response(Problem::unavailable, "too many requests wait; try again");
}

std::optional<Response> start_call(const Admission& admission, ByteView body,
                                   std::shared_ptr<const void> owner, const ServerParts& parts,
                                   ResponseDone done) {
  if (admission.route->work == Work::examination) {
    return start_inspection(admission.request, body, std::move(owner), parts.inspections,
                            std::move(done));
  }
  if (admission.route->work == Work::witness) {
    return submitted(parts.work->submit(
        [body, owner = std::move(owner), done = std::move(done), witness = parts.witness] {
          done(witness_response_guarded(body, *witness));
        }));
  }
  if (admission.route->work == Work::upload) {
    return submitted(parts.work->submit(
        [call = admission.route->call, request = admission.request, done = std::move(done),
         uploads = parts.uploads] { done(upload_response_guarded(call, request, *uploads)); }));
  }
  PIXIU_CHECK(admission.route->work == Work::record);
  return submitted(
      parts.work->submit([call = admission.route->call, request = admission.request, body,
                          owner = std::move(owner), done = std::move(done), record = parts.record] {
        done(record_response_guarded(call, request, body, *record));
      }));
}

std::string http_date(Timestamp moment) {
  constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(moment - day));
  std::string text = days[std::chrono::weekday(day).c_encoding()];
  text += ", ";
  append_two_digits(text, static_cast<unsigned>(date.day()));
  text += ' ';
  text += months[static_cast<unsigned>(date.month()) - 1];
  text += ' ' + std::to_string(static_cast<int>(date.year())) + ' ';
  append_two_digits(text, static_cast<unsigned>(time.hours().count()));
  text += ':';
  append_two_digits(text, static_cast<unsigned>(time.minutes().count()));
  text += ':';
  append_two_digits(text, static_cast<unsigned>(time.seconds().count()));
  return text + " GMT";
}

}  // namespace pixiu::http
