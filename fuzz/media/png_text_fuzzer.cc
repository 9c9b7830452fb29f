#include "base/limits.h"
#include "media/metadata_blocks.h"
#include "one_format.h"

// Chunks behind a PNG signature: the texts among them, packed ones too.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pixiu;
  const ByteView signature = bytes_of("\x89PNG\r\n\x1A\n");
  const ByteView chunks = fuzz::view_of(data, size);
  Bytes file(signature.begin(), signature.end());
  file.insert(file.end(), chunks.begin(), chunks.end());
  std::size_t total = 0;
  for (const media::MetadataBlock& block : media::read_metadata_blocks(file)) {
    total += block.bytes.size();
  }
  if (total > limits::metadata_bytes_max) std::abort();
  return 0;
}
