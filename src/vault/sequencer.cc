#include "vault/sequencer.h"

#include "base/check.h"
#include "base/stop.h"
#include "tlog/proof.h"
#include "tlog/rederive.h"
#include "vault/log_resources.h"

#include <algorithm>
#include <set>
#include <utility>

namespace pixiu::vault {
namespace {

std::string with_path(const tlog::Mismatch& mismatch) {
  return mismatch.path + ": " + mismatch.what;
}

}  // namespace

StopProcess real_stop() {
  return [](std::string_view why) { stop_process(why); };
}

Sequencer::Sequencer(SequencerParts parts) : parts_(std::move(parts)) {}

Sequencer::~Sequencer() = default;

Result<std::size_t> Sequencer::round() {
  const std::lock_guard guard(mutex_);
  if (is_stopped_) return Error{ErrorCode::internal, "the sequencer has stopped"};
  if (!is_taken_up_) {
    const Status taken_up = take_up();
    if (!taken_up) return passed_on(taken_up.error());
  }
  const auto batch = next_events();
  if (!batch) return passed_on(batch.error());
  if (batch->empty() && last_) return std::size_t{0};
  const Status written = write(*batch);
  if (!written) return passed_on(written.error());
  const Status confirmed = confirm();
  if (!confirmed) return passed_on(confirmed.error());
  const Status is_signed = sign();
  if (!is_signed) return passed_on(is_signed.error());
  const Status noted = note_indices();
  if (!noted) return passed_on(noted.error());
  return batch->size();
}

Status Sequencer::add_cosignatures(std::string_view checkpoint_text,
                                   std::span<const tlog::NoteSignature> cosignatures) {
  const std::lock_guard guard(mutex_);
  if (is_stopped_) return Error{ErrorCode::internal, "the sequencer has stopped"};
  const Error replaced{ErrorCode::not_found, "another checkpoint has taken its place"};
  if (!is_taken_up_ || !last_) return replaced;
  auto note = tlog::parse_note(last_->note);
  PIXIU_CHECK(note.has_value());
  if (note->text != checkpoint_text) return replaced;
  for (const tlog::NoteSignature& cosignature : cosignatures) {
    const auto is_of_the_same_key = [&](const tlog::NoteSignature& other) {
      return other.name == cosignature.name && other.key_id == cosignature.key_id;
    };
    const auto old =
        std::find_if(note->signatures.begin(), note->signatures.end(), is_of_the_same_key);
    if (old != note->signatures.end()) note->signatures.erase(old);
    note->signatures.push_back(cosignature);
  }
  const Status done = replace(tlog::format_note(*note));
  if (!done) return passed_on(done.error());
  return {};
}

// Reads what is stored, so that the state in memory is that of the last signed checkpoint.
Status Sequencer::take_up() {
  if (!lock_) {
    auto lock = parts_.log.lock();
    if (!lock) return of_log(lock.error());
    lock_ = *std::move(lock);
  }
  const Status read = read_checkpoint();
  if (!read) return read;
  const std::uint64_t size = last_ ? last_->checkpoint.size : 0;
  auto appender = tlog::Appender::load(size, log_reader(parts_.log));
  if (!appender) {
    const ErrorCode code = appender.error().code;
    const bool is_damage = code == ErrorCode::corrupted || code == ErrorCode::not_found;
    return is_damage ? stop("the log's edge cannot be read: " + appender.error().message)
                     : of_log(appender.error());
  }
  if (last_ && appender->root() != last_->checkpoint.root) {
    return stop("the stored tiles do not have the root of the signed checkpoint");
  }
  appender_ = *std::move(appender);
  const Status noted = note_indices();
  if (!noted) return noted;
  const Status found = find_unsigned();
  if (!found) return found;
  is_taken_up_ = true;
  return {};
}

Status Sequencer::read_checkpoint() {
  auto stored = parts_.log.checkpoint();
  if (!stored) return of_log(stored.error());
  last_.reset();
  if (!*stored) return {};
  const auto opened = tlog::open_checkpoint(**stored, {&parts_.key.verifier(), 1});
  if (!opened) return stop("the stored checkpoint is not of this log: " + opened.error().message);
  last_ = Signed{.note = **std::move(stored), .checkpoint = opened->checkpoint};
  return {};
}

// Notes the indices of the entries that a signed checkpoint has and the database does not.
Status Sequencer::note_indices() {
  const std::uint64_t size = last_ ? last_->checkpoint.size : 0;
  const auto next = parts_.events.next_index();
  if (!next) return next.error();
  if (*next > size) {
    return stop(
        "the database has events at indices beyond the signed checkpoint: the log is older "
        "than the database");
  }
  for (std::uint64_t first = *next; first < size;) {
    const std::uint64_t end = std::min<std::uint64_t>(size, first + sequencer_batch_max);
    const auto commitments = stored_commitments(parts_.log, first, end, size);
    if (!commitments) {
      return commitments.error().code == ErrorCode::corrupted ? stop(commitments.error().message)
                                                              : of_log(commitments.error());
    }
    const auto events = parts_.events.by_commitment(*commitments);
    if (!events) return events.error();
    std::vector<EventIndex> indices;
    for (std::size_t i = 0; i < events->size(); ++i) {
      if (!(*events)[i]) {
        return stop("the log's entry " + std::to_string(first + i) +
                    " belongs to no stored event: the database is older than the log");
      }
      indices.push_back({.event = (*events)[i]->event.id, .index = first + i});
    }
    const Status noted = parts_.events.set_indices(indices);
    if (!noted) {
      return noted.error().code == ErrorCode::conflict
                 ? stop("two events claim one index: " + noted.error().message)
                 : noted;
    }
    first = end;
  }
  return {};
}

// What an unfinished round has written is written again in the same order, so that no file of it
// is replaced by another content.
Status Sequencer::find_unsigned() {
  unsigned_.clear();
  const auto commitments =
      commitments_beyond(parts_.log, last_ ? last_->checkpoint.size : 0, sequencer_batch_max);
  if (!commitments) return of_log(commitments.error());
  if (commitments->empty()) return {};
  const auto events = parts_.events.by_commitment(*commitments);
  if (!events) return events.error();
  std::set<EventId> seen;
  for (const std::optional<StoredEvent>& event : *events) {
    if (!event || event->index || !seen.insert(event->event.id).second) break;
    unsigned_.push_back(*event);
  }
  return {};
}

Result<std::vector<StoredEvent>> Sequencer::next_events() {
  std::vector<StoredEvent> batch = std::exchange(unsigned_, {});
  std::set<EventId> taken;
  for (const StoredEvent& event : batch) taken.insert(event.event.id);
  const auto unlogged = parts_.events.unlogged(sequencer_batch_max);
  if (!unlogged) return unlogged.error();
  for (const StoredEvent& event : *unlogged) {
    if (batch.size() == sequencer_batch_max) break;
    if (!taken.contains(event.event.id)) batch.push_back(event);
  }
  return batch;
}

Status Sequencer::write(std::span<const StoredEvent> batch) {
  for (const StoredEvent& event : batch) {
    const auto index = appender_.append(bytes_of(leaf_entry(event.commitment)));
    if (!index) return index.error();
  }
  const std::vector<tlog::Resource> changes = appender_.take_changes();
  std::vector<LogFile> files;
  for (const tlog::Resource& change : changes) files.push_back({change.path, change.bytes});
  if (files.empty()) return {};
  const Status done = parts_.log.write(files);
  return done ? Status() : of_log(done.error());
}

Status Sequencer::confirm() {
  const std::uint64_t old_size = last_ ? last_->checkpoint.size : 0;
  const auto read = log_reader(parts_.log);
  const auto derived =
      tlog::rederive({.size = appender_.size(), .derived_before_size = old_size}, read);
  if (!derived) return of_log(derived.error());
  if (!derived->confirms(appender_.root())) {
    return stop("the stored log does not have the root to be signed; " +
                (derived->mismatches.empty() ? std::string("no single file is at fault")
                                             : with_path(derived->mismatches.front())));
  }
  if (old_size == 0) return {};
  const auto proof = tlog::consistency_proof(old_size, appender_.size(), read);
  if (!proof) return of_log(proof.error());
  const Status extends = tlog::verify_consistency({.old_size = old_size,
                                                   .new_size = appender_.size(),
                                                   .old_root = last_->checkpoint.root,
                                                   .new_root = appender_.root()},
                                                  *proof);
  return extends ? Status() : stop("the stored log does not extend the signed checkpoint");
}

Status Sequencer::sign() {
  const tlog::Checkpoint checkpoint{.origin = parts_.key.verifier().name(),
                                    .size = appender_.size(),
                                    .root = appender_.root(),
                                    .extensions = {}};
  tlog::Note note{.text = tlog::format_checkpoint(checkpoint), .signatures = {}};
  note.signatures.push_back(parts_.key.sign(note.text, parts_.clock.now()));
  const Status done = replace(tlog::format_note(note));
  if (done) last_->checkpoint = checkpoint;
  return done;
}

Status Sequencer::replace(std::string next) {
  const std::optional<std::string> expected = last_ ? std::optional(last_->note) : std::nullopt;
  const Status done = parts_.log.replace_checkpoint(expected, next);
  if (done) {
    if (!last_) last_.emplace();
    last_->note = std::move(next);
    return {};
  }
  if (done.error().code != ErrorCode::conflict) return of_log(done.error());
  return stop("the stored checkpoint is not the one that this log has signed last");
}

Error Sequencer::stop(std::string why) {
  is_stopped_ = true;
  parts_.stop(why);
  return {ErrorCode::internal, std::move(why)};
}

// Of a failed call of the log's store.
Error Sequencer::of_log(const Error& error) {
  if (error.code != ErrorCode::internal) return error;
  return stop("what the log has on its disk is unknown: " + error.message);
}

// After an Error the state in memory may be ahead of what is stored, or behind it.
Error Sequencer::passed_on(const Error& error) {
  is_taken_up_ = false;
  return error;
}

}  // namespace pixiu::vault
