#include "provenance/c2pa/c2pa.h"
#include "provenance/c2pa/embedded_store.h"
#include "provenance/c2pa/file_parts.h"

#include <cstdint>
#include <cstdlib>

// A whole file: the manifest store in it, the parts it is made of, and what is said of it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pixiu;
  using namespace pixiu::provenance::c2pa;
  const ByteView file = std::as_bytes(std::span(data, size));
  const EmbeddedStore store = find_store(file);
  for (const FileRange& range : store.ranges) {
    if (range.offset_bytes > size || range.size_bytes > size - range.offset_bytes) std::abort();
  }
  std::size_t behind = 0;
  for (const FilePart& part : parts_of(file, store)) {
    if (part.range.offset_bytes != behind || part.range.size_bytes == 0) std::abort();
    behind = part.range.end_bytes();
  }
  if (behind != size) std::abort();
  const C2paReport report = examine_c2pa(file, {}, Timestamp{});
  if (report.is_signer_known || finding_of(report).summary.en.empty()) std::abort();
  return 0;
}
