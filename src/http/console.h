#pragma once

#include "base/bytes.h"
#include "base/entropy.h"
#include "http/message.h"

#include <span>
#include <string>
#include <string_view>

namespace pixiu::http {

// One file of the built console, embedded in the program.
struct Asset {
  std::string_view path;  // on the server, e.g. "/assets/index-Ab12.js"; the page is "/index.html"
  ByteView bytes;
  ByteView gzip;  // the same, compressed; empty where that saves nothing
};

// The console this program was built with; empty when it was built without (PIXIU_BUILD_CONSOLE).
std::span<const Asset> embedded_console();

// The page. Every __CSP_NONCE__ in it becomes a fresh nonce, which its Content-Security-Policy
// names too: Ant Design's styles are made at run time and carry it. Without a console: 404 in plain
// text that says so.
Response page_response(std::span<const Asset> console, Entropy& entropy);

// A file of the console, compressed when the browser takes gzip. Files under /assets/ carry a hash
// in their name and may be kept forever. 404 when there is none.
Response asset_response(std::span<const Asset> console, const Request& request);

struct FixedHeader {
  std::string_view name;
  std::string_view value;
};

// Headers that every response gets unless it sets them itself: nosniff, no referrer, isolation from
// other sites, and a policy that lets a document do nothing (the page brings its own).
std::span<const FixedHeader> common_headers();

}  // namespace pixiu::http
