#include "provenance/c2pa/status.h"

#include "base/check.h"
#include "provenance/c2pa/limits.h"
#include "provenance/c2pa/utf8.h"

#include <algorithm>

namespace pixiu::provenance::c2pa {

std::string_view status_kind_name(StatusKind kind) {
  switch (kind) {
    case StatusKind::success: return "success";
    case StatusKind::informational: return "informational";
    case StatusKind::failure: return "failure";
  }
  PIXIU_CHECK(false);
}

void StatusList::add(const StatusCode& code, std::string_view uri, std::string_view explanation) {
  // A failure is never lost to a flood of lesser results.
  if (all_.size() >= limits::c2pa_statuses_max && (code.kind != StatusKind::failure || has(code))) {
    return;
  }
  all_.push_back({code, shown_text(uri, limits::c2pa_text_bytes_max),
                  shown_text(explanation, limits::c2pa_text_bytes_max)});
}

bool StatusList::has(const StatusCode& code) const {
  return std::ranges::any_of(all_, [&](const auto& one) { return one.code == code; });
}

void StatusList::add_all(const StatusList& more) {
  for (const ValidationStatus& one : more.all_) {
    add(one.code, one.uri, one.explanation);
  }
}

bool StatusList::has_failure() const {
  return std::ranges::any_of(all_,
                             [](const auto& one) { return one.code.kind == StatusKind::failure; });
}

}  // namespace pixiu::provenance::c2pa
