#include "tlog/witness.h"

#include "tlog/proof.h"
#include "tlog/testing.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::tlog {
namespace {

constexpr std::string_view origin = "log.example/1";

SigningKey log_key() {
  return testing::key_of(std::string(origin), SignatureType::ed25519, 1);
}

std::vector<WatchedLog> watched() {
  return {{.origin = std::string(origin), .keys = {log_key().verifier()}}};
}

std::string signed_checkpoint(std::uint64_t size, const Hash& root) {
  const auto key = log_key();
  return format_note(testing::note_of(
      format_checkpoint({.origin = std::string(origin), .size = size, .root = root}), {&key}));
}

AddCheckpoint request_between(const testing::MemoryLog& log, std::uint64_t from, std::uint64_t to) {
  return {.old_size = from,
          .proof = *consistency_proof(from, to, log.reader()),
          .checkpoint = signed_checkpoint(to, log.root(to))};
}

WitnessState state_of(const testing::MemoryLog& log, std::uint64_t size) {
  return {.size = size, .root = log.root(size)};
}

RC_GTEST_PROP(Witness, cosigns_what_grows_from_what_it_knows_and_nothing_else, ()) {
  const auto to = *rc::gen::inRange<std::uint64_t>(0, 700);
  const auto from = *rc::gen::inRange<std::uint64_t>(0, to + 1);
  const testing::MemoryLog log({to});
  const AddCheckpoint request = request_between(log, from, to);
  const auto decision = decide_cosigning(request, watched(), state_of(log, from));
  RC_ASSERT(decision.answer.status == 200);
  RC_ASSERT((decision.new_state == state_of(log, to)));
  RC_ASSERT(decision.text == parse_note(request.checkpoint)->text);

  // From another size than the recorded one: a conflict that says which.
  const auto stale = decide_cosigning(request, watched(), {.size = from + 1, .root = Hash{}});
  RC_ASSERT(stale.answer.status == 409);
  RC_ASSERT(stale.answer.content_type == witness_size_type);
  RC_ASSERT(stale.answer.body == std::to_string(from + 1) + "\n");
  RC_ASSERT(!stale.new_state);

  // Another history of the same size is never cosigned.
  if (from > 0) {
    const WitnessState other{.size = from, .root = leaf_hash(bytes_of("another history"))};
    const auto forked = decide_cosigning(request, watched(), other);
    RC_ASSERT(forked.answer.status == (from == to ? 409 : 422));
    RC_ASSERT(!forked.new_state);
  }
}

TEST(Witness, answers_what_the_protocol_asks_for_each_fault) {
  const testing::MemoryLog log({10});
  const AddCheckpoint good = request_between(log, 4, 10);
  const WitnessState state = state_of(log, 4);
  const auto status_of = [&](const AddCheckpoint& request) {
    const auto decision = decide_cosigning(request, watched(), state);
    EXPECT_EQ(decision.new_state.has_value(), decision.answer.status == 200);
    return decision.answer.status;
  };
  EXPECT_EQ(status_of(good), 200);

  AddCheckpoint request = good;
  request.old_size = 11;
  EXPECT_EQ(status_of(request), 400);
  request = good;
  request.checkpoint = "no note";
  EXPECT_EQ(status_of(request), 400);
  request = good;
  request.proof.pop_back();
  EXPECT_EQ(status_of(request), 422);
  request = good;
  request.checkpoint.replace(request.checkpoint.rfind(' ') + 9, 1, "_");
  EXPECT_EQ(status_of(request), 400);

  const auto stranger = testing::key_of(std::string(origin), SignatureType::ed25519, 9);
  const std::string text = parse_note(good.checkpoint)->text;
  request = good;
  request.checkpoint = format_note(testing::note_of(text, {&stranger}));
  EXPECT_EQ(status_of(request), 403);

  const auto other = testing::key_of("other.example", SignatureType::ed25519, 1);
  request.checkpoint = format_note(testing::note_of(
      format_checkpoint({.origin = "other.example", .size = 10, .root = log.root(10)}), {&other}));
  EXPECT_EQ(status_of(request), 404);
}

TEST(Witness, before_the_first_checkpoint_any_tree_is_taken_without_a_proof) {
  const testing::MemoryLog log({10});
  AddCheckpoint request = request_between(log, 0, 10);
  EXPECT_EQ(decide_cosigning(request, watched(), {}).answer.status, 200);
  request.proof.push_back(Hash{});
  EXPECT_EQ(decide_cosigning(request, watched(), {}).answer.status, 422);
  const AddCheckpoint wrong_root{.checkpoint = signed_checkpoint(0, Hash{})};
  EXPECT_EQ(decide_cosigning(wrong_root, watched(), {}).answer.status, 409);
}

RC_GTEST_PROP(AddCheckpointBody, what_is_written_is_read, ()) {
  const auto to = *rc::gen::inRange<std::uint64_t>(1, 500);
  const auto from = *rc::gen::inRange<std::uint64_t>(0, to + 1);
  const AddCheckpoint request = request_between(testing::MemoryLog({to}), from, to);
  const std::string body = format_add_checkpoint(request);
  const auto read = parse_add_checkpoint(body);
  RC_ASSERT((read == Result<AddCheckpoint>(request)));
  RC_ASSERT(format_add_checkpoint(*read) == body);
}

TEST(AddCheckpointBody, what_is_no_request_is_refused) {
  const std::string note = signed_checkpoint(0, empty_root());
  ASSERT_TRUE(parse_add_checkpoint("old 0\n\n" + note));
  for (const std::string& body :
       {std::string(), note, "old 00\n\n" + note, "old -1\n\n" + note, "old  0\n\n" + note,
        "old 0\n" + note, "old 0\nAAAA\n\n" + note, std::string("old 0\n\n"), "OLD 0\n\n" + note}) {
    EXPECT_FALSE(parse_add_checkpoint(body)) << body;
  }
}

TEST(WitnessAnswer, gives_the_cosignature_of_the_known_key_only) {
  const auto key = testing::key_of("w.example", SignatureType::cosignature_v1, 3);
  const auto other = testing::key_of("v.example", SignatureType::cosignature_v1, 4);
  const std::string text = "log\n0\nroot\n";
  const std::string lines = format_signature_line(other.sign(text, testing::signing_time)) +
                            format_signature_line(key.sign(text, testing::signing_time));
  const auto outcome = read_witness_answer({.status = 200, .body = lines}, text, key.verifier());
  ASSERT_TRUE(outcome);
  ASSERT_EQ(outcome->cosignatures.size(), 1u);
  EXPECT_EQ(outcome->cosignatures[0].name, "w.example");
  const auto foreign = read_witness_answer({.status = 200, .body = lines}, "x\n", key.verifier());
  EXPECT_EQ(foreign.error().code, ErrorCode::permission_denied);
}

TEST(WitnessAnswer, a_conflict_tells_the_size_and_other_answers_are_errors) {
  const auto key = testing::key_of("w.example", SignatureType::cosignature_v1, 3);
  const auto read = [&](int status, std::string_view type, std::string_view body) {
    return read_witness_answer(
        {.status = status, .content_type = std::string(type), .body = std::string(body)}, "t\n",
        key.verifier());
  };
  EXPECT_EQ(read(409, witness_size_type, "17\n")->size_known, 17u);
  EXPECT_EQ(read(409, witness_size_type, "017\n").error().code, ErrorCode::invalid_input);
  EXPECT_EQ(read(409, witness_size_type, "17\n18\n").error().code, ErrorCode::invalid_input);
  EXPECT_EQ(read(409, "text/plain", "17\n").error().code, ErrorCode::permission_denied);
  EXPECT_EQ(read(422, "", "").error().code, ErrorCode::permission_denied);
  EXPECT_EQ(read(503, "", "").error().code, ErrorCode::unavailable);
  EXPECT_EQ(read(200, "", "").error().code, ErrorCode::invalid_input);
}

}  // namespace
}  // namespace pixiu::tlog
