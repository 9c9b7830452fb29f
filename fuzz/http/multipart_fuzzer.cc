// The input is a Content-Type header, a line feed, and a body.

#include "base/bytes.h"
#include "base/check.h"
#include "http/multipart.h"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pixiu;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto line_end = input.find('\n');
  if (line_end == std::string_view::npos) return 0;
  const auto boundary = http::boundary_of(input.substr(0, line_end));
  if (!boundary) return 0;
  const auto body = input.substr(line_end + 1);
  const auto parts = http::parse_multipart(bytes_of(body), *boundary);
  if (!parts) return 0;
  PIXIU_CHECK(parts->size() <= limits::multipart_parts_max);
  for (const auto& part : *parts) {
    const auto content = text_of(part.content);
    PIXIU_CHECK(!part.name.empty());
    PIXIU_CHECK(content.empty() || (content.data() >= body.data() &&
                                    content.data() + content.size() <= body.data() + body.size()));
    PIXIU_CHECK(content.find("\r\n--" + *boundary) == std::string_view::npos);
  }
  return 0;
}
