#include "base/limits.h"
#include "sandbox/plain_text.h"
#include "sandbox/reply.h"
#include "sandbox/wire.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

namespace pixiu::sandbox {
namespace {

using assessment::Assessment;

Error unbelievable(const char* why) {
  return {ErrorCode::internal, std::string("the examination's answer cannot be believed: ") + why};
}

double read_in_range(Reader& in, double low, double high, const char* what) {
  const auto value = in.number<double>();
  if (!(value >= low && value <= high)) in.fail(what);  // also when it is no number
  return value;
}

double read_probability(Reader& in) {
  return read_in_range(in, 0, 1, "probability");
}

double read_ratio(Reader& in) {
  return read_in_range(in, -log10_likelihood_ratio_abs_max, log10_likelihood_ratio_abs_max,
                       "likelihood ratio");
}

template <class Read>
std::optional<double> read_optional(Reader& in, Read read) {
  if (!in.flag()) return std::nullopt;
  return read(in);
}

// An enumerator out of 0 .. `last`.
template <class Enum>
Enum read_enumerator(Reader& in, Enum last) {
  const auto value = in.number<std::uint8_t>();
  if (value > static_cast<std::uint8_t>(last)) in.fail("enumerator");
  return in.has_failed() ? Enum{} : static_cast<Enum>(value);
}

std::string read_plain_text(Reader& in, std::size_t size_max) {
  const std::string_view text = in.text(size_max);
  if (!is_plain_text(text)) in.fail("text");
  return std::string(text);
}

std::string read_name(Reader& in) {
  const std::string_view text = in.text(name_bytes_max);
  if (!is_plain_name(text)) in.fail("name");
  return std::string(text);
}

Error read_error(Reader& in) {
  Error error;
  error.code = read_enumerator(in, ErrorCode::internal);
  error.message = read_plain_text(in, text_bytes_max);
  return error;
}

bool is_inside(const Region& region, int width, int height) {
  return region.x >= 0 && region.y >= 0 && region.width >= 1 && region.height >= 1 &&
         region.x <= width - region.width && region.y <= height - region.height;
}

std::vector<Region> read_regions(Reader& in, int width, int height) {
  std::vector<Region> regions(in.count(regions_max));
  for (Region& region : regions) {
    for (int* value : {&region.x, &region.y, &region.width, &region.height}) {
      *value = in.number<std::int32_t>();
    }
    if (!is_inside(region, width, height)) in.fail("region");
    if (in.has_failed()) return {};
  }
  return regions;
}

nlohmann::json read_details(Reader& in) {
  const std::string_view text = in.text(details_bytes_max);
  if (json_nesting(text, details_nesting_max) > details_nesting_max) in.fail("details nest");
  if (in.has_failed()) return nullptr;
  nlohmann::json details = nlohmann::json::parse(text, nullptr, false);
  if (!details.is_object()) in.fail("details");
  return details;
}

Finding read_finding(Reader& in, int width, int height) {
  Finding finding;
  finding.examiner = read_name(in);
  finding.version = read_plain_text(in, name_bytes_max);
  finding.family = read_name(in);
  finding.outcome = read_enumerator(in, Outcome::not_applicable);
  finding.log10_likelihood_ratio = read_optional(in, read_ratio);
  finding.summary.en = read_plain_text(in, text_bytes_max);
  finding.summary.zh = read_plain_text(in, text_bytes_max);
  finding.regions = read_regions(in, width, height);
  finding.details = read_details(in);
  return finding;
}

void read_photo(Reader& in, assessment::PhotoFacts& photo) {
  photo.format = read_enumerator(in, media::format_last);
  photo.width = in.number<std::int32_t>();
  photo.height = in.number<std::int32_t>();
  const bool is_unread = photo.width == 0 && photo.height == 0;
  const bool is_in_range = photo.width >= 1 && photo.width <= limits::photo_side_px_max &&
                           photo.height >= 1 && photo.height <= limits::photo_side_px_max;
  if (!is_unread && !is_in_range) in.fail("photo size");
  if (std::int64_t{photo.width} * photo.height > limits::photo_pixels_max) in.fail("photo size");
}

std::optional<assessment::DerivedFromReference> read_derived(Reader& in, int reference_count) {
  if (!in.flag()) return std::nullopt;
  assessment::DerivedFromReference derived;
  derived.reference_index = in.number<std::int32_t>();
  if (derived.reference_index < 0 || derived.reference_index >= reference_count) {
    in.fail("reference index");
  }
  derived.probability = read_probability(in);
  const auto edited = in.number<std::uint8_t>();
  if (edited > 2) in.fail("answer");
  if (edited < 2) derived.is_edited = edited == 1;
  return derived;
}

std::optional<assessment::AiAnswer> read_ai(Reader& in) {
  using provenance::DeclaredBy;
  if (!in.flag()) return std::nullopt;
  assessment::AiAnswer ai;
  ai.declared = read_enumerator(in, provenance::DeclaredAi::generated);
  const std::uint32_t count = in.count(static_cast<std::uint32_t>(DeclaredBy::png_text) + 1);
  for (std::uint32_t index = 0; index < count && !in.has_failed(); ++index) {
    const DeclaredBy one = read_enumerator(in, DeclaredBy::png_text);
    if (!ai.by.empty() && ai.by.back() >= one) in.fail("standards out of order");
    ai.by.push_back(one);
  }
  if (ai.by.empty() != (ai.declared == provenance::DeclaredAi::none)) in.fail("declaration");
  ai.article6 = read_enumerator(in, provenance::Article6::generated);
  return ai;
}

cv::Mat read_picture(Reader& in, int width, int height, int type) {
  if (width < 1 || height < 1) in.fail("picture without a size");
  const auto pixels = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  const ByteView bytes = in.bytes(pixels * static_cast<std::size_t>(CV_ELEM_SIZE(type)));
  if (in.has_failed()) return {};
  cv::Mat picture(height, width, type);
  std::memcpy(picture.data, bytes.data(), bytes.size());
  return picture;
}

// Which pictures follow the head, and the sizes of the prepared references.
struct Attachments {
  bool has_mask = false;
  bool has_aligned_reference = false;
  bool has_heatmap = false;
  std::vector<std::size_t> prepared_sizes;
};

Attachments read_attachments(Reader& in, const Expectation& expectation) {
  Attachments attachments;
  attachments.has_mask = in.flag();
  attachments.has_aligned_reference = in.flag();
  attachments.has_heatmap = in.flag();
  if (attachments.has_mask && !expectation.may_have_mask) in.fail("mask unasked for");
  if (attachments.has_aligned_reference && !expectation.may_have_aligned_reference) {
    in.fail("aligned reference unasked for");
  }
  if (attachments.has_heatmap && !expectation.may_have_heatmap) in.fail("heat map unasked for");
  const auto reference_count = static_cast<std::uint32_t>(expectation.reference_count);
  const std::uint32_t count = in.count(reference_count);
  if (count != 0 && (count != reference_count || !expectation.may_have_prepared_references)) {
    in.fail("prepared references");
  }
  for (std::uint32_t index = 0; index < count; ++index) {
    const auto size = in.number<std::uint64_t>();
    if (size > prepared_bytes_max) in.fail("prepared reference too large");
    attachments.prepared_sizes.push_back(static_cast<std::size_t>(size));
  }
  return attachments;
}

void read_blobs(Reader& in, const Attachments& attachments, Assessment& into) {
  const int width = into.photo.width;
  const int height = into.photo.height;
  if (attachments.has_mask) into.mask = read_picture(in, width, height, CV_8UC1);
  if (attachments.has_aligned_reference) {
    into.aligned_reference = read_picture(in, width, height, CV_8UC3);
  }
  if (attachments.has_heatmap) into.heatmap = read_picture(in, width, height, CV_8UC3);
  for (const std::size_t size : attachments.prepared_sizes) {
    const ByteView bytes = in.bytes(size);
    into.prepared_references.emplace_back(bytes.begin(), bytes.end());
  }
}

void check_unreadable(Reader& in, const Assessment& assessment) {
  if (!assessment.unreadable) return;
  if (assessment.band != assessment::Band::not_assessed || assessment.probability ||
      assessment.log10_likelihood_ratio || assessment.derived_from_reference) {
    in.fail("an unreadable photo has no answers");
  }
}

Status finish(Reader& in) {
  if (!in.is_at_end()) in.fail("trailing bytes");
  if (in.has_failed()) return unbelievable(in.why());
  return {};
}

bool begin_reply(Reader& in, ReplyKind kind) {
  if (in.number<std::uint8_t>() != static_cast<std::uint8_t>(kind)) in.fail("kind");
  return !in.has_failed();
}

std::optional<std::string> read_optional_text(Reader& in, std::size_t size_max) {
  if (!in.flag()) return std::nullopt;
  return read_plain_text(in, size_max);
}

}  // namespace

Expectation expectation_of(const assessment::Request& request) {
  return {.reference_count = static_cast<int>(request.references.size()),
          .may_have_mask = request.wants_mask,
          .may_have_aligned_reference = request.wants_aligned_reference,
          .may_have_heatmap = request.wants_heatmap,
          .may_have_prepared_references = request.wants_prepared_references};
}

std::size_t assessment_reply_bytes_max(const Expectation& expectation) {
  const std::size_t bytes_a_pixel = (expectation.may_have_mask ? 1u : 0u) +
                                    (expectation.may_have_aligned_reference ? 3u : 0u) +
                                    (expectation.may_have_heatmap ? 3u : 0u);
  const std::size_t prepared =
      expectation.may_have_prepared_references
          ? static_cast<std::size_t>(expectation.reference_count) * prepared_bytes_max
          : 0;
  return head_bytes_max + bytes_a_pixel * std::size_t{limits::photo_pixels_max} + prepared;
}

std::size_t rendition_reply_bytes_max(int long_side_px_max) {
  const auto side = static_cast<std::size_t>(std::max(long_side_px_max, 1));
  return head_bytes_max + std::min(side * side, std::size_t{limits::photo_pixels_max}) * 3;
}

Result<Assessment> decode_assessment(ByteView reply, const Expectation& expectation) {
  constexpr double time_ms_max = 1e7;
  Reader in(reply);
  Assessment assessment;
  if (!begin_reply(in, ReplyKind::assessment)) return unbelievable(in.why());
  read_photo(in, assessment.photo);
  assessment.band = read_enumerator(in, assessment::Band::not_assessed);
  assessment.probability = read_optional(in, read_probability);
  assessment.log10_likelihood_ratio = read_optional(in, read_ratio);
  assessment.derived_from_reference = read_derived(in, expectation.reference_count);
  assessment.ai = read_ai(in);
  if (in.flag()) assessment.unreadable = read_error(in);
  check_unreadable(in, assessment);
  assessment.timing.total_ms = read_in_range(in, 0, time_ms_max, "time");
  assessment.timing.decode_ms = read_in_range(in, 0, time_ms_max, "time");
  const std::uint32_t finding_count = in.count(findings_max);
  for (std::uint32_t index = 0; index < finding_count && !in.has_failed(); ++index) {
    assessment.findings.push_back(
        read_finding(in, assessment.photo.width, assessment.photo.height));
  }
  const Attachments attachments = read_attachments(in, expectation);
  if (!in.has_failed()) read_blobs(in, attachments, assessment);
  if (Status fine = finish(in); !fine) return fine.error();
  return assessment;
}

Result<RawRendition> decode_rendition(ByteView reply, int long_side_px_max) {
  Reader in(reply);
  if (!begin_reply(in, ReplyKind::rendition)) return unbelievable(in.why());
  if (!in.flag()) {
    Error error = read_error(in);
    if (Status fine = finish(in); !fine) return fine.error();
    return error;
  }
  RawRendition rendition;
  rendition.full_width = in.number<std::int32_t>();
  rendition.full_height = in.number<std::int32_t>();
  const auto width = in.number<std::int32_t>();
  const auto height = in.number<std::int32_t>();
  for (const int side : {rendition.full_width, rendition.full_height}) {
    if (side < 1 || side > limits::photo_side_px_max) in.fail("full size");
  }
  if (std::max(width, height) > long_side_px_max) in.fail("size");
  rendition.marks.digital_source_type =
      read_optional_text(in, media::digital_source_type_bytes_max);
  rendition.marks.aigc = read_optional_text(in, media::aigc_bytes_max);
  rendition.pixels = read_picture(in, width, height, CV_8UC3);
  if (Status fine = finish(in); !fine) return fine.error();
  return rendition;
}

Result<Bytes> decode_prepared(ByteView reply) {
  Reader in(reply);
  if (!begin_reply(in, ReplyKind::prepared)) return unbelievable(in.why());
  if (!in.flag()) {
    Error error = read_error(in);
    if (Status fine = finish(in); !fine) return fine.error();
    return error;
  }
  const auto size = in.number<std::uint64_t>();
  if (size > prepared_bytes_max) in.fail("prepared reference too large");
  const ByteView bytes = in.bytes(static_cast<std::size_t>(size));
  if (Status fine = finish(in); !fine) return fine.error();
  return Bytes(bytes.begin(), bytes.end());
}

}  // namespace pixiu::sandbox
