// expects: (use of deleted function|overload resolution selected deleted operator)
#include "crypto/secret_key.h"

namespace pixiu {

bool is_same(const crypto::SecretKey& a, const crypto::SecretKey& b) {
#ifdef PIXIU_WRONG_LINE
  if (a == b) return true;
#endif
  return a.expose_bytes().data() == b.expose_bytes().data();
}

}  // namespace pixiu
