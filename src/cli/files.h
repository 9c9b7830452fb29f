#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

namespace pixiu::cli {

// A file's bytes, as many as asked for at most.
struct FileContent {
  Bytes bytes;
  std::uintmax_t size_bytes = 0;  // of the whole file as far as known
  bool is_cut = false;            // the file goes on after `bytes`
};

// Reads a file up to a bound; works for pipes too.
// Errors: not_found, permission_denied, invalid_input (a folder), unavailable (read error). The
// message names the path.
Result<FileContent> read_file(const std::filesystem::path& path, std::size_t bytes_max);

// The whole of a text file. Errors: as read_file; limit_exceeded when it is longer than bytes_max.
Result<std::string> read_text(const std::filesystem::path& path, std::size_t bytes_max);

// Writes a file anew, or over an older one. Errors: not_found, permission_denied, unavailable.
Status write_file(const std::filesystem::path& path, ByteView bytes);

// The same, so that the path never names half a file: written beside it under another name, made
// durable, then moved into place over an older file. On failure nothing is left beside it.
// Errors: as write_file; invalid_input where the path names something else than a regular file, a
// link too.
Status write_file_at_once(const std::filesystem::path& path, ByteView bytes);

}  // namespace pixiu::cli
