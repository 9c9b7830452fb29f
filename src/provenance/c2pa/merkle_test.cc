#include "provenance/c2pa/c2pa_testing.h"
#include "provenance/c2pa/hard_binding.h"
#include "provenance/c2pa/merkle_row.h"
#include "tests/c2pa_signer/cbor.h"

#include <gtest/gtest.h>

// Media data bound by Merkle trees: whole files and fragmented ones, without signatures.
namespace pixiu::provenance::c2pa {
namespace {

namespace made = c2pa_signer::cbor;
using c2pa_signer::big_endian;
using c2pa_signer::box;
using c2pa_signer::joined;

Bytes sha256(ByteView bytes) {
  const crypto::Digest digest = crypto::sha256(bytes);
  return {digest.begin(), digest.end()};
}

Bytes slice(const Bytes& bytes, std::size_t begin, std::size_t end) {
  return c2pa_signer::copy_of(ByteView(bytes).subspan(begin, end - begin));
}

// A piece of the file as the hash takes it: its offset, then its bytes.
Bytes hashed_box(const Bytes& file, std::size_t begin, std::size_t end) {
  return joined({big_endian(begin, 8), slice(file, begin, end)});
}

Bytes exclusion(std::string_view path, bool has_subset = false) {
  std::vector<std::pair<std::string, Bytes>> members = {{"xpath", made::text(path)}};
  if (has_subset) {
    members.emplace_back(
        "subset",
        made::array({made::object({{"offset", made::integer(16)}, {"length", made::integer(0)}})}));
  }
  return made::object(members);
}

StatusList check(const Bytes& assertion, const Bytes& file) {
  const auto document = parse_cbor(assertion);
  EXPECT_TRUE(document.has_value());
  const EmbeddedStore store = find_store(file);
  const auto parts = parts_of(file, store);
  StatusList results;
  check_bmff_hash({&document->root(), "c2pa.hash.bmff.v3", "sha256", "uri"},
                  {file, &store, &parts, false}, 3, results);
  return results;
}

TEST(MerkleRow, a_node_without_a_sibling_goes_up_unchanged) {
  const auto leaf = [](std::string_view text) {
    return crypto::digest(crypto::DigestAlgorithm::sha256, bytes_of(text));
  };
  const auto row =
      merkle_row({leaf("a"), leaf("b"), leaf("c")}, 2, crypto::DigestAlgorithm::sha256);
  ASSERT_TRUE(row);
  EXPECT_EQ((*row)[1], leaf("c"));
  const Bytes pair = joined({sha256(bytes_of("a")), sha256(bytes_of("b"))});
  EXPECT_TRUE(std::ranges::equal((*row)[0].bytes(), sha256(pair)));
  EXPECT_FALSE(merkle_row({leaf("a"), leaf("b")}, 3, crypto::DigestAlgorithm::sha256));
  EXPECT_FALSE(merkle_row({leaf("a")}, 0, crypto::DigestAlgorithm::sha256));
}

TEST(BlockEnds, must_add_up_and_stay_few) {
  EXPECT_EQ(block_ends(10, 4, {}), (std::vector<std::size_t>{4, 8, 10}));
  EXPECT_EQ(block_ends(10, {}, {3, 7}), (std::vector<std::size_t>{3, 10}));
  EXPECT_FALSE(block_ends(10, {}, {3, 6}));
  EXPECT_FALSE(block_ends(10, {}, {3, 8}));
  EXPECT_FALSE(block_ends(10, 0, {}));
  EXPECT_FALSE(block_ends(std::size_t{1} << 40, 1, {}));
}

class WholeFile : public testing::Test {
 protected:
  // ftyp, then an mdat of 8 + 108 bytes: 100 of them behind the 16 the flat hash covers.
  Bytes file_ = joined({box("ftyp", bytes_of("mp42\0\0\0\0mp42")),
                        box("mdat", bytes_of(std::string(50, 'x') + std::string(58, 'y')))});
  std::size_t mdat_ = file_.size() - 116;

  Bytes assertion(bool has_tree = true) const {
    std::vector<Bytes> leaves;
    for (std::size_t block = 0; block < 4; ++block) {
      const std::size_t begin = mdat_ + 16 + block * 25;
      leaves.push_back(sha256(slice(file_, begin, begin + 25)));
    }
    const std::vector<Bytes> row = {made::bytes(sha256(joined({leaves[0], leaves[1]}))),
                                    made::bytes(sha256(joined({leaves[2], leaves[3]})))};
    std::vector<std::pair<std::string, Bytes>> members = {
        {"exclusions", made::array({exclusion("/ftyp"), exclusion("/mdat", true)})},
        {"alg", made::text("sha256")},
        {"hash", made::bytes(sha256(hashed_box(file_, mdat_, mdat_ + 16)))}};
    if (has_tree) {
      members.emplace_back("merkle",
                           made::array({made::object({{"uniqueId", made::integer(1)},
                                                      {"localId", made::integer(0)},
                                                      {"count", made::integer(4)},
                                                      {"hashes", made::array(row)},
                                                      {"fixedBlockSize", made::integer(25)}})}));
    }
    return made::object(members);
  }
};

TEST_F(WholeFile, matches_by_its_tree_and_no_changed_byte_does) {
  const Bytes bound = assertion();
  EXPECT_TRUE(check(bound, file_).has(status::bmff_hash_match));
  for (std::size_t offset = mdat_; offset < file_.size(); ++offset) {
    Bytes changed = file_;
    changed[offset] ^= std::byte{1};
    EXPECT_FALSE(check(bound, changed).has(status::bmff_hash_match)) << offset;
  }
  Bytes longer = file_;
  longer.push_back(std::byte{0});
  EXPECT_FALSE(check(bound, longer).has(status::bmff_hash_match));
}

TEST_F(WholeFile, whose_media_data_no_tree_binds_is_malformed) {
  EXPECT_TRUE(check(assertion(false), file_).has(status::bmff_hash_malformed));
}

TEST(FragmentedFile, matches_by_its_start_and_its_fragments) {
  const Bytes start =
      joined({box("ftyp", bytes_of("iso5\0\0\0\0iso5")), box("moov", bytes_of("m"))});
  const Bytes first = joined({box("moof", bytes_of("1")), box("mdat", bytes_of("first data"))});
  const Bytes second = joined({box("moof", bytes_of("2")), box("mdat", bytes_of("second data"))});
  const Bytes file = joined({start, first, second});
  const std::size_t moov = start.size() - 9;
  const auto leaf = [&](std::size_t begin, std::size_t end) {
    return sha256(joined({hashed_box(file, begin, begin + 9), hashed_box(file, begin + 9, end)}));
  };
  const std::size_t middle = start.size() + first.size();
  const auto bound = [&](const Bytes& init_hash) {
    return made::object(
        {{"exclusions", made::array({exclusion("/ftyp")})},
         {"alg", made::text("sha256")},
         {"merkle", made::array({made::object(
                        {{"uniqueId", made::integer(1)},
                         {"localId", made::integer(1)},
                         {"count", made::integer(2)},
                         {"initHash", made::bytes(init_hash)},
                         {"hashes", made::array({made::bytes(leaf(start.size(), middle)),
                                                 made::bytes(leaf(middle, file.size()))})}})})}});
  };
  const Bytes sound = bound(sha256(hashed_box(file, moov, start.size())));
  EXPECT_TRUE(check(sound, file).has(status::bmff_hash_match));
  EXPECT_TRUE(check(bound(sha256({})), file).has(status::bmff_hash_mismatch));
  for (std::size_t offset = moov; offset < file.size(); ++offset) {
    Bytes changed = file;
    changed[offset] ^= std::byte{1};
    EXPECT_FALSE(check(sound, changed).has(status::bmff_hash_match)) << offset;
  }
  EXPECT_FALSE(check(sound, joined({start, first})).has(status::bmff_hash_match))
      << "a fragment is missing";
}

}  // namespace
}  // namespace pixiu::provenance::c2pa
