#include "media/jpeg/jpeg.h"

#include "base/limits.h"
#include "media/icc.h"
#include "media/notes.h"
#include "media/test_pictures.h"

#include <algorithm>
#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::media {
namespace {

using test::JpegKind;
using testing::Contains;
using testing::IsEmpty;
using testing::Not;

const std::string truncated(notes::truncated);

Photo decoded(const Bytes& file, const DecodeOptions& options = {}) {
  Result<Photo> photo = decode_photo(file, options);
  EXPECT_TRUE(photo.has_value()) << photo.error().message;
  return photo.has_value() ? *photo : Photo{};
}

void expect_quarters(const cv::Mat& pixels, const cv::Mat& expected, double tolerance = 6) {
  for (int i = 0; i < 4; ++i) {
    const cv::Vec3b colour = test::quarter_colour(pixels, i % 2, i / 2);
    const cv::Vec3b wanted = test::quarter_colour(expected, i % 2, i / 2);
    EXPECT_LE(cv::norm(colour, wanted, cv::NORM_INF), tolerance) << "quarter " << i;
  }
}

TEST(jpeg, every_process_decodes_to_the_same_colours) {
  const cv::Mat picture = test::quarters(120, 90);
  for (const JpegKind kind : {JpegKind::ycc, JpegKind::rgb, JpegKind::cmyk, JpegKind::ycck}) {
    for (const bool is_progressive : {false, true}) {
      for (const bool is_arithmetic : {false, true}) {
        const Bytes file = test::jpeg(picture, {.kind = kind,
                                                .is_progressive = is_progressive,
                                                .is_arithmetic = is_arithmetic,
                                                .is_full_chroma = true});
        const Photo photo = decoded(file);
        EXPECT_EQ(photo.pixels.type(), CV_8UC3);
        expect_quarters(photo.pixels, picture);
        EXPECT_EQ(photo.jpeg->is_progressive, is_progressive);
        EXPECT_EQ(photo.jpeg->is_arithmetic, is_arithmetic);
      }
    }
  }
}

TEST(jpeg, grey_has_three_equal_channels) {
  const cv::Mat picture = test::quarters(64, 64);
  const Photo photo = decoded(test::jpeg(picture, {.kind = JpegKind::grey}));
  const cv::Vec3b colour = test::quarter_colour(photo.pixels, 1, 0);
  EXPECT_NEAR(colour[0], test::quarter_colour(picture, 1, 0)[1], 3);
  EXPECT_EQ(colour[0], colour[1]);
  EXPECT_EQ(colour[1], colour[2]);
  EXPECT_EQ(photo.jpeg->components.size(), 1u);
}

TEST(jpeg, ink_without_adobe_marker_is_not_inverted) {
  const cv::Mat picture = test::quarters(64, 64);
  const Photo photo = decoded(test::jpeg(
      picture, {.kind = JpegKind::cmyk, .is_inverted_ink = false, .has_adobe_marker = false}));
  expect_quarters(photo.pixels, picture);
  EXPECT_THAT(photo.notes, Contains(std::string(notes::cmyk_without_profile)));
  EXPECT_FALSE(photo.jpeg->adobe_transform.has_value());
}

TEST(jpeg, adobe_transform_is_told) {
  const cv::Mat picture = test::quarters(64, 64);
  EXPECT_EQ(decoded(test::jpeg(picture, {.kind = JpegKind::ycck})).jpeg->adobe_transform, 2);
  EXPECT_EQ(decoded(test::jpeg(picture, {.kind = JpegKind::cmyk})).jpeg->adobe_transform, 0);
}

TEST(jpeg, scaled_decoding_keeps_the_longer_side_at_least_as_asked) {
  const cv::Mat picture = test::quarters(801, 403);
  const Bytes file = test::jpeg(picture);
  struct Row {
    int long_side_px_min;
    int denominator;
    Size size;
  };
  for (const Row& row : {Row{0, 1, {801, 403}}, Row{801, 1, {801, 403}}, Row{402, 1, {801, 403}},
                         Row{401, 2, {401, 202}}, Row{201, 4, {201, 101}}, Row{101, 8, {101, 51}},
                         Row{1, 8, {101, 51}}}) {
    const Photo photo = decoded(file, {.long_side_px_min = row.long_side_px_min});
    EXPECT_EQ(photo.scale_denominator, row.denominator) << row.long_side_px_min;
    EXPECT_EQ((Size{photo.pixels.cols, photo.pixels.rows}), row.size);
    EXPECT_EQ(photo.full_size, (Size{801, 403}));
    expect_quarters(photo.pixels, picture);
  }
}

TEST(jpeg, orientation_is_applied_also_when_scaled) {
  const cv::Mat picture = test::quarters(160, 80);
  const Bytes file = test::jpeg_with_exif(test::jpeg(picture), {.orientation = 6});
  for (const int side : {0, 40}) {
    const Photo photo = decoded(file, {.long_side_px_min = side});
    EXPECT_EQ(photo.orientation, 6);
    EXPECT_EQ(photo.full_size, (Size{80, 160}));
    EXPECT_GT(photo.pixels.rows, photo.pixels.cols);
    // A quarter turn clockwise: what stood bottom left now stands top left.
    EXPECT_LE(cv::norm(test::quarter_colour(photo.pixels, 0, 0),
                       test::quarter_colour(picture, 0, 1), cv::NORM_INF),
              6);
  }
  const Result<PictureInfo> info = read_info(file);
  EXPECT_EQ(info->stored_size, (Size{160, 80}));
  EXPECT_EQ(info->upright_size, (Size{80, 160}));
}

TEST(jpeg, an_orientation_that_is_none_is_noted) {
  const Bytes file = test::jpeg_with_exif(test::jpeg(test::quarters(32, 32)), {.orientation = 13});
  EXPECT_THAT(decoded(file).notes, Contains(std::string(notes::orientation_invalid)));
}

TEST(jpeg, tables_sampling_thumbnail_and_trailing_bytes_are_kept) {
  const cv::Mat picture = test::quarters(96, 96);
  const Bytes thumbnail = test::jpeg(test::quarters(16, 16));
  Bytes file = test::jpeg(picture, {.quality = 75, .restart_interval = 5});
  const std::size_t plain_size = file.size();
  file = test::jpeg_with_exif(file, {.thumbnail = thumbnail});
  const std::size_t size = file.size();
  const Bytes second = test::jpeg(test::quarters(24, 24));
  file.insert(file.end(), second.begin(), second.end());

  const Photo photo = decoded(file);
  const JpegStructure& structure = *photo.jpeg;
  EXPECT_EQ(structure.exif_thumbnail, thumbnail);
  EXPECT_EQ(structure.trailing_offset_bytes, size);
  EXPECT_EQ(structure.trailing_size_bytes, second.size());
  EXPECT_GT(size, plain_size);
  EXPECT_FALSE(structure.is_truncated);
  EXPECT_EQ(structure.restart_interval, 5);
  EXPECT_EQ(structure.scan_count, 1);
  EXPECT_EQ(structure.precision_bits, 8);
  ASSERT_TRUE(structure.quantisation_tables[0].has_value());
  // Annex K's luminance table at quality 75 is halved: 16 11 10 16 ... and 12 below 16.
  EXPECT_EQ((*structure.quantisation_tables[0])[0], 8);
  EXPECT_EQ((*structure.quantisation_tables[0])[1], 6);
  EXPECT_EQ((*structure.quantisation_tables[0])[8], 6);
  EXPECT_EQ((*structure.quantisation_tables[0])[63], 50);
  EXPECT_TRUE(structure.quantisation_tables[1].has_value());
  EXPECT_FALSE(structure.quantisation_tables[2].has_value());
  EXPECT_EQ(structure.components[0].horizontal_sampling, 2);
  EXPECT_EQ(structure.components[1].quantisation_table_index, 1);
  EXPECT_THAT(photo.notes, IsEmpty());
}

TEST(jpeg, structure_is_left_out_when_not_wanted) {
  const Bytes file = test::jpeg(test::quarters(32, 32));
  EXPECT_FALSE(decoded(file, {.keep_jpeg_structure = false}).jpeg.has_value());
}

TEST(jpeg, a_profile_in_pieces_is_put_together) {
  const cv::Mat picture = test::quarters(64, 64);
  const Bytes profile = make_profile(display_p3_primaries);
  const Bytes plain = test::jpeg(picture);
  const Photo whole = decoded(test::jpeg_with_icc(plain, profile));
  const Photo pieces = decoded(test::jpeg_with_icc(plain, profile, 100));
  EXPECT_TRUE(whole.had_icc_profile);
  EXPECT_TRUE(pieces.had_icc_profile);
  EXPECT_EQ(test::largest_difference(whole.pixels, pieces.pixels), 0);
  EXPECT_GT(test::largest_difference(whole.pixels, decoded(plain).pixels), 10);
}

TEST(jpeg, a_missing_piece_of_a_profile_is_noted) {
  const Bytes plain = test::jpeg(test::quarters(64, 64));
  Bytes file = test::jpeg_with_icc(plain, make_profile(display_p3_primaries), 100);
  file.erase(file.begin() + 2, file.begin() + 2 + 2 + 2 + 14 + 100);  // the first piece
  const Photo photo = decoded(file);
  EXPECT_THAT(photo.notes, Contains(std::string(notes::icc_profile_broken)));
}

TEST(jpeg, cut_at_every_hundredth_it_says_so_or_shows_what_there_is) {
  const cv::Mat picture = test::quarters(320, 240);
  for (const bool is_progressive : {false, true}) {
    const Bytes file = test::jpeg(picture, {.is_progressive = is_progressive});
    int decoded_count = 0;
    for (std::size_t hundredth = 0; hundredth < 100; ++hundredth) {
      const Bytes cut(file.begin(),
                      file.begin() + static_cast<std::ptrdiff_t>(file.size() * hundredth / 100));
      const Result<Photo> photo = decode_photo(cut);
      if (!photo) {
        EXPECT_EQ(photo.error().code, cut.empty()      ? ErrorCode::invalid_input
                                      : cut.size() < 3 ? ErrorCode::unsupported
                                                       : ErrorCode::corrupted);
        continue;
      }
      ++decoded_count;
      EXPECT_EQ(photo->pixels.size(), picture.size());
      EXPECT_TRUE(photo->jpeg->is_truncated);
      EXPECT_THAT(photo->notes, Contains(truncated));
    }
    EXPECT_GT(decoded_count, 70);
  }
}

TEST(jpeg, the_upper_rows_of_a_cut_file_are_right) {
  const cv::Mat picture = test::quarters(320, 240);
  Bytes file = test::jpeg(picture);
  const Photo whole = decoded(file);
  file.resize(file.size() * 7 / 10);
  const Photo cut = decoded(file);
  const cv::Range upper(0, 100);
  EXPECT_EQ(test::largest_difference(cut.pixels.rowRange(upper), whole.pixels.rowRange(upper)), 0);
}

TEST(jpeg, a_missing_end_marker_alone_is_noted) {
  Bytes file = test::jpeg(test::quarters(64, 64));
  file.resize(file.size() - 2);
  const Photo photo = decoded(file);
  EXPECT_TRUE(photo.jpeg->is_truncated);
  EXPECT_EQ(photo.jpeg->trailing_size_bytes, 0u);
  EXPECT_THAT(photo.notes, Contains(truncated));
}

TEST(jpeg, damaged_data_is_noted) {
  Bytes file = test::jpeg(test::quarters(320, 240), {.restart_interval = 4});
  const std::size_t middle = file.size() * 3 / 4;
  for (std::size_t i = 0; i < 40; ++i) file[middle + i] = std::byte{0x5A};
  const Photo photo = decoded(file);
  EXPECT_THAT(photo.notes, Contains(std::string(notes::damaged_data)));
  EXPECT_THAT(photo.notes, Not(Contains(truncated)));
}

TEST(jpeg, ten_thousand_scans_are_refused) {
  const Bytes file =
      test::with_scans(test::jpeg(test::quarters(64, 64), {.is_progressive = true}), 10'000);
  const Result<Photo> photo = decode_photo(file);
  ASSERT_FALSE(photo.has_value());
  EXPECT_EQ(photo.error().code, ErrorCode::limit_exceeded);
  EXPECT_EQ(read_jpeg_coefficients(file).error().code, ErrorCode::limit_exceeded);
}

TEST(jpeg, as_many_scans_as_allowed_decode) {
  const Bytes file = test::with_scans(test::jpeg(test::quarters(64, 64), {.is_progressive = true}),
                                      limits::jpeg_scans_max);
  EXPECT_EQ(decoded(file).jpeg->scan_count, limits::jpeg_scans_max);
}

TEST(jpeg, a_size_over_the_limits_is_refused_from_the_header) {
  Bytes file = test::jpeg(test::quarters(64, 64));
  const std::array frame_header = {std::byte{0xFF}, std::byte{0xC0}};
  const auto frame =
      std::search(file.begin(), file.end(), frame_header.begin(), frame_header.end());
  for (int i = 5; i < 9; ++i) frame[i] = std::byte{0x80};  // 32,896 x 32,896
  EXPECT_EQ(read_info(file).error().code, ErrorCode::limit_exceeded);
  EXPECT_EQ(decode_photo(file).error().code, ErrorCode::limit_exceeded);
  EXPECT_EQ(read_jpeg_coefficients(file).error().code, ErrorCode::limit_exceeded);
}

TEST(jpeg, coefficients_have_the_blocks_of_every_component) {
  const Bytes file = test::jpeg(test::quarters(100, 60));
  const auto planes = read_jpeg_coefficients(file);
  ASSERT_TRUE(planes.has_value()) << planes.error().message;
  ASSERT_EQ(planes->size(), 3u);
  EXPECT_EQ((*planes)[0].blocks_wide, 13);
  EXPECT_EQ((*planes)[0].blocks_high, 8);
  EXPECT_EQ((*planes)[1].blocks_wide, 7);
  EXPECT_EQ((*planes)[1].blocks_high, 4);
  EXPECT_EQ((*planes)[0].values.size(), 13u * 8 * 64);
}

TEST(jpeg, the_first_coefficient_is_the_mean_of_its_block) {
  const cv::Mat flat(64, 64, CV_8UC3, cv::Scalar::all(200));
  const Bytes file = test::jpeg(flat, {.kind = JpegKind::grey, .quality = 75});
  const auto planes = read_jpeg_coefficients(file);
  ASSERT_TRUE(planes.has_value());
  const auto& values = (*planes)[0].values;
  EXPECT_EQ(values[0], (200 - 128) * 8 / 8);  // eight times the mean, divided by the table's 8
  EXPECT_EQ(values[1], 0);
}

TEST(jpeg, only_a_jpeg_has_coefficients) {
  EXPECT_EQ(read_jpeg_coefficients(test::png(test::quarters(8, 8))).error().code,
            ErrorCode::unsupported);
}

}  // namespace
}  // namespace pixiu::media
