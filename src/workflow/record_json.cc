#include "workflow/record_json.h"

#include "base/timestamp.h"
#include "crypto/digest.h"

#include <utility>

namespace pixiu::workflow {

using Json = nlohmann::ordered_json;

Json exhibit_json(const vault::Exhibit& exhibit) {
  Json json{{"exhibit", exhibit.id.text()},
            {"tenant", exhibit.tenant.text()},
            {"claim", exhibit.claim.text()},
            {"subject", exhibit.subject.text()}};
  if (exhibit.derived_from) json["derived_from"] = exhibit.derived_from->text();
  json["sha256"] = crypto::hex(exhibit.sha256);
  json["sm3"] = crypto::hex(exhibit.sm3);
  json["size_bytes"] = exhibit.size_bytes;
  json["media_type"] = exhibit.media_type;
  json["retention_class"] = exhibit.retention_class;
  json["received_at"] = format_timestamp(exhibit.received_at);
  return json;
}

Json exhibit_json(const vault::StoredExhibit& stored) {
  Json json = exhibit_json(stored.exhibit);
  if (stored.quarantine) {
    json["quarantine"] = {{"reason", stored.quarantine->reason},
                          {"since", format_timestamp(stored.quarantine->since)}};
  }
  if (stored.erased_at) json["erased_at"] = format_timestamp(*stored.erased_at);
  return json;
}

Json custody_json(const ExhibitId& exhibit, const vault::CustodyChain& chain) {
  Json json{{"exhibit", exhibit.text()}, {"entries", Json::array()}, {"faults", Json::array()}};
  for (const vault::CustodyEntry& entry : chain.entries) {
    Json step{{"event", entry.event.event.id.text()},
              {"action", vault::custody_action_name(entry.action)},
              {"actor", entry.event.event.actor.text()},
              {"time", format_timestamp(entry.event.event.time)},
              {"sha256", entry.sha256_hex}};
    if (entry.event.index) step["index"] = *entry.event.index;
    json["entries"].push_back(std::move(step));
  }
  for (const vault::CustodyFault& fault : chain.faults) {
    json["faults"].push_back({{"event", fault.event.text()}, {"what", fault.what}});
  }
  return json;
}

}  // namespace pixiu::workflow
