#include "provenance/c2pa/cbor.h"
#include "provenance/c2pa/cose.h"
#include "provenance/c2pa/limits.h"
#include "provenance/c2pa/utf8.h"

#include <cstdint>
#include <cstdlib>

namespace {

using namespace pixiu;
using provenance::c2pa::CborType;
using provenance::c2pa::CborValue;

// Counts items; texts are UTF-8 and maps have a value for each key.
std::size_t count_items(const CborValue& value) {
  if (value.type == CborType::text && !is_utf8(text_of(value.content))) {
    std::abort();
  }
  if (value.type == CborType::map && value.items.size() % 2 != 0) std::abort();
  std::size_t count = 1;
  for (const CborValue& item : value.items) count += count_items(item);
  return count;
}

}  // namespace

// One CBOR document, also read as a COSE_Sign1.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes = std::as_bytes(std::span(data, size));
  const auto document = provenance::c2pa::parse_cbor(bytes);
  if (!document) return 0;
  const std::size_t count = count_items(document->root());
  if (count > limits::cbor_items_max + 1 || count > size) std::abort();
  (void)document->root().find("alg");
  (void)document->root().find(std::int64_t{1});
  (void)provenance::c2pa::read_cose_signature(bytes);
  return 0;
}
