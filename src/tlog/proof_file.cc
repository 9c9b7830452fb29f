#include "tlog/proof_file.h"

#include "base/base64.h"
#include "base/check.h"
#include "base/limits.h"
#include "tlog/proof.h"
#include "tlog/text_lines.h"
#include "tlog/tile.h"

#include <utility>

namespace pixiu::tlog {
namespace {

constexpr std::string_view first_line = "c2sp.org/tlog-proof@v1";
constexpr std::string_view extra_start = "extra ";
constexpr std::string_view index_start = "index ";

Error invalid(std::string message) {
  return {ErrorCode::invalid_input, std::move(message)};
}

}  // namespace

Result<ProofFile> parse_proof_file(std::string_view text) {
  if (text.size() > limits::tlog_proof_bytes_max) {
    return Error{ErrorCode::limit_exceeded, "a proof file has at most 512 KiB"};
  }
  std::string_view rest = text;
  if (take_line(rest) != first_line) {
    return invalid("a proof file starts with \"c2sp.org/tlog-proof@v1\"");
  }
  ProofFile proof;
  auto line = take_line(rest);
  if (line && line->starts_with(extra_start)) {
    auto extra = from_base64(line->substr(extra_start.size()));
    if (!extra) return invalid("the extra data of a proof file are base 64");
    proof.extra = std::move(*extra);
    line = take_line(rest);
  }
  const auto index = line && line->starts_with(index_start)
                         ? parse_decimal(line->substr(index_start.size()), tree_size_max - 1)
                         : std::nullopt;
  if (!index) return invalid("a proof file has a line \"index N\"");
  proof.index = *index;
  auto hashes = take_hashes(rest);
  if (!hashes) return hashes.error();
  proof.hashes = std::move(*hashes);
  if (auto note = parse_note(rest); !note) return note.error();
  proof.checkpoint = std::string(rest);
  return proof;
}

std::string format_proof_file(const ProofFile& proof) {
  PIXIU_CHECK(proof.hashes.size() <= proof_hashes_max);
  std::string text = std::string(first_line) + "\n";
  if (proof.extra) text += std::string(extra_start) + to_base64(*proof.extra) + "\n";
  text += std::string(index_start) + std::to_string(proof.index) + "\n";
  for (const Hash& hash : proof.hashes) text += format_hash(hash) + "\n";
  return text + "\n" + proof.checkpoint;
}

Result<Checkpoint> verify_proof_file(const ProofFile& proof, ByteView entry, const Policy& policy) {
  const auto note = parse_note(proof.checkpoint);
  if (!note) return note.error();
  if (const auto checked = check_policy(policy, *note); !checked) return checked.error();
  auto checkpoint = parse_checkpoint(note->text);
  if (!checkpoint) return checkpoint.error();
  const Inclusion claimed{.leaf = leaf_hash(entry),
                          .index = proof.index,
                          .size = checkpoint->size,
                          .root = checkpoint->root};
  if (auto included = verify_inclusion(claimed, proof.hashes); !included) return included.error();
  return std::move(*checkpoint);
}

}  // namespace pixiu::tlog
