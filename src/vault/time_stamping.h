#pragma once

#include "base/clock.h"
#include "base/entropy.h"
#include "crypto/time_stamp.h"
#include "vault/event.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Time stamps (RFC 3161) of the log's checkpoints, by any authority over HTTP. A time stamp says
// that the checkpoint, and with it every event it holds, was there at that time, on the word of
// somebody who is not the log.
namespace pixiu::vault {

// Sends `body` as application/timestamp-query and returns the body of a 200 answer of
// application/timestamp-reply, at most `bytes_max` bytes. Errors: unavailable, limit_exceeded,
// permission_denied.
using TimeStampTransport =
    std::function<Result<Bytes>(std::string_view url, ByteView body, std::size_t bytes_max)>;

struct TimeStampAuthority {
  std::string url;
  crypto::TrustList anchors;  // its root, and those of others
};

// One answer of an authority, whole, as it was checked.
struct CheckpointTimeStamp {
  crypto::DigestAlgorithm imprint = crypto::DigestAlgorithm::sha256;
  Bytes response;           // the TimeStampResp
  Timestamp time;           // its genTime
  bool is_trusted = false;  // its authority leads to one of the anchors
};

// Asks for a time stamp over the bytes of `checkpoint_text` (the text of the note, without its
// signatures) and checks the answer: form, signature, imprint, nonce. One that comes from an
// authority that is not known is kept and marked.
// Errors: the transport's; corrupted with the reason (what came is no time stamp of this request).
Result<CheckpointTimeStamp> request_time_stamp(const TimeStampTransport& transport,
                                               const TimeStampAuthority& authority,
                                               crypto::DigestAlgorithm imprint,
                                               std::string_view checkpoint_text, Entropy& entropy);

// Time stamps are recorded as an event "log.time_stamped" of the operator's own tenant stream,
// which holds the checkpoint's text and the answers in base 64.
Result<Event> time_stamp_event(const TenantId& operating_tenant, std::string_view checkpoint_text,
                               std::span<const CheckpointTimeStamp> time_stamps, const Clock& clock,
                               Entropy& entropy);

// What such an event holds; nothing when it is another event. is_trusted is false: whoever relies
// on one checks it against anchors of his own.
struct RecordedTimeStamps {
  std::string checkpoint_text;
  std::vector<CheckpointTimeStamp> time_stamps;
};
std::optional<RecordedTimeStamps> time_stamps_of(const Event& event);

}  // namespace pixiu::vault
