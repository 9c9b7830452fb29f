#pragma once

#include "base/bytes.h"
#include "http/message.h"
#include "workflow/inspect.h"

#include <memory>

#include <tl/expected.hpp>

namespace pixiu::http {

// Turns the form of POST /v1/inspect into an upload: `photo` once, `reference` and `other` up to
// limits::references_max and others_max times, `context` at most once; query `include`, a list of
// "mask" and "renditions". Nothing is copied: the upload's views point into `body`, and its storage
// is `owner`, which keeps the body alive.
//
// Refusals: the 400 problems of problem.h, 413 for a picture over limits::photo_bytes_max.
tl::expected<workflow::Upload, Response> read_upload(const Request& request, ByteView body,
                                                     std::shared_ptr<const void> owner);

// The answer to an upload: the contract's JSON and, when pictures were asked for, the key
// `pictures` with data URLs:
//   {"photo","references":[or null for an unreadable one],"mask","aligned_reference"}
// A picture there is none of is an absent key. A failed inspection is its problem.
Response inspection_response(const Result<workflow::Inspection>& inspection);

}  // namespace pixiu::http
