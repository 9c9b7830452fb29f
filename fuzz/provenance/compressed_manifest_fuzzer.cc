#include "provenance/c2pa/compressed_manifest.h"

#include <cstdint>
#include <cstdlib>
#include <span>

// What stands in a compressed manifest's Brotli box. Nothing may become more than the budget.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pixiu;
  using namespace pixiu::provenance::c2pa;
  constexpr std::size_t bytes_max = std::size_t{1} << 20;
  constexpr std::size_t boxes_max = 1'000;
  JumbfBox content;
  content.type = "brob";
  content.content = std::as_bytes(std::span(data, size));
  JumbfBox outer;
  outer.type = "jumb";
  outer.kind = jumbf_type::compressed_manifest;
  outer.label = "urn:c2pa:1";
  outer.children = {content};
  UnpackingBudget budget{bytes_max, boxes_max};
  const auto made = unpack_manifest(outer, budget);
  if (budget.bytes_left > bytes_max || budget.boxes_left > boxes_max) std::abort();
  if (!made) return 0;
  if (made->bytes.size() != bytes_max - budget.bytes_left) std::abort();
  if (made->manifest.label != outer.label) std::abort();
  return 0;
}
