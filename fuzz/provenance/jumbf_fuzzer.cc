#include "provenance/c2pa/c2pa.h"
#include "provenance/c2pa/embedded_store.h"
#include "provenance/c2pa/jumbf.h"
#include "provenance/c2pa/report_json.h"
#include "provenance/c2pa/store_check.h"

#include <cstdint>
#include <cstdlib>

namespace {

using namespace pixiu;
using namespace pixiu::provenance::c2pa;

void check_places(const JumbfBox& box, ByteView around) {
  const bool is_inside = box.content.empty() ||
                         (box.content.data() >= around.data() &&
                          box.content.data() + box.content.size() <= around.data() + around.size());
  if (!is_inside) std::abort();
  for (const JumbfBox& child : box.children) check_places(child, box.content);
}

}  // namespace

// A manifest store: its boxes, and all that is read out of them when it stands in a file. Whatever
// it says, it is not signed by anybody who is trusted.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes = std::as_bytes(std::span(data, size));
  const auto store = parse_jumbf(bytes);
  if (!store) return 0;
  check_places(*store, bytes);
  EmbeddedStore embedded;
  embedded.container = Container::png;
  embedded.store.assign(bytes.begin(), bytes.end());
  C2paReport report;
  const auto line = check_store({}, embedded, {}, Timestamp{}, report);
  if (!line) return 0;
  if (line->empty() || report.is_signer_known) std::abort();
  if (report_json(report).dump().size() > report_json_bytes_max) std::abort();
  const Finding finding = finding_of(report);
  if (finding.summary.en.empty() || finding.summary.zh.empty()) std::abort();
  return 0;
}
