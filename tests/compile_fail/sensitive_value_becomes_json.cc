// expects: (use of deleted function|no matching|could not convert|no viable)
#include "base/sensitive.h"

#include <string>

#include <nlohmann/json.hpp>

namespace pixiu {

nlohmann::json to_answer(const Sensitive<std::string>& telephone) {
#ifdef PIXIU_WRONG_LINE
  return nlohmann::json(telephone);
#endif
  return nlohmann::json(telephone.reveal(Purpose::show_to_subject));
}

}  // namespace pixiu
