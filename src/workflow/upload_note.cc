#include "workflow/upload_note.h"

#include "base/base64.h"
#include "crypto/aead.h"
#include "crypto/key_derivation.h"

#include <nlohmann/json.hpp>

namespace pixiu::workflow {
namespace {

constexpr int version = 1;

crypto::SecretKey wrapping_key_of(const crypto::SecretKey& subject_key) {
  return crypto::derive_key(subject_key, "pixiu.upload-wrapping/1");
}

crypto::SecretKey metadata_key_of(const crypto::SecretKey& key) {
  return crypto::derive_key(key, "pixiu.upload-metadata/1");
}

Error no_note() {
  return {ErrorCode::corrupted, "the note of an upload does not parse"};
}

// A member, or what is empty in its kind: the ids then do not parse.
std::string text_member(const nlohmann::json& json, const char* name) {
  const auto at = json.find(name);
  return at != json.end() && at->is_string() ? at->get<std::string>() : std::string();
}

template <class Number>
std::optional<Number> number_member(const nlohmann::json& json, const char* name) {
  const auto at = json.find(name);
  if (at == json.end() || !at->is_number_integer()) return std::nullopt;
  return at->get<Number>();
}

Result<nlohmann::json> parse(ByteView text) {
  auto json = nlohmann::json::parse(text_of(text), nullptr, false);
  if (!json.is_object() || number_member<int>(json, "version") != version) return no_note();
  return json;
}

}  // namespace

std::string place_of_upload(const UploadState& upload) {
  const auto& owner = upload.owner;
  return "pixiu.upload/1|" + upload.id.text() + "|" + owner.tenant.text() + "|" +
         owner.subject.text() + "|" + owner.claim.text() + "|" + owner.exhibit.text() + "|" +
         std::to_string(upload.length_bytes) + "|" + upload.retention_class;
}

Result<Bytes> write_upload_note(const UploadNote& note, privacy::Keyring& keyring,
                                Entropy& entropy) {
  const auto& upload = note.upload;
  const auto subject_key =
      keyring.subject_key_for_sealing(upload.owner.tenant, upload.owner.subject);
  if (!subject_key) return subject_key.error();
  const auto place = place_of_upload(upload);
  const auto wrapped =
      crypto::wrap_key(wrapping_key_of(*subject_key), note.key, bytes_of(place), entropy);
  const auto metadata =
      crypto::aead_seal(metadata_key_of(note.key), bytes_of(upload.metadata.reveal(Purpose::seal)),
                        bytes_of(place), entropy);
  const auto text = nlohmann::json{{"version", version},
                                   {"tenant", upload.owner.tenant.text()},
                                   {"subject", upload.owner.subject.text()},
                                   {"claim", upload.owner.claim.text()},
                                   {"exhibit", upload.owner.exhibit.text()},
                                   {"retention_class", upload.retention_class},
                                   {"length_bytes", upload.length_bytes},
                                   {"expires_ms", upload.expires_at.time_since_epoch().count()},
                                   {"wrapped_key", to_base64(wrapped)},
                                   {"metadata", to_base64(metadata)}}
                        .dump();
  return Bytes(bytes_of(text).begin(), bytes_of(text).end());
}

Result<UploadNote> read_upload_note(const UploadId& id, ByteView text, privacy::Keyring& keyring) {
  const auto json = parse(text);
  if (!json) return json.error();
  const auto tenant = TenantId::parse(text_member(*json, "tenant"));
  const auto subject = SubjectId::parse(text_member(*json, "subject"));
  const auto claim = ClaimId::parse(text_member(*json, "claim"));
  const auto exhibit = ExhibitId::parse(text_member(*json, "exhibit"));
  const auto wrapped = from_base64(text_member(*json, "wrapped_key"));
  const auto metadata = from_base64(text_member(*json, "metadata"));
  const auto length = number_member<std::uint64_t>(*json, "length_bytes");
  const auto expires = read_expiry(text);
  if (!tenant || !subject || !claim || !exhibit || !wrapped || !metadata || !length || !expires) {
    return no_note();
  }
  UploadState upload{.id = id,
                     .owner = {*tenant, *subject, *claim, *exhibit},
                     .retention_class = text_member(*json, "retention_class"),
                     .offset_bytes = 0,
                     .length_bytes = *length,
                     .expires_at = *expires,
                     .metadata = Sensitive<std::string>("")};
  const auto place = place_of_upload(upload);
  const auto subject_key = keyring.subject_key(*tenant, *subject);
  if (!subject_key) return subject_key.error();
  auto key = crypto::unwrap_key(wrapping_key_of(*subject_key), *wrapped, bytes_of(place));
  if (!key) return no_note();
  const auto opened = crypto::aead_open(metadata_key_of(*key), *metadata, bytes_of(place));
  if (!opened) return no_note();
  upload.metadata = Sensitive<std::string>(std::string(text_of(*opened)));
  return UploadNote{std::move(upload), std::move(*key)};
}

Result<Timestamp> read_expiry(ByteView text) {
  const auto json = parse(text);
  if (!json) return json.error();
  const auto expires = number_member<std::int64_t>(*json, "expires_ms");
  if (!expires) return no_note();
  return Timestamp(std::chrono::milliseconds(*expires));
}

}  // namespace pixiu::workflow
