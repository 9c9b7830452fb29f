// expects: (no match for|invalid operands).*(operator==|binary expression)
#include "base/id.h"

namespace pixiu {

using ClaimId = Id<struct ClaimTag>;
using ExhibitId = Id<struct ExhibitTag>;

bool is_same(const ClaimId& claim, const ClaimId& other, const ExhibitId& exhibit) {
#ifdef PIXIU_WRONG_LINE
  if (claim == exhibit) return true;
#endif
  static_cast<void>(exhibit);
  return claim == other;
}

}  // namespace pixiu
