#include "http/record_calls.h"

#include "workflow/record_testing.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace pixiu::http {
namespace {

using workflow::testing::RecordScene;

constexpr std::string_view content = "\xff\xd8\xff\xe0 a photo";

class RecordCalls : public ::testing::Test {
 protected:
  std::string intake_query(const ExhibitId& exhibit) {
    return "tenant=" + scene.keys.tenant.text() + "&claim=" + scene.keys.claim.text() +
           "&subject=" + scene.keys.subject.text() + "&exhibit=" + exhibit.text() +
           "&retention_class=dispute";
  }
  std::string tenant_query() { return "tenant=" + scene.keys.tenant.text(); }

  Response call(Call which, const Request& request, std::string_view body = {}) {
    return answer_record_call(which, request, bytes_of(body), scene.record);
  }
  ExhibitId new_exhibit() { return ExhibitId::make(scene.keys.clock, scene.keys.entropy); }

  static std::string header(const Response& response, std::string_view name) {
    const auto found = std::find_if(response.headers.begin(), response.headers.end(),
                                    [&](const Header& field) { return field.name == name; });
    return found == response.headers.end() ? "" : found->value;
  }

  RecordScene scene;
};

TEST_F(RecordCalls, an_exhibit_is_taken_in_and_read_back) {
  const ExhibitId exhibit = new_exhibit();
  const Response made = call(Call::take_in_exhibit, {.query = intake_query(exhibit)}, content);
  ASSERT_EQ(made.status, 201) << made.body;
  const auto json = nlohmann::json::parse(made.body);
  EXPECT_EQ(json.at("sha256"), crypto::hex(crypto::sha256(bytes_of(content))));
  EXPECT_EQ(json.at("media_type"), "image/jpeg");
  EXPECT_EQ(header(made, "Location"),
            "/v1/exhibits/" + exhibit.text() + "?tenant=" + scene.keys.tenant.text());

  const Request by_id{.parameter = exhibit.text(), .query = tenant_query()};
  const Response read = call(Call::exhibit, by_id);
  ASSERT_EQ(read.status, 200);
  auto without_event = json;
  without_event.erase("event");
  EXPECT_EQ(nlohmann::json::parse(read.body), without_event);

  ASSERT_TRUE(scene.sequencer.round());
  const Response custody = call(Call::exhibit_custody, by_id);
  ASSERT_EQ(custody.status, 200);
  const auto entry = nlohmann::json::parse(custody.body).at("entries").at(0);
  EXPECT_EQ(entry.at("action"), "received");
  EXPECT_EQ(entry.at("index"), 0);
  EXPECT_EQ(entry.at("event"), json.at("event"));

  const Response proof =
      call(Call::event_proof, {.parameter = json.at("event"), .query = tenant_query()});
  ASSERT_EQ(proof.status, 200);
  EXPECT_TRUE(proof.body.starts_with("c2sp.org/tlog-proof@v1\nextra "));
}

TEST_F(RecordCalls, the_log_is_published_with_the_types_of_the_standard) {
  EXPECT_EQ(call(Call::log_checkpoint, {}).status, 404);
  ASSERT_EQ(call(Call::take_in_exhibit, {.query = intake_query(new_exhibit())}, content).status,
            201);
  ASSERT_TRUE(scene.sequencer.round());
  const Response checkpoint = call(Call::log_checkpoint, {});
  EXPECT_EQ(checkpoint.content_type, "text/plain; charset=utf-8");
  EXPECT_EQ(header(checkpoint, "Cache-Control"), "public, max-age=1");
  EXPECT_TRUE(checkpoint.body.starts_with("log.example/1\n1\n"));
  const Response tile = call(Call::log_tile, {.parameter = "0/000.p/1"});
  EXPECT_EQ(tile.content_type, "application/octet-stream");
  EXPECT_EQ(header(tile, "Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(tile.body.size(), 32u);
  EXPECT_EQ(call(Call::log_tile, {.parameter = "entries/000.p/1"}).status, 200);
  for (const char* path : {"0/000", "0/000.p/2", "0/000.p/01", "0/../0/000.p/1", "1/000.p/1",
                           "entries/000.p/1/", "x"}) {
    EXPECT_EQ(call(Call::log_tile, {.parameter = path}).status, 404) << path;
  }
}

TEST_F(RecordCalls, a_query_that_misses_or_invents_something_is_refused_without_repeating_it) {
  const std::string good = intake_query(new_exhibit());
  for (const std::string& query :
       {std::string(), good + "&x=1", good.substr(good.find('&') + 1), good + "&claim=secret",
        good.substr(0, good.rfind('&')), "tenant=secret" + good.substr(good.find('&'))}) {
    const Response refused = call(Call::take_in_exhibit, {.query = query}, content);
    EXPECT_EQ(refused.status, 400) << query;
    EXPECT_EQ(refused.body.find("secret"), std::string::npos);
  }
  EXPECT_EQ(call(Call::exhibit, {.parameter = "7", .query = tenant_query()}).status, 404);
  EXPECT_EQ(
      call(Call::exhibit, {.parameter = new_exhibit().text(), .query = tenant_query()}).status,
      404);
}

}  // namespace
}  // namespace pixiu::http
