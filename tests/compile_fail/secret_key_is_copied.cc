// expects: (use of deleted function|call to deleted constructor)
#include "crypto/secret_key.h"

namespace pixiu {

crypto::SecretKey second_holder(const crypto::SecretKey& key) {
#ifdef PIXIU_WRONG_LINE
  return key;
#endif
  return key.clone();
}

}  // namespace pixiu
