// What is no picture, or is made to do harm: always a Result with a fitting reason, in bounded
// time.

#include "base/limits.h"
#include "media/decode.h"
#include "media/test_pictures.h"

#include <chrono>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace pixiu::media {
namespace {

using Clock = std::chrono::steady_clock;

struct NamedFile {
  std::string name;
  Bytes bytes;
};

// Small valid files of every format and most of their kinds.
std::vector<NamedFile> valid_files() {
  const cv::Mat picture = test::quarters(48, 36);
  const Bytes plain_jpeg = test::jpeg(picture);
  return {
      {"jpeg", test::jpeg_with_exif(plain_jpeg, {.orientation = 6, .thumbnail = plain_jpeg})},
      {"progressive jpeg", test::jpeg(picture, {.is_progressive = true})},
      {"arithmetic jpeg", test::jpeg(picture, {.is_arithmetic = true})},
      {"ycck jpeg", test::jpeg(picture, {.kind = test::JpegKind::ycck})},
      {"png", test::png(picture, {.orientation = 3})},
      {"interlaced png", test::png(picture, {.kind = test::PngKind::rgba, .is_interlaced = true})},
      {"palette png", test::png(picture, {.kind = test::PngKind::palette_alpha, .alpha = 9})},
      {"webp", test::webp(picture, {.has_alpha = true})},
      {"lossless webp", test::webp(picture, {.is_lossless = true, .orientation = 2})},
      {"animated webp", test::animated_webp(picture, 2, {2, 2}, {64, 64})},
      {"heic", test::heif(picture, {.clockwise_quarter_turns = 1})},
      {"avif", test::heif(picture, {.is_av1 = true})},
      {"gif", test::gif(picture, {.has_transparent_left_half = true, .frame_count = 2})},
      {"tiff", test::tiff(picture, {.is_deflated = true, .has_alpha = true})},
      {"tiled tiff", test::tiff(picture, {.bit_depth = 16, .is_tiled = true, .page_count = 2})},
  };
}

// One seeded change: bytes set, a stretch removed, doubled or zeroed, or the end cut off.
Bytes mutated(const Bytes& file, cv::RNG& random) {
  Bytes result = file;
  const int change_count = random.uniform(1, 9);
  for (int i = 0; i < change_count && !result.empty(); ++i) {
    const int size = static_cast<int>(result.size());
    const auto at = result.begin() + random.uniform(0, size);
    const auto rest = static_cast<int>(result.end() - at);
    const auto end = at + std::min(rest, random.uniform(1, 33));
    switch (random.uniform(0, 8)) {
      case 0: result.erase(at, end); break;
      case 1: {
        const Bytes stretch(at, end);
        result.insert(at, stretch.begin(), stretch.end());
        break;
      }
      case 2: std::fill(at, end, std::byte{0}); break;
      case 3: std::fill(at, end, std::byte{0xFF}); break;
      case 4:
        if (random.uniform(0, 4) == 0) result.erase(at, result.end());
        break;
      default: *at = static_cast<std::byte>(random.uniform(0, 256));
    }
  }
  return result;
}

bool is_reason_for_bad_bytes(ErrorCode code) {
  return code == ErrorCode::corrupted || code == ErrorCode::unsupported ||
         code == ErrorCode::limit_exceeded || code == ErrorCode::invalid_input;
}

// Everything that may be asked of foreign bytes.
void ask_everything(const Bytes& file, const std::string& name) {
  const Result<PictureInfo> info = read_info(file);
  const Result<Photo> photo = decode_photo(file);
  if (photo) {
    ASSERT_EQ(photo->pixels.type(), CV_8UC3) << name;
    ASSERT_TRUE(info.has_value()) << name;
    EXPECT_EQ(photo->pixels.cols, photo->full_size.width) << name;
    EXPECT_EQ(photo->pixels.rows, photo->full_size.height) << name;
  } else {
    EXPECT_TRUE(is_reason_for_bad_bytes(photo.error().code))
        << name << ": " << error_code_name(photo.error().code) << " " << photo.error().message;
    EXPECT_FALSE(photo.error().message.empty()) << name;
  }
  if (format_of(file) == Format::jpeg) {
    static_cast<void>(decode_photo(file, {.long_side_px_min = 10}).has_value());
    static_cast<void>(read_jpeg_coefficients(file).has_value());
  }
}

TEST(hostile, nothing_at_all_is_invalid_input) {
  EXPECT_EQ(decode_photo({}).error().code, ErrorCode::invalid_input);
  EXPECT_EQ(read_info({}).error().code, ErrorCode::invalid_input);
  EXPECT_EQ(format_of({}), Format::unknown);
}

TEST(hostile, text_is_unsupported) {
  const ByteView text = bytes_of("Dear shop, the cup was broken when it came.");
  EXPECT_EQ(decode_photo(text).error().code, ErrorCode::unsupported);
  EXPECT_EQ(read_info(text).error().code, ErrorCode::unsupported);
}

TEST(hostile, a_file_over_the_byte_limit_is_refused_unread) {
  const Bytes file(limits::photo_bytes_max + 1);
  EXPECT_EQ(decode_photo(file).error().code, ErrorCode::limit_exceeded);
}

TEST(hostile, signatures_alone_are_corrupted) {
  for (const NamedFile& file : valid_files()) {
    for (const std::size_t size : {std::size_t{16}, std::size_t{32}}) {
      const Bytes head(file.bytes.begin(), file.bytes.begin() + static_cast<std::ptrdiff_t>(size));
      const Result<Photo> photo = decode_photo(head);
      ASSERT_FALSE(photo.has_value()) << file.name;
      EXPECT_TRUE(is_reason_for_bad_bytes(photo.error().code)) << file.name;
    }
  }
}

TEST(hostile, valid_files_are_told_by_their_bytes) {
  for (const NamedFile& file : valid_files()) {
    const Result<Photo> photo = decode_photo(file.bytes);
    ASSERT_TRUE(photo.has_value()) << file.name << ": " << photo.error().message;
    EXPECT_EQ(photo->format, format_of(file.bytes));
    EXPECT_EQ(photo->file_size_bytes, file.bytes.size());
    EXPECT_EQ(photo->full_size, read_info(file.bytes)->upright_size) << file.name;
  }
}

TEST(hostile, random_bytes_behind_a_signature_give_a_reason) {
  cv::RNG random(3);
  for (const NamedFile& file : valid_files()) {
    for (int i = 0; i < 20; ++i) {
      Bytes bytes(file.bytes.begin(), file.bytes.begin() + 16);
      for (int k = random.uniform(0, 2000); k > 0; --k) {
        bytes.push_back(static_cast<std::byte>(random.uniform(0, 256)));
      }
      ask_everything(bytes, file.name + " random " + std::to_string(i));
    }
  }
}

TEST(hostile, two_thousand_mutations_of_every_format_do_no_harm) {
  constexpr int mutations_in_all = 2000;
  const std::vector<NamedFile> files = valid_files();
  cv::RNG random(20'240'601);
  for (std::size_t f = 0; f < files.size(); ++f) {
    const auto begin = Clock::now();
    for (int i = 0; i < mutations_in_all; ++i) {
      const Bytes bytes = mutated(files[f].bytes, random);
      ask_everything(bytes, files[f].name + " mutation " + std::to_string(i));
      if (testing::Test::HasFatalFailure()) return;
    }
    const auto spent = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
    RecordProperty(files[f].name, std::to_string(spent.count()));
  }
}

TEST(hostile, the_same_bytes_give_the_same_pixels) {
  cv::RNG random(77);
  for (const NamedFile& file : valid_files()) {
    for (int i = 0; i < 30; ++i) {
      const Bytes bytes = mutated(file.bytes, random);
      const Result<Photo> first = decode_photo(bytes);
      const Result<Photo> second = decode_photo(bytes);
      ASSERT_EQ(first.has_value(), second.has_value()) << file.name;
      if (!first) continue;
      EXPECT_EQ(test::largest_difference(first->pixels, second->pixels), 0) << file.name << i;
      EXPECT_EQ(first->notes, second->notes);
    }
  }
}

}  // namespace
}  // namespace pixiu::media
