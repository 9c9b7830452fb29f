#include "workflow/record.h"

#include "base/check.h"
#include "base/limits.h"
#include "crypto/digest.h"
#include "media/decode.h"
#include "tlog/checkpoint.h"
#include "tlog/proof.h"
#include "tlog/proof_file.h"
#include "tlog/tile.h"
#include "vault/log_resources.h"
#include "vault/sealed_blobs.h"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

namespace pixiu::workflow {
namespace {

constexpr std::size_t beginning_bytes_max = 4u << 10;

std::string media_type_of(ByteView content) {
  const media::Format format = media::format_of(content);
  if (format != media::Format::unknown) return "image/" + std::string(media::format_name(format));
  // ISO/IEC 14496-12, 4.3: what is no still picture and begins with a file type box.
  constexpr std::string_view file_type = "ftyp";
  const bool is_media_file = content.size() >= 8 && text_of(content.subspan(4, 4)) == file_type;
  return is_media_file ? "video/mp4" : "application/octet-stream";
}

// Gives the bytes of a view, piece by piece.
privacy::ByteSource source_of(ByteView content) {
  return [rest = content](std::span<std::byte> into) mutable -> Result<std::size_t> {
    const std::size_t size = std::min(into.size(), rest.size());
    std::copy_n(rest.begin(), size, into.begin());
    rest = rest.subspan(size);
    return size;
  };
}

// The log as its last signed checkpoint has it.
Result<tlog::Checkpoint> checkpoint_in(std::string_view stored) {
  const auto note = tlog::parse_note(stored);
  if (!note) return Error{ErrorCode::corrupted, "checkpoint: " + note.error().message};
  auto checkpoint = tlog::parse_checkpoint(note->text);
  if (!checkpoint) return Error{ErrorCode::corrupted, "checkpoint: " + checkpoint.error().message};
  return checkpoint;
}

// Whether all hashes of a tile are in a tree of this size.
bool is_in_tree(const tlog::Tile& tile, std::uint64_t size) {
  const int shift = tile.level * tlog::tile_height;
  return shift < 64 && tile.index * tlog::tile_width + tile.width <= size >> shift;
}

}  // namespace

EventId received_event_of(const ExhibitId& exhibit) {
  const std::string text = exhibit.text();
  Uuid uuid = *parse_uuid(text);
  const crypto::Digest digest = crypto::sha256(bytes_of("exhibit.received\n" + text));
  // The time, version and variant bits stay (RFC 9562, 5.7); the random ones follow from the id.
  for (std::size_t i = 6; i < uuid.bytes.size(); ++i) {
    const std::uint8_t kept = i == 6 ? 0xf0 : i == 8 ? 0xc0 : 0x00;
    const auto made = std::to_integer<std::uint8_t>(digest[i]);
    uuid.bytes[i] = static_cast<std::uint8_t>((uuid.bytes[i] & kept) | (made & ~kept));
  }
  return *EventId::parse(format_uuid(uuid));
}

Result<TakenIn> Record::take_in(const Intake& intake) {
  if (intake.content.empty()) return Error{ErrorCode::invalid_input, "the file is empty"};
  if (intake.content.size() > limits::photo_bytes_max) {
    return Error{ErrorCode::limit_exceeded, "a file taken in at once may hold " +
                                                std::to_string(limits::photo_bytes_max) + " bytes"};
  }
  return take_in(StreamedIntake{.owner = {.tenant = intake.tenant,
                                          .subject = intake.subject,
                                          .claim = intake.claim,
                                          .exhibit = intake.exhibit},
                                .retention_class = intake.retention_class,
                                .content = source_of(intake.content)});
}

Status Record::check_retention_class(std::string_view word) const {
  if (parts_.retention.has(word)) return {};
  return Error{ErrorCode::invalid_input, "there is no such retention class"};
}

Result<TakenIn> Record::take_in(const StreamedIntake& intake) {
  if (auto status = check_retention_class(intake.retention_class); !status) return status.error();
  const auto sealed = seal(intake);
  if (!sealed) return sealed.error();
  const EventId event = received_event_of(intake.owner.exhibit);
  if (const Status stored = store(*sealed, event); !stored) {
    // Unless nobody knows whether the exhibit is there, its blob is of no use.
    if (stored.error().code != ErrorCode::internal) {
      static_cast<void>(parts_.blobs.remove(sealed->blob));
    }
    return stored.error();
  }
  auto standing = parts_.exhibits.get(intake.owner.tenant, intake.owner.exhibit);
  if (!standing) return standing.error();
  // A repeated request sealed the content once more; the first blob stands.
  if (standing->exhibit.blob != sealed->blob) {
    static_cast<void>(parts_.blobs.remove(sealed->blob));
  }
  return TakenIn{.exhibit = std::move(standing->exhibit), .event = event};
}

// Leaves the blob of the content in the store, durable, and an exhibit that nobody knows of yet.
Result<vault::Exhibit> Record::seal(const StreamedIntake& intake) {
  Bytes beginning;  // enough of the content to tell its type by
  const privacy::ByteSource content = [&](std::span<std::byte> into) -> Result<std::size_t> {
    const auto size = intake.content(into);
    if (!size) return size;
    const auto count = std::min(*size, beginning_bytes_max - beginning.size());
    beginning.insert(beginning.end(), into.begin(),
                     into.begin() + static_cast<std::ptrdiff_t>(count));
    return size;
  };
  const auto sealed = vault::put_sealed(parts_.blobs, parts_.keyring, parts_.entropy, intake.owner,
                                        content, limits::recording_bytes_max);
  if (!sealed) return sealed.error();
  return vault::Exhibit{.id = intake.owner.exhibit,
                        .tenant = intake.owner.tenant,
                        .claim = intake.owner.claim,
                        .subject = intake.owner.subject,
                        .derived_from = std::nullopt,
                        .sha256 = sealed->digests.sha256,
                        .sm3 = sealed->digests.sm3,
                        .size_bytes = sealed->digests.size_bytes,
                        .media_type = media_type_of(beginning),
                        .blob = vault::BlobAddress(sealed->address),
                        .wrapped_key = sealed->wrapped_key,
                        .retention_class = intake.retention_class,
                        .received_at = parts_.clock.now()};
}

Status Record::store(const vault::Exhibit& exhibit, const EventId& event) {
  const auto received = vault::custody_event({.exhibit = exhibit,
                                              .action = vault::CustodyAction::received,
                                              .actor = vault::Actor::program("intake"),
                                              .sha256 = exhibit.sha256,
                                              .id = event},
                                             parts_.clock, parts_.entropy);
  if (!received) return received.error();
  return parts_.transactions.run([&](Transaction& transaction) -> Status {
    if (const Status put = parts_.exhibits.put(transaction, exhibit); !put) return put;
    return parts_.events.append(transaction, std::span(&*received, 1));
  });
}

Result<vault::StoredExhibit> Record::exhibit(const TenantId& tenant,
                                             const ExhibitId& exhibit) const {
  return parts_.exhibits.get(tenant, exhibit);
}

Result<vault::CustodyChain> Record::custody(const TenantId& tenant,
                                            const ExhibitId& exhibit) const {
  return vault::custody_of(parts_.events, tenant, exhibit);
}

Result<std::string> Record::checkpoint() const {
  auto stored = parts_.log.checkpoint();
  if (!stored) return stored.error();
  if (!*stored) return Error{ErrorCode::not_found, "the log has no checkpoint yet"};
  return std::move(**stored);
}

Result<Bytes> Record::log_resource(std::string_view path) const {
  const Error absent{ErrorCode::not_found, "the log has no such tile or entry bundle"};
  const auto resource = tlog::parse_tile_path(path);
  if (!resource) return absent;
  const auto signed_note = checkpoint();
  if (!signed_note) return signed_note.error();
  const auto head = checkpoint_in(*signed_note);
  if (!head) return head.error();
  const auto* tile = std::get_if<tlog::Tile>(&*resource);
  const tlog::Tile area = tile != nullptr
                              ? *tile
                              : tlog::Tile{.level = 0,
                                           .index = std::get<tlog::Bundle>(*resource).index,
                                           .width = std::get<tlog::Bundle>(*resource).width};
  if (!is_in_tree(area, head->size)) return absent;
  return vault::log_reader(parts_.log)(path);
}

Result<std::string> Record::event_proof(const TenantId& tenant, const EventId& event) const {
  const auto stored = parts_.events.by_id(tenant, event);
  if (!stored) return stored.error();
  if (!stored->has_salt) {
    return Error{ErrorCode::not_found,
                 "the event's salt was destroyed: nothing proves it any more"};
  }
  auto signed_note = checkpoint();
  const auto head =
      signed_note ? checkpoint_in(*signed_note) : Result<tlog::Checkpoint>(signed_note.error());
  if (!head && head.error().code != ErrorCode::not_found) return head.error();
  if (!head || !stored->index || *stored->index >= head->size) {
    return Error{ErrorCode::unavailable, "the event is not in the log yet; ask again in a moment"};
  }
  auto hashes = tlog::inclusion_proof(*stored->index, head->size, vault::log_reader(parts_.log));
  if (!hashes) return hashes.error();
  const std::string record = vault::canonical_record(stored->event);
  Bytes extra(stored->event.salt.begin(), stored->event.salt.end());
  const ByteView record_bytes = bytes_of(record);
  extra.insert(extra.end(), record_bytes.begin(), record_bytes.end());
  return tlog::format_proof_file({.extra = std::move(extra),
                                  .index = *stored->index,
                                  .hashes = std::move(*hashes),
                                  .checkpoint = std::move(*signed_note)});
}

}  // namespace pixiu::workflow
