#include "crypto/sodium_ready.h"

#include "base/check.h"

#include <sodium.h>

namespace pixiu::crypto {

void ready_sodium() {
  static const bool is_ready = sodium_init() >= 0;
  PIXIU_CHECK(is_ready);
}

}  // namespace pixiu::crypto
