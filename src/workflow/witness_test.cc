#include "workflow/witness.h"

#include "base/testing.h"
#include "tlog/checkpoint.h"
#include "tlog/proof.h"
#include "tlog/testing.h"
#include "vault/memory_files_testing.h"

#include <future>
#include <set>

#include <gtest/gtest.h>

namespace pixiu::workflow {
namespace {

constexpr std::string_view origin = "log.example/1";

class WitnessTest : public ::testing::Test {
 protected:
  std::string body(std::uint64_t from, std::uint64_t to) {
    const std::string text =
        tlog::format_checkpoint({.origin = std::string(origin), .size = to, .root = log.root(to)});
    return tlog::format_add_checkpoint(
        {.old_size = from,
         .proof = *tlog::consistency_proof(from, to, log.reader()),
         .checkpoint = tlog::format_note(tlog::testing::note_of(text, {&log_key}))});
  }

  tlog::testing::MemoryLog log{1, 5, 9, 40};
  tlog::SigningKey log_key =
      tlog::testing::key_of(std::string(origin), tlog::SignatureType::ed25519, 1);
  tlog::SigningKey witness_key =
      tlog::testing::key_of("w.example", tlog::SignatureType::cosignature_v1, 2);
  pixiu::testing::ManualClock clock{tlog::testing::signing_time};
  vault::testing::MemoryLog cosigned;
  Witness witness{{{.log = {.origin = std::string(origin), .keys = {log_key.verifier()}},
                    .cosigned = cosigned}},
                  witness_key,
                  clock};
};

TEST_F(WitnessTest, a_cosignature_verifies_and_the_checkpoint_is_kept_before) {
  const auto answer = witness.add_checkpoint(body(0, 5));
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto stored = cosigned.checkpoint();
  ASSERT_TRUE(stored && *stored);
  EXPECT_NE((*stored)->find(answer.body), std::string::npos);
  const auto request = tlog::parse_add_checkpoint(body(0, 5));
  const std::string text = tlog::parse_note(request->checkpoint)->text;
  const auto outcome = tlog::read_witness_answer(answer, text, witness_key.verifier());
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->cosignatures.size(), 1u);
}

TEST_F(WitnessTest, an_older_size_is_a_conflict_that_names_what_it_knows) {
  ASSERT_EQ(witness.add_checkpoint(body(0, 9)).status, 200);
  const auto answer = witness.add_checkpoint(body(5, 40));
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(answer.body, "9\n");
  EXPECT_EQ(witness.add_checkpoint(body(9, 40)).status, 200);
}

TEST_F(WitnessTest, it_remembers_across_a_restart) {
  ASSERT_EQ(witness.add_checkpoint(body(0, 9)).status, 200);
  Witness restarted({{.log = {.origin = std::string(origin), .keys = {log_key.verifier()}},
                      .cosigned = cosigned}},
                    witness_key, clock);
  EXPECT_EQ(restarted.add_checkpoint(body(0, 5)).body, "9\n");
}

TEST_F(WitnessTest, what_cannot_be_kept_is_not_cosigned) {
  vault::testing::Faults faults;
  vault::testing::MemoryLog broken(&faults);
  Witness other(
      {{.log = {.origin = std::string(origin), .keys = {log_key.verifier()}}, .cosigned = broken}},
      witness_key, clock);
  faults.plan(1, vault::testing::FaultKind::not_done);
  const auto answer = other.add_checkpoint(body(0, 5));
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.body.find("w.example"), std::string::npos);
}

TEST_F(WitnessTest, of_two_requests_at_once_from_one_size_one_is_cosigned) {
  ASSERT_EQ(witness.add_checkpoint(body(0, 1)).status, 200);
  const std::string to_five = body(1, 5);
  const std::string to_nine = body(1, 9);
  auto first = std::async(std::launch::async, [&] { return witness.add_checkpoint(to_five); });
  auto second = std::async(std::launch::async, [&] { return witness.add_checkpoint(to_nine); });
  const std::multiset<int> statuses = {first.get().status, second.get().status};
  EXPECT_EQ(statuses, (std::multiset<int>{200, 409}));
}

TEST_F(WitnessTest, another_log_and_no_request_are_refused) {
  const auto stranger = tlog::testing::key_of("other.example", tlog::SignatureType::ed25519, 1);
  const std::string text =
      tlog::format_checkpoint({.origin = "other.example", .root = log.root(0)});
  const std::string foreign = tlog::format_add_checkpoint(
      {.checkpoint = tlog::format_note(tlog::testing::note_of(text, {&stranger}))});
  EXPECT_EQ(witness.add_checkpoint(foreign).status, 404);
  EXPECT_EQ(witness.add_checkpoint("").status, 400);
}

}  // namespace
}  // namespace pixiu::workflow
