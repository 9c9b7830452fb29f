// expects: (use of deleted function|overload resolution selected deleted operator)
#include "base/sensitive.h"

#include <string>

namespace pixiu {

bool is_same(const Sensitive<std::string>& a, const Sensitive<std::string>& b) {
#ifdef PIXIU_WRONG_LINE
  if (a == b) return true;
#endif
  return a.reveal(Purpose::dispute) == b.reveal(Purpose::dispute);
}

}  // namespace pixiu
