#pragma once

#include "base/bytes.h"
#include "media/exif_fields.h"

#include <string>
#include <vector>

// EXIF blocks for tests. Test code only.
namespace pixiu::media::test {

struct ExifEntry {
  ExifDirectory directory = ExifDirectory::image;
  std::uint16_t tag = 0;
  std::uint16_t type = 2;
  std::string value;  // the bytes, in the block's order; a multiple of the type's size
};

// A text entry with its NUL.
ExifEntry exif_text(ExifDirectory directory, std::uint16_t tag, const std::string& text);

// A block with these entries; pointers to the EXIF and GPS directories are added as needed.
Bytes exif_block_with(const std::vector<ExifEntry>& entries, bool is_little_endian = true,
                      ByteView thumbnail = {});

}  // namespace pixiu::media::test
