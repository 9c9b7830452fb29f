#include "base/check.h"

#include <cstdlib>
#include <iostream>

namespace pixiu {

void check_failed(const char* expression, const char* file, int line) {
  std::cerr << "check failed: " << expression << " (" << file << ':' << line << ')' << std::endl;
  std::abort();
}

}  // namespace pixiu
