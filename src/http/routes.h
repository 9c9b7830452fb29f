#pragma once

#include <span>
#include <string>
#include <string_view>

namespace pixiu::http {

enum class Call { inspect, health, metrics, openapi, console_page, console_asset };

enum class Body { none, form };

// What `api` rows name stands in docs/api/openapi.json; a test compares them.
enum class Surface { api, console };

// One row of the route table. HEAD is answered wherever GET is.
struct Route {
  std::string_view method;
  std::string_view path;  // may end in "/{file}": one more segment
  Call call;
  Body body;
  Surface surface;
};

std::span<const Route> routes();

struct RouteMatch {
  const Route* route = nullptr;  // null when the path or the method does not fit
  bool is_known_path = false;
  std::string allow;  // methods of that path, for the Allow header
};

RouteMatch match_route(std::string_view method, std::string_view path);

}  // namespace pixiu::http
