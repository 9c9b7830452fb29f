#include "base/bytes.h"
#include "policy/ruleset.h"

#include <cstdint>
#include <cstdlib>

// A rule file. Whatever loads is evaluated, on known and on unknown facts.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pixiu;
  using namespace pixiu::policy;
  const auto rule = parse_rule(text_of(std::as_bytes(std::span<const std::uint8_t>(data, size))));
  if (!rule) return 0;
  const auto rules = Ruleset::make("fuzz", {*rule});
  Facts facts;
  for (int round = 0; round < 2; ++round) {
    const Evaluation evaluation = rules->evaluate_as_if_in_force(facts);
    if (evaluation.rules.size() != 1) std::abort();
    if (evaluation_to_json(evaluation).dump().empty()) std::abort();
    facts.set("amount", Money::from_fen(1));
    facts.set("is_perishable", true);
  }
  return 0;
}
