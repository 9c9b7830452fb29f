#include "privacy/key_store.h"

#include "base/check.h"

namespace pixiu::privacy {

std::string_view tenant_key_use_name(TenantKeyUse use) {
  switch (use) {
    case TenantKeyUse::seal: return "seal";
    case TenantKeyUse::index: return "index";
  }
  PIXIU_CHECK(false);
}

std::optional<TenantKeyUse> tenant_key_use_by_name(std::string_view name) {
  for (const auto use : {TenantKeyUse::seal, TenantKeyUse::index}) {
    if (tenant_key_use_name(use) == name) return use;
  }
  return std::nullopt;
}

}  // namespace pixiu::privacy
