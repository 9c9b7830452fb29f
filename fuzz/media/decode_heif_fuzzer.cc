#include "one_format.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  pixiu::fuzz::decode_one(pixiu::fuzz::view_of(data, size), pixiu::media::Format::heif);
  return 0;
}
