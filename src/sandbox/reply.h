#pragma once

#include "assessment/assess.h"
#include "base/bytes.h"
#include "base/result.h"
#include "media/ai_marks.h"

#include <cstdint>
#include <vector>

#include <opencv2/core.hpp>

namespace pixiu::sandbox {

// A child's answer as bytes, and back. Encoding happens in the child. Decoding happens in the
// caller's process, and there the bytes are hostile: a picture may have taken the child over.
// Decoding is pure, bounded, copies what it keeps and believes nothing:
//   * every count, length and size has a limit, below; nothing may be left over
//   * numbers are finite and in range, enumerators exist, regions lie inside the photo, pictures
//     have exactly the photo's size, names are a-z0-9_, texts valid UTF-8 without control codes
//   * nothing is accepted that was not asked for
// All decode errors are `internal`, "the answer cannot be believed: ...".

inline constexpr std::uint32_t findings_max = 64;   // provenance hands over 40 at most
inline constexpr std::uint32_t regions_max = 4096;  // of one finding
inline constexpr std::size_t name_bytes_max = 64;
inline constexpr std::size_t text_bytes_max = 4096;
inline constexpr std::size_t details_bytes_max = 64u << 10;
inline constexpr int details_nesting_max = 16;
inline constexpr std::size_t prepared_bytes_max = 64u << 20;  // one reference
inline constexpr std::size_t head_bytes_max = 16u << 20;      // everything but pictures
inline constexpr double log10_likelihood_ratio_abs_max = 1000;

// The first byte of a reply.
enum class ReplyKind : std::uint8_t { assessment = 11, rendition = 12, prepared = 13 };

// What a child may answer, known from what it was asked.
struct Expectation {
  int reference_count = 0;
  bool may_have_mask = false;
  bool may_have_aligned_reference = false;
  bool may_have_heatmap = false;
  bool may_have_prepared_references = false;
};

Expectation expectation_of(const assessment::Request& request);

// The largest reply that can be right.
std::size_t assessment_reply_bytes_max(const Expectation& expectation);

// A reply in the making: views into `head` and `kept` and into what was encoded.
struct EncodedReply {
  Bytes head;
  std::vector<cv::Mat> kept;
  std::vector<ByteView> blobs;

  std::vector<ByteView> parts() const;
};

EncodedReply encode_reply(const assessment::Assessment& assessment);

// `photo.sha256`, `photo.size_bytes` and what names the engine, its calibration and the trust lists
// are not taken from the child: they come back empty, and who asked knows them.
Result<assessment::Assessment> decode_assessment(ByteView reply, const Expectation& expectation);

// A rendition before it is encoded. The child hands over pixels, not a file: what people's browsers
// get is then written by our own encoder from pixels, whatever happened to the child.
struct RawRendition {
  cv::Mat pixels;  // CV_8UC3
  int full_width = 0;
  int full_height = 0;
  media::AiMarks marks;
};

EncodedReply encode_reply(const Result<RawRendition>& rendition);

// Errors also: those the child reports, with its code and text.
Result<RawRendition> decode_rendition(ByteView reply, int long_side_px_max);

std::size_t rendition_reply_bytes_max(int long_side_px_max);

// A prepared reference. Its bytes are never read outside of children.
EncodedReply encode_reply(const Result<Bytes>& prepared);
Result<Bytes> decode_prepared(ByteView reply);
inline constexpr std::size_t prepared_reply_bytes_max = prepared_bytes_max + head_bytes_max;

}  // namespace pixiu::sandbox
