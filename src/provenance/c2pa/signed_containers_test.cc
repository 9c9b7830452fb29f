#include "provenance/c2pa/signed_files_testing.h"

#include <random>
#include <tuple>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::provenance::c2pa {
namespace {

using namespace signed_files;  // NOLINT(google-build-using-namespace): the vocabulary of this test
using signer::Binding;
using signer::Recipe;
using signer::sign_file;
using signer::SignedFile;
using ::testing::Contains;
using ::testing::IsEmpty;

std::string word_of(signer::Container container, int version) {
  return signer::container_word(container) + "_v" + std::to_string(version);
}

class EachContainer : public ::testing::TestWithParam<std::tuple<signer::Container, int>> {
 protected:
  static signer::Container container() { return std::get<0>(GetParam()); }

  static Recipe recipe() {
    Recipe made = sound();
    made.claim_version = std::get<1>(GetParam());
    if (made.claim_version == 1) made.stamps = {stamp(signer::StampKind::claim)};
    return made;
  }
};

TEST_P(EachContainer, a_signed_file_is_unchanged_since_its_known_signer) {
  const C2paReport report = examine(sign_file(container(), recipe()).file);
  EXPECT_EQ(report.outcome, C2paOutcome::unchanged_known_signer) << report.problem;
  EXPECT_THAT(failures(report), IsEmpty());
  EXPECT_THAT(codes(report, StatusKind::success), Contains("timeStamp.trusted"));
  ASSERT_EQ(report.manifests.size(), 1u);
  const ManifestReport& manifest = report.manifests.front();
  EXPECT_EQ(manifest.claim_version, recipe().claim_version);
  EXPECT_EQ(manifest.signer.common_name, "Test Camera");
  EXPECT_EQ(manifest.signer.stamped_at, signer::day("2024-06-01"));
  EXPECT_TRUE(report.origin.is_camera_capture);
}

TEST_P(EachContainer, of_a_stranger_it_is_unchanged_but_its_signer_unknown) {
  const C2paReport report =
      examine(sign_file(container(), recipe()).file, trusting(world().stranger));
  EXPECT_EQ(report.outcome, C2paOutcome::unchanged_unknown_signer);
  EXPECT_THAT(failures(report), ::testing::ElementsAre("signingCredential.untrusted"));
}

TEST_P(EachContainer, with_other_content_it_was_changed_after_signing) {
  Recipe changed = recipe();
  changed.faults = {signer::Fault::content_changed};
  EXPECT_EQ(examine(sign_file(container(), changed).file).outcome,
            C2paOutcome::changed_after_signing);
}

TEST_P(EachContainer, a_binding_that_leaves_the_picture_out_is_not_believed) {
  Recipe wide = recipe();
  wide.faults = {signer::Fault::exclusion_too_wide};
  SignedFile made = sign_file(container(), wide);
  EXPECT_FALSE(is_unchanged(examine(made.file).outcome));
  made.file[made.pixels_range.offset] ^= std::byte{1};
  EXPECT_FALSE(is_unchanged(examine(made.file).outcome));
}

TEST_P(EachContainer, without_a_store_there_is_none) {
  const C2paReport report = examine(signer::assemble(container(), {}).file);
  EXPECT_EQ(report.outcome, C2paOutcome::none);
  EXPECT_EQ(report.problem, "");
}

// 2,700 flips over all containers and versions.
TEST_P(EachContainer, any_flipped_bit_that_a_hash_covers_is_caught) {
  constexpr int flips = 150;
  Recipe plain = recipe();
  plain.stamps.clear();
  const SignedFile made = sign_file(container(), plain);
  const auto store_at = static_cast<std::size_t>(
      std::search(made.file.begin(), made.file.end(), made.store.begin() + 8, made.store.end()) -
      made.file.begin());
  const std::size_t jpeg_head = 8;  // the head of the store stands in front of it, as elsewhere
  std::vector<std::size_t> covered;
  const std::size_t first = signer::is_bmff(container()) ? made.store_range.offset : 0;
  for (std::size_t i = first; i < made.file.size(); ++i) {
    const bool is_store =
        i >= made.store_range.offset && i < made.store_range.offset + made.store_range.size;
    if (!is_store) covered.push_back(i);
  }
  if (store_at < made.file.size()) {  // in one piece, which GIF's blocks are not
    for (const signer::Part& part : made.covered_in_store) {
      for (std::size_t i = 0; i < part.size; ++i) {
        covered.push_back(store_at + part.offset + i - jpeg_head);
      }
    }
  }
  std::mt19937 random(7);
  for (int i = 0; i < flips; ++i) {
    Bytes changed = made.file;
    const std::size_t at = covered[random() % covered.size()];
    changed[at] ^= static_cast<std::byte>(1u << random() % 8);
    EXPECT_FALSE(is_unchanged(examine(changed).outcome)) << "byte " << at;
  }
}

INSTANTIATE_TEST_SUITE_P(SignedFile, EachContainer,
                         ::testing::Combine(::testing::ValuesIn(signer::all_containers),
                                            ::testing::Values(1, 2)),
                         [](const auto& one) {
                           return word_of(std::get<0>(one.param), std::get<1>(one.param));
                         });

class EachAlgorithm : public ::testing::TestWithParam<std::int64_t> {};

TEST_P(EachAlgorithm, a_signature_is_validated_and_a_changed_one_is_not) {
  Recipe recipe = sound();
  recipe.signer = signer::make_signer(world(), GetParam());
  EXPECT_EQ(examine(sign_file(signer::Container::png, recipe).file).outcome,
            C2paOutcome::unchanged_known_signer);
  recipe.faults = {signer::Fault::signature_changed};
  const C2paReport report = examine(sign_file(signer::Container::png, recipe).file);
  EXPECT_EQ(report.outcome, C2paOutcome::changed_after_signing);
  EXPECT_THAT(failures(report), ::testing::ElementsAre("claimSignature.mismatch"));
}

INSTANTIATE_TEST_SUITE_P(SignedFile, EachAlgorithm,
                         ::testing::Values(-7, -35, -36, -37, -38, -39, -8));

struct BindingCase {
  signer::Container container;
  Binding binding;
  const char* match;
};

class EachBinding : public ::testing::TestWithParam<std::tuple<BindingCase, const char*>> {};

TEST_P(EachBinding, matches_the_file_and_no_other) {
  const auto& [one, digest] = GetParam();
  Recipe recipe = sound();
  recipe.binding = one.binding;
  recipe.digest = digest;
  const C2paReport report = examine(sign_file(one.container, recipe).file);
  EXPECT_EQ(report.outcome, C2paOutcome::unchanged_known_signer);
  EXPECT_THAT(codes(report, StatusKind::success), Contains(one.match));
  for (const auto fault : {signer::Fault::content_changed, signer::Fault::exclusion_too_wide}) {
    recipe.faults = {fault};
    EXPECT_FALSE(is_unchanged(examine(sign_file(one.container, recipe).file).outcome));
  }
}

INSTANTIATE_TEST_SUITE_P(
    SignedFile, EachBinding,
    ::testing::Combine(
        ::testing::Values(
            BindingCase{signer::Container::jpeg, Binding::data, "assertion.dataHash.match"},
            BindingCase{signer::Container::jpeg, Binding::boxes, "assertion.boxesHash.match"},
            BindingCase{signer::Container::png, Binding::boxes, "assertion.boxesHash.match"},
            BindingCase{signer::Container::tiff, Binding::boxes, "assertion.boxesHash.match"},
            BindingCase{signer::Container::mp4, Binding::bmff_v1, "assertion.bmffHash.match"},
            BindingCase{signer::Container::heif, Binding::bmff_v2, "assertion.bmffHash.match"},
            BindingCase{signer::Container::avif, Binding::bmff_v3, "assertion.bmffHash.match"}),
        ::testing::Values("sha256", "sha384", "sha512")));

TEST(SignedFile, whose_store_is_spread_over_segments_is_put_together) {
  const SignedFile whole = sign_file(signer::Container::jpeg, sound());
  const Bytes many = signer::assemble(signer::Container::jpeg, whole.store, 900).file;
  const C2paReport report = examine(many);  // other segments than were excluded
  ASSERT_EQ(report.manifests.size(), 1u);
  EXPECT_THAT(codes(report, StatusKind::success), Contains("claimSignature.validated"));
}

TEST(SignedFile, with_two_stores_is_malformed) {
  for (const auto container :
       {signer::Container::jpeg, signer::Container::png, signer::Container::mp4}) {
    const Bytes store = sign_file(container, sound()).store;
    const C2paReport report = examine(signer::with_two_stores(container, store));
    EXPECT_EQ(report.outcome, C2paOutcome::malformed) << signer::container_word(container);
  }
}

TEST(SignedFile, cut_anywhere_is_never_unchanged) {
  const Bytes file = sign_file(signer::Container::jpeg, sound()).file;
  for (std::size_t size = 0; size < file.size(); size += 13) {
    EXPECT_FALSE(is_unchanged(examine(ByteView(file).first(size)).outcome)) << size;
  }
}

TEST(SignedFile, that_states_generation_declares_it) {
  Recipe recipe = sound();
  recipe.source_type = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";
  const C2paReport report = examine(sign_file(signer::Container::webp, recipe).file);
  EXPECT_TRUE(report.origin.is_generated);
  EXPECT_FALSE(report.origin.is_camera_capture);
  const auto declaration = ai_declaration_of(report);
  ASSERT_TRUE(declaration.has_value());
  EXPECT_EQ(declaration->declared, DeclaredAi::generated);
}

}  // namespace
}  // namespace pixiu::provenance::c2pa
