// Replies of a child that a picture has taken over, as the caller's process reads them. What is
// believed must be within every stated limit and must be written again just as it was read, but for
// the spelling of the findings' details.
#include "base/check.h"
#include "sandbox/plain_text.h"
#include "sandbox/reply.h"

#include <cstddef>
#include <cstdint>

namespace {

using namespace pixiu;
using namespace pixiu::sandbox;

constexpr Expectation everything{.reference_count = 2,
                                 .may_have_mask = true,
                                 .may_have_aligned_reference = true,
                                 .may_have_heatmap = true,
                                 .may_have_prepared_references = true};

void check_finding(const Finding& finding, const assessment::PhotoFacts& photo) {
  PIXIU_CHECK(is_plain_name(finding.examiner) && is_plain_name(finding.family));
  PIXIU_CHECK(is_plain_text(finding.summary.en) && is_plain_text(finding.summary.zh));
  PIXIU_CHECK(finding.details.is_object());
  PIXIU_CHECK(!finding.details.dump().empty());
  for (const Region& region : finding.regions) {
    PIXIU_CHECK(region.x >= 0 && region.y >= 0 && region.width > 0 && region.height > 0);
    PIXIU_CHECK(region.x + region.width <= photo.width && region.y + region.height <= photo.height);
  }
}

void check_picture(const cv::Mat& picture, const assessment::PhotoFacts& photo) {
  PIXIU_CHECK(picture.empty() || picture.size() == cv::Size(photo.width, photo.height));
}

void check_assessment(const assessment::Assessment& assessment) {
  PIXIU_CHECK(!assessment.probability ||
              (*assessment.probability >= 0 && *assessment.probability <= 1));
  for (const Finding& finding : assessment.findings) check_finding(finding, assessment.photo);
  check_picture(assessment.mask, assessment.photo);
  check_picture(assessment.aligned_reference, assessment.photo);
  check_picture(assessment.heatmap, assessment.photo);
  const EncodedReply encoded = encode_reply(assessment);
  Bytes again;
  for (const ByteView part : encoded.parts()) {
    again.insert(again.end(), part.begin(), part.end());
  }
  PIXIU_CHECK(decode_assessment(again, everything).has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView reply = std::as_bytes(std::span(data, size));
  if (const auto assessment = decode_assessment(reply, everything)) check_assessment(*assessment);
  if (const auto rendition = decode_rendition(reply, 100)) {
    PIXIU_CHECK(rendition->pixels.cols <= 100 && rendition->pixels.rows <= 100);
  }
  if (const auto prepared = decode_prepared(reply)) PIXIU_CHECK(prepared->size() < size);
  return 0;
}
