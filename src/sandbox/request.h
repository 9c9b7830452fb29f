#pragma once

#include "assessment/assess.h"
#include "base/bytes.h"
#include "base/result.h"
#include "sandbox/examiner.h"

#include <variant>
#include <vector>

namespace pixiu::sandbox {

// Ask a child for what a picture looks like prepared for comparison (a reference alone, no photo).
struct PrepareRequest {
  ByteView file;
};

using AnyRequest = std::variant<assessment::Request, RenditionRequest, PrepareRequest>;

// A request as bytes: `head`, then `pictures` one after the other. The views are those of the
// request; nothing is copied. A file over limits::photo_bytes_max is cut to one byte more than
// that, enough for the decoder to see and say that it is too large.
struct EncodedRequest {
  Bytes head;
  std::vector<ByteView> pictures;

  std::vector<ByteView> parts() const;
};

// Errors: limit_exceeded when there are too many pictures or too many bytes altogether.
Result<EncodedRequest> encode_request(const AnyRequest& request);

// The request again, with views into `bytes`. Errors: corrupted.
Result<AnyRequest> decode_request(ByteView bytes);

}  // namespace pixiu::sandbox
