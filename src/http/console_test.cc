#include "http/console.h"

#include "base/testing.h"

#include <gtest/gtest.h>

namespace pixiu::http {
namespace {

const Asset assets[] = {
    {"/index.html",
     bytes_of("<style nonce=\"__CSP_NONCE__\"></style><script nonce=\"__CSP_NONCE__\">"),
     {}},
    {"/assets/index-Ab12.js", bytes_of("plain"), bytes_of("gz")},
    {"/favicon.svg", bytes_of("<svg/>"), {}},
};

std::string header(const Response& response, std::string_view name) {
  for (const auto& entry : response.headers) {
    if (entry.name == name) return entry.value;
  }
  return "";
}

Request request(std::string path, std::string accept_encoding = "") {
  Request result;
  result.path = std::move(path);
  result.accept_encoding = std::move(accept_encoding);
  return result;
}

TEST(Console, the_page_gets_a_fresh_nonce_each_time_and_its_policy_names_it) {
  testing::SeededEntropy entropy(1);
  const auto first = page_response(assets, entropy);
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(first.content_type, "text/html; charset=utf-8");
  EXPECT_EQ(first.body.find("__CSP_NONCE__"), std::string::npos);
  const auto start = first.body.find("nonce=\"") + 7;
  const auto nonce = first.body.substr(start, first.body.find('"', start) - start);
  EXPECT_EQ(nonce.size(), 24u);
  EXPECT_EQ(first.body, "<style nonce=\"" + nonce + "\"></style><script nonce=\"" + nonce + "\">");
  const auto policy = header(first, "Content-Security-Policy");
  EXPECT_NE(policy.find("style-src 'self' 'nonce-" + nonce + "'"), std::string::npos);
  EXPECT_EQ(policy.find("unsafe"), std::string::npos);
  EXPECT_NE(page_response(assets, entropy).body, first.body);
}

TEST(Console, without_a_console_the_page_says_so) {
  testing::SeededEntropy entropy(1);
  const auto response = page_response({}, entropy);
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.content_type, "text/plain; charset=utf-8");
  EXPECT_NE(response.body.find("built without its console"), std::string::npos);
}

TEST(Console, hashed_files_may_be_kept_forever_and_are_compressed_on_request) {
  const auto plain = asset_response(assets, request("/assets/index-Ab12.js"));
  EXPECT_EQ(plain.sent_body(), "plain");
  EXPECT_EQ(header(plain, "Content-Encoding"), "");
  EXPECT_EQ(header(plain, "Vary"), "Accept-Encoding");
  EXPECT_NE(header(plain, "Cache-Control").find("immutable"), std::string::npos);
  const auto compressed = asset_response(assets, request("/assets/index-Ab12.js", "br, gzip"));
  EXPECT_EQ(compressed.sent_body(), "gz");
  EXPECT_EQ(header(compressed, "Content-Encoding"), "gzip");
  EXPECT_EQ(compressed.content_type, "text/javascript; charset=utf-8");
}

TEST(Console, other_files_are_kept_for_a_while) {
  const auto icon = asset_response(assets, request("/favicon.svg", "gzip"));
  EXPECT_EQ(icon.sent_body(), "<svg/>");
  EXPECT_EQ(header(icon, "Cache-Control").find("immutable"), std::string::npos);
  EXPECT_EQ(asset_response(assets, request("/assets/none.js")).status, 404);
}

}  // namespace
}  // namespace pixiu::http
