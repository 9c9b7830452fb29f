#include "vault/dossier_texts.h"

#include "base/check.h"

#include <string_view>

namespace pixiu::embedded {
extern const std::string_view dossier_verify_txt;
}

namespace pixiu::vault {
namespace {

// In verify.txt: where part 6 begins, and where its commands stand.
constexpr std::string_view time_stamp_part = "\n6. ";
constexpr std::string_view commands_place = "@TIME_STAMPS@";

std::string time_stamp_commands(const Dossier& dossier) {
  std::string text;
  for (std::size_t i = 0; i < dossier.time_stamps.size(); ++i) {
    text += "    $ openssl ts -verify -data log/checkpoint.txt -in time-stamps/" +
            std::to_string(i + 1) + '-' +
            std::string(crypto::digest_algorithm_name(dossier.time_stamps[i].imprint)) +
            ".tsr -CAfile certificates/authorities.pem\n";
  }
  return text;
}

}  // namespace

std::string verification_instructions(const Dossier& dossier) {
  std::string text(embedded::dossier_verify_txt);
  const std::size_t part = text.find(time_stamp_part);
  const std::size_t place = text.find(commands_place);
  PIXIU_CHECK(part != std::string::npos && place != std::string::npos && part < place);
  if (dossier.time_stamps.empty() || dossier.authorities_pem.empty()) {
    return text.erase(part, place + commands_place.size() - part);
  }
  return text.replace(place, commands_place.size(), time_stamp_commands(dossier));
}

}  // namespace pixiu::vault
