#include "http/record_calls.h"

#include "base/check.h"
#include "http/problem.h"
#include "http/query.h"
#include "workflow/record_json.h"

#include <array>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

namespace pixiu::http {
namespace {

using Json = nlohmann::ordered_json;

// A published tile never changes; the checkpoint does every second.
constexpr std::string_view cached_for_ever = "public, max-age=31536000, immutable";
constexpr std::string_view cached_for_a_second = "public, max-age=1";

Response json_response(int status, const Json& json) {
  return {.status = status, .content_type = "application/json", .body = json.dump()};
}

Response cached(std::string_view content_type, std::string body, std::string_view cache) {
  return {.content_type = std::string(content_type),
          .headers = {{"Cache-Control", std::string(cache)}},
          .body = std::move(body)};
}

// An id from the query; the message names the parameter, never its value.
template <class AnyId>
Result<AnyId> id_of(const Query& query, std::string_view name) {
  const auto text = query.find(name);
  const auto id = text ? AnyId::parse(*text) : Result<AnyId>(Error{});
  if (id) return id;
  return Error{ErrorCode::invalid_input,
               "the query needs " + std::string(name) + ", a UUID of version 7"};
}

template <class AnyId>
Result<AnyId> id_of_path(const Request& request) {
  const auto id = AnyId::parse(request.parameter);
  if (id) return id;
  return Error{ErrorCode::not_found, "the path needs a UUID of version 7"};
}

Result<TenantId> tenant_of(const Request& request) {
  constexpr std::array<std::string_view, 1> names = {"tenant"};
  const auto query = Query::parse(request.query, names);
  if (!query) return query.error();
  return id_of<TenantId>(*query, "tenant");
}

Result<workflow::Intake> intake_of(const Request& request, ByteView body) {
  constexpr std::array<std::string_view, 5> names = {"tenant", "claim", "subject", "exhibit",
                                                     "retention_class"};
  const auto query = Query::parse(request.query, names);
  if (!query) return query.error();
  const auto tenant = id_of<TenantId>(*query, "tenant");
  if (!tenant) return tenant.error();
  const auto claim = id_of<ClaimId>(*query, "claim");
  if (!claim) return claim.error();
  const auto subject = id_of<SubjectId>(*query, "subject");
  if (!subject) return subject.error();
  const auto exhibit = id_of<ExhibitId>(*query, "exhibit");
  if (!exhibit) return exhibit.error();
  const auto retention_class = query->find("retention_class");
  if (!retention_class) {
    return Error{ErrorCode::invalid_input, "the query needs retention_class"};
  }
  return workflow::Intake{.tenant = *tenant,
                          .claim = *claim,
                          .subject = *subject,
                          .exhibit = *exhibit,
                          .retention_class = std::string(*retention_class),
                          .content = body};
}

Response take_in(const Request& request, ByteView body, workflow::Record& record) {
  const auto intake = intake_of(request, body);
  if (!intake) return problem_response(intake.error());
  const auto taken_in = record.take_in(*intake);
  if (!taken_in) return problem_response(taken_in.error());
  Json json = workflow::exhibit_json(taken_in->exhibit);
  json["event"] = taken_in->event.text();
  Response response = json_response(201, json);
  response.headers.push_back({"Location", "/v1/exhibits/" + taken_in->exhibit.id.text() +
                                              "?tenant=" + taken_in->exhibit.tenant.text()});
  return response;
}

Response exhibit(const Request& request, const workflow::Record& record) {
  const auto tenant = tenant_of(request);
  if (!tenant) return problem_response(tenant.error());
  const auto id = id_of_path<ExhibitId>(request);
  if (!id) return problem_response(id.error());
  const auto stored = record.exhibit(*tenant, *id);
  if (!stored) return problem_response(stored.error());
  return json_response(200, workflow::exhibit_json(*stored));
}

Response custody(const Request& request, const workflow::Record& record) {
  const auto tenant = tenant_of(request);
  if (!tenant) return problem_response(tenant.error());
  const auto id = id_of_path<ExhibitId>(request);
  if (!id) return problem_response(id.error());
  const auto chain = record.custody(*tenant, *id);
  if (!chain) return problem_response(chain.error());
  return json_response(200, workflow::custody_json(*id, *chain));
}

Response event_proof(const Request& request, const workflow::Record& record) {
  const auto tenant = tenant_of(request);
  if (!tenant) return problem_response(tenant.error());
  const auto id = id_of_path<EventId>(request);
  if (!id) return problem_response(id.error());
  auto proof = record.event_proof(*tenant, *id);
  if (!proof) return problem_response(proof.error());
  return {.content_type = "text/plain; charset=utf-8",
          .headers = {{"Content-Disposition",
                       "attachment; filename=\"" + id->text() + ".tlog-proof\""}},
          .body = std::move(*proof)};
}

Response log_checkpoint(const workflow::Record& record) {
  auto note = record.checkpoint();
  if (!note) return problem_response(note.error());
  return cached("text/plain; charset=utf-8", std::move(*note), cached_for_a_second);
}

Response log_tile(const Request& request, const workflow::Record& record) {
  const auto bytes = record.log_resource("tile/" + request.parameter);
  if (!bytes) return problem_response(bytes.error());
  return cached("application/octet-stream", std::string(text_of(*bytes)), cached_for_ever);
}

}  // namespace

Response answer_record_call(Call call, const Request& request, ByteView body,
                            workflow::Record& record) {
  switch (call) {
    case Call::take_in_exhibit: return take_in(request, body, record);
    case Call::exhibit: return exhibit(request, record);
    case Call::exhibit_custody: return custody(request, record);
    case Call::event_proof: return event_proof(request, record);
    case Call::log_checkpoint: return log_checkpoint(record);
    case Call::log_tile: return log_tile(request, record);
    case Call::add_checkpoint:
    case Call::inspect:
    case Call::upload_options:
    case Call::create_upload:
    case Call::upload_state:
    case Call::append_upload:
    case Call::remove_upload:
    case Call::health:
    case Call::metrics:
    case Call::openapi:
    case Call::console_page:
    case Call::console_asset: break;
  }
  PIXIU_CHECK(false);
}

}  // namespace pixiu::http
