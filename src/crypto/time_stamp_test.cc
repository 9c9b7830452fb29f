#include "crypto/time_stamp.h"

#include "tests/c2pa_signer/authorities.h"
#include "tests/c2pa_signer/pki.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::crypto {
namespace {

using c2pa_signer::day;
using c2pa_signer::make_party;
using c2pa_signer::Party;
using c2pa_signer::StampRecipe;
using c2pa_signer::time_stamp_response;
using c2pa_signer::time_stamp_token;
using enum TimeStampOutcome;

constexpr std::string_view stamped = "the signature";

const c2pa_signer::World& world() {
  static const c2pa_signer::World made = c2pa_signer::make_world();
  return made;
}

TrustList trusting(const Party& anchor) {
  return TrustList(
      {.anchors = {*Certificate::parse(anchor.certificate)}, .allowed_end_entities = {}});
}

// The authority's token brings its intermediate.
StampRecipe sound() {
  StampRecipe recipe;
  recipe.more_certificates = {world().intermediate.certificate};
  return recipe;
}

Bytes token(const StampRecipe& recipe = sound()) {
  return time_stamp_token(world().time_stamp_authority, bytes_of(stamped), recipe);
}

TimeStampCheck check(ByteView bytes, std::string_view over = stamped) {
  return check_time_stamp(bytes, bytes_of(over), trusting(world().root));
}

TEST(TimeStamp, of_a_known_authority_is_trusted) {
  const TimeStampCheck result = check(token());
  EXPECT_EQ(result.outcome, trusted) << result.reason;
  EXPECT_TRUE(result.is_validated());
  EXPECT_EQ(result.time, day("2024-06-01"));
  EXPECT_EQ(result.imprint_algorithm, DigestAlgorithm::sha256);
  EXPECT_EQ(result.serial_hex, "123");
  EXPECT_EQ(result.policy, "1.2.3.4.1");
  ASSERT_TRUE(result.authority.has_value());
  EXPECT_EQ(result.authority->fields().subject.common_name, "Test Time Stamps");
  EXPECT_EQ(result.chain.path.size(), 3u);
}

TEST(TimeStamp, in_a_response_is_read_as_well) {
  EXPECT_EQ(check(time_stamp_response(token())).outcome, trusted);
}

TEST(TimeStamp, with_any_sha2_digest_is_trusted) {
  for (const char* name : {"SHA256", "SHA384", "SHA512"}) {
    StampRecipe recipe = sound();
    recipe.imprint_digest = name;
    recipe.signature_digest = name;
    const TimeStampCheck result = check(token(recipe));
    EXPECT_EQ(result.outcome, trusted) << name << ": " << result.reason;
  }
}

TEST(TimeStamp, with_a_weak_digest_is_malformed) {
  StampRecipe recipe = sound();
  recipe.imprint_digest = "SHA1";
  EXPECT_EQ(check(token(recipe)).outcome, malformed);
  recipe = sound();
  recipe.signature_digest = "SHA1";
  EXPECT_EQ(check(token(recipe)).outcome, malformed);
}

TEST(TimeStamp, of_an_unknown_authority_is_validated_but_untrusted) {
  const TimeStampCheck result =
      check_time_stamp(token(), bytes_of(stamped), trusting(world().stranger));
  EXPECT_EQ(result.outcome, untrusted);
  EXPECT_TRUE(result.is_validated());
  EXPECT_EQ(result.chain.outcome, ChainOutcome::no_anchor);
  EXPECT_EQ(check_time_stamp(token(), bytes_of(stamped), {}).outcome, untrusted);
}

TEST(TimeStamp, over_other_bytes_is_a_mismatch) {
  const TimeStampCheck result = check(token(), "another signature");
  EXPECT_EQ(result.outcome, mismatch);
  EXPECT_FALSE(result.is_validated());
  EXPECT_EQ(result.time, day("2024-06-01"));
}

TEST(TimeStamp, made_after_its_authority_expired_is_outside_validity) {
  StampRecipe recipe = sound();
  recipe.time = day("2041-01-01");
  EXPECT_EQ(check(token(recipe)).outcome, outside_validity);
  recipe.time = day("2019-01-01");
  EXPECT_EQ(check(token(recipe)).outcome, outside_validity);
}

TEST(TimeStamp, with_a_changed_byte_is_never_validated) {
  const Bytes good = token();
  int malformed_count = 0;
  for (std::size_t i = 0; i < good.size(); i += 5) {
    Bytes changed = good;
    changed[i] ^= std::byte{0x04};
    const TimeStampCheck result = check(changed);
    malformed_count += result.outcome == malformed ? 1 : 0;
    // Bytes of certificates beside the signer's may change; they vouch for nothing then.
    EXPECT_NE(result.outcome, mismatch) << i;
    if (result.outcome != trusted) continue;
    EXPECT_EQ(result.time, day("2024-06-01")) << i;
  }
  EXPECT_GT(malformed_count, 100);
}

TEST(TimeStamp, of_a_certificate_without_the_purpose_is_untrusted) {
  const Party signer = world().leaf();
  const TimeStampCheck result = check(time_stamp_token(signer, bytes_of(stamped), sound()));
  EXPECT_EQ(result.outcome, untrusted);
  EXPECT_THAT(result.chain.violations, ::testing::Contains(ProfileViolation::purpose_not_allowed));
}

TEST(TimeStamp, that_does_not_name_its_certificate_is_malformed) {
  StampRecipe recipe = sound();
  recipe.names_its_certificate = false;
  EXPECT_EQ(check(token(recipe)).outcome, malformed);
}

TEST(TimeStamp, of_rsa_and_larger_curves_is_trusted) {
  for (const auto type : {c2pa_signer::KeyType::rsa2048, c2pa_signer::KeyType::p384}) {
    auto recipe = c2pa_signer::time_stamp_authority_recipe();
    recipe.key_type = type;
    const Party authority = make_party(recipe, &world().intermediate);
    const TimeStampCheck result = check(time_stamp_token(authority, bytes_of(stamped), sound()));
    EXPECT_EQ(result.outcome, trusted) << result.reason;
  }
}

TEST(TimeStamp, that_is_none_is_malformed) {
  EXPECT_EQ(check({}).outcome, malformed);
  EXPECT_EQ(check(bytes_of("not DER at all")).outcome, malformed);
  EXPECT_EQ(check(c2pa_signer::time_stamp_refusal()).outcome, malformed);
  EXPECT_THAT(check(c2pa_signer::time_stamp_refusal()).reason, ::testing::HasSubstr("refused"));
  EXPECT_EQ(check(world().root.certificate).outcome, malformed);
  EXPECT_EQ(check(Bytes(time_stamp_bytes_max + 1)).outcome, malformed);
  const Bytes good = token();
  for (std::size_t size = 0; size < good.size(); size += 11) {
    EXPECT_EQ(check(ByteView(good).first(size)).outcome, malformed) << size;
  }
}

}  // namespace
}  // namespace pixiu::crypto
