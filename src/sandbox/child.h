#pragma once

#include "base/bytes.h"
#include "base/descriptor.h"
#include "sandbox/filter.h"
#include "sandbox/limits.h"

#include <functional>
#include <span>

#include <sys/types.h>

namespace pixiu::sandbox {

// Sends a reply: the parts one after the other. Called exactly once by the work.
using ReplySink = std::function<void(std::span<const ByteView> parts)>;

// What a child does with its request. Runs after lock-down; the request is mapped read-only.
using Work = std::function<void(ByteView request, const ReplySink& reply)>;

// The reply stream is this header and then exactly as many bytes.
struct ReplyHeader {
  std::uint64_t size_bytes = 0;
};

struct ChildFrame {
  const Work& work;
  SystemCallFilter& filter;
  Limits limits;
  pid_t template_pid = 0;
  bool keeps_stderr = false;
};

// The life of a child, right after fork: drops every other descriptor, locks itself down, maps the
// request, works, replies, exits. Runs no destructors and no exit handlers of the template.
[[noreturn]] void live_as_child(const ChildFrame& frame, Descriptor request, Descriptor reply,
                                int null_device);

}  // namespace pixiu::sandbox
