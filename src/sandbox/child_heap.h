#pragma once

namespace pixiu::sandbox {

// Arranges the heap a template hands to its children, for speed alone: a child is fresh and pays
// for every page it touches first, which for pictures costs more than the fork.
//
//   * what warm-up has freed goes back to the kernel: a page nobody needs is neither copied into
//     the child's tables nor copied on its first write
//   * a stretch of address space above it is reserved and marked for huge pages: one fault for
//     2 MiB in place of 512
//   * blocks up to 32 MiB come from that stretch and are used again when freed, not mapped anew
//
// Does nothing without glibc's allocator (sanitizers bring their own). Make one before warm-up,
// settle after it. Measured by script/bench sandbox.
class ChildHeap {
 public:
  ChildHeap();
  void settle();

 private:
  char* start_;
};

}  // namespace pixiu::sandbox
