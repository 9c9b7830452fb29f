#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "media/file_edits.h"
#include "sandbox/limits.h"

#include <memory>
#include <optional>
#include <string>

namespace pixiu::sandbox {

// What a platform that spreads a file adds to its hidden AI label (GB 45438-2025, annex E).
struct MarkRequest {
  std::string propagator;     // name or 27-character code
  std::string propagate_id;   // the platform's number for the content
  std::optional<char> label;  // '2' possibly, '3' suspected: for a file without a label
};

// Finds out, in locked-down children of a template of its own, which edits write a propagator's
// mark into a copy of a file (provenance::gb45438::plan_mark). The child parses the foreign bytes
// and hands over edits, never a file: what no edit names stays the caller's own bytes, and the
// edits are held to limits here (mark_exchange.h).
//
// `start` as Examiner::start: early, before keys, sockets and threads. Thread-safe.
class MarkPlanner {
 public:
  // Errors: unavailable.
  static Result<std::unique_ptr<MarkPlanner>> start(const Limits& limits = {});
  virtual ~MarkPlanner() = default;

  // No edits when the file carries the very mark already.
  // Errors: as plan_mark; limit_exceeded for a file over limits::photo_bytes_max (films too) and
  // for a child that used too much; deadline_exceeded; internal for a dead child or an answer that
  // cannot be believed.
  virtual Result<media::FileEdits> plan(ByteView file, const MarkRequest& request) = 0;
};

}  // namespace pixiu::sandbox
