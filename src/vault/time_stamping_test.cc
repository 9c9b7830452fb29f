#include "vault/time_stamping.h"

#include "base/testing.h"
#include "vault/authority_testing.h"

#include <gtest/gtest.h>

namespace pixiu::vault {
namespace {

using crypto::DigestAlgorithm;
using testing::OpensslAuthority;

constexpr std::string_view text =
    "log.example/pixiu\n3\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

class TimeStamping : public ::testing::Test {
 protected:
  static OpensslAuthority& authority() {
    static OpensslAuthority made;
    return made;
  }

  Result<CheckpointTimeStamp> ask(DigestAlgorithm imprint, const TimeStampTransport& transport) {
    return request_time_stamp(transport, {.url = "", .anchors = authority().anchors()}, imprint,
                              text, entropy_);
  }

  ::pixiu::testing::SeededEntropy entropy_{31};
};

TEST_F(TimeStamping, both_digests_are_stamped_by_a_real_authority) {
  for (const DigestAlgorithm imprint : {DigestAlgorithm::sha256, DigestAlgorithm::sm3}) {
    const auto stamp = ask(imprint, authority().transport());
    ASSERT_TRUE(stamp) << stamp.error().message;
    EXPECT_TRUE(stamp->is_trusted);
    EXPECT_GT(stamp->time, *parse_timestamp("2025-01-01T00:00:00Z"));
    const auto check =
        crypto::check_time_stamp(stamp->response, bytes_of(text), authority().anchors(),
                                 crypto::TimeStampImprint::sha2_or_sm3);
    EXPECT_EQ(check.imprint_algorithm, imprint);
    EXPECT_TRUE(check.is_trusted()) << check.reason;
  }
}

TEST_F(TimeStamping, an_imprint_of_sm3_is_for_those_who_allow_it) {
  const auto stamp = ask(DigestAlgorithm::sm3, authority().transport());
  ASSERT_TRUE(stamp);
  EXPECT_EQ(
      crypto::check_time_stamp(stamp->response, bytes_of(text), authority().anchors()).outcome,
      crypto::TimeStampOutcome::malformed);
}

TEST_F(TimeStamping, an_answer_to_another_request_is_refused) {
  Bytes old_answer;
  const auto real = authority().transport();
  ASSERT_TRUE(ask(DigestAlgorithm::sha256,
                  [&](std::string_view url, ByteView body, std::size_t max) -> Result<Bytes> {
                    auto answer = real(url, body, max);
                    old_answer = *answer;
                    return answer;
                  }));
  const auto again =
      ask(DigestAlgorithm::sha256,
          [&](std::string_view, ByteView, std::size_t) -> Result<Bytes> { return old_answer; });
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::corrupted);
  EXPECT_NE(again.error().message.find("another request"), std::string::npos);
}

TEST_F(TimeStamping, what_is_no_answer_is_refused_and_an_error_passed_on) {
  EXPECT_EQ(ask(DigestAlgorithm::sha256,
                [](std::string_view, ByteView, std::size_t) -> Result<Bytes> { return Bytes(9); })
                .error()
                .code,
            ErrorCode::corrupted);
  EXPECT_EQ(ask(DigestAlgorithm::sha256,
                [](std::string_view, ByteView, std::size_t) -> Result<Bytes> {
                  return Error{ErrorCode::unavailable, "no answer"};
                })
                .error()
                .code,
            ErrorCode::unavailable);
}

TEST_F(TimeStamping, an_event_holds_the_answers) {
  const ::pixiu::testing::ManualClock clock{*parse_timestamp("2026-11-28T01:02:03Z")};
  const std::vector<CheckpointTimeStamp> stamps = {
      *ask(DigestAlgorithm::sha256, authority().transport()),
      *ask(DigestAlgorithm::sm3, authority().transport())};
  const auto event =
      time_stamp_event(TenantId::make(clock, entropy_), text, stamps, clock, entropy_);
  ASSERT_TRUE(event) << event.error().message;
  const auto read = time_stamps_of(*event);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->checkpoint_text, text);
  ASSERT_EQ(read->time_stamps.size(), 2u);
  EXPECT_EQ(read->time_stamps[1].response, stamps[1].response);
  EXPECT_EQ(read->time_stamps[1].imprint, DigestAlgorithm::sm3);
  EXPECT_FALSE(read->time_stamps[1].is_trusted);
}

}  // namespace
}  // namespace pixiu::vault
