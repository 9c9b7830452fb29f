#include "http/upload_calls.h"

#include "base/check.h"
#include "crypto/mac.h"
#include "crypto/transfer_checksum.h"
#include "http/calls.h"
#include "http/problem.h"
#include "http/tus_headers.h"

#include <string>

namespace pixiu::http {
namespace {

using Refusal = tl::unexpected<Response>;
using workflow::UploadId;

constexpr std::string_view checksum_algorithms = "sha1,sha256";

Response with_version(Response response) {
  response.headers.push_back({"Tus-Resumable", std::string(tus_version)});
  return response;
}

Response refusal(Problem problem, std::string_view detail) {
  return with_version(problem_response(problem, detail));
}

Response refusal(const Error& error) {
  return with_version(problem_response(error));
}

Response empty_response(int status, std::vector<Header> headers) {
  Response response;
  response.status = status;
  response.headers = std::move(headers);
  return with_version(std::move(response));
}

std::optional<Response> check_version(const Request& request) {
  if (request.tus.resumable == tus_version) return std::nullopt;
  Response response = refusal(Problem::upload_version, "Tus-Resumable must be 1.0.0");
  response.headers.push_back({"Tus-Version", std::string(tus_version)});
  return response;
}

Error invalid(std::string what) {
  return {ErrorCode::invalid_input, std::move(what)};
}

template <class AnyId>
Result<AnyId> id_of(const std::vector<UploadMetadatum>& metadata, std::string_view key) {
  const auto* text = find_metadatum(metadata, key);
  const auto id = text != nullptr ? AnyId::parse(*text) : Result<AnyId>(Error{});
  if (id) return id;
  return invalid("Upload-Metadata needs " + std::string(key) + ", a UUID of version 7");
}

Result<workflow::NewUpload> new_upload(const Request& request) {
  const auto length = parse_upload_number(request.tus.length.value_or(""));
  if (!length || *length == 0) return invalid("Upload-Length must say how many bytes will come");
  const auto text = request.tus.metadata.value_or("");
  const auto metadata = parse_upload_metadata(text);
  if (!metadata) return metadata.error();
  const auto tenant = id_of<TenantId>(*metadata, "tenant");
  if (!tenant) return tenant.error();
  const auto claim = id_of<ClaimId>(*metadata, "claim");
  if (!claim) return claim.error();
  const auto subject = id_of<SubjectId>(*metadata, "subject");
  if (!subject) return subject.error();
  const auto exhibit = id_of<ExhibitId>(*metadata, "exhibit");
  if (!exhibit) return exhibit.error();
  const auto* retention_class = find_metadatum(*metadata, "retention_class");
  if (retention_class == nullptr) return invalid("Upload-Metadata needs retention_class");
  return workflow::NewUpload{.owner = {*tenant, *subject, *claim, *exhibit},
                             .retention_class = *retention_class,
                             .length_bytes = *length,
                             .metadata = text};
}

Header expires(const workflow::UploadState& upload) {
  return {"Upload-Expires", http_date(upload.expires_at)};
}

Response create(const Request& request, workflow::Uploads& uploads) {
  const auto plan = new_upload(request);
  if (!plan) return refusal(plan.error());
  const auto upload = uploads.create(*plan);
  if (!upload) return refusal(upload.error());
  return empty_response(
      201,
      {{"Location", "/v1/uploads/" + upload->id.text()}, {"Upload-Offset", "0"}, expires(*upload)});
}

Result<UploadId> id_of_path(const Request& request) {
  const auto id = UploadId::parse(request.parameter);
  if (id) return id;
  return Error{ErrorCode::not_found, "the path needs a UUID of version 7"};
}

Response state(const Request& request, workflow::Uploads& uploads) {
  const auto id = id_of_path(request);
  if (!id) return refusal(id.error());
  const auto upload = uploads.state(*id);
  if (!upload) return refusal(upload.error());
  return empty_response(200,
                        {{"Upload-Offset", std::to_string(upload->offset_bytes)},
                         {"Upload-Length", std::to_string(upload->length_bytes)},
                         {"Upload-Metadata", upload->metadata.reveal(Purpose::show_to_subject)},
                         {"Cache-Control", "no-store"},
                         expires(*upload)});
}

Response remove(const Request& request, workflow::Uploads& uploads) {
  const auto id = id_of_path(request);
  if (!id) return refusal(id.error());
  if (const auto status = uploads.remove(*id); !status) return refusal(status.error());
  return empty_response(204, {});
}

// What Upload-Checksum asks for.
struct Checksum {
  crypto::TransferChecksum sum;
  Bytes expected;
};

class PartOfUpload final : public StreamedPart {
 public:
  PartOfUpload(std::unique_ptr<workflow::UploadAppend> append, std::optional<Checksum> checksum)
      : append_(std::move(append)), checksum_(std::move(checksum)) {}
  PartOfUpload(const PartOfUpload&) = delete;
  PartOfUpload& operator=(const PartOfUpload&) = delete;

  ~PartOfUpload() override {
    // The server ends, or the client is gone: it goes on from what could be kept.
    if (append_ && !checksum_) static_cast<void>(append_->keep().has_value());
  }

  std::optional<Response> write(ByteView bytes) override {
    if (checksum_) checksum_->sum.update(bytes);
    if (const auto status = append_->write(bytes); !status) return refusal(status.error());
    return std::nullopt;
  }

  Response finish(bool is_whole) override {
    const auto append = std::move(append_);
    if (checksum_ && !is_whole) {
      return refusal(Problem::request_timeout, "the part did not come whole");
    }
    if (checksum_ &&
        !crypto::equals_in_constant_time(checksum_->sum.finish(), checksum_->expected)) {
      return refusal(Problem::checksum_mismatch, "the part was thrown away; send it again");
    }
    const auto offset = append->keep();
    if (!offset) return refusal(offset.error());
    return empty_response(204, {{"Upload-Offset", std::to_string(*offset)}});
  }

 private:
  std::unique_ptr<workflow::UploadAppend> append_;
  std::optional<Checksum> checksum_;
};

Result<std::optional<Checksum>> checksum_of(const Request& request) {
  if (!request.tus.checksum) return std::optional<Checksum>();
  auto parsed = parse_upload_checksum(*request.tus.checksum);
  if (!parsed) return parsed.error();
  const auto algorithm = crypto::transfer_algorithm_by_name(parsed->algorithm);
  if (!algorithm) return invalid("Upload-Checksum takes sha1 and sha256");
  return std::optional(Checksum{crypto::TransferChecksum(*algorithm), std::move(parsed->digest)});
}

}  // namespace

Response upload_options_response() {
  return empty_response(204, {{"Tus-Version", std::string(tus_version)},
                              {"Tus-Extension", "creation,termination,checksum,expiration"},
                              {"Tus-Max-Size", std::to_string(limits::recording_bytes_max)},
                              {"Tus-Checksum-Algorithm", std::string(checksum_algorithms)}});
}

Response answer_upload_call(Call call, const Request& request, workflow::Uploads& uploads) {
  if (auto wrong_version = check_version(request)) return std::move(*wrong_version);
  if (call == Call::create_upload) return create(request, uploads);
  if (call == Call::upload_state) return state(request, uploads);
  PIXIU_CHECK(call == Call::remove_upload);
  return remove(request, uploads);
}

tl::expected<std::unique_ptr<StreamedPart>, Response> begin_part(const Request& request,
                                                                 workflow::Uploads& uploads) {
  if (auto wrong_version = check_version(request)) return Refusal(std::move(*wrong_version));
  const auto id = id_of_path(request);
  if (!id) return Refusal(refusal(id.error()));
  const auto offset = parse_upload_number(request.tus.offset.value_or(""));
  if (!offset) return Refusal(refusal(invalid("Upload-Offset must say where the part begins")));
  auto checksum = checksum_of(request);
  if (!checksum) return Refusal(refusal(checksum.error()));
  auto append = uploads.append(*id, *offset, !*checksum);
  if (!append) return Refusal(refusal(append.error()));
  return std::unique_ptr<StreamedPart>(
      std::make_unique<PartOfUpload>(std::move(*append), std::move(*checksum)));
}

}  // namespace pixiu::http
