#include "vault/fsck.h"

#include "tlog/checkpoint.h"
#include "vault/canonical_json.h"
#include "vault/fsck_findings.h"
#include "vault/log_resources.h"

#include <algorithm>
#include <utility>

namespace pixiu::vault {
namespace {

constexpr std::size_t page_length = 1000;

// What is wrong with an event by itself; empty when nothing is.
std::string fault_of(const StoredEvent& stored) {
  const bool is_body_canonical =
      is_canonical_json(stored.event.body, limits::event_body_bytes_max) &&
      stored.event.body.starts_with('{');
  if (!is_body_canonical) return "its body is not canonical JSON";
  if (stored.has_salt && commitment_of(stored.event) != stored.commitment) {
    return "its content is not what was committed to when it was stored";
  }
  return "";
}

void note_index(const StoredEvent& stored, LogIndex& index, FsckNotes& notes) {
  if (!stored.index || *stored.index >= index.size) return;
  if (index.is_known[*stored.index]) {
    notes.damage("event " + stored.event.id.text(),
                 "index " + std::to_string(*stored.index) + " is another event's, too");
    return;
  }
  index.is_known[*stored.index] = true;
  index.commitments[*stored.index] = stored.commitment;
}

}  // namespace

bool FsckReport::is_clean() const {
  return std::none_of(findings.begin(), findings.end(), [](const FsckFinding& finding) {
    return finding.severity == FsckSeverity::damage;
  });
}

Result<std::optional<tlog::Checkpoint>> check_checkpoint(const FsckParts& parts, FsckNotes& notes) {
  const auto stored = parts.log.checkpoint();
  if (!stored) return stored.error();
  if (!*stored) return std::optional<tlog::Checkpoint>();
  auto opened = tlog::open_checkpoint(**stored, parts.log_keys);
  if (opened) return std::optional(std::move(opened->checkpoint));
  notes.damage("checkpoint", opened.error().message);
  return std::optional<tlog::Checkpoint>();
}

Result<LogIndex> check_events(const FsckParts& parts, std::uint64_t log_size, FsckReport& report,
                              FsckNotes& notes) {
  LogIndex index{.size = log_size,
                 .commitments = std::vector<crypto::Digest>(log_size),
                 .is_known = std::vector<bool>(log_size)};
  EventPage page{.after_position = 0, .count_max = page_length};
  while (!notes.is_full()) {
    const auto found = parts.events.all(page);
    if (!found && found.error().code == ErrorCode::corrupted) {
      notes.damage("database", found.error().message);
      break;
    }
    if (!found) return found.error();
    for (const StoredEvent& stored : *found) {
      ++report.events;
      report.events_unlogged += stored.index ? 0 : 1;
      const std::string fault = fault_of(stored);
      if (!fault.empty()) notes.damage("event " + stored.event.id.text(), fault);
      note_index(stored, index, notes);
    }
    if (found->size() < page_length) break;
    page.after_position = found->back().position;
  }
  return index;
}

Result<FsckReport> fsck(const FsckParts& parts) {
  FsckReport report;
  FsckNotes notes(report);
  const auto checkpoint = check_checkpoint(parts, notes);
  if (!checkpoint) return checkpoint.error();
  const std::uint64_t size = *checkpoint ? (*checkpoint)->size : 0;
  const auto index = check_events(parts, size, report, notes);
  if (!index) return index.error();
  if (*checkpoint) {
    const Status log = check_log(parts, **checkpoint, *index, report, notes);
    if (!log) return log.error();
  }
  const Status exhibits = check_exhibits(parts, report, notes);
  if (!exhibits) return exhibits.error();
  return report;
}

}  // namespace pixiu::vault
