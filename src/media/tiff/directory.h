#pragma once

#include "base/bytes.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

// The one reader of TIFF's directories: of TIFF and BigTIFF files, and of EXIF blocks.
namespace pixiu::media::tiff {

inline constexpr std::size_t directory_entries_max = 1'000;

// Bytes of one value of a type (TIFF 6.0, section 2; BigTIFF's 16 to 18); 0 for unknown ones.
std::size_t type_bytes(std::uint16_t type);

// One entry of a directory. Views point into the block.
struct Entry {
  std::uint16_t tag = 0;
  std::uint16_t type = 0;
  std::uint64_t count = 0;
  std::size_t offset_bytes = 0;  // of the entry itself
  ByteView field;                // holds the value, or says where it stands: 4 bytes, of BigTIFF 8
  ByteView value;                // all counts; empty when they are not inside, or of unknown type
};

struct Directory {
  std::vector<Entry> entries;  // as they stand; the first directory_entries_max, up to a cut
  std::optional<std::uint64_t> next_offset;  // 0 behind the last; absent when it is cut off
};

// A TIFF-structured block with its byte order. Every read is checked; nothing is copied.
class Block {
 public:
  // Absent unless it begins with "II*\0", "MM\0*" or BigTIFF's "II+\0", "MM\0+".
  static std::optional<Block> open(ByteView bytes);

  bool is_little_endian() const { return is_little_; }
  bool is_big_tiff() const { return is_big_; }
  std::size_t header_bytes() const { return is_big_ ? 16 : 8; }
  std::size_t entry_bytes() const { return is_big_ ? 20 : 12; }

  std::uint64_t first_directory_offset() const;  // 0 when there is none

  // Empty, with no next one, where none can stand. Follows no pointer: callers that go on to other
  // directories bound their number and look out for circles. Cost: one pass over the entries.
  Directory directory_at(std::uint64_t offset) const;

  // The whole number in 1 to 8 bytes of the block; 0 of others.
  std::uint64_t number(ByteView bytes) const;
  // The first value of an entry without a sign (BYTE, SHORT, LONG, IFD, LONG8, IFD8); `at` counts
  // from 0. Absent when there is none.
  std::optional<std::uint64_t> number(const Entry& entry, std::size_t at = 0) const;

  // Empty when not all of it lies inside.
  ByteView slice(std::uint64_t offset, std::uint64_t size) const;

 private:
  Block(ByteView bytes, bool is_little, bool is_big)
      : bytes_(bytes), is_little_(is_little), is_big_(is_big) {}
  Entry entry_at(std::uint64_t offset) const;

  ByteView bytes_;
  bool is_little_;
  bool is_big_;
};

}  // namespace pixiu::media::tiff
