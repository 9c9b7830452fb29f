#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// CBOR (RFC 8949) and JUMBF boxes (ISO/IEC 19566-5), written piece by piece. Knows nothing of the
// product's readers.
namespace pixiu::c2pa_signer {

Bytes joined(const std::vector<Bytes>& parts);
void append(Bytes& to, ByteView more);
Bytes copy_of(ByteView bytes);

// Whole numbers, big endian.
Bytes big_endian(std::uint64_t value, std::size_t bytes);

namespace cbor {

Bytes integer(std::int64_t value);
Bytes wide_integer(std::uint32_t value);  // five bytes whatever the value
Bytes bytes(ByteView value);
Bytes wide_bytes(ByteView value);  // a head of five bytes whatever the length
Bytes text(std::string_view value);
Bytes boolean(bool value);
Bytes null();
Bytes array(const std::vector<Bytes>& items);
Bytes map(const std::vector<std::pair<Bytes, Bytes>>& members);
Bytes object(const std::vector<std::pair<std::string, Bytes>>& members);  // text keys
Bytes tagged(std::uint64_t tag, ByteView item);

}  // namespace cbor

// LBox TBox content.
Bytes box(std::string_view type, ByteView content);

// A superbox: `type` is the four letters of its UUID (xxxx0011-0010-8000-00AA00389B71).
Bytes superbox(std::string_view type, std::string_view label, const std::vector<Bytes>& children);

// An assertion: a superbox that holds one content box.
Bytes cbor_assertion(std::string_view label, ByteView content);
Bytes json_assertion(std::string_view label, std::string_view content);

}  // namespace pixiu::c2pa_signer
