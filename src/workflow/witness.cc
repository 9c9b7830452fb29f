#include "workflow/witness.h"

#include "base/check.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace pixiu::workflow {
namespace {

constexpr std::string_view plain_text = "text/plain; charset=utf-8";

tlog::WitnessAnswer answer_of(int status, std::string_view text) {
  return {
      .status = status, .content_type = std::string(plain_text), .body = std::string(text) + "\n"};
}

// What the last cosigned checkpoint says.
Result<tlog::WitnessState> state_of(const std::optional<std::string>& cosigned) {
  if (!cosigned) return tlog::WitnessState{};
  const auto note = tlog::parse_note(*cosigned);
  if (!note) return note.error();
  const auto checkpoint = tlog::parse_checkpoint(note->text);
  if (!checkpoint) return checkpoint.error();
  return tlog::WitnessState{.size = checkpoint->size, .root = checkpoint->root};
}

std::string origin_of(const tlog::AddCheckpoint& request) {
  return request.checkpoint.substr(0, request.checkpoint.find('\n'));
}

}  // namespace

Witness::Witness(std::vector<WitnessedLog> logs, const tlog::SigningKey& key, const Clock& clock)
    : logs_(std::move(logs)), key_(key), clock_(clock) {
  PIXIU_CHECK(key_.verifier().type() == tlog::SignatureType::cosignature_v1);
  for (const WitnessedLog& log : logs_) watched_.push_back(log.log);
}

tlog::WitnessAnswer Witness::add_checkpoint(std::string_view body) {
  const auto request = tlog::parse_add_checkpoint(body);
  if (!request) return answer_of(400, request.error().message);
  const auto log = std::find_if(logs_.begin(), logs_.end(), [&](const WitnessedLog& candidate) {
    return candidate.log.origin == origin_of(*request);
  });
  if (log == logs_.end()) return tlog::decide_cosigning(*request, watched_, {}).answer;

  const std::lock_guard lock(mutex_);
  const auto cosigned = log->cosigned.checkpoint();
  if (!cosigned) return answer_of(503, cosigned.error().message);
  const auto state = state_of(*cosigned);
  if (!state) return answer_of(500, "the state of this log is damaged");
  auto decision = tlog::decide_cosigning(*request, watched_, *state);
  if (!decision.new_state) return std::move(decision.answer);

  const tlog::NoteSignature cosignature = key_.sign(decision.text, clock_.now());
  const std::string line = tlog::format_signature_line(cosignature);
  const Status replaced = log->cosigned.replace_checkpoint(*cosigned, request->checkpoint + line);
  if (!replaced) return answer_of(503, replaced.error().message);
  decision.answer.body = line;
  return std::move(decision.answer);
}

}  // namespace pixiu::workflow
