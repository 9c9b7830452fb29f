#include "tlog/checkpoint.h"

#include "tlog/testing.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::tlog {
namespace {

constexpr std::string_view root_line = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

// The example of C2SP tlog-checkpoint.
TEST(Checkpoint, the_example_of_the_specification_is_read_and_written) {
  const std::string text = "example.com/behind-the-sofa\n20852163\n" + std::string(root_line);
  const auto checkpoint = parse_checkpoint(text);
  ASSERT_TRUE(checkpoint);
  EXPECT_EQ(checkpoint->origin, "example.com/behind-the-sofa");
  EXPECT_EQ(checkpoint->size, 20'852'163u);
  EXPECT_TRUE(checkpoint->extensions.empty());
  EXPECT_EQ(format_checkpoint(*checkpoint), text);
}

TEST(Checkpoint, extension_lines_are_kept) {
  const std::string text = "log\n7\n" + std::string(root_line) + "one\ntwo words\n";
  const auto checkpoint = parse_checkpoint(text);
  ASSERT_TRUE(checkpoint);
  EXPECT_EQ(checkpoint->extensions, (std::vector<std::string>{"one", "two words"}));
  EXPECT_EQ(format_checkpoint(*checkpoint), text);
}

TEST(Checkpoint, what_is_no_checkpoint_is_refused) {
  const std::string root(root_line);
  for (const std::string& text :
       {std::string(), std::string("log\n"), "\n7\n" + root, "log\n07\n" + root, "log\n-7\n" + root,
        "log\n+7\n" + root, "log\n7 \n" + root, "log\n\n" + root,
        "log\n4611686018427387905\n" + root, "log\n99999999999999999999\n" + root,
        std::string("log\n7\n\n"), std::string("log\n7\nAAAA\n"),
        "log\n7\n" + root.substr(0, root.size() - 1), "log\n7\n" + root + "\n",
        "log\n7\n" + root + "one\n\n", "log\n7\n" + root + "one"}) {
    EXPECT_FALSE(parse_checkpoint(text)) << text;
  }
}

RC_GTEST_PROP(Checkpoint, what_is_written_is_read, ()) {
  Checkpoint checkpoint{.origin = "log.example/" + std::to_string(*rc::gen::arbitrary<int>()),
                        .size = *rc::gen::inRange<std::uint64_t>(0, std::uint64_t{1} << 62),
                        .root = leaf_hash(bytes_of(*rc::gen::arbitrary<std::string>()))};
  RC_ASSERT((parse_checkpoint(format_checkpoint(checkpoint)) == Result<Checkpoint>(checkpoint)));
}

TEST(OpenCheckpoint, needs_a_signature_under_the_origin) {
  const auto log = testing::key_of("log", SignatureType::ed25519, 1);
  const auto other = testing::key_of("other", SignatureType::ed25519, 2);
  const std::string text = format_checkpoint({.origin = "log", .root = empty_root()});
  const std::vector<VerifierKey> both = {log.verifier(), other.verifier()};
  EXPECT_TRUE(open_checkpoint(format_note(testing::note_of(text, {&log, &other})), both));
  const auto foreign = open_checkpoint(format_note(testing::note_of(text, {&other})), both);
  ASSERT_FALSE(foreign);
  EXPECT_EQ(foreign.error().code, ErrorCode::permission_denied);
}

}  // namespace
}  // namespace pixiu::tlog
