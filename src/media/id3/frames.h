#pragma once

#include "base/bytes.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace pixiu::media::id3 {

// One frame of an ID3v2 tag, e.g. "TXXX" or "GEOB".
struct Frame {
  std::string id;
  Bytes content;  // with unsynchronisation undone
  // Where frame header and content stand in the file; absent in an unsynchronised tag, whose bytes
  // are not the content's.
  std::optional<std::size_t> offset_bytes;
  std::size_t size_bytes = 0;
};

// The ID3v2 tag in front of a file (MP3, and FLAC with one).
struct Tag {
  std::size_t size_bytes = 0;  // header, frames and padding, as far as the file reaches
  bool is_cut_off = false;
  std::vector<Frame> frames;
};

// An embedded object (GEOB): text encoding, media type, file name, description, bytes.
struct GeneralObject {
  std::string media_type;               // as it stands, ISO 8859-1
  std::string file_name;                // as it stands, in the frame's own encoding
  std::string description;              // likewise
  std::size_t object_offset_bytes = 0;  // of the object's bytes in the frame's content
};

// Reads the tag: versions 2.3 and 2.4; of others only the size. Compressed and encrypted frames are
// left out. At most 1,000 frames and limits::photo_bytes_max bytes. Empty when there is no tag.
// Source: id3.org, ID3v2.3.0 and ID3v2.4.0 structure
std::optional<Tag> read_tag(ByteView file);

// Reads a GEOB frame's content; empty when it is none.
std::optional<GeneralObject> read_general_object(ByteView content);

}  // namespace pixiu::media::id3
