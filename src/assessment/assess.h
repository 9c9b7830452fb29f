#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <opencv2/core.hpp>

#include "assessment/calibration.h"
#include "base/bytes.h"
#include "base/result.h"
#include "findings/finding.h"
#include "matching/compare.h"
#include "media/photo.h"

namespace pixiu::assessment {

enum class Band { clear, review, contradicted, not_assessed };

// "clear", "review", "contradicted", "not_assessed".
std::string_view band_name(Band band);

// A reference or other picture as the caller has it: the file's bytes, or what an earlier
// examination prepared from it (Assessment::prepared_references), which saves decoding and features.
struct KnownPicture {
  ByteView bytes;
  bool is_prepared = false;
};

// What is known about the claim; every part optional. Times are RFC 3339 texts, checked by the
// caller. Nothing else about a case ever reaches an examiner: no id, no file name.
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
  bool wants_mask = false;
  bool wants_aligned_reference = false;   // BGR, the best reference warped into the photo's frame
  bool wants_prepared_references = false;
};

struct PhotoFacts {
  std::string sha256;  // lower-case hex
  media::Format format = media::Format::unknown;
  int width = 0;       // upright; 0 when unreadable
  int height = 0;
  std::size_t size_bytes = 0;
};

struct DerivedFromReference {
  int reference_index = 0;
  double probability = 0;
  std::optional<bool> is_edited;  // answered when the photo is taken to be derived
};

struct Timing {
  double total_ms = 0;
  double decode_ms = 0;
};

// Everything one examination says of one photo. Plain values, so that it crosses the sandbox.
struct Assessment {
  PhotoFacts photo;
  Band band = Band::not_assessed;
  std::optional<double> probability;            // absent when nothing could be applied
  std::optional<double> log10_likelihood_ratio;
  std::optional<DerivedFromReference> derived_from_reference;  // absent without references
  std::vector<Finding> findings;
  std::optional<Error> unreadable;              // why the photo is no readable picture
  std::string engine_version;
  std::string calibration_sha256;
  Timing timing;
  cv::Mat mask;               // CV_8UC1 of the photo's size when wanted and there is one, else empty
  cv::Mat aligned_reference;  // CV_8UC3 of the photo's size when wanted and derived, else empty
  std::vector<Bytes> prepared_references;       // when wanted; one a reference, empty when unreadable
};

// Runs every examiner on one photo and fuses what they find. Call inside the sandbox only (use
// sandbox::Examiner); decodes foreign bytes.
//
// Never fails on a broken photo: that is an Assessment with `unreadable` and band not_assessed. A
// broken reference is a finding "not applicable" and the rest is assessed.
Assessment assess(const Request& request, const Calibration& calibration);

// The contract's JSON (pixiu.assessment/1) without `id` and `mask`. Absent answers are absent keys.
nlohmann::json to_json(const Assessment& assessment);

}  // namespace pixiu::assessment
