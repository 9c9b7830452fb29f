#include "crypto/certificate.h"

#include "tests/c2pa_signer/pki.h"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::crypto {
namespace {

using c2pa_signer::CertificateRecipe;
using c2pa_signer::day;
using c2pa_signer::KeyType;
using c2pa_signer::make_party;
using c2pa_signer::Party;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using enum ProfileViolation;

const c2pa_signer::World& world() {
  static const c2pa_signer::World made = c2pa_signer::make_world();
  return made;
}

Certificate read(const Party& party) {
  const Result<Certificate> certificate = Certificate::parse(party.certificate);
  EXPECT_TRUE(certificate.has_value());
  return *certificate;
}

std::vector<ProfileViolation> violations_of(const CertificateRecipe& recipe,
                                            CertificateUse use = CertificateUse::claim_signing) {
  return profile_violations(read(world().leaf(recipe)), use, default_claim_signing_purposes());
}

TEST(Certificate, gives_its_fields) {
  const Certificate certificate = read(world().leaf(
      {.common_name = "相机", .organization = "Acme", .key_type = KeyType::p384, .serial = 0xabc}));
  const CertificateFields& fields = certificate.fields();
  EXPECT_EQ(fields.version, 3);
  EXPECT_EQ(fields.serial_hex, "ABC");
  EXPECT_EQ(fields.subject, (PartyName{"相机", "Acme", "CN"}));
  EXPECT_EQ(fields.issuer.common_name, "Test Intermediate");
  EXPECT_EQ(fields.not_before, day("2020-01-01"));
  EXPECT_EQ(fields.not_after, day("2040-01-01"));
  EXPECT_EQ(fields.key_kind, KeyKind::p384);
  EXPECT_EQ(fields.key_bits, 384);
  EXPECT_EQ(fields.signature_algorithm, "1.2.840.10045.4.3.2");
  EXPECT_THAT(fields.key_purposes, ElementsAre(key_purpose::c2pa_signing));
  EXPECT_TRUE(fields.has_digital_signature_usage);
  EXPECT_TRUE(fields.has_authority_key_identifier);
  EXPECT_FALSE(fields.is_authority);
  EXPECT_FALSE(fields.is_self_issued);
}

TEST(Certificate, of_a_root_is_an_authority_and_self_signed) {
  const Certificate root = read(world().root);
  const CertificateFields& fields = root.fields();
  EXPECT_TRUE(fields.is_authority);
  EXPECT_TRUE(fields.is_self_issued);
  EXPECT_TRUE(root.is_self_signed());
  EXPECT_TRUE(fields.has_certificate_signing_usage);
}

TEST(Certificate, with_the_name_of_its_issuer_alone_is_not_self_signed) {
  const Certificate other =
      read(make_party({.common_name = "Test Intermediate"}, &world().intermediate));
  EXPECT_TRUE(other.fields().is_self_issued);
  EXPECT_FALSE(other.is_self_signed());
}

TEST(Certificate, is_valid_from_its_first_second_to_its_last) {
  const Certificate certificate = read(world().leaf());
  EXPECT_TRUE(certificate.is_valid_at(day("2020-01-01")));
  EXPECT_FALSE(certificate.is_valid_at(day("2020-01-01") - std::chrono::milliseconds{1}));
  EXPECT_TRUE(certificate.is_valid_at(day("2040-01-01")));
  EXPECT_FALSE(certificate.is_valid_at(day("2040-01-01") + std::chrono::milliseconds{1}));
}

TEST(Certificate, names_are_shown_without_control_characters) {
  const CertificateFields fields = read(world().leaf({.common_name = "A\nB\x1b[0m\xe2\x80\xae"
                                                                     "C"}))
                                       .fields();
  EXPECT_EQ(fields.subject.common_name, "A?B?[0m?C");
}

TEST(Certificate, far_dates_are_read) {
  const CertificateFields fields =
      read(world().leaf({.not_before = day("1950-01-01"), .not_after = day("9999-12-31")}))
          .fields();
  EXPECT_EQ(fields.not_before, day("1950-01-01"));
  EXPECT_EQ(fields.not_after, day("9999-12-31"));
}

TEST(Certificate, that_is_cut_or_followed_by_bytes_is_refused) {
  const Bytes der = world().leaf().certificate;
  for (std::size_t size = 0; size < der.size(); ++size) {
    EXPECT_FALSE(Certificate::parse(ByteView(der).first(size)).has_value());
  }
  Bytes longer = der;
  longer.push_back(std::byte{0});
  EXPECT_EQ(Certificate::parse(longer).error().code, ErrorCode::invalid_input);
  EXPECT_EQ(Certificate::parse(Bytes(certificate_bytes_max + 1)).error().code,
            ErrorCode::limit_exceeded);
}

TEST(CertificateProfile, a_sound_claim_signer_has_no_violation) {
  for (const KeyType type :
       {KeyType::p256, KeyType::p384, KeyType::p521, KeyType::rsa2048, KeyType::ed25519}) {
    EXPECT_THAT(violations_of({.key_type = type}), IsEmpty());
  }
}

TEST(CertificateProfile, each_violation_is_told) {
  EXPECT_THAT(violations_of({.key_type = KeyType::rsa1024}), ElementsAre(key_too_weak));
  EXPECT_THAT(violations_of({.key_type = KeyType::sm2}), ElementsAre(key_kind_not_allowed));
  EXPECT_THAT(violations_of({.digest = "SHA1"}), ElementsAre(signature_algorithm_not_allowed));
  EXPECT_THAT(violations_of({.basic_constraints = "critical,CA:TRUE"}), ElementsAre(is_authority));
  EXPECT_THAT(violations_of({.key_purposes = {std::string(c2pa_signer::any_purpose),
                                              std::string(c2pa_signer::c2pa_signing)}}),
              ElementsAre(any_purpose));
  EXPECT_THAT(violations_of({.key_purposes = {}}), ElementsAre(purpose_missing));
  EXPECT_THAT(violations_of({.key_purposes = {std::string(c2pa_signer::server_auth)}}),
              ElementsAre(purpose_not_allowed));
  EXPECT_THAT(violations_of({.key_purposes = {std::string(c2pa_signer::time_stamping),
                                              std::string(c2pa_signer::email_protection)}}),
              ElementsAre(purposes_mixed));
  EXPECT_THAT(violations_of({.key_usage = ""}), ElementsAre(key_usage_missing));
  EXPECT_THAT(violations_of({.key_usage = "critical,keyEncipherment"}),
              ElementsAre(digital_signature_missing));
  EXPECT_THAT(violations_of({.has_authority_key_identifier = false}),
              ElementsAre(authority_key_identifier_missing));
}

TEST(CertificateProfile, all_violations_are_told_at_once) {
  EXPECT_THAT(violations_of({.key_type = KeyType::rsa1024,
                             .key_purposes = {std::string(c2pa_signer::server_auth)},
                             .key_usage = "",
                             .has_authority_key_identifier = false,
                             .digest = "SHA1"}),
              ElementsAre(key_too_weak, signature_algorithm_not_allowed, purpose_not_allowed,
                          key_usage_missing, authority_key_identifier_missing));
}

TEST(CertificateProfile, an_old_certificate_has_no_extensions) {
  EXPECT_THAT(violations_of({.version = 1}),
              ElementsAre(version_is_not_3, purpose_missing, key_usage_missing,
                          authority_key_identifier_missing));
}

TEST(CertificateProfile, a_self_signed_certificate_is_told) {
  const Party self = make_party({}, nullptr);
  EXPECT_THAT(profile_violations(read(self), CertificateUse::claim_signing,
                                 default_claim_signing_purposes()),
              ::testing::Contains(self_signed));
}

TEST(CertificateProfile, of_a_time_stamp_authority_is_its_own) {
  EXPECT_THAT(
      violations_of(c2pa_signer::time_stamp_authority_recipe(), CertificateUse::time_stamping),
      IsEmpty());
  EXPECT_THAT(violations_of({}, CertificateUse::time_stamping),
              ElementsAre(purpose_not_allowed, purpose_not_critical));
}

TEST(PemCertificates, are_read_in_their_order_with_text_between) {
  const std::string pem =
      "# a list\n" + world().root.pem() + "noise\n" + world().intermediate.pem();
  const auto certificates = parse_pem_certificates(pem);
  ASSERT_TRUE(certificates.has_value());
  ASSERT_EQ(certificates->size(), 2u);
  EXPECT_EQ((*certificates)[0], read(world().root));
  EXPECT_EQ((*certificates)[1].fields().subject.common_name, "Test Intermediate");
}

TEST(PemCertificates, of_which_one_is_broken_are_refused_by_its_number) {
  std::string pem = world().root.pem() + world().root.pem();
  pem[pem.rfind("BEGIN") + 40] = '!';
  const auto broken = parse_pem_certificates(pem);
  ASSERT_FALSE(broken.has_value());
  EXPECT_THAT(broken.error().message, ::testing::HasSubstr("block 2"));
  EXPECT_FALSE(parse_pem_certificates("-----BEGIN CERTIFICATE-----\nAAAA").has_value());
  EXPECT_THAT(*parse_pem_certificates("no certificate here"), IsEmpty());
}

TEST(PemCertificates, of_the_published_trust_lists_are_read) {
  const char* shared = std::getenv("PIXIU_SHARED");
  const std::string folder = shared != nullptr ? shared : "../shared";
  const std::pair<const char*, std::size_t> lists[] = {{"C2PA-TRUST-LIST.pem", 30},
                                                       {"C2PA-TSA-TRUST-LIST.pem", 22}};
  for (const auto& [name, count] : lists) {
    std::ifstream file(folder + "/data/vectors/trust/" + name);
    if (!file) GTEST_SKIP() << "the trust lists are not here";
    std::ostringstream text;
    text << file.rdbuf();
    const auto certificates = parse_pem_certificates(text.str());
    ASSERT_TRUE(certificates.has_value());
    EXPECT_EQ(certificates->size(), count);
    for (const Certificate& one : *certificates) {
      EXPECT_TRUE(one.fields().is_authority) << one.fields().subject.common_name;
    }
  }
}

}  // namespace
}  // namespace pixiu::crypto
