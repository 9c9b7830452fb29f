#include "crypto/certificate_cache.h"

#include "tests/c2pa_signer/pki.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::crypto {
namespace {

namespace signer = c2pa_signer;

const signer::World& world() {
  static const signer::World made = signer::make_world();
  return made;
}

Certificate read(const signer::Party& party) {
  return *Certificate::parse(party.certificate);
}

bool is_same(const ChainResult& a, const ChainResult& b) {
  return a.outcome == b.outcome && a.path == b.path && a.violations == b.violations &&
         a.reason == b.reason;
}

TEST(CertificateCache, gives_a_certificate_again_without_reading_it) {
  CertificateCache cache;
  const Bytes der = world().intermediate.certificate;
  const auto first = cache.parse(der);
  ASSERT_TRUE(first.has_value());
  const auto again = cache.parse(der);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(&again->state(), &first->state());
}

TEST(CertificateCache, keeps_nothing_that_could_not_be_read) {
  CertificateCache cache;
  EXPECT_FALSE(cache.parse(bytes_of("no certificate")).has_value());
  EXPECT_FALSE(cache.parse(bytes_of("no certificate")).has_value());
}

// Whatever was asked before: leaf, list, use and time all count.
RC_GTEST_PROP(CertificateCacheProperty, a_path_is_judged_as_without_a_cache, ()) {
  static const std::vector<signer::Party> leaves = {
      world().leaf(), world().leaf({.not_after = signer::day("2024-01-01")}),
      world().leaf({.key_purposes = {std::string(signer::time_stamping)},
                    .are_key_purposes_critical = true}),
      signer::make_party({}, &world().stranger)};
  static const std::vector<TrustList> lists = {
      TrustList(), TrustList({.anchors = {read(world().root)}, .allowed_end_entities = {}}),
      TrustList({.anchors = {read(world().stranger)}, .allowed_end_entities = {}})};
  const std::vector<Certificate> between = {read(world().intermediate)};
  CertificateCache cache;
  for (int i = 0; i < 12; ++i) {
    const Certificate leaf = read(*rc::gen::elementOf(leaves));
    const TrustList& list = lists[*rc::gen::inRange<std::size_t>(0, lists.size())];
    const auto use =
        *rc::gen::element(CertificateUse::claim_signing, CertificateUse::time_stamping);
    const Timestamp at = signer::day(*rc::gen::element("2019-06-01", "2023-06-01", "2025-06-01"));
    const auto others = std::span(between).first(*rc::gen::inRange<std::size_t>(0, 2));
    RC_ASSERT(is_same(cache.check_chain(leaf, others, list, use, at),
                      check_chain(leaf, others, list, use, at)));
  }
}

TEST(TrustListDigest, tells_lists_apart_and_not_their_order) {
  const Certificate root = read(world().root);
  const Certificate other = read(world().stranger);
  const auto digest = [](std::vector<Certificate> anchors, std::vector<Certificate> leaves) {
    return TrustList({.anchors = std::move(anchors), .allowed_end_entities = std::move(leaves)})
        .sha256();
  };
  EXPECT_EQ(digest({root, other}, {}), digest({other, root}, {}));
  EXPECT_NE(digest({root}, {}), digest({root, other}, {}));
  EXPECT_NE(digest({root}, {}), digest({}, {root}));
  EXPECT_NE(
      TrustList({.anchors = {root}, .allowed_end_entities = {}}).sha256(),
      TrustList({.anchors = {root}, .allowed_end_entities = {}, .allowed_purposes = {"1.2.3"}})
          .sha256());
}

}  // namespace
}  // namespace pixiu::crypto
