#include "http/routes.h"

#include <array>

namespace pixiu::http {
namespace {

constexpr std::array table{
    Route{"POST", "/v1/inspect", Call::inspect, Body::form, Surface::api},
    Route{"GET", "/healthz", Call::health, Body::none, Surface::api},
    Route{"GET", "/metrics", Call::metrics, Body::none, Surface::api},
    Route{"GET", "/openapi.json", Call::openapi, Body::none, Surface::api},
    Route{"GET", "/", Call::console_page, Body::none, Surface::console},
    Route{"GET", "/favicon.svg", Call::console_asset, Body::none, Surface::console},
    Route{"GET", "/assets/{file}", Call::console_asset, Body::none, Surface::console},
};

bool fits(std::string_view pattern, std::string_view path) {
  constexpr std::string_view any_file = "{file}";
  if (!pattern.ends_with(any_file)) return pattern == path;
  const auto folder = pattern.substr(0, pattern.size() - any_file.size());
  if (!path.starts_with(folder)) return false;
  const auto file = path.substr(folder.size());
  return !file.empty() && file.find('/') == std::string_view::npos;
}

bool allows(const Route& route, std::string_view method) {
  return method == route.method || (method == "HEAD" && route.method == "GET");
}

}  // namespace

std::span<const Route> routes() {
  return table;
}

RouteMatch match_route(std::string_view method, std::string_view path) {
  RouteMatch match;
  for (const auto& route : table) {
    if (!fits(route.path, path)) continue;
    match.is_known_path = true;
    if (!match.allow.empty()) match.allow += ", ";
    match.allow += route.method == "GET" ? "GET, HEAD" : std::string(route.method);
    if (allows(route, method)) match.route = &route;
  }
  return match;
}

}  // namespace pixiu::http
