#pragma once

#include "base/result.h"

#include <cstddef>
#include <vector>

#include <linux/filter.h>

namespace pixiu::sandbox {

// Which system calls a child may use.
enum class FilterVariant {
  strict,     // what ships
  sanitizer,  // strict, and what the run-time of an instrumented build needs to work and to report:
              // reading files (its maps and symbols), pipes to test addresses, its own signals
};

// The variant this build needs.
FilterVariant filter_variant_of_this_build();

// The system-call filter of children: default-deny, made once and installed by each child.
//
//   allowed  memory without PROT_EXEC and without MAP_SHARED, threads of the same process, locks,
//            clocks, signals to itself, writing to descriptors that are already open, random bytes
//   EPERM    opening and looking at files: libraries probe for them (locales, plug-ins, /proc) and
//            go on without
//   ENOSYS   everything unknown, clone3 among it: run-times then fall back to calls named here
//   killed   what no decoder has a reason to try: sockets, new processes, exec, tracing, signals to
//            others, namespaces, kernel interfaces (bpf, io_uring, keys, perf, userfaultfd)
//
// MAP_SHARED is refused because shared anonymous memory can be kept without being resident, out of
// the watchdog's sight.
class SystemCallFilter {
 public:
  // Errors: unavailable when libseccomp knows no filter for this machine.
  static Result<SystemCallFilter> build(FilterVariant variant);

  // Binds the calling process to the filter for good; needs PR_SET_NO_NEW_PRIVS. No allocation, so
  // that it may run between fork and anything else. False when the kernel refuses.
  bool install();

  std::size_t instruction_count() const { return program_.size(); }

 private:
  std::vector<sock_filter> program_;
  std::vector<std::size_t> own_pid_at_;  // instructions that compare with the process's own id
};

}  // namespace pixiu::sandbox
