// expects: (could not convert|no viable conversion)
#include "base/id.h"

namespace pixiu {

using ClaimId = Id<struct ClaimTag>;
using ExhibitId = Id<struct ExhibitTag>;

ClaimId claim_of(const ClaimId& claim, const ExhibitId& exhibit) {
#ifdef PIXIU_WRONG_LINE
  return exhibit;
#endif
  static_cast<void>(exhibit);
  return claim;
}

}  // namespace pixiu
