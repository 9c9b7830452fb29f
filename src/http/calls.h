#pragma once

#include "http/admission.h"
#include "http/server.h"

#include <functional>
#include <memory>

namespace pixiu::http {

// Answers the calls that need no body and no waiting.
Response answer_call(const Admission& admission, const ServerParts& parts, const Metrics& metrics);

// Why a call of this work would not be taken now; nothing when it would.
std::optional<Response> refusal_now(Work work, const ServerParts& parts);

// Queues a call that is not answered at once; `done` is called once, on a worker's thread, unless
// an answer is returned (the call is refused). `owner` keeps `body` alive.
using ResponseDone = std::function<void(Response)>;
std::optional<Response> start_call(const Admission& admission, ByteView body,
                                   std::shared_ptr<const void> owner, const ServerParts& parts,
                                   ResponseDone done);

// The HTTP date of a moment (RFC 9110, 5.6.7), e.g. "Sun, 06 Nov 1994 08:49:37 GMT".
std::string http_date(Timestamp moment);

}  // namespace pixiu::http
