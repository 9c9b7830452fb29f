#include "workflow/witnessing.h"

#include "tlog/checkpoint.h"
#include "tlog/proof.h"
#include "vault/log_resources.h"

#include <algorithm>
#include <utility>

namespace pixiu::workflow {
namespace {

constexpr int attempts_max = 2;  // the second with the size that the witness named
constexpr std::chrono::seconds answer_time_max{10};

bool has_cosigned(const tlog::Note& note, const tlog::VerifierKey& key) {
  return std::any_of(note.signatures.begin(), note.signatures.end(),
                     [&](const tlog::NoteSignature& line) { return key.is_of(line); });
}

std::string add_checkpoint_url(std::string_view prefix) {
  while (prefix.ends_with('/')) prefix.remove_suffix(1);
  return std::string(prefix) + "/add-checkpoint";
}

}  // namespace

Witnessing::Witnessing(WitnessingParts parts) : parts_(std::move(parts)) {
  std::erase_if(parts_.witnesses,
                [](const tlog::PolicyWitness& witness) { return witness.url.empty(); });
}

std::vector<WitnessReport> Witnessing::round() {
  std::vector<WitnessReport> reports;
  const auto stored = parts_.log.checkpoint();
  if (!stored || !*stored) return reports;
  const auto note = tlog::parse_note(**stored);
  const auto checkpoint =
      note ? tlog::parse_checkpoint(note->text) : Result<tlog::Checkpoint>(note.error());
  if (!checkpoint) return reports;
  std::vector<tlog::NoteSignature> cosignatures;
  for (const tlog::PolicyWitness& witness : parts_.witnesses) {
    if (has_cosigned(*note, witness.key)) continue;
    auto asked = ask(witness, **stored, checkpoint->size, note->text);
    if (asked) {
      std::move(asked->begin(), asked->end(), std::back_inserter(cosignatures));
    }
    reports.push_back(
        {.witness = witness.name, .outcome = asked ? Status() : Status(asked.error())});
  }
  if (cosignatures.empty()) return reports;
  // Another checkpoint may have taken its place meanwhile: that one is sent in the next round.
  const Status added = parts_.sequencer.add_cosignatures(note->text, cosignatures);
  if (!added && added.error().code != ErrorCode::not_found) {
    reports.push_back({.witness = "", .outcome = added});
  }
  return reports;
}

Result<std::vector<tlog::NoteSignature>> Witnessing::ask(const tlog::PolicyWitness& witness,
                                                         const std::string& note,
                                                         std::uint64_t size,
                                                         std::string_view text) {
  for (int attempt = 0; attempt < attempts_max; ++attempt) {
    auto outcome = send(witness, note, size, text);
    if (!outcome) return outcome.error();
    if (!outcome->size_known) {
      known_sizes_[witness.name] = size;
      return std::move(outcome->cosignatures);
    }
    if (*outcome->size_known > size) {
      return Error{ErrorCode::conflict,
                   "the witness has cosigned a larger tree than this log's checkpoint"};
    }
    known_sizes_[witness.name] = *outcome->size_known;
  }
  return Error{ErrorCode::unavailable, "the witness's size changed while it was asked"};
}

Result<tlog::WitnessOutcome> Witnessing::send(const tlog::PolicyWitness& witness,
                                              const std::string& note, std::uint64_t size,
                                              std::string_view text) {
  const std::uint64_t old_size = std::min(known_sizes_[witness.name], size);
  auto proof = tlog::consistency_proof(old_size, size, vault::log_reader(parts_.log));
  if (!proof) return proof.error();
  const std::string body = tlog::format_add_checkpoint(
      {.old_size = old_size, .proof = std::move(*proof), .checkpoint = note});
  const ByteView bytes = bytes_of(body);
  outbound::Request request{.method = "POST",
                            .url = add_checkpoint_url(witness.url),
                            .headers = {{"Content-Type", "text/plain; charset=utf-8"}},
                            .body = Bytes(bytes.begin(), bytes.end()),
                            .time_max = answer_time_max};
  const auto response = parts_.client.send(request);
  if (!response) return response.error();
  return tlog::read_witness_answer(
      {.status = response->status,
       .content_type = std::string(response->header("content-type").value_or("")),
       .body = std::string(text_of(response->body))},
      text, witness.key);
}

WitnessingLoop::WitnessingLoop(Witnessing& witnessing, std::chrono::milliseconds interval,
                               Report report)
    : witnessing_(witnessing),
      interval_(interval),
      report_(std::move(report)),
      thread_([this](const std::stop_token& token) { run(token); }) {}

WitnessingLoop::~WitnessingLoop() = default;

void WitnessingLoop::run(const std::stop_token& token) {
  while (!token.stop_requested()) {
    for (const WitnessReport& report : witnessing_.round()) {
      if (!report.outcome) report_(report);
    }
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, token, interval_, [] { return false; });
  }
}

}  // namespace pixiu::workflow
