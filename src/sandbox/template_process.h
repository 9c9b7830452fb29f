#pragma once

#include "base/bytes.h"
#include "base/descriptor.h"
#include "base/result.h"
#include "sandbox/child.h"
#include "sandbox/protocol.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>

#include <sys/types.h>

namespace pixiu::sandbox {

// The bytes of one reply, as received. Address space for the largest allowed reply is reserved and
// only what arrives is touched, so a lying header costs nothing.
class ReplyBytes {
 public:
  static Result<ReplyBytes> reserve(std::size_t size_bytes);
  ReplyBytes(ReplyBytes&& other) noexcept;
  ReplyBytes& operator=(ReplyBytes&& other) noexcept;
  ~ReplyBytes();

  std::span<std::byte> all() { return {start_, size_bytes_}; }
  ByteView view() const { return {start_, size_bytes_}; }

 private:
  ReplyBytes(std::byte* start, std::size_t size_bytes) : start_(start), size_bytes_(size_bytes) {}

  std::byte* start_ = nullptr;
  std::size_t size_bytes_ = 0;
};

// What a child used; known when the caller waited for its end.
struct Usage {
  std::uint64_t resident_bytes_peak = 0;
  std::uint64_t cpu_us = 0;
};

struct Reply {
  ReplyBytes bytes;  // hostile
  std::optional<Usage> usage;
};

// A warmed process that is forked anew for every piece of work, seen from the caller's side.
// Thread-safe; calls run side by side. How many at once is the caller's choice: each may use
// `limits.resident_bytes_max`.
//
// The template is made once: it cannot be forked again later from a caller that by then holds keys
// and sockets. If it dies, every later call answers `unavailable`; start the program anew.
class TemplateProcess {
 public:
  struct Plan {
    std::function<void()> warm_up;  // in the template, before it gives up files; may throw
    Work work;                      // in each child
    Limits limits;
    bool children_keep_stderr = filter_variant_of_this_build() == FilterVariant::sanitizer;
  };

  // Forks the template and waits until it is warm. Call while the process is single-threaded and
  // holds nothing a template must not hold: it keeps the memory of this moment (descriptors other
  // than standard input, output and error are closed).
  // Errors: unavailable with the reason.
  static Result<std::unique_ptr<TemplateProcess>> start(Plan plan);
  ~TemplateProcess();

  struct Call {
    std::span<const ByteView> request_parts;
    std::size_t reply_bytes_max = 0;
    bool waits_for_end = false;  // to learn its usage; else a child that has replied is dismissed
  };
  // Runs one child. Errors:
  //   limit_exceeded     it used too much memory or too many threads, or replied too much
  //   deadline_exceeded  it took too long
  //   internal           it crashed, was forbidden something, or ended without a reply
  //   unavailable        no child could be started, or the template is dead
  Result<Reply> run(const Call& call);

  pid_t pid() const { return pid_; }
  const Separation& separation() const { return separation_; }

 private:
  TemplateProcess(pid_t pid, Descriptor control, Limits limits)
      : pid_(pid), control_(std::move(control)), limits_(limits) {}
  Status await_hello();

  pid_t pid_;
  Descriptor control_;
  Limits limits_;
  Separation separation_;
};

}  // namespace pixiu::sandbox
