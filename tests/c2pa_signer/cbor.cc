#include "tests/c2pa_signer/cbor.h"

#include "base/check.h"

namespace pixiu::c2pa_signer {
namespace {

constexpr std::string_view uuid_tail("\x00\x11\x00\x10\x80\x00\x00\xaa\x00\x38\x9b\x71", 12);
constexpr char requestable_with_label = 3;

Bytes head(unsigned major, std::uint64_t value) {
  const auto first = [major](unsigned low) {
    return Bytes{static_cast<std::byte>((major << 5) | low)};
  };
  if (value < 24) return first(static_cast<unsigned>(value));
  if (value <= 0xff) return joined({first(24), big_endian(value, 1)});
  if (value <= 0xffff) return joined({first(25), big_endian(value, 2)});
  if (value <= 0xffffffff) return joined({first(26), big_endian(value, 4)});
  return joined({first(27), big_endian(value, 8)});
}

Bytes string(unsigned major, ByteView content) {
  Bytes item = head(major, content.size());
  append(item, content);
  return item;
}

}  // namespace

Bytes joined(const std::vector<Bytes>& parts) {
  Bytes whole;
  for (const Bytes& part : parts) append(whole, part);
  return whole;
}

void append(Bytes& to, ByteView more) {
  to.insert(to.end(), more.begin(), more.end());
}

Bytes copy_of(ByteView bytes) {
  return {bytes.begin(), bytes.end()};
}

Bytes big_endian(std::uint64_t value, std::size_t bytes) {
  Bytes number(bytes);
  for (std::size_t i = 0; i < bytes; ++i) {
    number[bytes - 1 - i] = static_cast<std::byte>(value >> (8 * i));
  }
  return number;
}

namespace cbor {

Bytes integer(std::int64_t value) {
  return value >= 0 ? head(0, static_cast<std::uint64_t>(value))
                    : head(1, static_cast<std::uint64_t>(-1 - value));
}

Bytes wide_integer(std::uint32_t value) {
  return joined({Bytes{std::byte{0x1a}}, big_endian(value, 4)});
}

Bytes bytes(ByteView value) {
  return string(2, value);
}

Bytes wide_bytes(ByteView value) {
  return joined({Bytes{std::byte{0x5a}}, big_endian(value.size(), 4), copy_of(value)});
}

Bytes text(std::string_view value) {
  return string(3, bytes_of(value));
}

Bytes boolean(bool value) {
  return {value ? std::byte{0xf5} : std::byte{0xf4}};
}

Bytes null() {
  return {std::byte{0xf6}};
}

Bytes array(const std::vector<Bytes>& items) {
  return joined({head(4, items.size()), joined(items)});
}

Bytes map(const std::vector<std::pair<Bytes, Bytes>>& members) {
  Bytes item = head(5, members.size());
  for (const auto& [key, value] : members) {
    append(item, key);
    append(item, value);
  }
  return item;
}

Bytes object(const std::vector<std::pair<std::string, Bytes>>& members) {
  std::vector<std::pair<Bytes, Bytes>> items;
  for (const auto& [key, value] : members) items.emplace_back(text(key), value);
  return map(items);
}

Bytes tagged(std::uint64_t tag, ByteView item) {
  return joined({head(6, tag), copy_of(item)});
}

}  // namespace cbor

Bytes box(std::string_view type, ByteView content) {
  PIXIU_CHECK(type.size() == 4);
  return joined({big_endian(8 + content.size(), 4), copy_of(bytes_of(type)), copy_of(content)});
}

Bytes superbox(std::string_view type, std::string_view label, const std::vector<Bytes>& children) {
  std::string description(type);
  description += uuid_tail;
  description += requestable_with_label;
  description += label;
  description += '\0';
  Bytes content = box("jumd", bytes_of(description));
  append(content, joined(children));
  return box("jumb", content);
}

Bytes cbor_assertion(std::string_view label, ByteView content) {
  return superbox("cbor", label, {box("cbor", content)});
}

Bytes json_assertion(std::string_view label, std::string_view content) {
  return superbox("json", label, {box("json", bytes_of(content))});
}

}  // namespace pixiu::c2pa_signer
