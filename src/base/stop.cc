#include "base/stop.h"

#include <cstdlib>
#include <iostream>

namespace pixiu {

void stop_process(std::string_view why) {
  std::cerr << "stopped: " << why << std::endl;  // tidy: cout - the last words of the process
  std::abort();
}

}  // namespace pixiu
