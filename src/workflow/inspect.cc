#include "workflow/inspect.h"

#include "media/encode.h"
#include "media/shrink.h"

#include <algorithm>

namespace pixiu::workflow {
namespace {

constexpr int long_side_px_max = 1600;
constexpr int jpeg_quality = 85;

std::vector<assessment::KnownPicture> known_pictures(const std::vector<ByteView>& files) {
  std::vector<assessment::KnownPicture> pictures;
  for (const auto file : files) pictures.push_back({.bytes = file});
  return pictures;
}

// Empty for a file that is no readable picture; the assessment says why.
Bytes rendition_of(sandbox::Examiner& examiner, ByteView file) {
  auto rendition = examiner.render(
      {.file = file, .long_side_px_max = long_side_px_max, .jpeg_quality = jpeg_quality});
  return rendition ? std::move(rendition->jpeg) : Bytes{};
}

Result<Bytes> mask_of(const assessment::Assessment& assessment) {
  if (assessment.mask.empty()) return Bytes{};
  return media::encode_png(media::shrink_to_fit(assessment.mask, long_side_px_max));
}

Result<Bytes> aligned_reference_of(const assessment::Assessment& assessment) {
  if (assessment.aligned_reference.empty()) return Bytes{};
  return media::encode_jpeg(media::shrink_to_fit(assessment.aligned_reference, long_side_px_max),
                            jpeg_quality);
}

Result<Pictures> make_pictures(sandbox::Examiner& examiner, const Upload& upload,
                               const assessment::Assessment& assessment) {
  Pictures pictures;
  if (upload.wants_mask) {
    auto mask = mask_of(assessment);
    if (!mask) return mask.error();
    pictures.mask_png = std::move(*mask);
  }
  if (upload.wants_renditions) {
    pictures.photo_jpeg = rendition_of(examiner, upload.photo);
    for (const auto file : upload.references) {
      pictures.references_jpeg.push_back(rendition_of(examiner, file));
    }
    auto aligned = aligned_reference_of(assessment);
    if (!aligned) return aligned.error();
    pictures.aligned_reference_jpeg = std::move(*aligned);
  }
  return pictures;
}

}  // namespace

Result<Inspection> inspect(sandbox::Examiner& examiner, const Upload& upload,
                           const assessment::Context& context) {
  const auto assessment = examiner.examine({
      .photo = upload.photo,
      .references = known_pictures(upload.references),
      .others = known_pictures(upload.others),
      .context = context,
      .wants_mask = upload.wants_mask,
      .wants_aligned_reference = upload.wants_renditions,
  });
  // A sandbox that is gone says nothing about the photo.
  if (assessment.unreadable && assessment.unreadable->code == ErrorCode::unavailable) {
    return *assessment.unreadable;
  }
  Inspection inspection{.assessment = assessment::to_json(assessment),
                        .band = std::string(assessment::band_name(assessment.band)),
                        .pictures = {}};
  if (upload.wants_mask || upload.wants_renditions) {
    auto pictures = make_pictures(examiner, upload, assessment);
    if (!pictures) return pictures.error();
    inspection.pictures = std::move(*pictures);
  }
  return inspection;
}

}  // namespace pixiu::workflow
