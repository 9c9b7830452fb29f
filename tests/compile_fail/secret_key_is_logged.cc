// expects: (use of deleted function|overload resolution selected deleted operator)
#include "crypto/secret_key.h"

#include <iostream>

namespace pixiu {

void log(const crypto::SecretKey& key) {
#ifdef PIXIU_WRONG_LINE
  std::clog << key;
#endif
  std::clog << key.expose_bytes().size();
}

}  // namespace pixiu
