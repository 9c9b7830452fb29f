// expects: (nodiscard|unused-result|unused-value)
#include "base/money.h"

namespace pixiu {

bool is_amount(std::string_view text) {
#ifdef PIXIU_WRONG_LINE
  Money::parse(text);
#endif
  return Money::parse(text).has_value();
}

}  // namespace pixiu
