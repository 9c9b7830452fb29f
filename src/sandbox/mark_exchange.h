#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "media/file_edits.h"
#include "sandbox/mark_planner.h"

// What a MarkPlanner and its children say to each other, as bytes (wire.h).
namespace pixiu::sandbox {

inline constexpr std::size_t mark_text_bytes_max = 1024;
inline constexpr std::size_t mark_inserted_bytes_max = 16u << 20;  // XMP, tables of offsets
// How much shorter a marked copy may be: padding and packed texts give way.
inline constexpr std::size_t mark_shortened_bytes_max = 128u << 10;
inline constexpr std::size_t mark_reply_bytes_max = mark_inserted_bytes_max + (1u << 20);

// The head; the file follows it.
Bytes encode_mark_request(const MarkRequest& request);

// In a child: what the caller of the same build wrote. `file` views into `bytes`.
struct MarkOrder {
  MarkRequest request;
  ByteView file;
};
Result<MarkOrder> decode_mark_request(ByteView bytes);

Bytes encode_mark_reply(const Result<media::FileEdits>& edits);

// The reply is hostile: counts, sizes, order and places of the edits are checked against the file's
// size, texts must be plain. Errors: those the child reports; internal "the answer cannot be
// believed: ...".
Result<media::FileEdits> decode_mark_reply(ByteView reply, std::size_t file_size_bytes);

}  // namespace pixiu::sandbox
