#pragma once

#include <span>
#include <string>
#include <string_view>

namespace pixiu::http {

enum class Call {
  inspect,
  take_in_exhibit,
  exhibit,
  exhibit_custody,
  event_proof,
  log_checkpoint,
  log_tile,
  add_checkpoint,
  upload_options,
  create_upload,
  upload_state,
  append_upload,
  remove_upload,
  health,
  metrics,
  openapi,
  console_page,
  console_asset,
};

enum class Body {
  none,
  form,   // multipart/form-data
  bytes,  // anything, as it is
  part,   // application/offset+octet-stream, which goes to the disk as it comes
};

// Where a call is answered.
enum class Work {
  at_once,      // on the server's thread
  examination,  // by the inspection service
  record,       // by the workers, on the record
  upload,       // by the workers, on uploads (http/upload_calls.h)
  witness,      // by the workers, on the witness
};

// What `api` rows name stands in docs/api/openapi.json; a test compares them.
enum class Surface { api, console };

// One row of the route table. HEAD is answered wherever GET is, and where it has a row.
struct Route {
  std::string_view method;
  // "{id}" and "{file}" stand for one segment that is not empty, a last "{path}" for one or more.
  std::string_view path;
  Call call;
  Body body;
  Work work;
  Surface surface;
};

std::span<const Route> routes();

struct RouteMatch {
  const Route* route = nullptr;  // null when the path or the method does not fit
  bool is_known_path = false;
  std::string allow;      // methods of that path, for the Allow header
  std::string parameter;  // what stands for the "{...}" of the route's path
};

RouteMatch match_route(std::string_view method, std::string_view path);

}  // namespace pixiu::http
