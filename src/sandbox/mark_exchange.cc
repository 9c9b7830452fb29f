#include "sandbox/mark_exchange.h"

#include "sandbox/plain_text.h"
#include "sandbox/reply.h"
#include "sandbox/wire.h"

#include <cstdint>
#include <utility>

namespace pixiu::sandbox {
namespace {

Error unbelievable(const char* why) {
  return {ErrorCode::internal, std::string("the answer cannot be believed: ") + why};
}

Error read_failure(Reader& in) {
  const auto code = in.number<std::uint8_t>();
  if (code > static_cast<std::uint8_t>(ErrorCode::internal)) in.fail("error code");
  const std::string_view message = in.text(text_bytes_max);
  if (!is_plain_text(message)) in.fail("text");
  return {in.has_failed() ? ErrorCode::internal : ErrorCode{code}, std::string(message)};
}

media::FileEdits read_edits(Reader& in, std::size_t file_size_bytes) {
  media::FileEdits edits;
  const std::uint32_t count = in.count(media::file_edits_max);
  std::size_t inserted = 0;
  std::size_t removed = 0;
  std::size_t at = 0;
  for (std::uint32_t index = 0; index < count && !in.has_failed(); ++index) {
    const auto offset = in.number<std::uint64_t>();
    const auto removed_count = in.number<std::uint64_t>();
    const auto size = in.number<std::uint32_t>();
    if (offset < at || offset > file_size_bytes || removed_count > file_size_bytes - offset) {
      in.fail("an edit outside the file");
    }
    if (size > mark_inserted_bytes_max - inserted) in.fail("too much inserted");
    const ByteView bytes = in.has_failed() ? ByteView() : in.bytes(size);
    if (in.has_failed()) break;
    inserted += size;
    removed += static_cast<std::size_t>(removed_count);
    at = static_cast<std::size_t>(offset + removed_count);
    edits.push_back({static_cast<std::size_t>(offset), static_cast<std::size_t>(removed_count),
                     Bytes(bytes.begin(), bytes.end())});
  }
  if (removed > inserted + mark_shortened_bytes_max) in.fail("too much removed");
  return edits;
}

}  // namespace

Bytes encode_mark_request(const MarkRequest& request) {
  Writer out;
  out.text(request.propagator);
  out.text(request.propagate_id);
  out.number<char>(request.label.value_or('\0'));
  return std::move(out).take();
}

Result<MarkOrder> decode_mark_request(ByteView bytes) {
  Reader in(bytes);
  MarkOrder order;
  order.request.propagator = in.text(mark_text_bytes_max);
  order.request.propagate_id = in.text(mark_text_bytes_max);
  if (const char label = in.number<char>(); label != '\0') order.request.label = label;
  if (in.has_failed()) {
    return Error{ErrorCode::corrupted, std::string("mark request: ") + in.why()};
  }
  const std::size_t head = encode_mark_request(order.request).size();
  order.file = bytes.subspan(head);
  return order;
}

Bytes encode_mark_reply(const Result<media::FileEdits>& edits) {
  Writer out;
  out.flag(edits.has_value());
  if (!edits) {
    out.number(static_cast<std::uint8_t>(edits.error().code));
    out.text(as_plain_text(edits.error().message, text_bytes_max));
    return std::move(out).take();
  }
  out.number(static_cast<std::uint32_t>(edits->size()));
  for (const media::FileEdit& edit : *edits) {
    out.number(std::uint64_t{edit.offset_bytes});
    out.number(std::uint64_t{edit.removed_count});
    out.text(text_of(edit.inserted));
  }
  return std::move(out).take();
}

Result<media::FileEdits> decode_mark_reply(ByteView reply, std::size_t file_size_bytes) {
  Reader in(reply);
  const bool has_edits = in.flag();
  media::FileEdits edits;
  Error failure;
  if (has_edits) {
    edits = read_edits(in, file_size_bytes);
  } else {
    failure = read_failure(in);
  }
  if (!in.has_failed() && !in.is_at_end()) in.fail("trailing bytes");
  if (in.has_failed()) return unbelievable(in.why());
  if (!has_edits) return failure;
  return edits;
}

}  // namespace pixiu::sandbox
