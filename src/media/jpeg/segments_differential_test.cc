#include "media/jpeg/decompressor.h"
#include "media/jpeg/segments.h"
#include "media/test_pictures.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

// Our walk against libjpeg's own: what one reads as metadata and the other as pixels is where a
// mark can be hidden, or an exclusion of a signed hash reach further than it looks.
namespace pixiu::media::jpeg {
namespace {

struct Seen {
  unsigned code = 0;
  Bytes payload;
  friend bool operator==(const Seen&, const Seen&) = default;
};

bool is_metadata(unsigned code) {
  return code == JPEG_COM || (code >= JPEG_APP0 && code <= JPEG_APP0 + 15u);
}

struct LibrarySaw {
  std::vector<Seen> segments;
  bool has_reached_end = false;  // read everything up to EOI without giving up
};

LibrarySaw seen_by_library(ByteView file) {
  constexpr unsigned all_of_it = 0xFFFF;
  Decompressor decompressor(file);
  LibrarySaw saw;
  saw.has_reached_end = decompressor.run([&](jpeg_decompress_struct& info) {
    jpeg_save_markers(&info, JPEG_COM, all_of_it);
    for (int i = 0; i < 16; ++i) jpeg_save_markers(&info, JPEG_APP0 + i, all_of_it);
    jpeg_read_header(&info, TRUE);
    jpeg_read_coefficients(&info);
  });
  saw.has_reached_end = saw.has_reached_end && !decompressor.errors().ran_dry;
  for (const auto* one = decompressor.info().marker_list; one != nullptr; one = one->next) {
    const auto* data = reinterpret_cast<const std::byte*>(one->data);
    saw.segments.push_back({one->marker, Bytes(data, data + one->data_length)});
  }
  return saw;
}

// Segments that the file ends in are left out: libjpeg makes up what is missing.
std::vector<Seen> seen_by_us(ByteView file) {
  std::vector<Seen> seen;
  SegmentWalk walk(file);
  while (const auto segment = walk.next()) {
    if (segment->marker == marker::eoi || segment->is_cut_off) break;
    if (is_metadata(segment->marker)) {
      seen.push_back({segment->marker, Bytes(segment->payload.begin(), segment->payload.end())});
    }
  }
  return seen;
}

// Where libjpeg gave up, what it saw until then must be the beginning of what we saw.
::testing::AssertionResult agree(ByteView file) {
  LibrarySaw library = seen_by_library(file);
  const std::vector<Seen> ours = seen_by_us(file);
  if (library.has_reached_end && library.segments != ours) {
    return ::testing::AssertionFailure()
           << "libjpeg saw " << library.segments.size() << " segments, we " << ours.size();
  }
  if (!library.has_reached_end && library.segments.size() > ours.size()) {
    library.segments.resize(ours.size());  // the last is one that the file ends in
  }
  const std::size_t both = std::min(library.segments.size(), ours.size());
  if (!std::equal(library.segments.begin(), library.segments.begin() + static_cast<long>(both),
                  ours.begin())) {
    return ::testing::AssertionFailure() << "other segments than libjpeg's";
  }
  return ::testing::AssertionSuccess();
}

std::vector<Bytes> bases() {
  const cv::Mat picture = test::quarters(48, 40);
  return {test::jpeg(picture), test::jpeg(picture, {.is_progressive = true}),
          test::jpeg(picture, {.restart_interval = 2}),
          test::jpeg(picture, {.is_arithmetic = true}),
          test::jpeg(picture, {.kind = test::JpegKind::ycck})};
}

// Where a segment can stand: behind each one there is up to the first scan.
std::vector<std::size_t> places(ByteView file) {
  std::vector<std::size_t> offsets;
  SegmentWalk walk(file);
  while (const auto segment = walk.next()) {
    if (segment->marker == marker::sos) break;
    offsets.push_back(segment->end_offset_bytes);
  }
  return offsets;
}

void insert(Bytes& file, std::size_t at, const Bytes& bytes) {
  file.insert(file.begin() + static_cast<std::ptrdiff_t>(at), bytes.begin(), bytes.end());
}

Bytes segment(std::mt19937& random) {
  Bytes made;
  const std::size_t fill = random() % 3;
  made.insert(made.end(), 1 + fill, std::byte{0xFF});
  made.push_back(static_cast<std::byte>(random() % 4 == 0 ? JPEG_COM : JPEG_APP0 + random() % 16));
  const std::size_t size = random() % 5 == 0 ? random() % 65'000 : random() % 40;
  made.push_back(static_cast<std::byte>((size + 2) >> 8));
  made.push_back(static_cast<std::byte>((size + 2) & 0xFF));
  for (std::size_t i = 0; i < size; ++i) {
    made.push_back(static_cast<std::byte>(random() % 8 == 0 ? 0xFF : random() % 256));
  }
  return made;
}

TEST(SegmentWalkAgainstLibjpeg, sees_the_same_segments_in_sound_files) {
  std::mt19937 random(1);
  for (const Bytes& base : bases()) {
    EXPECT_TRUE(agree(base));
    for (int round = 0; round < 40; ++round) {
      Bytes file = base;
      for (int more = 0; more < 4; ++more) {
        const std::vector<std::size_t> offsets = places(file);
        insert(file, offsets[random() % offsets.size()], segment(random));
      }
      EXPECT_TRUE(agree(file)) << "round " << round;
    }
  }
}

TEST(SegmentWalkAgainstLibjpeg, sees_the_same_behind_and_between_scans) {
  std::mt19937 random(2);
  for (const Bytes& base : bases()) {
    for (int round = 0; round < 20; ++round) {
      Bytes file = base;
      insert(file, file.size() - 2, segment(random));  // before EOI
      SegmentWalk walk(base);
      std::size_t first_scan = 0;
      while (const auto one = walk.next()) {
        if (one->marker != marker::sos) continue;
        if (first_scan == 0) {
          first_scan = one->end_offset_bytes;
          continue;
        }
        insert(file, one->end_offset_bytes - one->payload.size() - 4, segment(random));
        break;
      }
      EXPECT_TRUE(agree(file)) << "round " << round;
    }
  }
}

TEST(SegmentWalkAgainstLibjpeg, sees_the_same_in_damaged_files_as_far_as_libjpeg_goes) {
  std::mt19937 random(3);
  for (const Bytes& base : bases()) {
    for (int round = 0; round < 300; ++round) {
      Bytes file = base;
      const std::vector<std::size_t> offsets = places(file);
      insert(file, offsets[random() % offsets.size()], segment(random));
      for (int flips = 1 + static_cast<int>(random() % 3); flips > 0; --flips) {
        const std::size_t at = random() % file.size();
        file[at] = random() % 3 == 0 ? std::byte{0xFF} : static_cast<std::byte>(random() % 256);
      }
      if (random() % 4 == 0) file.resize(random() % file.size());
      EXPECT_TRUE(agree(file)) << "round " << round;
    }
  }
}

}  // namespace
}  // namespace pixiu::media::jpeg
