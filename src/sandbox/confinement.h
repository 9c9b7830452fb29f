#pragma once

#include "sandbox/filter.h"
#include "sandbox/limits.h"

#include <span>

#include <sys/types.h>

namespace pixiu::sandbox {

// What separates the template and its children from the rest of the machine, as far as this
// machine allows. Without a namespace the system-call filter of the children still stands; inside
// containers without user namespaces only the filter and the limits do.
struct Separation {
  bool has_user_namespace = false;
  bool has_network_namespace = false;  // no interface, not even a connected loopback
  bool has_ipc_namespace = false;
  bool has_uts_namespace = false;
  bool has_mount_namespace = false;
  bool has_empty_root = false;  // the root directory is an empty, deleted one
  bool has_no_capabilities = false;
};

// For the template, once: a session of its own (so that Ctrl-C and a stop of the whole group reach
// only the caller, which then stops the template in order), default signal handlers, first victim
// when memory runs out, and every namespace it may have. Call while single-threaded and after
// warm-up; /proc must be opened before.
Separation separate_template(FilterVariant variant);

// Closes every descriptor above 2 except `kept`.
void close_all_but(std::span<const int> kept);

// For a child, between fork and the first foreign byte, in this order: dies with its template, no
// core file, no growing files, few descriptors, a limit of processor time, not traceable, no new
// privileges, and the system-call filter. There is no limit of the address space: OpenCV and the
// decoders reserve far more than they touch; resident memory is watched from outside.
// False when the kernel refuses any of it: the child must then not go on.
[[nodiscard]] bool lock_down_child(pid_t template_pid, const Limits& limits,
                                   SystemCallFilter& filter);

}  // namespace pixiu::sandbox
