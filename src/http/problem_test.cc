#include "http/problem.h"

#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace pixiu::http {
namespace {

TEST(Problem, a_problem_is_rfc9457_json) {
  const auto response = problem_response(Problem::missing_part, "the part photo is missing");
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(response.content_type, "application/problem+json");
  const auto body = nlohmann::json::parse(response.body);
  EXPECT_EQ(body.at("type"), "urn:pixiu:problem:missing-part");
  EXPECT_EQ(body.at("status"), 400);
  EXPECT_EQ(body.at("code"), "invalid_input");
  EXPECT_EQ(body.at("detail"), "the part photo is missing");
  EXPECT_FALSE(body.at("title").get<std::string>().empty());
}

TEST(Problem, every_problem_has_one_row_of_its_own) {
  std::set<std::string_view> names;
  int count = 0;
  for (int i = 0; i <= static_cast<int>(Problem::examination_timeout); ++i, ++count) {
    const auto& row = row_of(static_cast<Problem>(i));
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_GE(row.status, 400);
    EXPECT_LT(row.status, 600);
  }
  EXPECT_EQ(problem_rows().size(), static_cast<std::size_t>(count));
}

TEST(Problem, every_error_code_has_a_status) {
  for (int i = 0; i <= static_cast<int>(ErrorCode::internal); ++i) {
    EXPECT_GE(status_of(static_cast<ErrorCode>(i)), 400);
  }
  EXPECT_EQ(status_of(ErrorCode::limit_exceeded), 413);
  EXPECT_EQ(status_of(ErrorCode::unsupported), 415);
}

TEST(Problem, where_waiting_helps_the_caller_is_told_so) {
  const auto has_retry_after = [](const Response& response) {
    return !response.headers.empty() && response.headers.front().name == "Retry-After";
  };
  EXPECT_TRUE(has_retry_after(problem_response(Problem::queue_full, "")));
  EXPECT_TRUE(has_retry_after(problem_response(Problem::unavailable, "")));
  EXPECT_TRUE(has_retry_after(problem_response(Error{ErrorCode::deadline_exceeded, "late"})));
  EXPECT_FALSE(has_retry_after(problem_response(Problem::missing_part, "")));
}

}  // namespace
}  // namespace pixiu::http
