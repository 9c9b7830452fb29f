#include "base/bytes.h"
#include "vault/dossier_check.h"

#include <cstddef>
#include <cstdint>

// A dossier comes from anybody: whatever the bytes are, checking ends with an outcome.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pixiu;
  const ByteView zip(reinterpret_cast<const std::byte*>(data), size);
  const vault::DossierOutcome outcome = vault::check_dossier(zip, {});
  static_cast<void>(outcome);
  return 0;
}
