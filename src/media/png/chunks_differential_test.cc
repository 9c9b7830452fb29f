#include "media/metadata_blocks.h"
#include "media/png/chunks.h"
#include "media/test_pictures.h"
#include "media/whole_numbers.h"

#include <algorithm>
#include <csetjmp>
#include <cstring>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <png.h>
#include <zlib.h>

// Our walk over a PNG's chunks against libpng's own.
namespace pixiu::media::png {
namespace {

using namespace std::string_literals;

struct LibrarySaw {
  std::vector<std::string> texts;   // "tEXt keyword=text"
  std::vector<std::string> others;  // private chunks: "prVt content"
  Bytes exif;
  bool has_reached_end = false;
};

struct Source {
  ByteView rest;
  std::jmp_buf way_back;
};

[[noreturn]] void leave(png_structp png, png_const_charp /*message*/) {
  std::longjmp(static_cast<Source*>(png_get_error_ptr(png))->way_back, 1);
}

void note_nothing(png_structp /*png*/, png_const_charp /*message*/) {}

void read_bytes(png_structp png, png_bytep to, std::size_t count) {
  auto& source = *static_cast<Source*>(png_get_io_ptr(png));
  if (count > source.rest.size()) png_error(png, "ends early");
  std::memcpy(to, source.rest.data(), count);
  source.rest = source.rest.subspan(count);
}

// Nothing with a destructor lives in this frame, which libpng's errors jump into.
bool read_all(png_structp png, png_infop info, Source& source, png_bytep row) {
  if (setjmp(source.way_back) != 0) return false;
  png_set_read_fn(png, &source, read_bytes);
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_ALWAYS, nullptr, 0);
  png_read_info(png, info);
  for (png_uint_32 y = 0; y < png_get_image_height(png, info); ++y) {
    png_read_row(png, row, nullptr);
  }
  png_read_end(png, info);
  return true;
}

LibrarySaw seen_by_library(ByteView file) {
  Source source{file, {}};
  LibrarySaw saw;
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &source, leave, note_nothing);
  png_infop info = png_create_info_struct(png);
  std::vector<png_byte> row(1 << 16);
  saw.has_reached_end = read_all(png, info, source, row.data());
  png_textp texts = nullptr;
  const int count = png_get_text(png, info, &texts, nullptr);
  for (int i = 0; i < count; ++i) {
    const png_text& one = texts[i];
    const std::size_t size =
        one.compression >= PNG_ITXT_COMPRESSION_NONE ? one.itxt_length : one.text_length;
    if (size == 0) continue;  // an empty text is no block of ours
    const char* type = one.compression == PNG_TEXT_COMPRESSION_NONE   ? "tEXt "
                       : one.compression == PNG_TEXT_COMPRESSION_zTXt ? "zTXt "
                                                                      : "iTXt ";
    saw.texts.push_back(type + std::string(one.key) + "=" + std::string(one.text, size));
  }
  png_unknown_chunkp chunks = nullptr;
  const int chunk_count = png_get_unknown_chunks(png, info, &chunks);
  for (int i = 0; i < chunk_count; ++i) {
    const auto* data = reinterpret_cast<const char*>(chunks[i].data);
    saw.others.push_back(std::string(reinterpret_cast<const char*>(chunks[i].name)) + " " +
                         (chunks[i].size == 0 ? std::string() : std::string(data, chunks[i].size)));
  }
  png_bytep exif = nullptr;
  png_uint_32 exif_size = 0;
  if (png_get_eXIf_1(png, info, &exif_size, &exif) != 0) {
    const auto* data = reinterpret_cast<const std::byte*>(exif);
    saw.exif.assign(data, data + exif_size);
  }
  png_destroy_read_struct(&png, &info, nullptr);
  return saw;
}

std::vector<std::string> texts_seen_by_us(ByteView file) {
  std::vector<std::string> seen;
  for (const MetadataBlock& block : read_metadata_blocks(file)) {
    if (block.kind != MetadataBlock::Kind::text) continue;
    seen.push_back(std::string(block.place) + " " + block.keyword + "=" +
                   std::string(text_of(block.bytes)));
  }
  return seen;
}

std::string number(std::size_t value) {
  std::string text;
  for (int shift = 24; shift >= 0; shift -= 8) text += static_cast<char>(value >> shift & 0xFF);
  return text;
}

std::string chunk(const std::string& type, const std::string& data) {
  const std::string named = type + data;
  const auto crc =
      ::crc32(0, reinterpret_cast<const Bytef*>(named.data()), static_cast<uInt>(named.size()));
  return number(data.size()) + named + number(crc);
}

std::string packed(const std::string& text) {
  std::string out(compressBound(text.size()), '\0');
  uLongf size = out.size();
  compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(text.data()),
           text.size());
  out.resize(size);
  return out;
}

std::string words(std::mt19937& random) {
  std::string text;
  for (std::size_t size = random() % 60; size > 0; --size) {
    text += static_cast<char>('a' + random() % 26);
  }
  return text;
}

std::string any_chunk(std::mt19937& random) {
  const std::string key = "key" + std::to_string(random() % 100);
  switch (random() % 5) {
    case 0: return chunk("tEXt", key + '\0' + words(random));
    case 1: return chunk("zTXt", key + "\0\0"s + packed(words(random)));
    case 2: return chunk("iTXt", key + "\0\0\0en\0\0"s + words(random));
    case 3: return chunk("iTXt", key + "\0\1\0\0\0"s + packed(words(random)));
    default: return chunk("prVt", words(random));
  }
}

// Where each chunk of a sound file begins, IEND's included.
std::vector<std::size_t> places(const std::string& file) {
  std::vector<std::size_t> offsets;
  const ByteView bytes = bytes_of(file);
  for (std::size_t at = 8; at + 12 <= bytes.size(); at += 12 + big_endian_32(bytes, at)) {
    if (at > 8) offsets.push_back(at);  // before IHDR there is none
  }
  return offsets;
}

std::string base() {
  return std::string(text_of(test::png(test::quarters(24, 20))));
}

TEST(ChunkWalkAgainstLibpng, sees_the_same_texts_in_sound_files) {
  std::mt19937 random(1);
  for (int round = 0; round < 200; ++round) {
    std::string file = base();
    for (int more = 0; more < 6; ++more) {
      const std::vector<std::size_t> offsets = places(file);
      const bool is_before_end = random() % 2 == 0;
      file.insert(is_before_end ? offsets.back() : offsets.front(), any_chunk(random));
    }
    const std::string exif = "II*\0\x08\0\0\0\0\0\0\0\0\0"s;
    file.insert(places(file).front(), chunk("eXIf", exif));
    const LibrarySaw library = seen_by_library(bytes_of(file));
    ASSERT_TRUE(library.has_reached_end);
    EXPECT_EQ(texts_seen_by_us(bytes_of(file)), library.texts) << "round " << round;
    EXPECT_EQ(text_of(library.exif), exif);
    EXPECT_EQ(text_of(read_chunks(bytes_of(file)).exif), exif);
  }
}

// Damaged files: libpng drops what its check sum does not fit, we read it. What libpng keeps we
// must have seen, in its order.
TEST(ChunkWalkAgainstLibpng, misses_no_text_that_libpng_reads_in_damaged_files) {
  std::mt19937 random(2);
  for (int round = 0; round < 1500; ++round) {
    std::string file = base();
    for (int more = 0; more < 4; ++more) {
      const std::vector<std::size_t> offsets = places(file);
      file.insert(offsets[random() % 2 == 0 ? 0 : offsets.size() - 1], any_chunk(random));
    }
    const std::size_t at = 33 + random() % (file.size() - 33);  // behind IHDR
    file[at] = static_cast<char>(random() % 256);
    const LibrarySaw library = seen_by_library(bytes_of(file));
    const std::vector<std::string> ours = texts_seen_by_us(bytes_of(file));
    auto from = ours.begin();
    for (const std::string& text : library.texts) {
      from = std::find(from, ours.end(), text);
      ASSERT_NE(from, ours.end()) << "round " << round << ": " << text;
      ++from;
    }
  }
}

TEST(ChunkWalkAgainstLibpng, sees_nothing_behind_the_end) {
  const std::string file = base() + chunk("tEXt", "key\0text"s);
  EXPECT_TRUE(seen_by_library(bytes_of(file)).texts.empty());
  EXPECT_TRUE(texts_seen_by_us(bytes_of(file)).empty());
}

}  // namespace
}  // namespace pixiu::media::png
