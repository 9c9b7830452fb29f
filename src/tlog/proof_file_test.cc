#include "tlog/proof_file.h"

#include "tlog/proof.h"
#include "tlog/testing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::tlog {
namespace {

SigningKey log_key() {
  return testing::key_of("log.example/1", SignatureType::ed25519, 1);
}

Policy policy_of_log() {
  return *parse_policy("log " + log_key().verifier().vkey() + "\nquorum none\n");
}

ProofFile proof_of(const testing::MemoryLog& log, std::uint64_t index, std::uint64_t size) {
  const auto key = log_key();
  const std::string text =
      format_checkpoint({.origin = "log.example/1", .size = size, .root = log.root(size)});
  return {.index = index,
          .hashes = *inclusion_proof(index, size, log.reader()),
          .checkpoint = format_note(testing::note_of(text, {&key}))};
}

RC_GTEST_PROP(ProofFile, proves_its_entry_after_it_was_written_and_read, ()) {
  const auto size = *rc::gen::inRange<std::uint64_t>(1, 1000);
  const auto index = *rc::gen::inRange<std::uint64_t>(0, size);
  ProofFile proof = proof_of(testing::MemoryLog({size}), index, size);
  if (*rc::gen::arbitrary<bool>()) {
    const auto extra = *rc::gen::arbitrary<std::string>();
    proof.extra = Bytes(bytes_of(extra).begin(), bytes_of(extra).end());
  }
  const std::string text = format_proof_file(proof);
  const auto read = parse_proof_file(text);
  RC_ASSERT((read == Result<ProofFile>(proof)));
  const Policy policy = policy_of_log();
  RC_ASSERT(verify_proof_file(*read, bytes_of(testing::entry_of(index)), policy).has_value());
  RC_ASSERT(!verify_proof_file(*read, bytes_of(testing::entry_of(index + 1)), policy));
}

// Whatever is changed in the file, it either no longer proves the entry or still says the same.
RC_GTEST_PROP(ProofFile, any_changed_character_is_noticed, ()) {
  const testing::MemoryLog log({300});
  const std::string text = format_proof_file(proof_of(log, 77, 300));
  std::string changed = text;
  const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
  changed[at] = static_cast<char>(changed[at] ^ (1 << *rc::gen::inRange(0, 7)));
  const auto read = parse_proof_file(changed);
  if (!read) return;
  RC_ASSERT(!verify_proof_file(*read, bytes_of(testing::entry_of(77)), policy_of_log()));
}

TEST(ProofFile, has_the_lines_of_the_specification) {
  ProofFile proof = proof_of(testing::MemoryLog({2}), 1, 2);
  proof.extra = Bytes{std::byte{1}};
  EXPECT_THAT(
      format_proof_file(proof),
      ::testing::MatchesRegex("c2sp.org/tlog-proof@v1\nextra AQ==\nindex 1\n"
                              "[A-Za-z0-9+/]+=\n\nlog.example/1\n2\n[A-Za-z0-9+/]+=\n\n.+\n"));
}

TEST(ProofFile, what_is_no_proof_file_is_refused) {
  const std::string good = format_proof_file(proof_of(testing::MemoryLog({2}), 1, 2));
  ASSERT_TRUE(parse_proof_file(good));
  const auto with = [&](std::string_view from, std::string_view to) {
    std::string text = good;
    return text.replace(text.find(from), from.size(), to);
  };
  for (const std::string& text :
       {std::string(), with("@v1", "@v2"), with("index 1", "index 01"), with("index 1", "index -1"),
        with("index 1\n", ""), with("index 1\n", "extra A\nindex 1\n"),
        with("index 1\n", "extra AQ==\nextra AQ==\nindex 1\n"),
        with("index 1\n", "index 1\nAAAA\n"), with("\n\n", "\n"),
        good.substr(0, good.size() - 1)}) {
    EXPECT_FALSE(parse_proof_file(text)) << text;
  }
}

TEST(ProofFile, has_at_most_63_hashes) {
  const std::string good = format_proof_file(proof_of(testing::MemoryLog({1}), 0, 1));
  std::string lines;
  for (int i = 0; i < 63; ++i) lines += "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
  const std::size_t at = good.find("\n\n") + 1;
  EXPECT_TRUE(parse_proof_file(std::string(good).insert(at, lines)));
  lines += "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
  EXPECT_EQ(parse_proof_file(std::string(good).insert(at, lines)).error().code,
            ErrorCode::limit_exceeded);
}

}  // namespace
}  // namespace pixiu::tlog
