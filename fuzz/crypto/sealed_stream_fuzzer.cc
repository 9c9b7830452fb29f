// The input is a sealed stream as a store that is not trusted could give it: opened whole and in
// pieces, with a key that is known, so that inputs that open can be found.

#include "base/check.h"
#include "crypto/sealed_stream.h"

#include <algorithm>
#include <cstdint>

namespace {

using namespace pixiu;

// What came out, and whether it was the whole.
struct Opened {
  Bytes content;
  bool is_whole = false;

  friend bool operator==(const Opened&, const Opened&) = default;
};

Opened open(ByteView sealed, std::size_t piece_bytes) {
  static const auto key = *crypto::SecretKey::from_bytes(Bytes(32));
  Opened opened;
  const crypto::ByteSink sink = [&opened](ByteView bytes) -> Status {
    opened.content.insert(opened.content.end(), bytes.begin(), bytes.end());
    return {};
  };
  crypto::StreamOpener opener(key, bytes_of("fuzz"));
  while (!sealed.empty()) {
    const auto size = std::min(piece_bytes, sealed.size());
    if (!opener.update(sealed.first(size), sink)) return opened;
    sealed = sealed.subspan(size);
  }
  opened.is_whole = opener.finish(sink).has_value();
  return opened;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView sealed(reinterpret_cast<const std::byte*>(data), size);
  const Opened whole = open(sealed, std::max<std::size_t>(size, 1));
  PIXIU_CHECK(open(sealed, 1000) == whole);
  PIXIU_CHECK(!whole.is_whole || crypto::content_bytes_of_sealed(size) == whole.content.size());
  return 0;
}
