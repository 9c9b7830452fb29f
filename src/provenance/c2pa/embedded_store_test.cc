#include "provenance/c2pa/embedded_store.h"

#include "provenance/c2pa/file_parts.h"
#include "provenance/c2pa/limits.h"
#include "tests/c2pa_signer/cbor.h"
#include "tests/c2pa_signer/container.h"

#include <string>

#include <gtest/gtest.h>

namespace pixiu::provenance::c2pa {
namespace {

using c2pa_signer::all_containers;
using c2pa_signer::assemble;
using c2pa_signer::Assembled;

Bytes store_of(std::size_t size) {
  const Bytes filling(size, std::byte{0x5A});
  return c2pa_signer::superbox("c2pa", "c2pa", {c2pa_signer::box("free", filling)});
}

TEST(EmbeddedStore, is_found_in_every_container_with_the_range_it_takes) {
  for (const auto container : all_containers) {
    SCOPED_TRACE(c2pa_signer::container_word(container));
    for (const std::size_t size : {std::size_t{100}, std::size_t{150'000}}) {
      const Bytes store = store_of(size);
      const Assembled made = assemble(container, store);
      const EmbeddedStore found = find_store(made.file);
      EXPECT_EQ(found.problem, "");
      EXPECT_EQ(found.store, store);
      ASSERT_FALSE(found.ranges.empty());
      if (container == c2pa_signer::Container::tiff) continue;  // the value, without its entry
      EXPECT_EQ(found.ranges.front().offset_bytes, made.store.offset);
      EXPECT_EQ(found.ranges.back().end_bytes(), made.store.offset + made.store.size);
    }
  }
}

TEST(EmbeddedStore, a_file_without_one_has_none) {
  for (const auto container : all_containers) {
    const EmbeddedStore found = find_store(assemble(container, {}).file);
    EXPECT_FALSE(found.is_present());
    EXPECT_TRUE(found.ranges.empty());
    EXPECT_NE(found.container, Container::unknown);
  }
  EXPECT_FALSE(find_store({}).is_present());
  EXPECT_FALSE(find_store(bytes_of("a text that says jumb, c2pa and AIGC")).is_present());
}

TEST(EmbeddedStore, two_stores_in_one_file_are_a_problem) {
  using Kind = c2pa_signer::Container;
  for (const auto container : {Kind::jpeg, Kind::png, Kind::mp4, Kind::heif, Kind::avif}) {
    SCOPED_TRACE(c2pa_signer::container_word(container));
    const EmbeddedStore found = find_store(c2pa_signer::with_two_stores(container, store_of(100)));
    EXPECT_NE(found.problem, "");
    EXPECT_TRUE(found.store.empty());
  }
}

TEST(EmbeddedStore, every_cut_of_a_file_is_read_without_harm) {
  for (const auto container : all_containers) {
    const Assembled made = assemble(container, store_of(300));
    for (std::size_t size = 0; size < made.file.size(); ++size) {
      const ByteView cut = ByteView(made.file).first(size);
      const EmbeddedStore found = find_store(cut);
      for (const FileRange& range : found.ranges) EXPECT_LE(range.end_bytes(), size);
      (void)parts_of(cut, found);
    }
  }
}

TEST(EmbeddedStore, segments_out_of_order_or_missing_are_a_problem) {
  const Assembled made = assemble(c2pa_signer::Container::jpeg, store_of(150'000));
  const EmbeddedStore whole = find_store(made.file);
  ASSERT_GE(whole.ranges.size(), 3U);
  const auto without = [&](const FileRange& range) {
    Bytes cut = made.file;
    const auto begin = cut.begin() + static_cast<std::ptrdiff_t>(range.offset_bytes);
    cut.erase(begin, begin + static_cast<std::ptrdiff_t>(range.size_bytes));
    return cut;
  };
  EXPECT_NE(find_store(without(whole.ranges[1])).problem, "");
  EXPECT_NE(find_store(without(whole.ranges.back())).problem, "");
}

TEST(FileParts, cover_the_whole_file_once_and_name_the_store) {
  for (const auto container : all_containers) {
    SCOPED_TRACE(c2pa_signer::container_word(container));
    const Assembled made = assemble(container, store_of(150'000));
    const EmbeddedStore store = find_store(made.file);
    std::size_t offset = 0;
    std::size_t store_bytes = 0;
    for (const FilePart& part : parts_of(made.file, store)) {
      EXPECT_EQ(part.range.offset_bytes, offset);
      offset = part.range.end_bytes();
      if (part.kind == PartKind::manifest) store_bytes += part.range.size_bytes;
    }
    EXPECT_EQ(offset, made.file.size());
    EXPECT_GE(store_bytes, store.store.size());
  }
}

TEST(FileParts, pixels_are_picture_and_comments_are_not) {
  for (const auto container : all_containers) {
    SCOPED_TRACE(c2pa_signer::container_word(container));
    const Assembled made = assemble(container, store_of(100));
    const auto parts = parts_of(made.file, find_store(made.file));
    EXPECT_TRUE(touches(parts, {made.pixels.offset, 1}, PartKind::picture));
    EXPECT_FALSE(touches(parts, {made.pixels.offset, 1}, PartKind::metadata));
  }
}

}  // namespace
}  // namespace pixiu::provenance::c2pa
