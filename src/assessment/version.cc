#include "assessment/assess.h"

namespace pixiu::assessment {

std::string_view engine_version() {
  return PIXIU_VERSION;
}

}  // namespace pixiu::assessment
