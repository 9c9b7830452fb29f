#include "provenance/gb45438/label.h"
#include "provenance/gb45438/label_finding.h"

#include <cstdint>
#include <cstdlib>

// A whole file of any kind: every carrier and every variant of the hidden label.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pixiu;
  using namespace pixiu::provenance::gb45438;
  const Reading reading = read_labels(std::as_bytes(std::span(data, size)));
  const Finding finding = label_finding(reading);
  if (finding.summary.en.empty() || finding.details.dump().size() > (48u << 10)) std::abort();
  if ((reading.state == State::compliant) !=
      (reading.state != State::absent && reading.state != State::unreadable &&
       reading.violations.empty())) {
    std::abort();
  }
  return 0;
}
