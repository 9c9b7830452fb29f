#include "tlog/policy.h"

#include "base/limits.h"
#include "tlog/checkpoint.h"
#include "tlog/testing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::tlog {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

SigningKey log_key() {
  return testing::key_of("log.example/1", SignatureType::ed25519, 200);
}

SigningKey witness_key(std::uint8_t number) {
  return testing::key_of("w" + std::to_string(number) + ".example", SignatureType::cosignature_v1,
                         number);
}

std::string witness_line(std::uint8_t number) {
  return "witness W" + std::to_string(number) + " " + witness_key(number).verifier().vkey() + "\n";
}

std::string checkpoint_text() {
  return format_checkpoint({.origin = "log.example/1", .size = 0, .root = empty_root()});
}

// The shape of the example of C2SP tlog-policy: two of three and any of two.
std::string two_levels() {
  std::string text = "# a policy\n\n \tlog\t" + log_key().verifier().vkey() + "  https://log/ \n";
  for (std::uint8_t i = 1; i <= 5; ++i) text += witness_line(i);
  return text +
         "group X 2 W1 W2 W3\ngroup Y any W4 W5\ngroup X-and-Y all X Y\n  # done\nquorum X-and-Y\n";
}

TEST(Policy, the_quorum_is_asked_through_the_groups) {
  const auto policy = parse_policy(two_levels());
  ASSERT_TRUE(policy) << policy.error().message;
  EXPECT_EQ(policy->logs[0].url, "https://log/");
  const auto log = log_key();
  const auto w1 = witness_key(1);
  const auto w2 = witness_key(2);
  const auto w4 = witness_key(4);
  const auto w5 = witness_key(5);
  const auto enough =
      check_policy(*policy, testing::note_of(checkpoint_text(), {&w4, &log, &w1, &w2}));
  ASSERT_TRUE(enough);
  EXPECT_THAT(enough->witness_indices, ElementsAre(0u, 1u, 3u));
  for (const Note& note : {
           testing::note_of(checkpoint_text(), {&log, &w1, &w2}),
           testing::note_of(checkpoint_text(), {&log, &w1, &w4, &w5}),
           testing::note_of(checkpoint_text(), {&log, &w1, &w1, &w4}),
           testing::note_of(checkpoint_text(), {&log}),
           testing::note_of(checkpoint_text(), {&w1, &w2, &w4}),
       }) {
    EXPECT_EQ(check_policy(*policy, note).error().code, ErrorCode::permission_denied);
  }
}

TEST(Policy, without_a_quorum_the_log_alone_is_enough) {
  const auto log = log_key();
  const auto policy = parse_policy("log " + log.verifier().vkey() + "\nquorum none\n");
  ASSERT_TRUE(policy);
  EXPECT_TRUE(check_policy(*policy, testing::note_of(checkpoint_text(), {&log})));
}

TEST(Policy, a_log_signs_its_own_origin_only) {
  const auto log = log_key();
  const auto policy = parse_policy("log " + log.verifier().vkey() + "\nquorum none\n");
  const std::string text = format_checkpoint({.origin = "log.example/2", .root = empty_root()});
  EXPECT_EQ(check_policy(*policy, testing::note_of(text, {&log})).error().code,
            ErrorCode::permission_denied);
}

TEST(Policy, an_error_names_its_line) {
  const std::string w1 = witness_line(1);
  const std::string w2 = witness_line(2);
  const std::string log = "log " + log_key().verifier().vkey() + "\n";
  const std::string none = "quorum none\n";
  const std::string same_key =
      "witness W9 " +
      testing::key_of("x.example", SignatureType::cosignature_v1, 1).verifier().vkey() + "\n";
  const std::pair<std::string, std::string> cases[] = {
      {"", "one quorum line"},
      {w1 + log, "one quorum line"},
      {w1 + none + none, "line 3: is a second quorum"},
      {"quorum W1\n" + w1, "line 1: names a quorum"},
      {w1 + w1 + none, "line 2: repeats the key"},
      {w1 + same_key + none, "line 2: repeats the key"},
      {log + log + none, "line 2: repeats the key"},
      {"witness none" + w1.substr(10) + none, "reserved"},
      {w1 + "group W1 any W1\n" + none, "twice"},
      {w1 + "group G any W1 W2\n" + w2 + none, "line 2: names a member that no line"},
      {w1 + w2 + "group G any W1\ngroup H any W1 W2\n" + none, "line 4: names a member that is in"},
      {w1 + "group G any W1 W1\n" + none, "line 2: names a member that is in"},
      {w1 + "group G 2 W1\n" + none, "line 2: needs all"},
      {w1 + "group G 0 W1\n" + none, "line 2: needs all"},
      {w1 + "group G 01 W1\n" + none, "line 2: needs all"},
      {w1 + "group G any\n" + none, "line 2: is \"group"},
      {w1 + "group G any none\n" + none, "line 2: names a member"},
      {"witness A " + log_key().verifier().vkey() + "\n" + none, "no cosignatures"},
      {"log x\n" + none, "line 1: a key is"},
      {"Log x\n" + none, "line 1: starts with"},
      {none + "\x01\n", "control character"},
      {none + "# no end", "line 2: does not end"},
  };
  for (const auto& [text, message] : cases) {
    const auto policy = parse_policy(text);
    ASSERT_FALSE(policy) << text;
    EXPECT_THAT(policy.error().message, HasSubstr(message)) << text;
  }
}

TEST(Policy, has_room_for_more_than_32_of_each_kind_and_a_limit) {
  const auto text_of_witnesses = [](std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
      Bytes seed(32);
      seed[0] = static_cast<std::byte>(i);
      seed[1] = static_cast<std::byte>(i >> 8);
      const auto key = SigningKey::from_seed("w", SignatureType::cosignature_v1, seed);
      text += "witness W" + std::to_string(i) + " " + key->verifier().vkey() + "\n";
      text += "group G" + std::to_string(i) + " all W" + std::to_string(i) + "\n";
    }
    return text + "quorum none\n";
  };
  EXPECT_TRUE(parse_policy(text_of_witnesses(limits::policy_lines_of_a_kind_max)));
  EXPECT_EQ(parse_policy(text_of_witnesses(limits::policy_lines_of_a_kind_max + 1)).error().code,
            ErrorCode::limit_exceeded);
}

}  // namespace
}  // namespace pixiu::tlog
