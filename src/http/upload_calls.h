#pragma once

#include "http/message.h"
#include "http/routes.h"
#include "workflow/uploads.h"

#include <memory>
#include <optional>

#include <tl/expected.hpp>

// Resumable uploads over HTTP: tus 1.0.0 with creation, termination, checksum (sha1, sha256) and
// expiration (https://tus.io/protocols/resumable-upload). Every response has Tus-Resumable.
namespace pixiu::http {

// OPTIONS: what this server can.
Response upload_options_response();

// create_upload, upload_state and remove_upload. Blocks. Upload-Metadata of a new upload names,
// each as text, what it belongs to: tenant, claim, subject, exhibit (ids), retention_class; other
// keys (filename, filetype) are kept and given back. Refusals: 400, 404, 409, 412 (another version
// of tus), 413, 503.
Response answer_upload_call(Call call, const Request& request, workflow::Uploads& uploads);

// The body of a PATCH on its way to the disk. One thread at a time. When it goes away without
// finish(), what came stays, unless there is a checksum.
class StreamedPart {
 public:
  virtual ~StreamedPart() = default;

  // Blocks. Why no more is taken; nothing when all is well.
  virtual std::optional<Response> write(ByteView bytes) = 0;

  // Makes what came stay and answers with the new offset; called once, last. With a checksum that
  // does not fit, or without the whole body, nothing stays. Blocks.
  virtual Response finish(bool is_whole) = 0;
};

// append_upload, before the body is read. Blocks.
// Refusals: as above, and 409 when the offset is not where the upload stands.
tl::expected<std::unique_ptr<StreamedPart>, Response> begin_part(const Request& request,
                                                                 workflow::Uploads& uploads);

}  // namespace pixiu::http
