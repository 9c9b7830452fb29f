#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// The header fields of tus 1.0.0, the protocol of resumable uploads
// (https://tus.io/protocols/resumable-upload).
namespace pixiu::http {

inline constexpr std::string_view tus_version = "1.0.0";

// Upload-Length, Upload-Offset: digits only, at most 2^63 - 1. Errors: invalid_input.
Result<std::uint64_t> parse_upload_number(std::string_view text);

struct UploadMetadatum {
  std::string key;
  std::string value;  // decoded; any bytes

  friend bool operator==(const UploadMetadatum&, const UploadMetadatum&) = default;
};

// Upload-Metadata: pairs of a key and its value in base 64, a space between, commas between pairs;
// a value may be missing, and is empty then. At most 16 pairs, keys of printable ASCII characters
// without space and comma, none twice. Empty text has no pairs. Errors: invalid_input.
Result<std::vector<UploadMetadatum>> parse_upload_metadata(std::string_view text);

// The value of a key; nullptr when there is none.
const std::string* find_metadatum(const std::vector<UploadMetadatum>& metadata,
                                  std::string_view key);

struct UploadChecksum {
  std::string algorithm;  // as sent; whether it is known is for the caller
  Bytes digest;           // 1..64 bytes

  friend bool operator==(const UploadChecksum&, const UploadChecksum&) = default;
};

// Upload-Checksum: an algorithm's name (lower-case letters and digits, at most 16), a space, the
// digest in base 64. Errors: invalid_input.
Result<UploadChecksum> parse_upload_checksum(std::string_view text);

}  // namespace pixiu::http
