#pragma once

#include "base/bytes.h"
#include "base/limits.h"
#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace pixiu::http {

// One part of a multipart/form-data body (RFC 7578). `content` points into the body. File names are
// read past and not kept: no name a sender gives may reach a finding or a log.
struct Part {
  std::string name;
  std::string content_type;  // lower case without parameters; empty when none was given
  ByteView content;
};

struct MultipartLimits {
  std::size_t parts_max = limits::multipart_parts_max;
  std::size_t part_header_bytes_max = limits::multipart_part_header_bytes_max;
};

// The boundary from a Content-Type header.
//
// Errors: unsupported when the type is not multipart/form-data; invalid_input when the boundary is
//         missing or is none (RFC 2046, 5.1.1: 1 to 70 characters of a small alphabet).
Result<std::string> boundary_of(std::string_view content_type);

// Takes a whole body apart. Nothing is copied but names and types. A preamble and an epilogue are
// skipped, as RFC 2046 says; every line that starts with the delimiter is a delimiter.
//
// Errors: invalid_input where the body does not follow RFC 2046 and 7578 (no closing delimiter, a
//         part without a name, ...); limit_exceeded over `limits`; unsupported for a transfer
//         encoding that changes bytes. Messages never repeat what was sent.
// Cost:   one pass over the body, linear for every input: a delimiter starts with the only CR in
// it.
Result<std::vector<Part>> parse_multipart(ByteView body, std::string_view boundary,
                                          const MultipartLimits& limits = {});

}  // namespace pixiu::http
