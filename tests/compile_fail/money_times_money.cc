// expects: (no match for|invalid operands).*(operator\*|binary expression)
#include "base/money.h"

namespace pixiu {

Result<Money> total(Money price, Money freight) {
#ifdef PIXIU_WRONG_LINE
  static_cast<void>(price * freight);
#endif
  return price.plus(freight);
}

}  // namespace pixiu
