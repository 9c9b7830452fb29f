#include "workflow/mark.h"

#include "media/file_edits.h"

#include <utility>

namespace pixiu::workflow {
namespace {

// Why the copy could not be read again. That it is no file to be marked is our fault, not its
// caller's; anything else (time, memory, a sandbox that is gone) is what it is.
Error unread(const Error& why) {
  const bool is_ours = why.code == ErrorCode::invalid_input || why.code == ErrorCode::unsupported ||
                       why.code == ErrorCode::corrupted;
  return {is_ours ? ErrorCode::internal : why.code,
          "the marked copy could not be read again: " + why.message};
}

}  // namespace

Result<MarkedCopy> mark_copy(sandbox::MarkPlanner& planner, ByteView original,
                             const sandbox::MarkRequest& request) {
  const Result<media::FileEdits> edits = planner.plan(original, request);
  if (!edits) return edits.error();
  Result<Bytes> copy = media::apply(original, *edits);
  if (!copy) return Error{ErrorCode::internal, copy.error().message};
  if (edits->empty()) return MarkedCopy{*std::move(copy), true};
  // A file that needs no more edits carries the mark.
  const Result<media::FileEdits> again = planner.plan(*copy, request);
  if (!again) return unread(again.error());
  if (!again->empty()) {
    return Error{ErrorCode::internal, "the marked copy does not read back as marked"};
  }
  return MarkedCopy{*std::move(copy), false};
}

}  // namespace pixiu::workflow
