#pragma once

#include "sandbox/examiner.h"

#include <cstddef>
#include <memory>

namespace pixiu::sandbox {

inline constexpr std::size_t reference_cache_bytes_default = std::size_t{256} << 20;

// An examiner that keeps prepared references, so that claims about the same goods need not decode
// them again. References are told apart by the SHA-256 of their bytes; the least recently used go
// first when `bytes_max` is exceeded. What is kept was made in a child that saw the reference alone
// (Examiner::prepare), is never read here, and is treated as hostile by the child that restores it.
//
// Findings are the same with and without. Pays off from the second claim about a reference on; the
// first costs one more child. A reference that cannot be prepared (unreadable, or of more than some
// 22 Mpx: prepared_bytes_max) is passed on as it is, so that its finding says why; that is tried
// once. Requests that want prepared references back bypass the cache. Thread-safe.
std::unique_ptr<Examiner> with_reference_cache(
    std::unique_ptr<Examiner> examiner, std::size_t bytes_max = reference_cache_bytes_default);

}  // namespace pixiu::sandbox
