#include "storage/value.h"

#include "crypto/digest.h"

#include <charconv>

namespace pixiu::storage {
namespace {

std::optional<unsigned> hex_value(char digit) {
  if (digit >= '0' && digit <= '9') return static_cast<unsigned>(digit - '0');
  if (digit >= 'a' && digit <= 'f') return static_cast<unsigned>(digit - 'a' + 10);
  return std::nullopt;
}

Error corrupted(const char* what) {
  return {ErrorCode::corrupted, what};
}

}  // namespace

Value::Value(ByteView bytes) : content_(crypto::hex(bytes)) {}

Result<std::int64_t> number_from(const Cell& cell) {
  if (!cell) return corrupted("a stored number is missing");
  std::int64_t number = 0;
  const char* const end = cell->data() + cell->size();
  const auto [read, problem] = std::from_chars(cell->data(), end, number);
  if (problem != std::errc() || read != end) return corrupted("a stored number is not a number");
  return number;
}

Result<std::string> text_from(const Cell& cell) {
  if (!cell) return corrupted("a stored text is missing");
  return *cell;
}

Result<Bytes> bytes_from(const Cell& cell) {
  if (!cell) return corrupted("stored bytes are missing");
  if (cell->size() % 2 != 0) return corrupted("stored bytes are not hexadecimal");
  Bytes bytes(cell->size() / 2);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto high = hex_value((*cell)[2 * i]);
    const auto low = hex_value((*cell)[2 * i + 1]);
    if (!high || !low) return corrupted("stored bytes are not hexadecimal");
    bytes[i] = static_cast<std::byte>(*high * 16 + *low);
  }
  return bytes;
}

}  // namespace pixiu::storage
