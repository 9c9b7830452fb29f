#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <cstddef>
#include <vector>

namespace pixiu::media {

// One change to a file: `removed_count` bytes at `offset_bytes` of the file as it was give way to
// `inserted`.
struct FileEdit {
  std::size_t offset_bytes = 0;
  std::size_t removed_count = 0;
  Bytes inserted;

  friend bool operator==(const FileEdit&, const FileEdit&) = default;
};

// Changes in the order of their offsets, none reaching into the next. What a child in the sandbox
// hands over in place of a file: every byte that no edit names is the caller's own.
using FileEdits = std::vector<FileEdit>;

inline constexpr std::size_t file_edits_max = 1024;

// The file with the changes made.
// Errors: invalid_input (out of order, overlapping or outside the file, too many).
Result<Bytes> apply(ByteView file, const FileEdits& edits);

}  // namespace pixiu::media
