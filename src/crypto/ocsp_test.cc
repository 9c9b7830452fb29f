#include "crypto/ocsp.h"

#include "tests/c2pa_signer/authorities.h"
#include "tests/c2pa_signer/pki.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::crypto {
namespace {

using c2pa_signer::day;
using c2pa_signer::ocsp_response;
using c2pa_signer::OcspRecipe;
using c2pa_signer::OcspStatus;
using c2pa_signer::Party;
using ::testing::HasSubstr;
using enum OcspOutcome;

const c2pa_signer::World& world() {
  static const c2pa_signer::World made = c2pa_signer::make_world();
  return made;
}

const Party& leaf() {
  static const Party made = world().leaf();
  return made;
}

Certificate read(const Party& party) {
  return *Certificate::parse(party.certificate);
}

Bytes answer(const OcspRecipe& recipe = {}) {
  return ocsp_response(world().ocsp_responder, leaf(), world().intermediate, recipe);
}

OcspCheck check(ByteView response, Timestamp at = day("2024-06-02")) {
  return check_ocsp(response, read(leaf()), read(world().intermediate), at);
}

TEST(Ocsp, a_good_answer_of_a_named_responder_is_good) {
  const OcspCheck result = check(answer());
  EXPECT_EQ(result.outcome, good) << result.reason;
  EXPECT_EQ(result.produced_at, day("2024-06-01"));
  EXPECT_EQ(result.this_update, day("2024-06-01"));
  EXPECT_EQ(result.next_update, day("2024-06-08"));
  EXPECT_EQ(result.revoked_at, std::nullopt);
}

TEST(Ocsp, the_issuer_may_answer_itself) {
  const Bytes response = ocsp_response(world().intermediate, leaf(), world().intermediate);
  EXPECT_EQ(check(response).outcome, good);
}

TEST(Ocsp, certificates_may_be_named_by_longer_digests) {
  for (const char* name : {"SHA1", "SHA256", "SHA384", "SHA512"}) {
    EXPECT_EQ(check(answer({.naming_digest = name})).outcome, good) << name;
  }
}

TEST(Ocsp, a_revocation_counts_from_its_time_on) {
  const Bytes response = answer({.status = OcspStatus::revoked, .revoked_at = day("2024-03-01")});
  const OcspCheck after = check(response, day("2024-06-02"));
  EXPECT_EQ(after.outcome, revoked);
  EXPECT_EQ(after.revoked_at, day("2024-03-01"));
  EXPECT_EQ(after.reason, "keyCompromise");
  const OcspCheck before = check(response, day("2024-02-01"));
  EXPECT_EQ(before.outcome, good);
  EXPECT_EQ(before.revoked_at, day("2024-03-01"));
}

TEST(Ocsp, a_revocation_counts_however_old_the_answer) {
  EXPECT_EQ(check(answer({.status = OcspStatus::revoked}), day("2030-01-01")).outcome, revoked);
}

TEST(Ocsp, an_unknown_certificate_is_unknown) {
  EXPECT_EQ(check(answer({.status = OcspStatus::unknown})).outcome, unknown);
}

TEST(Ocsp, an_answer_out_of_date_is_not_usable) {
  EXPECT_EQ(check(answer(), day("2024-06-08")).outcome, good);
  EXPECT_EQ(check(answer(), day("2024-06-09")).outcome, not_usable);
  const Bytes open_ended = answer({.next_update = std::nullopt});
  EXPECT_EQ(check(open_ended, day("2024-06-02")).outcome, good);
  EXPECT_EQ(check(open_ended, day("2024-06-03")).outcome, not_usable);
}

TEST(Ocsp, what_was_good_later_was_good_before) {
  EXPECT_EQ(check(answer(), day("2023-01-01")).outcome, good);
}

TEST(Ocsp, an_answer_about_another_certificate_is_not_usable) {
  const Bytes response =
      ocsp_response(world().ocsp_responder, world().leaf(), world().intermediate);
  const OcspCheck result = check(response);
  EXPECT_EQ(result.outcome, not_usable);
  EXPECT_THAT(result.reason, HasSubstr("other certificates"));
}

TEST(Ocsp, an_answer_of_somebody_else_is_not_usable) {
  const Party other = make_party(c2pa_signer::ocsp_responder_recipe(), &world().stranger);
  const OcspCheck result = check(ocsp_response(other, leaf(), world().intermediate));
  EXPECT_EQ(result.outcome, not_usable);
  EXPECT_THAT(result.reason, HasSubstr("did not name"));
}

TEST(Ocsp, an_answer_of_the_issuers_leaf_without_the_purpose_is_not_usable) {
  EXPECT_EQ(check(ocsp_response(world().leaf(), leaf(), world().intermediate)).outcome, not_usable);
}

TEST(Ocsp, an_answer_of_an_expired_responder_is_not_usable) {
  auto recipe = c2pa_signer::ocsp_responder_recipe();
  recipe.not_after = day("2023-01-01");
  const Party old = make_party(recipe, &world().intermediate);
  EXPECT_EQ(check(ocsp_response(old, leaf(), world().intermediate)).outcome, not_usable);
}

TEST(Ocsp, a_changed_answer_is_never_good) {
  const Bytes sound = answer({.status = OcspStatus::revoked});
  for (std::size_t i = 0; i < sound.size(); i += 3) {
    Bytes changed = sound;
    changed[i] ^= std::byte{0x20};
    EXPECT_NE(check(changed).outcome, good) << i;
  }
}

TEST(Ocsp, what_is_no_answer_is_not_usable) {
  EXPECT_EQ(check({}).outcome, not_usable);
  EXPECT_EQ(check(bytes_of("nonsense")).outcome, not_usable);
  EXPECT_THAT(check(c2pa_signer::ocsp_try_later()).reason, HasSubstr("trylater"));
  EXPECT_EQ(check(Bytes(ocsp_response_bytes_max + 1)).outcome, not_usable);
  const Bytes sound = answer();
  for (std::size_t size = 0; size < sound.size(); size += 7) {
    EXPECT_EQ(check(ByteView(sound).first(size)).outcome, not_usable) << size;
  }
}

}  // namespace
}  // namespace pixiu::crypto
