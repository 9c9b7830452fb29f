#include "http/host_guard.h"

#include "http/header_value.h"

#include <array>
#include <charconv>
#include <optional>

namespace pixiu::http {
namespace {

constexpr std::uint16_t default_port = 80;

// 127.0.0.0/8 in four decimal numbers without leading zeros.
bool is_loopback_v4(std::string_view text) {
  for (int i = 0; i < 4; ++i) {
    if (i > 0) {
      if (text.empty() || text.front() != '.') return false;
      text.remove_prefix(1);
    }
    unsigned number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    const auto length = static_cast<std::size_t>(end - text.data());
    if (failure != std::errc{} || number > 255 || (length > 1 && text.front() == '0')) return false;
    if (i == 0 && number != 127) return false;
    text.remove_prefix(length);
  }
  return text.empty();
}

std::string in_url(std::string_view address) {
  return address.find(':') == std::string_view::npos ? std::string(address)
                                                     : "[" + std::string(address) + "]";
}

}  // namespace

Result<std::string> loopback_address(std::string_view address) {
  if (address == "localhost") return std::string("127.0.0.1");
  if (address == "::1" || address == "[::1]") return std::string("::1");
  if (is_loopback_v4(address)) return std::string(address);
  return Error{ErrorCode::permission_denied,
               "the address to listen on must be loopback (127.0.0.1, ::1 or localhost): there are "
               "no users yet, so whoever could reach another address could use the server"};
}

HostGuard::HostGuard(std::string address, std::uint16_t port)
    : address_(std::move(address)), port_(port) {}

bool HostGuard::accepts_host(std::string_view host) const {
  const std::array names{std::string("localhost"), std::string("127.0.0.1"), std::string("[::1]"),
                         in_url(address_)};
  for (const auto& name : names) {
    if (port_ == default_port && equals_ignoring_case(host, name)) return true;
    if (equals_ignoring_case(host, name + ":" + std::to_string(port_))) return true;
  }
  return false;
}

bool HostGuard::accepts_origin(std::string_view origin) const {
  constexpr std::string_view scheme = "http://";
  return equals_ignoring_case(origin.substr(0, scheme.size()), scheme) &&
         accepts_host(origin.substr(scheme.size()));
}

std::string server_url(std::string_view address, std::uint16_t port) {
  return "http://" + in_url(address) + ":" + std::to_string(port);
}

}  // namespace pixiu::http
