#include "crypto/digest.h"
#include "provenance/c2pa/boxes_hash.h"
#include "tests/c2pa_signer/cbor.h"

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// A TIFF with an EXIF directory inside its first one, and hashes of it written by hand.
namespace pixiu::provenance::c2pa {
namespace {

namespace cbor = c2pa_signer::cbor;
using ::testing::ElementsAre;

std::string number(std::size_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i) & 0xFF);
  return text;
}

std::string entry(std::size_t tag, std::size_t type, std::size_t count, std::size_t value) {
  return number(tag, 2) + number(type, 2) + number(count, 4) + number(value, 4);
}

// Header 0, IFD0 8 (5 entries, ends at 74), EXIF IFD 74 (1 entry, ends at 92), comment 92 (8
// bytes), strip 100 (16 bytes), store 116.
constexpr std::size_t exif_at = 74;
constexpr std::size_t comment_at = 92;
constexpr std::size_t strip_at = 100;

std::string file() {
  std::string made = std::string("II*\0", 4) + number(8, 4) + number(5, 2);
  made += entry(256, 3, 1, 4);
  made += entry(273, 4, 1, strip_at);
  made += entry(279, 4, 1, 16);
  made += entry(34665, 4, 1, exif_at);
  made += entry(0xCD41, 7, 20, 116) + number(0, 4);
  made += number(1, 2) + entry(0x9286, 7, 8, comment_at) + number(0, 4);
  return made + "comment." + "0123456789abcdef" + std::string(20, 's');
}

struct HashedRun {
  std::vector<std::string> names;
  std::string bytes;  // that are hashed
  bool is_excluded = false;
};

std::string piece(std::size_t at, std::size_t size) {
  return file().substr(at, size);
}

const std::string width = piece(10, 12);
const std::string strip = piece(22, 12) + piece(strip_at, 16);
const std::string strip_size = piece(34, 12);
const std::string exif = piece(46, 12);
const std::string exif_again = piece(46 + 8, 4);
const std::string comment = piece(76, 12) + piece(comment_at, 8);

std::vector<HashedRun> runs_with(const HashedRun& exif_run) {
  return {{{"TIFh", "256"}, piece(0, 8) + width},
          {{"273", "279"}, strip + strip_size},
          exif_run,
          {{"C2PA"}, ""}};
}

std::vector<std::string> codes(const std::string& tiff, const std::vector<HashedRun>& runs) {
  std::vector<Bytes> boxes;
  for (const HashedRun& run : runs) {
    std::vector<Bytes> names;
    for (const std::string& name : run.names) names.push_back(cbor::text(name));
    const auto digest = crypto::sha256(bytes_of(run.bytes));
    boxes.push_back(cbor::object({{"names", cbor::array(names)},
                                  {"hash", cbor::bytes(digest)},
                                  {"excluded", cbor::boolean(run.is_excluded)},
                                  {"pad", cbor::bytes({})}}));
  }
  const Bytes assertion =
      cbor::object({{"alg", cbor::text("sha256")}, {"boxes", cbor::array(boxes)}});
  const auto document = parse_cbor(assertion);
  EXPECT_TRUE(document.has_value());
  EmbeddedStore store;
  store.container = Container::tiff;
  const std::vector<FilePart> parts;
  StatusList results;
  check_boxes_hash({&document->root(), "c2pa.hash.boxes", "", "uri"},
                   {bytes_of(tiff), &store, &parts, false}, results);
  std::vector<std::string> found;
  for (const ValidationStatus& one : results.all()) found.emplace_back(one.code.name);
  return found;
}

TEST(TiffBoxesHash, of_an_inner_directory_is_read_in_both_of_the_standards_ways) {
  for (const HashedRun& run :
       {HashedRun{{"34665"}, exif + comment}, HashedRun{{"34665", "37510"}, exif + comment},
        HashedRun{{"34665"}, exif + exif_again + comment},
        HashedRun{{"34665", "37510"}, exif + exif_again + comment}}) {
    EXPECT_THAT(codes(file(), runs_with(run)), ElementsAre("assertion.boxesHash.match"));
  }
}

TEST(TiffBoxesHash, catches_a_change_of_anything_that_entries_lead_to) {
  const std::vector<HashedRun> runs = runs_with({{"34665"}, exif + comment});
  for (const std::size_t at :
       {std::size_t{5}, std::size_t{18}, exif_at + 6, comment_at, strip_at, strip_at + 15}) {
    std::string changed = file();
    changed[at] = static_cast<char>(changed[at] ^ 1);
    const auto found = codes(changed, runs);
    EXPECT_FALSE(found.size() == 1 && found[0] == "assertion.boxesHash.match") << at;
  }
}

TEST(TiffBoxesHash, lets_the_store_change) {
  std::string changed = file();
  changed[118] = 'x';
  EXPECT_THAT(codes(changed, runs_with({{"34665"}, exif + comment})),
              ElementsAre("assertion.boxesHash.match"));
}

TEST(TiffBoxesHash, may_leave_metadata_out_and_nothing_else) {
  EXPECT_THAT(
      codes(file(), runs_with({{"34665"}, "", true})),
      ElementsAre("assertion.dataHash.additionalExclusionsPresent", "assertion.boxesHash.match"));
  std::vector<HashedRun> runs = runs_with({{"34665"}, exif + comment});
  runs[1].is_excluded = true;
  EXPECT_THAT(codes(file(), runs), ElementsAre("assertion.boxesHash.malformed"));
}

TEST(TiffBoxesHash, tells_entries_that_were_added_or_taken_away) {
  std::vector<HashedRun> runs = runs_with({{"34665"}, exif + comment});
  runs.erase(runs.begin() + 2);
  EXPECT_THAT(codes(file(), runs), ElementsAre("assertion.boxesHash.mismatch"));
  runs = runs_with({{"34665"}, exif + comment});
  runs.pop_back();
  EXPECT_THAT(codes(file(), runs), ElementsAre("assertion.boxesHash.unknownBox"));
}

TEST(TiffBoxesHash, does_not_follow_circles_or_hash_the_same_bytes_for_ever) {
  std::string circle = file();
  circle.replace(70, 4, number(8, 4));  // the next directory is this one
  EXPECT_THAT(codes(circle, runs_with({{"34665"}, exif + comment})),
              ElementsAre("assertion.boxesHash.malformed"));
  std::string many = std::string("II*\0", 4) + number(8, 4) + number(2, 2);
  many += entry(273, 4, 1000, 38) + entry(279, 4, 1000, 38 + 4000) + number(0, 4);
  for (int i = 0; i < 1000; ++i) many += number(0, 4);
  for (int i = 0; i < 1000; ++i) many += number(8000, 4);
  EXPECT_THAT(codes(many, {{{"TIFh", "273", "279"}, ""}}),
              ElementsAre("assertion.boxesHash.malformed"));
}

// Old JPEG in TIFF: entry 513 leads to the picture, and the standard does not hash what it leads
// to.
TEST(TiffBoxesHash, that_does_not_cover_the_picture_is_malformed) {
  std::string old = std::string("II*\0", 4) + number(8, 4) + number(1, 2);
  old += entry(513, 4, 1, 26) + number(0, 4) + "picture";
  EXPECT_THAT(codes(old, {{{"TIFh", "513"}, old.substr(0, 8) + old.substr(10, 12)}}),
              ElementsAre("assertion.boxesHash.malformed"));
}

}  // namespace
}  // namespace pixiu::provenance::c2pa
