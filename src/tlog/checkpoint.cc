#include "tlog/checkpoint.h"

#include "base/check.h"
#include "tlog/text_lines.h"
#include "tlog/tile.h"

#include <algorithm>
#include <utility>

namespace pixiu::tlog {
namespace {

Error invalid(std::string message) {
  return {ErrorCode::invalid_input, std::move(message)};
}

bool is_line(std::string_view text) {
  return !text.empty() && text.find('\n') == std::string_view::npos;
}

}  // namespace

Result<Checkpoint> parse_checkpoint(std::string_view text) {
  std::string_view rest = text;
  const auto origin = take_line(rest);
  if (!origin || origin->empty()) return invalid("a checkpoint starts with the log's origin");
  const auto size_line = take_line(rest);
  const auto size = size_line ? parse_decimal(*size_line, tree_size_max) : std::nullopt;
  if (!size) return invalid("line 2 of a checkpoint is the tree's size");
  const auto root_line = take_line(rest);
  const auto root = root_line ? parse_hash(*root_line) : std::nullopt;
  if (!root) return invalid("line 3 of a checkpoint is the root in base 64");
  Checkpoint checkpoint{.origin = std::string(*origin), .size = *size, .root = *root};
  while (!rest.empty()) {
    const auto line = take_line(rest);
    if (!line || line->empty()) return invalid("an extension line of a checkpoint is not empty");
    checkpoint.extensions.emplace_back(*line);
  }
  return checkpoint;
}

std::string format_checkpoint(const Checkpoint& checkpoint) {
  PIXIU_CHECK(is_line(checkpoint.origin));
  PIXIU_CHECK(checkpoint.size <= tree_size_max);
  std::string text = checkpoint.origin + "\n" + std::to_string(checkpoint.size) + "\n" +
                     format_hash(checkpoint.root) + "\n";
  for (const std::string& extension : checkpoint.extensions) {
    PIXIU_CHECK(is_line(extension));
    text += extension + "\n";
  }
  return text;
}

Result<SignedCheckpoint> open_checkpoint(std::string_view note,
                                         std::span<const VerifierKey> log_keys) {
  auto parsed = parse_note(note);
  if (!parsed) return parsed.error();
  auto checkpoint = parse_checkpoint(parsed->text);
  if (!checkpoint) return checkpoint.error();
  const auto verified = verify_note(*parsed, log_keys);
  if (!verified) return verified.error();
  const bool is_of_origin =
      std::any_of(verified->begin(), verified->end(), [&](const VerifiedSignature& signature) {
        return log_keys[signature.key_index].name() == checkpoint->origin;
      });
  if (!is_of_origin) {
    return Error{ErrorCode::permission_denied,
                 "the checkpoint's origin is not the name of the key that signed it"};
  }
  return SignedCheckpoint{.checkpoint = std::move(*checkpoint), .note = std::move(*parsed)};
}

}  // namespace pixiu::tlog
