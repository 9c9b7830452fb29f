#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace pixiu {

using Bytes = std::vector<std::byte>;
using ByteView = std::span<const std::byte>;

// The bytes of a text, without copying; valid while the text lives.
inline ByteView bytes_of(std::string_view text) {
  return std::as_bytes(std::span<const char>(text.data(), text.size()));
}

// Bytes seen as characters, without copying; valid while the bytes live.
inline std::string_view text_of(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace pixiu
