#include "storage/s3_answer.h"

#include <cstdint>
#include <cstdlib>

// What an S3 store answers. A blob that is listed has an address; the last name is of the answer.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pixiu;
  const ByteView answer = std::as_bytes(std::span<const std::uint8_t>(data, size));
  const auto list = storage::object_list_of(answer, "blobs/");
  if (list && !list->blobs.empty() && list->last_name.empty()) std::abort();
  const auto upload = storage::upload_id_of(answer);
  if (upload && upload->empty()) std::abort();
  static_cast<void>(storage::completed(answer).has_value());
  return 0;
}
