#pragma once

#include "assessment/calibration.h"
#include "base/bytes.h"
#include "base/result.h"
#include "findings/finding.h"
#include "matching/compare.h"
#include "media/photo.h"
#include "provenance/examine.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <opencv2/core.hpp>

namespace pixiu::assessment {

enum class Band { clear, review, contradicted, not_assessed };

// "clear", "review", "contradicted", "not_assessed".
std::string_view band_name(Band band);

// A reference or other picture as the caller has it: the file's bytes, or what an earlier
// examination prepared from it (Assessment::prepared_references), which saves decoding and
// features.
struct KnownPicture {
  ByteView bytes;
  bool is_prepared = false;
};

// What is known about the claim; every part optional. Times are RFC 3339 texts, checked by
// parse_context (assessment/context.h). Nothing else about a case ever reaches an examiner: no id,
// no file name.
struct Context {
  std::optional<std::string> ordered_at;
  std::optional<std::string> shipped_at;
  std::optional<std::string> delivered_at;
  std::optional<std::string> filed_at;
  std::optional<bool> declared_ai;
  std::optional<bool> capture_required;
};

struct Request {
  ByteView photo;
  std::vector<KnownPicture> references;
  std::vector<KnownPicture> others;
  Context context;
  // When the examination takes place: stands for the time of signing where no trusted time stamp
  // tells it. Filled in by sandbox::Examiner when absent; without it the claim's `filed_at` counts.
  std::optional<Timestamp> examined_at;
  bool wants_mask = false;
  bool wants_aligned_reference = false;  // BGR, the best reference warped into the photo's frame
  bool wants_prepared_references = false;
  bool wants_heatmap = false;  // BGR, the photo with its edit map laid over as colours
};

struct PhotoFacts {
  std::string sha256;  // lower-case hex; empty when the bytes were not read
  media::Format format = media::Format::unknown;
  int width = 0;  // upright; 0 when unreadable
  int height = 0;
  std::size_t size_bytes = 0;
};

struct DerivedFromReference {
  int reference_index = 0;
  double probability = 0;
  std::optional<bool> is_edited;  // answered when the photo is taken to be derived
};

// What the file declares of AI origin, and what a platform that spreads it has to show.
struct AiAnswer {
  provenance::DeclaredAi declared = provenance::DeclaredAi::none;
  std::vector<provenance::DeclaredBy> by;  // each once
  provenance::Article6 article6 = provenance::Article6::none;

  friend bool operator==(const AiAnswer&, const AiAnswer&) = default;
};

struct Timing {
  double total_ms = 0;
  double decode_ms = 0;
};

// Everything one examination says of one photo. Plain values, so that it crosses the sandbox.
struct Assessment {
  PhotoFacts photo;
  Band band = Band::not_assessed;
  std::optional<double> probability;  // absent when nothing could be applied
  std::optional<double> log10_likelihood_ratio;
  std::optional<DerivedFromReference> derived_from_reference;  // absent without references
  std::optional<AiAnswer> ai;  // absent when the bytes are no kind of file we know
  std::vector<Finding> findings;
  std::optional<Error> unreadable;  // why the photo is no readable picture
  std::string engine_version;
  std::string calibration_sha256;
  std::string trust_sha256;  // of the operator's lists of signers; empty when there are none
  Timing timing;
  cv::Mat mask;  // CV_8UC1 of the photo's size when wanted and there is one, else empty
  cv::Mat aligned_reference;  // CV_8UC3 of the photo's size when wanted and derived, else empty
  cv::Mat heatmap;  // CV_8UC3 of the photo's size when wanted and there is a mask, else empty
  std::vector<Bytes> prepared_references;  // when wanted; one a reference, empty when unreadable
};

// What the operator decides about the file's own statements: whom to trust, what may be read.
using ProvenanceSettings = provenance::OperatorSettings;

// Reads a monotonic clock; used for `timing` alone, never for a finding.
using Ticks = std::chrono::steady_clock::time_point (*)();

// What an examination works with besides its request. Loaded by whoever makes the process.
struct Tools {
  // Reads visible marks; without one they are not looked for. One examination at a time.
  provenance::visible_mark::TextReader* text_reader = nullptr;
  Ticks ticks = &std::chrono::steady_clock::now;
};

// Runs every examiner on one photo and fuses what they find. Call inside the sandbox only (use
// sandbox::Examiner); decodes foreign bytes.
//
// A film (MP4, MOV) is examined for what its file says and for marks on the pictures of its first
// two seconds; references are not compared with it. Its width and height are those pictures'.
//
// Never fails on a broken photo: that is an Assessment with `unreadable` and band not_assessed, and
// still with what its file says about itself. A broken reference is a finding "not applicable" and
// the rest is assessed. Deterministic but for `timing`: same bytes, same calibration, same engine,
// same answer. Cost: one decode a picture, one reading of its metadata, one matching::compare a
// reference.
Assessment assess(const Request& request, const Calibration& calibration,
                  const ProvenanceSettings& provenance = {}, const Tools& tools = {});

// A reference prepared without any photo beside it: what Assessment::prepared_references would hold
// for it. For callers that keep prepared references across claims: made from the reference's own
// bytes alone, it cannot have been tampered with by somebody's claim photo. Call inside the sandbox
// only. Errors: as media::decode_photo.
Result<Bytes> prepare_reference(ByteView file);

// What is said of a photo that was not examined: unreadable, or its examination stopped (crash,
// time, memory). The digest, size and signature of the photo, `why`, band not_assessed, and one
// finding that says so. Decodes nothing, so a process outside the sandbox may call it.
Assessment could_not_examine(ByteView photo, Error why, const Calibration& calibration);

// Loads whatever the examiners load lazily (tables, thread pools, code pages), by examining a small
// generated pair of pictures. Call once in the template process, before lock-down. Cost: < 1 s.
void warm_up(const Calibration& calibration, const Tools& tools = {});

// The engine's version, e.g. "0.1.0"; changes whenever an answer may change.
std::string_view engine_version();

// The contract's JSON (pixiu.assessment/1) without `id` and `mask`. Absent answers are absent keys;
// fractional numbers have four decimals, probabilities six (ranking needs them); an unreadable
// photo has the additional key "unreadable": {"code","message"}.
nlohmann::json to_json(const Assessment& assessment);

}  // namespace pixiu::assessment
