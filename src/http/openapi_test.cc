#include "base/limits.h"
#include "http/header_value.h"
#include "http/problem.h"
#include "http/routes.h"
#include "http/server.h"

#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace pixiu::http {
namespace {

std::set<std::string> routes_of_document(const nlohmann::json& document) {
  std::set<std::string> found;
  for (const auto& [path, calls] : document.at("paths").items()) {
    for (const auto& [method, call] : calls.items()) found.insert(method + " " + path);
  }
  return found;
}

TEST(OpenApi, the_document_names_the_calls_of_the_route_table) {
  std::set<std::string> expected;
  for (const auto& route : routes()) {
    if (route.surface != Surface::api) continue;
    expected.insert(to_lower(route.method) + " " + std::string(route.path));
  }
  EXPECT_EQ(routes_of_document(nlohmann::json::parse(embedded_openapi())), expected);
}

TEST(OpenApi, the_document_names_every_problem_and_code) {
  const auto document = nlohmann::json::parse(embedded_openapi());
  const auto& properties = document.at("components").at("schemas").at("Problem").at("properties");
  const auto types = properties.at("type").at("enum").get<std::set<std::string>>();
  for (const auto& row : problem_rows()) {
    EXPECT_TRUE(types.count("urn:pixiu:problem:" + std::string(row.name))) << row.name;
  }
  const auto codes = properties.at("code").at("enum").get<std::set<std::string>>();
  for (int i = 0; i <= static_cast<int>(ErrorCode::internal); ++i) {
    EXPECT_TRUE(codes.count(std::string(error_code_name(static_cast<ErrorCode>(i)))));
  }
}

TEST(OpenApi, every_status_a_call_can_answer_is_described) {
  const auto document = nlohmann::json::parse(embedded_openapi());
  const auto& responses = document.at("paths").at("/v1/inspect").at("post").at("responses");
  for (const auto& row : problem_rows()) {
    // The path and the method were right when this call is reached, and it is no upload in parts.
    if (row.problem == Problem::not_found || row.problem == Problem::method_not_allowed ||
        row.problem == Problem::upload_version || row.problem == Problem::checksum_mismatch) {
      continue;
    }
    EXPECT_TRUE(responses.contains(std::to_string(row.status))) << row.name;
  }
}

TEST(OpenApi, the_limits_stated_are_the_ones_held) {
  const auto document = nlohmann::json::parse(embedded_openapi());
  const auto& parts = document.at("paths")
                          .at("/v1/inspect")
                          .at("post")
                          .at("requestBody")
                          .at("content")
                          .at("multipart/form-data")
                          .at("schema")
                          .at("properties");
  EXPECT_EQ(parts.at("reference").at("maxItems"), limits::references_max);
  EXPECT_EQ(parts.at("other").at("maxItems"), limits::others_max);
  const auto text = std::string(embedded_openapi());
  EXPECT_NE(text.find("at most " + std::to_string(limits::photo_bytes_max >> 20) + " MiB"),
            std::string::npos);
  EXPECT_NE(text.find("over " + std::to_string(limits::http_body_bytes_max >> 20) + " MiB"),
            std::string::npos);
}

// Every "$ref" below a node.
void collect_references(const nlohmann::json& node, std::vector<std::string>& references) {
  for (const auto& [key, value] : node.items()) {
    if (key == "$ref" && value.is_string()) references.push_back(value);
    if (value.is_structured()) collect_references(value, references);
  }
}

TEST(OpenApi, every_reference_within_the_document_leads_somewhere) {
  const auto document = nlohmann::json::parse(embedded_openapi());
  std::vector<std::string> references;
  collect_references(document, references);
  EXPECT_GT(references.size(), 10u);
  for (const auto& reference : references) {
    EXPECT_TRUE(document.contains(nlohmann::json::json_pointer(reference.substr(1)))) << reference;
  }
}

}  // namespace
}  // namespace pixiu::http
