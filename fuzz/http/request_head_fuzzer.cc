// The input is a request's head: a line "METHOD TARGET" (with " 1.0" behind it for HTTP/1.0), then
// a line "Name:value" for each field.

#include "base/check.h"
#include "http/admission.h"
#include "http/header_value.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace {

using namespace pixiu::http;

constexpr std::size_t fields_max = 1000;

std::string_view take_to(std::string_view& text, char end) {
  const auto length = std::min(text.find(end), text.size());
  const auto taken = text.substr(0, length);
  text.remove_prefix(std::min(length + 1, text.size()));
  return taken;
}

RequestHead head_of(std::string_view text) {
  auto line = take_to(text, '\n');
  RequestHead head;
  head.method = take_to(line, ' ');
  head.target = take_to(line, ' ');
  head.is_http_1_1 = line != "1.0";
  while (!text.empty() && head.fields.size() < fields_max) {
    line = take_to(text, '\n');
    const auto name = take_to(line, ':');
    head.fields.push_back({std::string(name), std::string(line)});
  }
  return head;
}

std::size_t count_of(const RequestHead& head, std::string_view name) {
  std::size_t count = 0;
  for (const auto& field : head.fields) count += equals_ignoring_case(field.name, name) ? 1 : 0;
  return count;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::uint64_t body_bytes_max = 1000;
  const HostGuard guard("127.0.0.1", 8080);
  const auto head = head_of({reinterpret_cast<const char*>(data), size});
  const auto admission = admit(head, guard, body_bytes_max);
  if (!admission) {
    PIXIU_CHECK(admission.error().status >= 400 && admission.error().status < 600);
    return 0;
  }
  PIXIU_CHECK(admission->route != nullptr);
  PIXIU_CHECK(admission->request.path.starts_with('/'));
  PIXIU_CHECK(admission->content_length_bytes.value_or(0) <= body_bytes_max);
  PIXIU_CHECK(!(admission->is_chunked && admission->content_length_bytes));
  PIXIU_CHECK(count_of(head, "Host") == 1);
  PIXIU_CHECK(count_of(head, "Content-Length") + count_of(head, "Transfer-Encoding") <= 1);
  PIXIU_CHECK(admission->route->body == Body::form || !admission->has_body());
  return 0;
}
