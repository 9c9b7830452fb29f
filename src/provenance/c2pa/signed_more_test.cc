#include "provenance/c2pa/signed_files_testing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// What few writers make yet: compressed manifests, files of several parts, collections, identities,
// and updates at a file's end.
namespace pixiu::provenance::c2pa {
namespace {

using namespace signed_files;  // NOLINT(google-build-using-namespace): the vocabulary of this test
using signer::Binding;
using signer::Container;
using signer::Fault;
using signer::Recipe;
using signer::sign_file;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;
using enum C2paOutcome;

Recipe compressed() {
  Recipe recipe = sound();
  recipe.binding = Binding::boxes;
  recipe.is_compressed = true;
  return recipe;
}

// --- compressed manifests ---

TEST(CompressedManifest, is_examined_as_what_was_compressed) {
  for (const Container container : {Container::jpeg, Container::png}) {
    const C2paReport report = examine(sign_file(container, compressed()).file);
    EXPECT_EQ(report.outcome, unchanged_known_signer) << report.problem;
    EXPECT_THAT(failures(report), IsEmpty());
    ASSERT_EQ(report.manifests.size(), 1u);
    EXPECT_TRUE(report.manifests[0].is_compressed);
    EXPECT_EQ(report.manifests[0].kind, "standard");
    EXPECT_TRUE(report.origin.is_camera_capture);
  }
}

TEST(CompressedManifest, of_a_changed_picture_is_caught) {
  Recipe recipe = compressed();
  recipe.faults = {Fault::content_changed};
  EXPECT_EQ(examine(sign_file(Container::jpeg, recipe).file).outcome, changed_after_signing);
}

TEST(CompressedManifest, as_an_ingredient_is_hashed_as_it_stands) {
  auto recipes = parent_and_child(3);
  for (Recipe& one : recipes) one.binding = Binding::boxes;
  recipes[0].is_compressed = true;
  const C2paReport report = examine(sign_file(Container::jpeg, recipes).file);
  EXPECT_EQ(report.outcome, unchanged_known_signer);
  EXPECT_THAT(failures(report), IsEmpty());
  EXPECT_TRUE(report.manifests[0].is_compressed);
  EXPECT_TRUE(report.manifests[0].is_reached);
}

TEST(CompressedManifest, that_is_not_what_it_says_is_invalid) {
  for (const Fault fault : {Fault::compressed_changed, Fault::compressed_renamed}) {
    Recipe recipe = compressed();
    recipe.faults = {fault};
    const C2paReport report = examine(sign_file(Container::jpeg, recipe).file);
    EXPECT_FALSE(is_unchanged(report.outcome));
    EXPECT_THAT(failures(report), Contains("manifest.compressed.invalid"));
  }
}

// --- parts ---

Recipe of_two_parts() {
  Recipe recipe = sound();
  recipe.trailer = Bytes(500, std::byte{7});
  return recipe;
}

TEST(MultiAssetHash, is_not_asked_while_the_whole_fits) {
  const C2paReport report = examine(sign_file(Container::jpeg, of_two_parts()).file);
  EXPECT_EQ(report.outcome, unchanged_known_signer);
  EXPECT_THAT(failures(report), IsEmpty());
  EXPECT_THAT(codes(report, StatusKind::success), Contains("assertion.dataHash.match"));
}

TEST(MultiAssetHash, lets_an_optional_part_be_gone_and_nothing_else) {
  Recipe recipe = of_two_parts();
  recipe.faults = {Fault::part_gone};
  const C2paReport without = examine(sign_file(Container::jpeg, recipe).file);
  EXPECT_EQ(without.outcome, unchanged_known_signer);
  EXPECT_THAT(failures(without), IsEmpty());
  EXPECT_THAT(codes(without, StatusKind::success), Contains("assertion.multiAssetHash.match"));

  recipe.faults = {Fault::part_gone, Fault::content_changed};
  const C2paReport changed = examine(sign_file(Container::jpeg, recipe).file);
  EXPECT_EQ(changed.outcome, changed_after_signing);
  EXPECT_THAT(failures(changed), Contains("assertion.multiAssetHash.mismatch"));

  recipe.faults = {Fault::part_gone};
  recipe.is_trailer_optional = false;
  const C2paReport missing = examine(sign_file(Container::jpeg, recipe).file);
  EXPECT_EQ(missing.outcome, changed_after_signing);
  EXPECT_THAT(failures(missing), Contains("assertion.multiAssetHash.missingPart"));
}

TEST(MultiAssetHash, catches_a_changed_part) {
  Recipe recipe = of_two_parts();
  recipe.faults = {Fault::part_changed};
  const C2paReport report = examine(sign_file(Container::jpeg, recipe).file);
  EXPECT_EQ(report.outcome, changed_after_signing);
  EXPECT_THAT(failures(report), Contains("assertion.multiAssetHash.mismatch"));
}

TEST(MultiAssetHash, does_not_cover_what_was_added_behind) {
  Bytes file = sign_file(Container::jpeg, of_two_parts()).file;
  file.push_back(std::byte{1});
  const C2paReport report = examine(file);
  EXPECT_EQ(report.outcome, changed_after_signing);
  EXPECT_THAT(failures(report), Contains("assertion.multiAssetHash.malformed"));
}

// --- collections ---

TEST(CollectionHash, in_a_picture_says_nothing_of_the_picture) {
  Recipe recipe = sound();
  recipe.binding = Binding::collection;
  const C2paReport report = examine(sign_file(Container::jpeg, recipe).file);
  EXPECT_EQ(report.outcome, malformed);
  EXPECT_THAT(failures(report), Contains("assertion.collectionHash.incorrectFileCount"));
}

// --- identities ---

Recipe with_identity() {
  Recipe recipe = sound();
  recipe.identity = signer::Identity{
      .signer = signer::make_signer(world(), -7, {.common_name = "A Photographer"})};
  return recipe;
}

TEST(Identity, of_a_certificate_is_checked_and_shown) {
  const C2paReport report = examine(sign_file(Container::jpeg, with_identity()).file);
  EXPECT_EQ(report.outcome, unchanged_known_signer);
  EXPECT_THAT(failures(report), IsEmpty());
  EXPECT_THAT(codes(report, StatusKind::success), Contains("cawg.identity.trusted"));
  ASSERT_EQ(report.manifests[0].identities.size(), 1u);
  const IdentityReport& identity = report.manifests[0].identities[0];
  EXPECT_TRUE(identity.is_well_formed);
  EXPECT_EQ(identity.kind, "cawg.x509.cose");
  EXPECT_THAT(identity.roles, ::testing::ElementsAre("cawg.creator"));
  ASSERT_TRUE(identity.signer.has_value());
  EXPECT_TRUE(identity.signer->is_signature_valid);
  EXPECT_EQ(identity.signer->common_name, "A Photographer");
}

struct IdentityFault {
  const char* code;
  void (*spoil)(signer::Identity& identity);
};

class EachIdentityFault : public ::testing::TestWithParam<IdentityFault> {};

TEST_P(EachIdentityFault, is_told_and_does_not_touch_the_manifest) {
  Recipe recipe = with_identity();
  GetParam().spoil(*recipe.identity);
  const C2paReport report = examine(sign_file(Container::png, recipe).file);
  EXPECT_EQ(report.outcome, unchanged_known_signer);
  EXPECT_THAT(failures(report), Contains(GetParam().code));
  EXPECT_THAT(codes(report, StatusKind::success), Not(Contains("cawg.identity.trusted")));
}

INSTANTIATE_TEST_SUITE_P(
    Identity, EachIdentityFault,
    ::testing::Values(IdentityFault{"cawg.identity.hard_binding_missing",
                                    [](signer::Identity& one) { one.names_binding = false; }},
                      IdentityFault{"cawg.identity.assertion.mismatch",
                                    [](signer::Identity& one) { one.has_wrong_hash = true; }},
                      IdentityFault{"cawg.identity.pad.invalid",
                                    [](signer::Identity& one) { one.is_padding_used = true; }},
                      IdentityFault{"cawg.x509.signature.mismatch",
                                    [](signer::Identity& one) { one.is_signature_changed = true; }},
                      IdentityFault{"cawg.x509.signature.outside_validity",
                                    [](signer::Identity& one) {
                                      one.signer = signer::make_signer(
                                          world(), -7, {.not_after = signer::day("2024-01-01")});
                                    }},
                      IdentityFault{"cawg.x509.credential.untrusted", [](signer::Identity& one) {
                                      one.signer.party = signer::make_party({}, &world().stranger);
                                      one.signer.intermediates.clear();
                                    }}));

// --- updates ---

TEST(UpdateBox, at_the_files_end_is_read_with_the_store_it_updates) {
  const Recipe parent = parent_and_child(3)[0];
  Recipe update = parent_and_child(3)[1];
  update.is_update = true;
  const signer::SignedFile file = sign_file(Container::mp4, parent);
  ASSERT_EQ(examine(file.file).outcome, unchanged_known_signer);
  Bytes updated = signer::with_update_box(file, update);
  const C2paReport report = examine(updated);
  EXPECT_EQ(report.problem, "");
  EXPECT_EQ(report.outcome, unchanged_known_signer);
  EXPECT_THAT(failures(report), IsEmpty());
  ASSERT_EQ(report.manifests.size(), 2u);
  EXPECT_EQ(report.manifests[1].kind, "update");
  EXPECT_TRUE(report.manifests[1].is_active);
  updated[file.pixels_range.offset] ^= std::byte{1};
  EXPECT_EQ(examine(updated).outcome, changed_after_signing);
}

TEST(Outcome, names_the_time_and_the_lists_it_depends_on) {
  const Bytes file = sign_file(Container::jpeg, sound()).file;
  const C2paReport known = examine(file);
  const C2paReport other = examine(file, trusting(world().stranger));
  EXPECT_EQ(known.examined_at, signer::day("2025-01-01"));
  EXPECT_EQ(known.trust_sha256.size(), 64u);
  EXPECT_NE(known.trust_sha256, other.trust_sha256);
  EXPECT_EQ(examine(file, {}).trust_sha256, "");
}

}  // namespace
}  // namespace pixiu::provenance::c2pa
