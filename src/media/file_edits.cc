#include "media/file_edits.h"

namespace pixiu::media {

Result<Bytes> apply(ByteView file, const FileEdits& edits) {
  if (edits.size() > file_edits_max) {
    return Error{ErrorCode::invalid_input, "more edits than a file can need"};
  }
  Bytes edited;
  std::size_t at = 0;
  for (const FileEdit& edit : edits) {
    const bool is_inside = edit.offset_bytes >= at && edit.offset_bytes <= file.size() &&
                           edit.removed_count <= file.size() - edit.offset_bytes;
    if (!is_inside) {
      return Error{ErrorCode::invalid_input,
                   "an edit lies outside the file or reaches into another"};
    }
    const ByteView kept = file.subspan(at, edit.offset_bytes - at);
    edited.insert(edited.end(), kept.begin(), kept.end());
    edited.insert(edited.end(), edit.inserted.begin(), edit.inserted.end());
    at = edit.offset_bytes + edit.removed_count;
  }
  const ByteView rest = file.subspan(at);
  edited.insert(edited.end(), rest.begin(), rest.end());
  return edited;
}

}  // namespace pixiu::media
