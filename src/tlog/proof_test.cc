#include "tlog/proof.h"

#include "tlog/testing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::tlog {
namespace {

// One bit of the hash, any of them.
void flip_a_bit(Hash& hash) {
  const auto at = *rc::gen::inRange<std::size_t>(0, hash.size() * 8);
  hash[at / 8] ^= static_cast<std::byte>(1u << (at % 8));
}

// Removes, adds, changes or swaps hashes; never gives back the same proof.
std::vector<Hash> mutated(std::vector<Hash> proof) {
  const std::vector<Hash> before = proof;
  switch (*rc::gen::inRange(0, 4)) {
    case 0:
      if (!proof.empty()) {
        proof.erase(proof.begin() + *rc::gen::inRange<std::ptrdiff_t>(0, std::ssize(proof)));
      }
      break;
    case 1:
      proof.insert(proof.begin() + *rc::gen::inRange<std::ptrdiff_t>(0, std::ssize(proof) + 1),
                   leaf_hash(bytes_of("other")));
      break;
    case 2:
      if (!proof.empty()) flip_a_bit(proof[*rc::gen::inRange<std::size_t>(0, proof.size())]);
      break;
    default: std::reverse(proof.begin(), proof.end());
  }
  RC_PRE(proof != before);
  return proof;
}

RC_GTEST_PROP(InclusionProof, verifies_for_every_leaf_and_no_other_claim_does, ()) {
  const auto size = *rc::gen::inRange<std::uint64_t>(1, 2500);
  const auto index = *rc::gen::inRange<std::uint64_t>(0, size);
  const testing::MemoryLog log({size});
  const auto proof = inclusion_proof(index, size, log.reader());
  RC_ASSERT(proof.has_value());
  const Inclusion claimed{
      .leaf = log.leaves()[index], .index = index, .size = size, .root = log.root(size)};
  RC_ASSERT(verify_inclusion(claimed, *proof).has_value());

  Inclusion other = claimed;
  flip_a_bit(other.root);
  RC_ASSERT(!verify_inclusion(other, *proof));
  other = claimed;
  flip_a_bit(other.leaf);
  RC_ASSERT(!verify_inclusion(other, *proof));
  other = claimed;
  other.index = *rc::gen::inRange<std::uint64_t>(0, size + 2);
  if (other.index != index) RC_ASSERT(!verify_inclusion(other, *proof));
  RC_ASSERT(!verify_inclusion(claimed, mutated(*proof)));
}

RC_GTEST_PROP(ConsistencyProof, verifies_between_all_sizes_and_no_other_claim_does, ()) {
  const auto new_size = *rc::gen::inRange<std::uint64_t>(2, 2500);
  const auto old_size = *rc::gen::inRange<std::uint64_t>(1, new_size);
  const testing::MemoryLog log({new_size});
  const auto proof = consistency_proof(old_size, new_size, log.reader());
  RC_ASSERT(proof.has_value());
  const Consistency claimed{.old_size = old_size,
                            .new_size = new_size,
                            .old_root = log.root(old_size),
                            .new_root = log.root(new_size)};
  RC_ASSERT(verify_consistency(claimed, *proof).has_value());

  Consistency other = claimed;
  flip_a_bit(other.old_root);
  RC_ASSERT(!verify_consistency(other, *proof));
  other = claimed;
  flip_a_bit(other.new_root);
  RC_ASSERT(!verify_consistency(other, *proof));
  other = claimed;
  std::swap(other.old_root, other.new_root);
  RC_ASSERT(!verify_consistency(other, *proof));
  RC_ASSERT(!verify_consistency(claimed, mutated(*proof)));
}

TEST(RootAt, gives_the_root_of_every_size_that_was_published) {
  testing::MemoryLog log({});
  std::vector<std::uint64_t> sizes;
  for (std::uint64_t size = 0; size <= 1000; size += size < 20 ? 1 : 61) {
    log.grow(size);
    sizes.push_back(size);
  }
  for (const std::uint64_t size : sizes) {
    EXPECT_EQ(root_at(size, log.reader()), Result<Hash>(log.root(size))) << size;
  }
}

TEST(ConsistencyProof, is_empty_from_nothing_and_to_the_same_size) {
  const testing::MemoryLog log({5});
  EXPECT_TRUE(consistency_proof(0, 5, log.reader())->empty());
  EXPECT_TRUE(consistency_proof(5, 5, log.reader())->empty());
  EXPECT_FALSE(consistency_proof(6, 5, log.reader()));
}

TEST(InclusionProof, sizes_and_indices_that_cannot_be_are_refused) {
  const testing::MemoryLog log({5});
  EXPECT_EQ(inclusion_proof(5, 5, log.reader()).error().code, ErrorCode::invalid_input);
  EXPECT_EQ(inclusion_proof(0, 0, log.reader()).error().code, ErrorCode::invalid_input);
  EXPECT_EQ(inclusion_proof(0, tree_size_max + 1, log.reader()).error().code,
            ErrorCode::invalid_input);
}

TEST(VerifyConsistency, a_tree_without_leaves_is_always_an_error) {
  const Hash root = leaf_hash(bytes_of("a"));
  EXPECT_FALSE(verify_consistency({.old_root = empty_root(), .new_root = empty_root()}, {}));
  EXPECT_FALSE(verify_consistency({.new_size = 1, .old_root = empty_root(), .new_root = root}, {}));
  EXPECT_FALSE(verify_inclusion({.leaf = root, .root = root}, {}));
}

TEST(VerifyInclusion, says_what_does_not_hold) {
  const testing::MemoryLog log({6});
  const auto proof = inclusion_proof(2, 6, log.reader());
  ASSERT_TRUE(proof);
  Inclusion claimed{.leaf = log.leaves()[2], .index = 2, .size = 6, .root = log.root(6)};
  EXPECT_THAT(verify_inclusion(claimed, std::span(*proof).first(1)).error().message,
              ::testing::HasSubstr("too short"));
  auto longer = *proof;
  longer.push_back(Hash{});
  EXPECT_THAT(verify_inclusion(claimed, longer).error().message, ::testing::HasSubstr("too long"));
  claimed.root = Hash{};
  EXPECT_THAT(verify_inclusion(claimed, *proof).error().message,
              ::testing::HasSubstr("another root"));
}

}  // namespace
}  // namespace pixiu::tlog
