#include "sandbox/child_heap.h"

#include "sandbox/filter.h"

#include <cstdint>
#include <cstdlib>

#if defined(__GLIBC__)
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace pixiu::sandbox {

#if defined(__GLIBC__)

ChildHeap::ChildHeap() : start_(static_cast<char*>(::sbrk(0))) {}

void ChildHeap::settle() {
  if (filter_variant_of_this_build() != FilterVariant::strict) return;
  constexpr int mmap_threshold_bytes = 32 << 20;  // the largest glibc takes
  constexpr int reserve_bytes = 512 << 20;        // address space; grows beyond when needed
  constexpr std::uintptr_t huge_page_bytes = 2 << 20;
  ::mallopt(M_MMAP_THRESHOLD, mmap_threshold_bytes);
  ::mallopt(M_TRIM_THRESHOLD, 1 << 30);
  ::mallopt(M_TOP_PAD, reserve_bytes);
  ::malloc_trim(0);
  // Taking more than is left makes the heap grow by the reserve.
  void* block = std::malloc(mmap_threshold_bytes - (1 << 20));
  char* end = static_cast<char*>(::sbrk(0));
  std::free(block);
  const auto address = reinterpret_cast<std::uintptr_t>(start_);
  const std::uintptr_t unaligned_bytes = address % huge_page_bytes;
  char* aligned = start_ + (unaligned_bytes == 0 ? 0 : huge_page_bytes - unaligned_bytes);
  // Advice only: without it all works, slower.
  if (end > aligned) ::madvise(aligned, static_cast<std::size_t>(end - aligned), MADV_HUGEPAGE);
}

#else

ChildHeap::ChildHeap() : start_(nullptr) {}

void ChildHeap::settle() {}

#endif

}  // namespace pixiu::sandbox
