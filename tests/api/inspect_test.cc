#include "server_program.h"

#include <csignal>
#include <future>

#include <gtest/gtest.h>

namespace pixiu::api {
namespace {

using http::testing::FormText;
using nlohmann::json;

FormText doctored_claim() {
  return FormText()
      .add("photo", sample("mug/claim-cracked.jpg"))
      .add("reference", sample("mug/listing.jpg"));
}

json without_timing(json assessment) {
  assessment.erase("timing_ms");
  assessment.erase("pictures");
  assessment.erase("id");
  return assessment;
}

TEST(ApiInspect, a_doctored_copy_of_a_listing_photo_is_shown_with_its_edit) {
  ServerProgram server;
  const auto reply = server.inspect(doctored_claim(), "?include=mask,renditions");
  ASSERT_EQ(reply.status, 200) << reply.body;
  const auto assessment = json::parse(reply.body);
  EXPECT_EQ(assessment.at("schema"), "pixiu.assessment/1");
  EXPECT_EQ(assessment.at("derived_from_reference").at("reference"), 0);
  EXPECT_EQ(assessment.at("derived_from_reference").at("edited"), true);
  const auto& pictures = assessment.at("pictures");
  EXPECT_TRUE(pictures.at("photo").get<std::string>().starts_with("data:image/jpeg;base64,/9j/"));
  EXPECT_TRUE(pictures.at("references").at(0).get<std::string>().starts_with("data:image/jpeg;"));
  EXPECT_TRUE(pictures.at("mask").get<std::string>().starts_with("data:image/png;base64,iVBOR"));
  EXPECT_TRUE(pictures.at("aligned_reference").get<std::string>().starts_with("data:image/jpeg;"));
}

TEST(ApiInspect, the_answer_is_the_one_of_the_command_line) {
  ServerProgram server;
  const auto served = server.inspect(doctored_claim());
  ASSERT_EQ(served.status, 200) << served.body;
  const auto printed = run_pixiu({"inspect", sample_path("mug/claim-cracked.jpg"), "--reference",
                                  sample_path("mug/listing.jpg"), "--json"});
  ASSERT_EQ(printed.exit_status, 0) << printed.err;
  EXPECT_EQ(without_timing(json::parse(served.body)), without_timing(json::parse(printed.out)));
  EXPECT_FALSE(json::parse(served.body).contains("pictures"));
}

TEST(ApiInspect, a_file_that_is_no_picture_is_an_answer_that_says_so) {
  ServerProgram server;
  for (const std::string photo : {"", "This is a text.", "\xff\xd8\xff\xe0 cut off"}) {
    const auto reply = server.inspect(FormText().add("photo", photo), "?include=mask,renditions");
    ASSERT_EQ(reply.status, 200) << reply.body;
    const auto assessment = json::parse(reply.body);
    EXPECT_EQ(assessment.at("band"), "not_assessed");
    EXPECT_FALSE(assessment.at("unreadable").at("message").get<std::string>().empty());
    EXPECT_FALSE(assessment.at("pictures").contains("photo"));
    EXPECT_FALSE(assessment.contains("probability"));
  }
}

TEST(ApiInspect, a_broken_reference_spoils_nothing) {
  ServerProgram server;
  auto form = doctored_claim();
  form.add("reference", "no picture").add("other", sample("mug/claim-cracked.jpg"));
  form.add("context", R"({"declared_ai":false,"filed_at":"2025-11-22T10:27:00+08:00"})");
  const auto reply = server.inspect(form, "?include=renditions");
  ASSERT_EQ(reply.status, 200) << reply.body;
  const auto assessment = json::parse(reply.body);
  EXPECT_EQ(assessment.at("derived_from_reference").at("reference"), 0);
  ASSERT_EQ(assessment.at("pictures").at("references").size(), 2u);
  EXPECT_TRUE(assessment.at("pictures").at("references").at(1).is_null());
  EXPECT_FALSE(assessment.at("pictures").contains("mask"));
}

TEST(ApiInspect, claims_sent_side_by_side_get_the_answers_they_get_alone) {
  ServerProgram server({"--jobs", "2"});
  const auto alone = without_timing(json::parse(server.inspect(doctored_claim()).body));
  std::vector<std::future<http::testing::Reply>> replies;
  for (int i = 0; i < 6; ++i) {
    replies.push_back(
        std::async(std::launch::async, [&server] { return server.inspect(doctored_claim()); }));
  }
  for (auto& pending : replies) {
    const auto reply = pending.get();
    ASSERT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(without_timing(json::parse(reply.body)), alone);
  }
}

TEST(ApiInspect, more_claims_than_the_queue_holds_are_told_to_come_back) {
  ServerProgram server({"--jobs", "1"});
  const auto request =
      http::testing::post_text(server.port(), "/v1/inspect", doctored_claim().body());
  std::vector<std::unique_ptr<http::testing::RawClient>> clients;
  for (int i = 0; i < 30; ++i) {
    clients.push_back(std::make_unique<http::testing::RawClient>(server.port()));
    clients.back()->time_max = std::chrono::minutes(3);
    ASSERT_TRUE(clients.back()->is_open());
    clients.back()->send(request);
  }
  int answered = 0, turned_away = 0;
  for (auto& client : clients) {
    const auto reply = client->read();
    ASSERT_TRUE(reply);
    if (reply->status == 200) ++answered;
    if (reply->status == 429) {
      ++turned_away;
      EXPECT_EQ(reply->field("Retry-After"), "5");
      EXPECT_EQ(json::parse(reply->body).at("code"), "unavailable");
    }
  }
  EXPECT_EQ(answered + turned_away, 30);
  EXPECT_GE(answered, 16);
  EXPECT_GE(turned_away, 1);
}

TEST(ApiInspect, metrics_and_log_tell_counts_and_no_names) {
  ServerProgram server;
  ASSERT_EQ(server.inspect(FormText().add("photo", "no picture")).status, 200);
  const auto metrics = server.ask(http::testing::get_text(server.port(), "/metrics")).body;
  EXPECT_NE(metrics.find("pixiu_examinations_total{band=\"not_assessed\"} 1"), std::string::npos);
  EXPECT_NE(metrics.find("pixiu_http_request_duration_seconds_count{route=\"/v1/inspect\"} 1"),
            std::string::npos);
  EXPECT_EQ(metrics.find("Zhang"), std::string::npos);
  server.signal(SIGTERM);
  const auto outcome = server.wait();
  EXPECT_EQ(outcome.exit_status, 0);
  EXPECT_EQ(outcome.err.find("Zhang"), std::string::npos);
  const auto first = json::parse(outcome.err.substr(0, outcome.err.find('\n')));
  EXPECT_EQ(first.at("event"), "request");
  EXPECT_EQ(first.at("route"), "/v1/inspect");
  EXPECT_EQ(first.at("status"), 200);
  EXPECT_EQ(first.at("band"), "not_assessed");
}

}  // namespace
}  // namespace pixiu::api
