#pragma once

#include "http/message.h"
#include "http/routes.h"
#include "workflow/record.h"

namespace pixiu::http {

// Answers a call on the record. Blocks; runs on a worker of the record. `body` is the request's.
Response answer_record_call(Call call, const Request& request, ByteView body,
                            workflow::Record& record);

}  // namespace pixiu::http
