#include "base/sensitive.h"

#include "base/check.h"

namespace pixiu {

std::string_view purpose_name(Purpose purpose) {
  switch (purpose) {
    case Purpose::seal: return "seal";
    case Purpose::show_to_subject: return "show_to_subject";
    case Purpose::deliver_service: return "deliver_service";
    case Purpose::decide_claim: return "decide_claim";
    case Purpose::notify: return "notify";
    case Purpose::export_dossier: return "export_dossier";
  }
  PIXIU_CHECK(false);
}

}  // namespace pixiu
