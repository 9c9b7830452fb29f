#include "findings/finding.h"

#include "base/check.h"

namespace pixiu {

std::string_view outcome_name(Outcome outcome) {
  switch (outcome) {
    case Outcome::contradicts: return "contradicts";
    case Outcome::supports: return "supports";
    case Outcome::neutral: return "neutral";
    case Outcome::not_applicable: return "not_applicable";
  }
  PIXIU_CHECK(false);
}

}  // namespace pixiu
