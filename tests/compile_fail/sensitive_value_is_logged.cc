// expects: (use of deleted function|overload resolution selected deleted operator)
#include "base/sensitive.h"

#include <iostream>
#include <string>

namespace pixiu {

void log(const Sensitive<std::string>& telephone) {
#ifdef PIXIU_WRONG_LINE
  std::clog << telephone;
#endif
  std::clog << telephone.reveal(Purpose::contact).size();
}

}  // namespace pixiu
