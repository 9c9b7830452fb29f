#pragma once

#include "base/clock.h"
#include "crypto/sealed_stream.h"
#include "tlog/note_key.h"
#include "vault/custody.h"
#include "vault/event_store.h"
#include "vault/exhibit.h"
#include "vault/time_stamping.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

// The dossier of a claim: one zip that its receiver can check without us (docs/formats/dossier.md).
namespace pixiu::vault {

// An exhibit and where its bytes come from.
struct DossierExhibit {
  Exhibit exhibit;  // a rendition when derived_from is set
  std::function<Status(const crypto::ByteSink& sink)> write_content;
  std::optional<std::string> findings_json;  // what was found in it, as the examination gave it
};

// An event with its salt, and the proof that the log has it.
struct DossierEvent {
  Event event;
  std::uint64_t index = 0;
  std::string proof;  // C2SP tlog-proof under `checkpoint`
};

struct Dossier {
  TenantId tenant;
  ClaimId claim;
  Timestamp created_at;
  std::vector<DossierExhibit> exhibits;          // by id
  std::vector<DossierEvent> events;              // by index
  std::string checkpoint;                        // the signed note, with its cosignatures
  tlog::VerifierKey log_key;                     // the log's Ed25519 key
  std::string policy;                            // C2SP tlog-policy: the log and its witnesses
  std::vector<CheckpointTimeStamp> time_stamps;  // over the text of `checkpoint`
  std::string authorities_pem;                   // roots of their authorities, may be empty
};

// Roles of members in the manifest.
namespace member_role {
inline constexpr std::string_view original = "original";
inline constexpr std::string_view derived = "derived";
inline constexpr std::string_view findings = "findings";
inline constexpr std::string_view record = "record";
inline constexpr std::string_view salted_record = "salted_record";
inline constexpr std::string_view log_entry = "log_entry";
inline constexpr std::string_view proof = "proof";
inline constexpr std::string_view checkpoint = "checkpoint";
inline constexpr std::string_view checkpoint_text = "checkpoint_text";
inline constexpr std::string_view log_signature = "log_signature";
inline constexpr std::string_view log_key = "log_key";
inline constexpr std::string_view policy = "policy";
inline constexpr std::string_view time_stamp = "time_stamp";
inline constexpr std::string_view authorities = "authorities";
inline constexpr std::string_view report = "report";
inline constexpr std::string_view instructions = "instructions";
inline constexpr std::string_view digests = "digests";
}  // namespace member_role

inline constexpr std::string_view manifest_name = "manifest.json";
inline constexpr std::string_view manifest_type = "pixiu.dossier/1";

// Writes the zip to `sink`, contents in one pass. The same dossier gives the same bytes.
// Errors: corrupted (a content that is not what its exhibit says, naming it; a checkpoint that is
// no note), those of the contents and of the sink.
Status write_dossier(const Dossier& dossier, const crypto::ByteSink& sink);

// "jpg" for image/jpeg, and so on; "bin" for what is not known.
std::string_view file_ending_of(std::string_view media_type);

}  // namespace pixiu::vault
