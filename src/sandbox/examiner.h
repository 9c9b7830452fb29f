#pragma once

#include "assessment/assess.h"
#include "base/clock.h"
#include "base/result.h"
#include "sandbox/limits.h"

#include <memory>

namespace pixiu::sandbox {

// A picture made safe for people to look at: decoded in the sandbox, scaled, encoded anew.
struct RenditionRequest {
  ByteView file;
  int long_side_px_max = 1600;
  int jpeg_quality = 85;
};

struct Rendition {
  Bytes jpeg;
  int width = 0;
  int height = 0;
  int full_width = 0;
  int full_height = 0;
};

// The public C++ library: examines pictures in locked-down child processes.
//
// `start` forks a template process (do it before keys, sockets, threads and databases exist);
// every call runs in a fresh fork of that template that has seen no other foreign bytes.
// Thread-safe; calls run side by side. A crash, bomb or hang in a child is an Assessment whose
// `unreadable` and finding "could not be examined" give the reason; the caller's process lives. So
// does the template; if it dies all the same, every later call answers `unavailable`: the program
// has to be started anew, because by then it holds what a template must never hold.
//
// One child works in one thread; run several calls at once to use more processors. Each may take
// Limits::resident_bytes_max.
class Examiner {
 public:
  // Errors: unavailable when the template cannot be started or the kernel lacks seccomp.
  // `calibration` is what every examination weighs with, `provenance` whom it trusts about files;
  // the template keeps copies. `clock` tells when an examination takes place.
  static Result<std::unique_ptr<Examiner>> start(
      const Limits& limits = {},
      const assessment::Calibration& calibration = assessment::default_calibration(),
      const assessment::ProvenanceSettings& provenance = {},
      std::shared_ptr<const Clock> clock = std::make_shared<SystemClock>());
  virtual ~Examiner() = default;

  virtual assessment::Assessment examine(const assessment::Request& request) = 0;

  // Errors: as media::decode_photo; deadline_exceeded, limit_exceeded, internal for a dead child.
  // Marks of AI origin that the file carries (media/ai_marks.h) are carried over. The child hands
  // over pixels; the JPEG is written here, so that no child ever writes a file people open.
  virtual Result<Rendition> render(const RenditionRequest& request) = 0;

  // A reference prepared for KnownPicture::is_prepared in a child of its own, which sees no claim
  // photo: what may be kept and used for other claims. (Prepared references that come back from
  // `examine` went through a child that also read that claim's photo; they are for that claim.)
  // Errors: as render; unsupported where an implementation cannot.
  virtual Result<Bytes> prepare(ByteView reference);
};

}  // namespace pixiu::sandbox
