#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "vault/blob_store.h"

#include <string>
#include <string_view>
#include <vector>

// The XML that an S3 store answers with. Errors: corrupted (another document than the one asked
// for); never more than what the caller bounds the answer by is read.
namespace pixiu::storage {

// The id that CreateMultipartUpload gives.
Result<std::string> upload_id_of(ByteView answer);

// Whether CompleteMultipartUpload made the object: it may answer 200 and an error inside.
Status completed(ByteView answer);

// ListObjects: the objects whose names are `prefix` and an address; others are left out.
struct ObjectList {
  std::vector<vault::BlobInfo> blobs;
  bool is_truncated = false;
  std::string last_name;  // of all that were listed; empty when there is none
};
Result<ObjectList> object_list_of(ByteView answer, std::string_view prefix);

}  // namespace pixiu::storage
