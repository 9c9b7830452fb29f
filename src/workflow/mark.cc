#include "workflow/mark.h"

#include "media/file_edits.h"

#include <utility>

namespace pixiu::workflow {

Result<MarkedCopy> mark_copy(sandbox::MarkPlanner& planner, ByteView original,
                             const sandbox::MarkRequest& request) {
  const Result<media::FileEdits> edits = planner.plan(original, request);
  if (!edits) return edits.error();
  Result<Bytes> copy = media::apply(original, *edits);
  if (!copy) return Error{ErrorCode::internal, copy.error().message};
  if (edits->empty()) return MarkedCopy{*std::move(copy), true};
  // A file that needs no more edits carries the mark.
  const Result<media::FileEdits> again = planner.plan(*copy, request);
  if (!again || !again->empty()) {
    return Error{ErrorCode::internal, "the marked copy does not read back as marked"};
  }
  return MarkedCopy{*std::move(copy), false};
}

}  // namespace pixiu::workflow
