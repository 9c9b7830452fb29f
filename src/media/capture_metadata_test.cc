#include "media/capture_metadata.h"

#include "media/exif_testing.h"
#include "media/photoshop_resources.h"
#include "media/test_pictures.h"
#include "media/trailer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::media {
namespace {

using namespace std::chrono_literals;
using enum ExifDirectory;
using std::chrono::local_days;
using test::exif_text;

std::string number_text(std::uint32_t value) {
  std::string text;
  for (int i = 0; i < 4; ++i) text += static_cast<char>(value >> (8 * i));
  return text;
}

TEST(ExifTime, a_time_is_read_with_its_fraction_and_offset) {
  const auto time = parse_exif_time("2026:06:05 10:24:46", "07", "+08:00");
  ASSERT_TRUE(time.has_value());
  EXPECT_EQ(time->written, local_days{std::chrono::year{2026} / 6 / 5} + 10h + 24min + 46s + 70ms);
  EXPECT_EQ(time->utc_offset, 480min);
  EXPECT_EQ(parse_exif_time("2026-06-05T10:24:46", "", "")->utc_offset, std::nullopt);
  EXPECT_EQ(parse_exif_time("2026:06:05 10:24:46", "", "-03:30")->utc_offset, -210min);
  EXPECT_EQ(parse_exif_time("2026:06:05 10:24:46", "", "+99:00")->utc_offset, std::nullopt);
}

TEST(ExifTime, what_is_no_time_is_none) {
  for (const char* text : {"", "2026:06:05", "2026:13:05 10:24:46", "2026:02:30 10:24:46",
                           "2026:06:05 24:24:46", "    :  :     :  :  ", "yyyy:06:05 10:24:46"}) {
    EXPECT_EQ(parse_exif_time(text, "", ""), std::nullopt) << text;
  }
}

CaptureMetadata read(const Bytes& block) {
  static std::vector<MetadataBlock> blocks;
  blocks = {{MetadataBlock::Kind::exif, "", block}};
  return read_capture_metadata({}, blocks);
}

TEST(CaptureMetadata, what_a_camera_writes_is_read) {
  const Bytes block =
      test::exif_block_with({exif_text(image, exif_tag::make, "Apple"),
                             exif_text(image, exif_tag::model, "iPhone 13"),
                             exif_text(exif, exif_tag::date_time_original, "2026:06:05 10:24:46"),
                             exif_text(exif, exif_tag::offset_time_original, "+08:00"),
                             {exif, exif_tag::maker_note, 7, std::string("Apple iOS\0\0\1", 12)},
                             {exif, exif_tag::pixel_width, 4, number_text(4032)},
                             {exif, exif_tag::pixel_height, 4, number_text(3024)}},
                            true, bytes_of("thumb"));
  const CaptureMetadata found = read(block);
  EXPECT_TRUE(found.has_exif);
  EXPECT_EQ(found.make, "Apple");
  EXPECT_EQ(found.model, "iPhone 13");
  EXPECT_EQ(found.captured->utc_offset, 480min);
  EXPECT_EQ(found.maker_note_vendor, "Apple");
  EXPECT_EQ(found.maker_note_signature, "Apple iOS");
  EXPECT_EQ(found.stated_size, (Size{4032, 3024}));
  EXPECT_EQ(text_of(found.thumbnail), "thumb");
  EXPECT_FALSE(found.has_location);
}

TEST(CaptureMetadata, a_clock_that_was_never_set_is_told_from_no_time_at_all) {
  EXPECT_TRUE(read(test::exif_block_with(
                       {exif_text(exif, exif_tag::date_time_original, "0000:00:00 00:00:00")}))
                  .has_unset_time);
  EXPECT_FALSE(read(test::exif_block_with({exif_text(image, exif_tag::make, "x")})).has_unset_time);
}

TEST(CaptureMetadata, a_place_is_read_only_on_request) {
  const std::string degrees = number_text(39) + number_text(1) + number_text(54) + number_text(1) +
                              number_text(36) + number_text(1);
  const Bytes block = test::exif_block_with({exif_text(gps, exif_tag::gps_latitude_reference, "S"),
                                             {gps, exif_tag::gps_latitude, 5, degrees},
                                             exif_text(gps, exif_tag::gps_longitude_reference, "E"),
                                             {gps, exif_tag::gps_longitude, 5, degrees}});
  EXPECT_TRUE(read(block).has_location);
  const auto place = read_location(ExifFields(block));
  ASSERT_TRUE(place.has_value());
  EXPECT_DOUBLE_EQ(place->latitude_degrees, -39.91);
  EXPECT_DOUBLE_EQ(place->longitude_degrees, 39.91);
}

TEST(CaptureMetadata, a_file_without_exif_says_nothing) {
  const CaptureMetadata found = read_capture_metadata(test::jpeg(test::quarters(32, 32)), {});
  EXPECT_FALSE(found.has_exif);
  EXPECT_TRUE(found.thumbnail.empty());
}

TEST(PhotoshopResources, credits_are_read) {
  const std::string credit = "Made with Google AI";
  std::string iptc("\x1C\x02\x6E\0", 4);
  iptc += static_cast<char>(credit.size());
  iptc += credit;
  std::string payload(
      "Photoshop 3.0\0"
      "8BIM\x04\x04\0\0\0\0\0",
      25);
  payload += static_cast<char>(iptc.size());
  payload += iptc;
  const auto resources = read_photoshop_resources(bytes_of(payload));
  ASSERT_EQ(resources.size(), 1u);
  EXPECT_EQ(resources[0].id, 0x0404);
  EXPECT_THAT(read_iptc(resources[0].data),
              testing::ElementsAre(IptcDataset{2, 110, "Made with Google AI"}));
}

TEST(PhotoshopResources, lengths_that_do_not_fit_end_the_list) {
  const std::string payload(
      "Photoshop 3.0\0"
      "8BIM\x04\x04\0\0\x7F\xFF\xFF\xFF"
      "ab",
      28);
  EXPECT_TRUE(read_photoshop_resources(bytes_of(payload)).empty());
  const std::string iptc(
      "\x1C\x02\x6E\x80\x04\x7F\xFF\xFF\xFF"
      "a",
      10);
  EXPECT_TRUE(read_iptc(bytes_of(iptc)).empty());
}

TEST(Trailer, named_entries_behind_the_picture_are_read) {
  const std::string block =
      std::string("\0\0\x91\x0D\x08\0\0\0", 8) + "PEg_Info" + "{\"genAIType\":8}";
  std::string trailer = block;
  trailer += std::string("SEFH\x6B\0\0\0\x01\0\0\0\0\0\x91\x0D", 16);
  trailer += number_text(static_cast<std::uint32_t>(block.size()));
  trailer += number_text(static_cast<std::uint32_t>(block.size()));
  trailer += number_text(24) + "SEFT";
  for (Bytes file : {test::jpeg(test::quarters(32, 32)), test::png(test::quarters(32, 32))}) {
    EXPECT_TRUE(trailing_bytes(file).empty());
    const ByteView added = bytes_of(trailer);
    file.insert(file.end(), added.begin(), added.end());
    const auto entries = read_samsung_trailer(trailing_bytes(file));
    ASSERT_EQ(entries.size(), 1u);
    EXPECT_EQ(entries[0].name, "PEg_Info");
    EXPECT_EQ(text_of(entries[0].data), "{\"genAIType\":8}");
  }
}

TEST(Trailer, damaged_directories_have_no_entries) {
  EXPECT_TRUE(read_samsung_trailer(bytes_of("SEFT")).empty());
  const std::string huge = std::string(30, 'x') + number_text(0xFFFFFFFF) + "SEFT";
  EXPECT_TRUE(read_samsung_trailer(bytes_of(huge)).empty());
}

}  // namespace
}  // namespace pixiu::media
