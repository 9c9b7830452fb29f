#include "media/exif_fields.h"

#include "media/exif_testing.h"
#include "media/metadata_blocks.h"
#include "media/utf16.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <exiv2/exiv2.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::media {
namespace {

using enum ExifDirectory;
using test::exif_block_with;
using test::exif_text;

TEST(ExifFields, every_directory_is_read_in_both_byte_orders) {
  for (const bool is_little : {true, false}) {
    const Bytes block =
        exif_block_with({exif_text(image, exif_tag::make, "Maker "),
                         exif_text(exif, exif_tag::date_time_original, "2026:01:02 03:04:05"),
                         exif_text(gps, exif_tag::gps_latitude_reference, "N")},
                        is_little, bytes_of("jpeg"));
    const ExifFields fields(block);
    EXPECT_EQ(fields.text(image, exif_tag::make), "Maker");
    EXPECT_EQ(fields.text(exif, exif_tag::date_time_original), "2026:01:02 03:04:05");
    EXPECT_EQ(fields.text(gps, exif_tag::gps_latitude_reference), "N");
    EXPECT_EQ(fields.number(thumbnail, exif_tag::thumbnail_size), 4u);
    EXPECT_EQ(fields.text(exif, exif_tag::make), std::nullopt);
  }
}

TEST(ExifFields, a_user_comment_is_read_in_every_character_code) {
  const auto comment = [](const std::string& bytes) {
    return ExifFields(exif_block_with({{exif, exif_tag::user_comment, 7, bytes}})).user_comment();
  };
  EXPECT_EQ(comment(std::string("ASCII\0\0\0hello\0\0", 15)), "hello");
  EXPECT_EQ(comment(std::string("UNICODE\0h\0i\0", 12)), "hi");
  EXPECT_EQ(comment(std::string("UNICODE\0\0h\0i", 12)), "hi");
  EXPECT_EQ(comment(std::string("UNICODE\0\xFE\xFF\x8C\x46", 12)), "豆");
  EXPECT_EQ(comment(std::string(8, '\0') + "{}"), "{}");
  EXPECT_EQ(comment(std::string(12, '\0')), std::nullopt);
}

TEST(ExifFields, loops_and_places_outside_of_the_block_are_left_out) {
  // IFD0 at 8: the EXIF directory points to IFD0 itself, and so does the next directory.
  std::string loop("II*\0\x08\0\0\0\x01\0\x69\x87\x04\0\x01\0\0\0\x08\0\0\0\x08\0\0\0", 26);
  EXPECT_EQ(ExifFields(bytes_of(loop)).all().size(), 1u);
  std::string outside("II*\0\x08\0\0\0\x01\0\x0F\x01\x02\0\xFF\xFF\xFF\x7F\xF0\xFF\xFF\xFF", 22);
  EXPECT_TRUE(ExifFields(bytes_of(outside)).all().empty());
}

TEST(ExifFields, bytes_that_are_no_block_have_no_fields) {
  EXPECT_TRUE(ExifFields(ByteView()).all().empty());
  EXPECT_TRUE(ExifFields(bytes_of("II*")).all().empty());
  EXPECT_TRUE(ExifFields(bytes_of("Exif\0\0II*\0")).all().empty());
}

RC_GTEST_PROP(ExifFields, a_damaged_block_is_read_inside_its_bounds,
              (const std::vector<std::pair<std::uint16_t, std::uint8_t>>& changes)) {
  Bytes block = exif_block_with({exif_text(image, exif_tag::make, "Some maker"),
                                 {exif, exif_tag::user_comment, 7, std::string(40, 'x')},
                                 {gps, exif_tag::gps_latitude, 5, std::string(24, '\1')}});
  for (const auto& [place, value] : changes) block[place % block.size()] = std::byte{value};
  const ExifFields fields(block);
  for (const ExifField& field : fields.all()) {
    RC_ASSERT(field.value.empty() ||
              (field.value.data() >= block.data() &&
               field.value.data() + field.value.size() <= block.data() + block.size()));
  }
  static_cast<void>(fields.user_comment());
  static_cast<void>(fields.rationals(gps, exif_tag::gps_latitude));
}

TEST(Utf16, pairs_are_joined_and_halves_are_not_kept) {
  EXPECT_EQ(utf8_from_utf16(bytes_of(std::string_view("\x3D\xD8\x00\xDE", 4)), true),
            "\xF0\x9F\x98\x80");
  EXPECT_EQ(utf8_from_utf16(bytes_of(std::string_view("\x3D\xD8"
                                                      "a\0",
                                                      4)),
                            true),
            "?a");
  EXPECT_EQ(utf8_from_utf16(bytes_of(std::string_view("\xFF\xFE"
                                                      "a",
                                                      3)),
                            true),
            "");
}

Bytes contents(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(in)), {});
  const ByteView view = bytes_of(text);
  return {view.begin(), view.end()};
}

std::string exiv2_text(const Exiv2::ExifData& data, const char* key) {
  const auto found = data.findKey(Exiv2::ExifKey(key));
  if (found == data.end() || found->typeId() != Exiv2::asciiString) return {};
  std::string text = found->toString();
  text = text.substr(0, text.find('\0'));
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) text.pop_back();
  text.erase(0, text.find_first_not_of(' '));
  return text;
}

// What Exiv2 reads of a block, we read too.
TEST(ExifFields, texts_are_those_that_exiv2_reads) {
  const char* shared = std::getenv("PIXIU_SHARED");
  const std::filesystem::path folder =
      std::filesystem::path(shared != nullptr ? shared : "../shared") / "data/exif/exif-samples";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no " << folder;
  Exiv2::LogMsg::setLevel(Exiv2::LogMsg::mute);
  int compared = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".jpg") continue;
    for (const MetadataBlock& block : read_metadata_blocks(contents(entry.path()))) {
      if (block.kind != MetadataBlock::Kind::exif) continue;
      Exiv2::ExifData data;
      try {
        Exiv2::ExifParser::decode(data, reinterpret_cast<const Exiv2::byte*>(block.bytes.data()),
                                  static_cast<std::uint32_t>(block.bytes.size()));
      } catch (const Exiv2::Error&) {
        continue;
      }
      const ExifFields fields(block.bytes);
      for (const auto& [key, directory, tag] :
           {std::tuple{"Exif.Image.Make", image, exif_tag::make},
            std::tuple{"Exif.Image.Model", image, exif_tag::model},
            std::tuple{"Exif.Photo.DateTimeOriginal", exif, exif_tag::date_time_original}}) {
        const std::string expected = exiv2_text(data, key);
        if (expected.empty()) continue;
        EXPECT_EQ(fields.text(directory, tag).value_or(""), expected) << entry.path() << " " << key;
        ++compared;
      }
      break;
    }
  }
  EXPECT_GT(compared, 100);
}

}  // namespace
}  // namespace pixiu::media
