#include "tlog/note.h"

#include "base/limits.h"
#include "tlog/note_key.h"
#include "tlog/testing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::tlog {
namespace {

using namespace std::string_literals;

// The example of C2SP signed-note, and the one of Go's golang.org/x/mod/sumdb/note.
constexpr std::string_view example_note =
    "This is an example message.\n\n"
    "\u2014 example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM="
    "\n";
constexpr std::string_view example_key =
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
constexpr std::string_view go_note =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n\n"
    "\u2014 PeterNeumann "
    "x08go/ZJkuBS9UG/"
    "SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
constexpr std::string_view go_key =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr std::string_view go_secret =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";

void expect_verifies(std::string_view note_text, std::string_view vkey) {
  const auto key = VerifierKey::parse(vkey);
  ASSERT_TRUE(key);
  EXPECT_EQ(key->vkey(), vkey);
  const auto note = parse_note(note_text);
  ASSERT_TRUE(note);
  EXPECT_EQ(format_note(*note), note_text);
  EXPECT_TRUE(verify_note(*note, std::span(&*key, 1)));
  Note changed = *note;
  changed.text.insert(1, "x");
  EXPECT_EQ(verify_note(changed, std::span(&*key, 1)).error().code, ErrorCode::permission_denied);
}

TEST(Note, the_published_examples_verify) {
  expect_verifies(example_note, example_key);
  expect_verifies(go_note, go_key);
}

TEST(SigningKey, signs_the_published_example_byte_for_byte) {
  const auto key = SigningKey::parse(go_secret);
  ASSERT_TRUE(key);
  EXPECT_EQ(key->verifier().vkey(), go_key);
  Note note{.text = parse_note(go_note)->text};
  note.signatures.push_back(key->sign(note.text, testing::signing_time));
  EXPECT_EQ(format_note(note), go_note);
}

TEST(Note, the_last_blank_line_ends_the_text) {
  const auto note = parse_note("a\n\nb\n\n\u2014 n AAAAAAA=\n");
  ASSERT_TRUE(note);
  EXPECT_EQ(note->text, "a\n\nb\n");
}

TEST(Note, what_is_no_note_is_refused) {
  const std::string line = "\u2014 n AAAAAAA=\n";
  for (const std::string& text : {
           ""s,
           "\n"s,
           "a\n"s,
           "a\n\n"s,
           "\n" + line,
           "a\n" + line,
           "a" + line,
           "a\n\n" + line.substr(0, line.size() - 1),  // no line feed at the end
           "a\n\n- n AAAAAAA=\n"s,
           "a\n\n\u2014  AAAAAAA=\n"s,
           "a\n\n\u2014 n  AAAAAAA=\n"s,
           "a\n\n\u2014 n AAAA\n"s,      // a key id alone
           "a\n\n\u2014 n AAAAAAA\n"s,   // no padding
           "a\n\n\u2014 n AAAAAAB=\n"s,  // not the canonical base 64
           "a\n\n\u2014 n+m AAAAAAA=\n"s,
           "a\n\n\u2014 n AAAAAAA= \n"s,
           "a\n\n" + line + "\n",
           "a\r\n\n" + line,
           "a\t\n\n" + line,
           "\0\n\n"s + line,
           "\xff\n\n" + line,
           "a\n\n\u2014 n\u00a0m AAAAAAA=\n"s,
       }) {
    EXPECT_FALSE(parse_note(text)) << text;
  }
}

TEST(Note, has_a_largest_size_and_number_of_signatures) {
  const std::string line = "\u2014 n AAAAAAA=\n";
  std::string text = "a\n\n";
  for (std::size_t i = 0; i < limits::note_signatures_max; ++i) text += line;
  ASSERT_TRUE(parse_note(text));
  EXPECT_EQ(parse_note(text + line).error().code, ErrorCode::limit_exceeded);
  const std::string long_text(limits::note_bytes_max, 'a');
  EXPECT_EQ(parse_note(long_text + "\n\n" + line).error().code, ErrorCode::limit_exceeded);
}

RC_GTEST_PROP(Note, what_is_read_is_written_again, ()) {
  std::string text(example_note);
  const auto edits = *rc::gen::inRange(0, 4);
  for (int i = 0; i < edits; ++i) {
    const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
    text[at] = *rc::gen::elementOf("\n \u2014+=AZaz09/\x01"s);
  }
  if (const auto note = parse_note(text)) RC_ASSERT(format_note(*note) == text);
}

TEST(KeyName, has_no_spaces_and_no_plus) {
  EXPECT_TRUE(is_key_name("example.com/log"));
  EXPECT_TRUE(is_key_name("\u8c94\u8c85.example"));
  for (const std::string_view name : {"", " ", "a b", "a+b", "a\u00a0b", "a\u2003b", "\u3000",
                                      "a\nb", "a\tb", "\xff", "a\u2028"}) {
    EXPECT_FALSE(is_key_name(name)) << name;
  }
}

TEST(VerifierKey, a_malformed_key_and_a_wrong_id_are_refused) {
  for (const std::string_view key :
       {"", "a", "a+b", "a+530d903a",
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/fox+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3Q==",
        "example.com/foo+530d903a+"}) {
    EXPECT_EQ(VerifierKey::parse(key).error().code, ErrorCode::invalid_input) << key;
  }
}

TEST(VerifierKey, a_type_that_is_not_known_here_is_unsupported) {
  EXPECT_EQ(VerifierKey::parse("a+00000000+Bg==").error().code, ErrorCode::unsupported);
}

TEST(VerifyNote, overlooks_unknown_keys_and_refuses_a_bad_signature_of_a_known_one) {
  const auto log = testing::key_of("log", SignatureType::ed25519, 1);
  const auto other = testing::key_of("other", SignatureType::ed25519, 2);
  Note note = testing::note_of("text\n", {&log, &other});
  const std::vector<VerifierKey> known = {log.verifier()};
  const auto verified = verify_note(note, known);
  ASSERT_TRUE(verified);
  ASSERT_EQ(verified->size(), 1u);
  EXPECT_EQ(verified->front().signature_index, 0u);

  note.signatures[1].signature[0] ^= std::byte{1};
  EXPECT_TRUE(verify_note(note, known));
  const std::vector<VerifierKey> both = {log.verifier(), other.verifier()};
  EXPECT_EQ(verify_note(note, both).error().code, ErrorCode::permission_denied);
  EXPECT_EQ(verify_note(note, {}).error().code, ErrorCode::permission_denied);
}

TEST(VerifyNote, one_key_under_two_types_is_two_keys) {
  const auto log = testing::key_of("log", SignatureType::ed25519, 1);
  const auto witness = testing::key_of("log", SignatureType::cosignature_v1, 1);
  EXPECT_NE(log.verifier().key_id(), witness.verifier().key_id());
  const Note note = testing::note_of("text\n", {&log});
  const std::vector<VerifierKey> known = {witness.verifier()};
  EXPECT_FALSE(verify_note(note, known));
}

TEST(Cosignature, holds_its_time_and_signs_it) {
  const auto witness = testing::key_of("witness", SignatureType::cosignature_v1, 3);
  Note note = testing::note_of("log\n0\nroot\n", {&witness});
  const std::vector<VerifierKey> known = {witness.verifier()};
  const auto verified = verify_note(note, known);
  ASSERT_TRUE(verified);
  EXPECT_EQ(verified->front().time_s, 1'679'315'147u);
  // The message of C2SP tlog-cosignature, put together by hand.
  const ByteView signature = note.signatures[0].signature;
  ASSERT_EQ(signature.size(), 72u);
  EXPECT_TRUE(crypto::ed25519_verify(witness.verifier().public_key(),
                                     bytes_of("cosignature/v1\ntime 1679315147\nlog\n0\nroot\n"),
                                     signature.subspan(8)));
  note.signatures[0].signature[7] ^= std::byte{1};
  EXPECT_FALSE(verify_note(note, known));
}

// The example of C2SP tlog-cosignature: its id says that the line is of type 0x04.
TEST(Cosignature, a_line_of_the_specification_is_read) {
  const auto lines = parse_signature_lines(
      "\u2014 witness.example.com/w1 "
      "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJs"
      "X3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n");
  ASSERT_TRUE(lines);
  EXPECT_EQ(lines->front().signature.size(), 72u);
  EXPECT_EQ(crypto::hex(ByteView(lines->front().signature).first(8)), "00000000641850cb");
}

TEST(SigningKey, a_new_key_is_read_back_and_keeps_its_secret_out_of_errors) {
  SystemEntropy entropy;
  const auto secret = make_signing_key("log.example/1", SignatureType::ed25519, entropy);
  const std::string& text = secret.reveal(Purpose::seal);
  const auto key = SigningKey::parse(text + "\n");
  ASSERT_TRUE(key);
  EXPECT_EQ(key->verifier().name(), "log.example/1");
  std::string damaged = text;
  damaged[damaged.size() - 3] = damaged[damaged.size() - 3] == 'A' ? 'B' : 'A';
  const auto refused = SigningKey::parse(damaged);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message.find(text.substr(text.rfind('+') + 1, 8)), std::string::npos);
}

}  // namespace
}  // namespace pixiu::tlog
