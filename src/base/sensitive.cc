#include "base/sensitive.h"

#include "base/check.h"

namespace pixiu {

std::string_view purpose_name(Purpose purpose) {
  switch (purpose) {
    case Purpose::seal: return "seal";
    case Purpose::show_to_subject: return "show_to_subject";
    case Purpose::contact: return "contact";
    case Purpose::visit: return "visit";
    case Purpose::dispute: return "dispute";
    case Purpose::legal: return "legal";
  }
  PIXIU_CHECK(false);
}

}  // namespace pixiu
