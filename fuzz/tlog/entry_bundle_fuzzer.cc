#include "tlog/entry_bundle.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <span>

// Entry bundles: what is read is written again byte for byte.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pixiu;
  const ByteView bundle = std::as_bytes(std::span(data, size));
  const auto entries = tlog::parse_bundle(bundle);
  if (!entries) return 0;
  Bytes written;
  for (const ByteView entry : *entries) {
    if (!tlog::append_entry(written, entry)) std::abort();
  }
  if (!std::equal(written.begin(), written.end(), bundle.begin(), bundle.end())) std::abort();
  return 0;
}
