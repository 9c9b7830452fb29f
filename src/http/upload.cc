#include "http/upload.h"

#include "base/base64.h"
#include "http/multipart.h"
#include "http/problem.h"

#include <algorithm>
#include <string>

namespace pixiu::http {
namespace {

using Refusal = tl::unexpected<Response>;

Refusal refuse(Problem problem, std::string_view detail) {
  return Refusal(problem_response(problem, detail));
}

// `include=mask,renditions`; the comma may be written %2C, as forms do.
tl::expected<void, Response> read_query(std::string_view query, workflow::Upload& upload) {
  if (query.empty()) return {};
  constexpr std::string_view key = "include=";
  if (!query.starts_with(key) || query.find('&') != std::string_view::npos) {
    return refuse(Problem::invalid_query, "the only query parameter is include, once");
  }
  std::string list(query.substr(key.size()));
  for (const std::string_view comma : {"%2C", "%2c"}) {
    for (auto at = list.find(comma); at != std::string::npos; at = list.find(comma, at)) {
      list.replace(at, comma.size(), ",");
    }
  }
  std::string_view rest = list;
  while (!rest.empty()) {
    const auto comma = std::min(rest.find(','), rest.size());
    const auto word = rest.substr(0, comma);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    if (word == "mask") {
      upload.wants_mask = true;
    } else if (word == "renditions") {
      upload.wants_renditions = true;
    } else {
      return refuse(Problem::invalid_query, "include is a list of mask and renditions");
    }
  }
  return {};
}

tl::expected<void, Response> add_picture(std::vector<ByteView>& pictures, ByteView content,
                                         int count_max, std::string_view name) {
  if (pictures.size() == static_cast<std::size_t>(count_max)) {
    return refuse(Problem::too_many_parts, "the part " + std::string(name) +
                                               " may stand there at most " +
                                               std::to_string(count_max) + " times");
  }
  if (content.size() > limits::photo_bytes_max) {
    return refuse(Problem::body_too_large,
                  "a picture may hold " + std::to_string(limits::photo_bytes_max) + " bytes");
  }
  pictures.push_back(content);
  return {};
}

tl::expected<void, Response> add_part(const Part& part, std::vector<ByteView>& photos,
                                      workflow::Upload& upload) {
  if (part.name == "photo") {
    if (!photos.empty()) return refuse(Problem::repeated_part, "the part photo stands there twice");
    return add_picture(photos, part.content, 1, part.name);
  }
  if (part.name == "reference") {
    return add_picture(upload.references, part.content, limits::references_max, part.name);
  }
  if (part.name == "other") {
    return add_picture(upload.others, part.content, limits::others_max, part.name);
  }
  if (part.name != "context") {
    return refuse(Problem::unknown_part, "the parts are photo, reference, other and context");
  }
  if (upload.context_json) {
    return refuse(Problem::repeated_part, "the part context stands there twice");
  }
  upload.context_json = text_of(part.content);
  return {};
}

tl::expected<std::vector<Part>, Response> read_parts(const Request& request, ByteView body) {
  const auto boundary = boundary_of(request.content_type);
  if (!boundary) return refuse(Problem::unsupported_media_type, boundary.error().message);
  auto parts = parse_multipart(body, *boundary);
  if (parts) return std::move(*parts);
  return refuse(parts.error().code == ErrorCode::limit_exceeded ? Problem::too_many_parts
                                                                : Problem::malformed_multipart,
                parts.error().message);
}

std::string data_url(std::string_view type, const Bytes& bytes) {
  return "data:" + std::string(type) + ";base64," + to_base64(bytes);
}

nlohmann::json pictures_json(const workflow::Pictures& pictures) {
  auto json = nlohmann::json::object();
  const auto add = [&json](const char* key, std::string_view type, const Bytes& bytes) {
    if (!bytes.empty()) json[key] = data_url(type, bytes);
  };
  add("photo", "image/jpeg", pictures.photo_jpeg);
  add("mask", "image/png", pictures.mask_png);
  add("aligned_reference", "image/jpeg", pictures.aligned_reference_jpeg);
  if (!pictures.references_jpeg.empty()) {
    auto& references = json["references"] = nlohmann::json::array();
    for (const auto& reference : pictures.references_jpeg) {
      references.push_back(reference.empty() ? nlohmann::json()
                                             : nlohmann::json(data_url("image/jpeg", reference)));
    }
  }
  return json;
}

}  // namespace

tl::expected<workflow::Upload, Response> read_upload(const Request& request, ByteView body,
                                                     std::shared_ptr<const void> owner) {
  workflow::Upload upload;
  upload.storage = std::move(owner);
  auto step = read_query(request.query, upload);
  if (!step) return Refusal(std::move(step.error()));
  const auto parts = read_parts(request, body);
  if (!parts) return Refusal(parts.error());
  std::vector<ByteView> photos;
  for (const auto& part : *parts) {
    step = add_part(part, photos, upload);
    if (!step) return Refusal(std::move(step.error()));
  }
  if (photos.empty()) return refuse(Problem::missing_part, "the part photo is missing");
  upload.photo = photos.front();
  return upload;
}

Response inspection_response(const Result<workflow::Inspection>& inspection) {
  if (!inspection) {
    if (inspection.error().code == ErrorCode::deadline_exceeded) {
      return problem_response(Problem::examination_timeout, inspection.error().message);
    }
    return problem_response(inspection.error());
  }
  auto json = inspection->assessment;
  if (inspection->pictures) {
    json["pictures"] = pictures_json(*inspection->pictures);
  }
  return {.status = 200,
          .content_type = "application/json",
          .headers = {},
          .body = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace),
          .embedded_body = {},
          .band = inspection->band};
}

}  // namespace pixiu::http
