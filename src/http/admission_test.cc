#include "http/admission.h"

#include <gtest/gtest.h>

namespace pixiu::http {
namespace {

const HostGuard guard("127.0.0.1", 8080);
constexpr std::uint64_t body_bytes_max = 1000;

RequestHead get(std::string target) {
  return {.method = "GET",
          .target = std::move(target),
          .fields = {{"host", "127.0.0.1:8080"}, {"User-Agent", "test"}}};
}

RequestHead post(std::string length = "10") {
  return {.method = "POST",
          .target = "/v1/inspect?include=mask",
          .fields = {{"Host", "localhost:8080"},
                     {"Content-Type", "multipart/form-data; boundary=b"},
                     {"Content-Length", std::move(length)}}};
}

int status_of(const RequestHead& head) {
  const auto admission = admit(head, guard, body_bytes_max);
  return admission ? 200 : admission.error().status;
}

RequestHead with(RequestHead head, Header field) {
  head.fields.push_back(std::move(field));
  return head;
}

TEST(Admission, a_good_request_is_let_in) {
  const auto admission = admit(post(), guard, body_bytes_max);
  ASSERT_TRUE(admission) << admission.error().body;
  EXPECT_EQ(admission->request.path, "/v1/inspect");
  EXPECT_EQ(admission->request.query, "include=mask");
  EXPECT_EQ(admission->content_length_bytes, 10u);
  EXPECT_FALSE(admission->expects_continue);
  EXPECT_EQ(admission->route->call, Call::inspect);
  EXPECT_EQ(status_of(get("/healthz")), 200);
}

TEST(Admission, the_absolute_form_is_taken_when_it_names_us) {
  EXPECT_EQ(status_of(get("http://127.0.0.1:8080/healthz")), 200);
  EXPECT_EQ(status_of(get("http://evil.example/healthz")), 421);
  EXPECT_EQ(status_of(get("http://127.0.0.1:8080")), 400);
}

TEST(Admission, targets_that_are_no_path_are_refused) {
  for (const auto* target : {"", "*", "healthz", "/a#b", "/a b", "/\x7f", "/\xe6"}) {
    EXPECT_EQ(status_of(get(target)), 400) << target;
  }
}

TEST(Admission, the_host_must_be_ours_and_stand_there_once) {
  auto head = get("/healthz");
  head.fields[0].value = "evil.example:8080";
  EXPECT_EQ(status_of(head), 421);
  head.fields.erase(head.fields.begin());
  EXPECT_EQ(status_of(head), 400);
  EXPECT_EQ(status_of(with(get("/healthz"), {"HOST", "127.0.0.1:8080"})), 400);
}

TEST(Admission, a_foreign_origin_is_refused_even_beside_ours) {
  EXPECT_EQ(status_of(with(post(), {"Origin", "http://127.0.0.1:8080"})), 200);
  EXPECT_EQ(status_of(with(post(), {"Origin", "http://evil.example"})), 403);
  EXPECT_EQ(status_of(with(post(), {"Origin", "null"})), 403);
  EXPECT_EQ(status_of(with(with(post(), {"Origin", "http://127.0.0.1:8080"}),
                           {"origin", "http://evil.example"})),
            403);
}

TEST(Admission, a_length_two_readers_could_read_differently_is_refused) {
  for (const auto* length :
       {"+10", "-1", "0x10", "10, 10", "1e2", "", " 10", "99999999999999999999"}) {
    EXPECT_EQ(status_of(post(length)), 400) << length;
  }
  EXPECT_EQ(status_of(with(post(), {"Content-Length", "10"})), 400);
  EXPECT_EQ(status_of(with(post(), {"Transfer-Encoding", "chunked"})), 400);

  auto chunked = post();
  chunked.fields.back() = {"Transfer-Encoding", "Chunked"};
  EXPECT_EQ(status_of(chunked), 200);
  EXPECT_EQ(status_of(with(chunked, {"Transfer-Encoding", "chunked"})), 400);
  chunked.is_http_1_1 = false;
  EXPECT_EQ(status_of(chunked), 400);
  for (const auto* coding : {"gzip", "gzip, chunked", "chunked, gzip", "identity", "xchunked"}) {
    auto coded = post();
    coded.fields.back() = {"Transfer-Encoding", coding};
    EXPECT_EQ(status_of(coded), 501) << coding;
  }
}

TEST(Admission, a_body_too_large_is_refused_before_it_is_read) {
  EXPECT_EQ(status_of(post("1000")), 200);
  EXPECT_EQ(status_of(post("1001")), 413);
  EXPECT_EQ(status_of(post("18446744073709551615")), 413);
}

TEST(Admission, the_wrong_type_is_refused) {
  auto head = post();
  head.fields[1].value = "application/json";
  EXPECT_EQ(status_of(head), 415);
  head.fields[1].value = "multipart/form-data";
  EXPECT_EQ(status_of(head), 400);
  EXPECT_EQ(status_of(with(post(), {"Content-Type", "multipart/form-data; boundary=c"})), 400);
  head.fields.erase(head.fields.begin() + 1);
  EXPECT_EQ(status_of(head), 415);
}

TEST(Admission, a_call_without_a_body_takes_none) {
  EXPECT_EQ(status_of(with(get("/healthz"), {"Content-Length", "0"})), 200);
  EXPECT_EQ(status_of(with(get("/healthz"), {"Content-Length", "1"})), 400);
  EXPECT_EQ(status_of(with(get("/healthz"), {"Transfer-Encoding", "chunked"})), 400);
}

TEST(Admission, unknown_paths_and_methods_are_told_apart) {
  EXPECT_EQ(status_of(get("/nothing")), 404);
  auto head = get("/v1/inspect");
  const auto admission = admit(head, guard, body_bytes_max);
  ASSERT_FALSE(admission);
  EXPECT_EQ(admission.error().status, 405);
  ASSERT_FALSE(admission.error().headers.empty());
  EXPECT_EQ(admission.error().headers.back().name, "Allow");
  EXPECT_EQ(admission.error().headers.back().value, "POST");
}

TEST(Admission, the_expectation_to_continue_is_known_and_no_other) {
  const auto admission = admit(with(post(), {"Expect", "100-Continue"}), guard, body_bytes_max);
  ASSERT_TRUE(admission);
  EXPECT_TRUE(admission->expects_continue);
  EXPECT_EQ(status_of(with(post(), {"Expect", "tea"})), 417);
}

TEST(Admission, refusals_never_repeat_what_was_sent) {
  auto head = get("/photo-of-Zhang-San");
  const auto admission = admit(head, guard, body_bytes_max);
  ASSERT_FALSE(admission);
  EXPECT_EQ(admission.error().body.find("Zhang"), std::string::npos);
}

}  // namespace
}  // namespace pixiu::http
