#pragma once

#include "privacy/key_store.h"

#include <string>
#include <string_view>

// What a wrapped key is bound to, so that one cannot be put in another's place; the associated data
// of its wrapping. Ids have a fixed length and no bar. Inside this module only.
namespace pixiu::privacy {

inline std::string place_of(const TenantKey& key) {
  return "pixiu.tenant-key/1|" + key.tenant.text() + "|" +
         std::string(tenant_key_use_name(key.use)) + "|" + std::to_string(key.generation);
}

inline std::string place_of(const SubjectKey& key) {
  return "pixiu.subject-key/1|" + key.tenant.text() + "|" + key.subject.text();
}

inline std::string place_of_check(std::string_view master_key) {
  return "pixiu.master-key-check/1|" + std::string(master_key);
}

}  // namespace pixiu::privacy
