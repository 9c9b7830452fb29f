#include "http/routes.h"

#include <array>
#include <optional>

namespace pixiu::http {
namespace {

constexpr std::array table{
    Route{"POST", "/v1/inspect", Call::inspect, Body::form, Work::examination, Surface::api},
    Route{"POST", "/v1/exhibits", Call::take_in_exhibit, Body::bytes, Work::record, Surface::api},
    Route{"GET", "/v1/exhibits/{id}", Call::exhibit, Body::none, Work::record, Surface::api},
    Route{"GET", "/v1/exhibits/{id}/custody", Call::exhibit_custody, Body::none, Work::record,
          Surface::api},
    Route{"GET", "/v1/events/{id}/proof", Call::event_proof, Body::none, Work::record,
          Surface::api},
    Route{"OPTIONS", "/v1/uploads", Call::upload_options, Body::none, Work::at_once, Surface::api},
    Route{"POST", "/v1/uploads", Call::create_upload, Body::none, Work::upload, Surface::api},
    Route{"OPTIONS", "/v1/uploads/{id}", Call::upload_options, Body::none, Work::at_once,
          Surface::api},
    Route{"HEAD", "/v1/uploads/{id}", Call::upload_state, Body::none, Work::upload, Surface::api},
    Route{"PATCH", "/v1/uploads/{id}", Call::append_upload, Body::part, Work::upload, Surface::api},
    Route{"DELETE", "/v1/uploads/{id}", Call::remove_upload, Body::none, Work::upload,
          Surface::api},
    Route{"GET", "/log/checkpoint", Call::log_checkpoint, Body::none, Work::record, Surface::api},
    Route{"GET", "/log/tile/{path}", Call::log_tile, Body::none, Work::record, Surface::api},
    Route{"POST", "/add-checkpoint", Call::add_checkpoint, Body::bytes, Work::witness,
          Surface::api},
    Route{"GET", "/healthz", Call::health, Body::none, Work::at_once, Surface::api},
    Route{"GET", "/metrics", Call::metrics, Body::none, Work::at_once, Surface::api},
    Route{"GET", "/openapi.json", Call::openapi, Body::none, Work::at_once, Surface::api},
    Route{"GET", "/", Call::console_page, Body::none, Work::at_once, Surface::console},
    Route{"GET", "/favicon.svg", Call::console_asset, Body::none, Work::at_once, Surface::console},
    Route{"GET", "/assets/{file}", Call::console_asset, Body::none, Work::at_once,
          Surface::console},
};

// What stands for the pattern's "{...}"; empty when there is none. Nothing when it does not fit.
std::optional<std::string_view> fit(std::string_view pattern, std::string_view path) {
  const std::size_t open = pattern.find('{');
  if (open == std::string_view::npos) {
    return pattern == path ? std::optional(std::string_view()) : std::nullopt;
  }
  const std::size_t close = pattern.find('}', open);
  const std::string_view before = pattern.substr(0, open);
  const std::string_view after = pattern.substr(close + 1);
  if (path.size() <= before.size() + after.size() || !path.starts_with(before) ||
      !path.ends_with(after)) {
    return std::nullopt;
  }
  const auto value = path.substr(before.size(), path.size() - before.size() - after.size());
  const bool may_have_slashes = pattern.substr(open, close + 1 - open) == "{path}";
  if (!may_have_slashes && value.find('/') != std::string_view::npos) return std::nullopt;
  return value;
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
    const auto parameter = fit(route.path, path);
    if (!parameter) continue;
    match.is_known_path = true;
    if (!match.allow.empty()) match.allow += ", ";
    match.allow += route.method == "GET" ? "GET, HEAD" : std::string(route.method);
    if (!allows(route, method)) continue;
    match.route = &route;
    match.parameter = *parameter;
  }
  return match;
}

}  // namespace pixiu::http
