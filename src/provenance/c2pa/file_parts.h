#pragma once

#include "base/bytes.h"
#include "provenance/c2pa/embedded_store.h"

#include <string>
#include <vector>

namespace pixiu::provenance::c2pa {

// What a piece of a file is for.
enum class PartKind {
  manifest,  // holds the manifest store
  metadata,  // describes the picture: not needed to draw it
  picture,   // needed to draw it: frame headers, tables, scan data, and whatever is not known
};

// One piece of a file under the name C2PA's general box hash gives it: a segment, a chunk, a block.
struct FilePart {
  std::string name;
  FileRange range;
  PartKind kind = PartKind::picture;
};

// The pieces that make up the file, in its order, without gaps and overlaps. The segments of the
// manifest store of a JPEG are one piece, "C2PA", when they stand together. Scan data belongs to
// its SOS. What stands between or behind the pieces has an empty name.
//
// JPEG, PNG, RIFF and GIF; TIFF is told apart only into the store and the rest, ISO base media
// files into top-level boxes, ID3 into the tag and the sound. Source: C2PA 2.1, 18.7.2
std::vector<FilePart> parts_of(ByteView file, const EmbeddedStore& store);

// True when any byte of `range` belongs to a part of this kind.
bool touches(const std::vector<FilePart>& parts, FileRange range, PartKind kind);

}  // namespace pixiu::provenance::c2pa
