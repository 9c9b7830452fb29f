#include "tlog/witness.h"

#include "base/check.h"
#include "base/limits.h"
#include "tlog/proof.h"
#include "tlog/text_lines.h"
#include "tlog/tile.h"

#include <algorithm>
#include <utility>

namespace pixiu::tlog {
namespace {

constexpr std::string_view old_start = "old ";

Error invalid(std::string message) {
  return {ErrorCode::invalid_input, std::move(message)};
}

// The log's own signature on the request's checkpoint.
enum class LogCheck { valid, unknown_origin, bad_signature };

LogCheck check_log(const Note& note, const Checkpoint& checkpoint,
                   std::span<const WatchedLog> logs) {
  const auto log = std::find_if(logs.begin(), logs.end(), [&](const WatchedLog& candidate) {
    return candidate.origin == checkpoint.origin;
  });
  if (log == logs.end()) return LogCheck::unknown_origin;
  return verify_note(note, log->keys) ? LogCheck::valid : LogCheck::bad_signature;
}

WitnessDecision refuse(int status, std::string_view why) {
  return {.answer = {.status = status,
                     .content_type = "text/plain; charset=utf-8",
                     .body = std::string(why) + "\n"}};
}

WitnessDecision conflict(std::uint64_t size) {
  return {.answer = {.status = 409,
                     .content_type = std::string(witness_size_type),
                     .body = std::to_string(size) + "\n"}};
}

WitnessDecision cosign(const Checkpoint& checkpoint, std::string text) {
  return {.answer = {.status = 200, .content_type = "text/plain; charset=utf-8"},
          .new_state = WitnessState{.size = checkpoint.size, .root = checkpoint.root},
          .text = std::move(text)};
}

}  // namespace

Result<AddCheckpoint> parse_add_checkpoint(std::string_view body) {
  std::string_view rest = body;
  const auto line = take_line(rest);
  const auto size = line && line->starts_with(old_start)
                        ? parse_decimal(line->substr(old_start.size()), tree_size_max)
                        : std::nullopt;
  if (!size) return invalid("the request starts with a line \"old N\"");
  auto proof = take_hashes(rest);
  if (!proof) return proof.error();
  if (rest.size() > limits::note_bytes_max) {
    return Error{ErrorCode::limit_exceeded, "a signed note has at most 256 KiB"};
  }
  if (auto note = parse_note(rest); !note) return note.error();
  return AddCheckpoint{
      .old_size = *size, .proof = std::move(*proof), .checkpoint = std::string(rest)};
}

std::string format_add_checkpoint(const AddCheckpoint& request) {
  PIXIU_CHECK(request.proof.size() <= proof_hashes_max);
  std::string body = std::string(old_start) + std::to_string(request.old_size) + "\n";
  for (const Hash& hash : request.proof) body += format_hash(hash) + "\n";
  return body + "\n" + request.checkpoint;
}

Result<WitnessOutcome> read_witness_answer(const WitnessAnswer& answer, std::string_view text,
                                           const VerifierKey& witness) {
  const std::string who = "witness " + witness.name();
  WitnessOutcome outcome;
  if (answer.status == 409 && answer.content_type.starts_with(witness_size_type)) {
    std::string_view rest = answer.body;
    const auto line = take_line(rest);
    const auto size = line && rest.empty() ? parse_decimal(*line, tree_size_max) : std::nullopt;
    if (!size) return invalid(who + " answered 409 without the size it knows");
    outcome.size_known = *size;
    return outcome;
  }
  if (answer.status != 200) {
    const bool is_final = answer.status == 400 || answer.status == 403 || answer.status == 404 ||
                          answer.status == 409 || answer.status == 422;
    return Error{is_final ? ErrorCode::permission_denied : ErrorCode::unavailable,
                 who + " answered " + std::to_string(answer.status)};
  }
  auto lines = parse_signature_lines(answer.body);
  if (!lines) return Error{lines.error().code, who + ": " + lines.error().message};
  Note note{.text = std::string(text), .signatures = std::move(*lines)};
  const auto verified = verify_note(note, std::span(&witness, 1));
  if (!verified) return verified.error();
  for (const VerifiedSignature& signature : *verified) {
    outcome.cosignatures.push_back(std::move(note.signatures[signature.signature_index]));
  }
  return outcome;
}

WitnessDecision decide_cosigning(const AddCheckpoint& request, std::span<const WatchedLog> logs,
                                 const WitnessState& state) {
  auto note = parse_note(request.checkpoint);
  const auto checkpoint = note ? parse_checkpoint(note->text) : Result<Checkpoint>(note.error());
  if (!checkpoint) return refuse(400, checkpoint.error().message);
  switch (check_log(*note, *checkpoint, logs)) {
    case LogCheck::valid: break;
    case LogCheck::unknown_origin: return refuse(404, "this witness does not watch that log");
    case LogCheck::bad_signature: return refuse(403, "no valid signature of the log");
  }
  if (request.old_size > checkpoint->size) {
    return refuse(400, "the old size is above the checkpoint's");
  }
  if (request.old_size != state.size) return conflict(state.size);
  if (request.old_size == checkpoint->size) {
    if (!request.proof.empty()) return refuse(422, "between trees of one size the proof is empty");
    // Before the first checkpoint nothing is recorded, and the empty tree has one root.
    const Hash known = state.size == 0 ? empty_root() : state.root;
    if (known != checkpoint->root) return conflict(state.size);
    return cosign(*checkpoint, std::move(note->text));
  }
  if (request.old_size == 0) {
    if (!request.proof.empty()) return refuse(422, "from size 0 the proof is empty");
    return cosign(*checkpoint, std::move(note->text));
  }
  const Consistency claimed{.old_size = request.old_size,
                            .new_size = checkpoint->size,
                            .old_root = state.root,
                            .new_root = checkpoint->root};
  if (const auto proved = verify_consistency(claimed, request.proof); !proved) {
    return refuse(422, proved.error().message);
  }
  return cosign(*checkpoint, std::move(note->text));
}

}  // namespace pixiu::tlog
