// expects: (could not convert|no viable conversion|no matching|narrowing)
#include "base/money.h"

namespace pixiu {

Money price() {
#ifdef PIXIU_WRONG_LINE
  return 12.34;
#endif
  return Money::from_fen(1234);
}

}  // namespace pixiu
