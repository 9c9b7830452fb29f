// The input is the value of a header field of tus: Upload-Metadata, Upload-Checksum or a number.

#include "base/base64.h"
#include "base/check.h"
#include "http/tus_headers.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace {

using namespace pixiu;
using namespace pixiu::http;

// What was read, written anew, is read as the same.
void check_metadata(std::string_view text) {
  const auto metadata = parse_upload_metadata(text);
  if (!metadata) return;
  std::string written;
  for (const auto& pair : *metadata) {
    if (!written.empty()) written += ',';
    written += pair.key + ' ' + to_base64(bytes_of(pair.value));
  }
  const auto again = parse_upload_metadata(written);
  PIXIU_CHECK(again.has_value() && *again == *metadata);
}

void check_checksum(std::string_view text) {
  const auto checksum = parse_upload_checksum(text);
  if (!checksum) return;
  const auto again = parse_upload_checksum(checksum->algorithm + ' ' + to_base64(checksum->digest));
  PIXIU_CHECK(again.has_value() && *again == *checksum);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_metadata(text);
  check_checksum(text);
  const auto number = parse_upload_number(text);
  if (number) PIXIU_CHECK(parse_upload_number(std::to_string(*number)) == *number);
  return 0;
}
