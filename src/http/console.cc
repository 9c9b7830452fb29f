#include "http/console.h"

#include "base/base64.h"
#include "http/header_value.h"
#include "http/problem.h"

#include <algorithm>
#include <array>
#include <vector>

namespace pixiu::http {
namespace {

constexpr std::string_view page_path = "/index.html";
constexpr std::string_view nonce_placeholder = "__CSP_NONCE__";
constexpr std::size_t nonce_bytes = 16;

struct TypeRow {
  std::string_view ending;
  std::string_view content_type;
};

constexpr std::array types{
    TypeRow{".html", "text/html; charset=utf-8"},
    TypeRow{".js", "text/javascript; charset=utf-8"},
    TypeRow{".css", "text/css; charset=utf-8"},
    TypeRow{".svg", "image/svg+xml"},
    TypeRow{".png", "image/png"},
    TypeRow{".woff2", "font/woff2"},
    TypeRow{".json", "application/json"},
};

std::string type_of(std::string_view path) {
  for (const auto& row : types) {
    if (path.ends_with(row.ending)) return std::string(row.content_type);
  }
  return "application/octet-stream";
}

constexpr std::array fixed_headers{
    FixedHeader{"X-Content-Type-Options", "nosniff"},
    FixedHeader{"Referrer-Policy", "no-referrer"},
    FixedHeader{"Cross-Origin-Opener-Policy", "same-origin"},
    FixedHeader{"Cross-Origin-Resource-Policy", "same-origin"},
    FixedHeader{"X-Frame-Options", "DENY"},
    FixedHeader{"Permissions-Policy",
                "camera=(), microphone=(), geolocation=(), payment=(), usb=()"},
    FixedHeader{"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
    FixedHeader{"Cache-Control", "no-store"},
};

const Asset* find(std::span<const Asset> console, std::string_view path) {
  const auto found = std::find_if(console.begin(), console.end(),
                                  [path](const Asset& asset) { return asset.path == path; });
  return found == console.end() ? nullptr : &*found;
}

std::string fresh_nonce(Entropy& entropy) {
  std::array<std::byte, nonce_bytes> bytes{};
  entropy.fill(bytes);
  return to_base64(bytes);
}

std::string replace_all(std::string_view text, std::string_view what, std::string_view with) {
  std::string result;
  for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what)) {
    result += text.substr(0, at);
    result += with;
    text.remove_prefix(at + what.size());
  }
  return result += text;
}

std::string page_policy(std::string_view nonce) {
  return "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-" + std::string(nonce) +
         "'; img-src 'self' blob: data:; connect-src 'self'; font-src 'self'; base-uri 'none'; "
         "form-action 'none'; frame-ancestors 'none'";
}

}  // namespace

Response page_response(std::span<const Asset> console, Entropy& entropy) {
  const auto* page = find(console, page_path);
  if (page == nullptr) {
    return {.status = 404,
            .content_type = "text/plain; charset=utf-8",
            .headers = {},
            .body =
                "This pixiu was built without its console (PIXIU_BUILD_CONSOLE=OFF). The API "
                "is described by /openapi.json.\n",
            .embedded_body = {},
            .band = {}};
  }
  const auto nonce = fresh_nonce(entropy);
  return {.status = 200,
          .content_type = type_of(page->path),
          .headers = {{"Content-Security-Policy", page_policy(nonce)}},
          .body = replace_all(text_of(page->bytes), nonce_placeholder, nonce),
          .embedded_body = {},
          .band = {}};
}

Response asset_response(std::span<const Asset> console, const Request& request) {
  const auto* asset = find(console, request.path);
  if (asset == nullptr) return problem_response(Problem::not_found, "the console has no such file");
  Response response;
  response.content_type = type_of(asset->path);
  response.headers.push_back({"Cache-Control", asset->path.starts_with("/assets/")
                                                   ? "public, max-age=31536000, immutable"
                                                   : "public, max-age=3600"});
  response.embedded_body = asset->bytes;
  if (asset->gzip.empty()) return response;
  response.headers.push_back({"Vary", "Accept-Encoding"});
  if (accepts_coding(request.accept_encoding, "gzip")) {
    response.headers.push_back({"Content-Encoding", "gzip"});
    response.embedded_body = asset->gzip;
  }
  return response;
}

std::span<const FixedHeader> common_headers() {
  return fixed_headers;
}

}  // namespace pixiu::http
