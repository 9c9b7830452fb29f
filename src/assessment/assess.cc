#include "assessment/assess.h"

#include "assessment/file_findings.h"
#include "assessment/fusion.h"
#include "assessment/reference_findings.h"
#include "assessment/render.h"
#include "base/check.h"
#include "base/limits.h"
#include "crypto/digest.h"
#include "matching/picture.h"
#include "media/decode.h"
#include "media/film/film.h"

#include <iterator>
#include <string>
#include <utility>

namespace pixiu::assessment {
namespace {

// A reference JPEG larger than this is decoded at a DCT scale: what remains still shows more than
// any copy of it that travelled through a messenger.
constexpr int reference_long_side_px_min = 1600;

// Adds up how long a step took, whichever way it is left.
class Stopwatch {
 public:
  Stopwatch(Ticks ticks, double& total_ms) : ticks_(ticks), total_ms_(total_ms), start_(ticks()) {}
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;
  ~Stopwatch() {
    total_ms_ += std::chrono::duration<double, std::milli>(ticks_() - start_).count();
  }

 private:
  Ticks ticks_;
  double& total_ms_;
  std::chrono::steady_clock::time_point start_;
};

Assessment described(ByteView photo, const Calibration& calibration) {
  Assessment assessment;
  assessment.photo.sha256 = crypto::hex(crypto::sha256(photo));
  assessment.photo.format = media::format_of(photo);
  assessment.photo.size_bytes = photo.size();
  assessment.engine_version = engine_version();
  assessment.calibration_sha256 = calibration.sha256;
  return assessment;
}

// The file itself is at fault, rather than the examination of it.
bool is_no_picture(ErrorCode code) {
  return code == ErrorCode::invalid_input || code == ErrorCode::unsupported ||
         code == ErrorCode::corrupted;
}

Finding film_not_compared_finding() {
  Finding finding{.examiner = "same_capture", .version = "1", .family = "reference"};
  finding.summary = {"A film is not compared with the merchant's pictures.",
                     "视频不与商家图片进行比对。"};
  return finding;
}

Finding not_examined_finding(const Error& why) {
  const bool is_file_at_fault = is_no_picture(why.code);
  Finding finding{
      .examiner = is_file_at_fault ? "decode" : "examination", .version = "1", .family = "file"};
  if (is_file_at_fault) {
    finding.summary = {"The file cannot be read as a picture: " + why.message + ".",
                       "该文件无法作为图片读取，因此未能检验。"};
  } else {
    finding.summary = {"The picture could not be examined: " + why.message + ".",
                       "该图片未能完成检验。"};
  }
  finding.details = {{"error", {{"code", error_code_name(why.code)}, {"message", why.message}}}};
  return finding;
}

void set_unreadable(Assessment& assessment, Error why) {
  assessment.findings.insert(assessment.findings.begin(), not_examined_finding(why));
  assessment.unreadable = std::move(why);
}

Result<media::Photo> decode_reference(ByteView file) {
  return media::decode_photo(
      file, {.long_side_px_min = reference_long_side_px_min, .keep_jpeg_structure = false});
}

Result<matching::Picture> read_reference(const KnownPicture& known, Ticks ticks,
                                         double& decode_ms) {
  if (known.is_prepared) return matching::Picture::restore(known.bytes);
  const auto decoded = [&] {
    const Stopwatch stopwatch(ticks, decode_ms);
    return decode_reference(known.bytes);
  }();
  if (!decoded) return decoded.error();
  return matching::Picture::prepare(decoded->pixels, matching::Role::reference);
}

// Compares the photo with each reference in turn and keeps of the references only what was asked
// for, so that memory does not grow with their number.
class ReferenceComparer {
 public:
  ReferenceComparer(const Request& request, const cv::Mat& photo_bgr, Ticks ticks)
      : request_(request),
        ticks_(ticks),
        photo_(matching::Picture::prepare(photo_bgr, matching::Role::claim_photo)) {}

  void compare_all(Assessment& assessment) {
    for (std::size_t i = 0; i < request_.references.size(); ++i) {
      results_.push_back({static_cast<int>(i), compare(i, assessment)});
      if (best_picture_index() == static_cast<int>(i)) best_picture_ = current_;
      current_.reset();
    }
  }

  const std::vector<ReferenceResult>& results() const { return results_; }
  const std::optional<matching::Picture>& best_picture() const { return best_picture_; }

 private:
  Result<matching::Comparison> compare(std::size_t index, Assessment& assessment) {
    if (request_.wants_prepared_references) assessment.prepared_references.emplace_back();
    if (index >= static_cast<std::size_t>(limits::references_max)) {
      return Error{ErrorCode::limit_exceeded,
                   "more than " + std::to_string(limits::references_max) + " references"};
    }
    Result<matching::Picture> picture =
        read_reference(request_.references[index], ticks_, assessment.timing.decode_ms);
    if (!picture) return picture.error();
    if (request_.wants_prepared_references) assessment.prepared_references.back() = picture->save();
    current_ = *picture;
    return matching::compare(photo_, *picture);
  }

  int best_picture_index() const {
    const ReferenceResult* best = best_reference(results_);
    return best == nullptr ? -1 : best->index;
  }

  const Request& request_;
  Ticks ticks_;
  matching::Picture photo_;
  std::vector<ReferenceResult> results_;
  std::optional<matching::Picture> current_;
  std::optional<matching::Picture> best_picture_;
};

void attach_pictures(const Request& request, const cv::Mat& photo_bgr,
                     const ReferenceComparer& references, Assessment& assessment) {
  const ReferenceResult* best = best_reference(references.results());
  if (best == nullptr || !best->comparison->edit_map) return;
  const matching::Comparison& comparison = *best->comparison;
  const cv::Mat& mask = comparison.edit_map->mask;
  PIXIU_CHECK(mask.type() == CV_8UC1 && mask.size() == photo_bgr.size());
  if (request.wants_mask) assessment.mask = mask;
  if (request.wants_heatmap) assessment.heatmap = draw_heatmap(photo_bgr, mask);
  if (request.wants_aligned_reference) {
    assessment.aligned_reference = matching::warp_reference(
        references.best_picture()->pixels(), comparison.photo_from_reference, photo_bgr.size());
  }
}

void append(std::vector<Finding>& findings, std::vector<Finding> more) {
  findings.insert(findings.end(), std::make_move_iterator(more.begin()),
                  std::make_move_iterator(more.end()));
}

void examine(const Request& request, const media::Photo& photo, const Calibration& calibration,
             Ticks ticks, Assessment& assessment) {
  if (request.references.empty()) {
    append(assessment.findings, reference_findings({}, calibration));
  } else {
    ReferenceComparer references(request, photo.pixels, ticks);
    references.compare_all(assessment);
    assessment.derived_from_reference = derived_from_reference(references.results(), calibration);
    append(assessment.findings, reference_findings(references.results(), calibration));
    attach_pictures(request, photo.pixels, references, assessment);
  }
}

void fuse_findings(const Calibration& calibration, Assessment& assessment) {
  const Fused fused = fuse(assessment.findings, calibration);
  assessment.band = fused.band;
  assessment.probability = fused.probability;
  assessment.log10_likelihood_ratio = fused.log10_likelihood_ratio;
}

struct Examination {
  const Request& request;
  const Calibration& calibration;
  const ProvenanceSettings& provenance;
  const Tools& tools;
};

void assess_photo(const Examination& of, Assessment& assessment) {
  const Result<media::Photo> photo = [&] {
    const Stopwatch decoding(of.tools.ticks, assessment.timing.decode_ms);
    return media::decode_photo(of.request.photo, {.keep_jpeg_structure = false});
  }();
  std::vector<Finding> of_file =
      examine_file(of.request, of.provenance,
                   {.photo = photo ? &*photo : nullptr, .text_reader = of.tools.text_reader},
                   of.calibration, assessment.ai);
  if (photo) {
    assessment.photo.width = photo->pixels.cols;
    assessment.photo.height = photo->pixels.rows;
    examine(of.request, *photo, of.calibration, of.tools.ticks, assessment);
    append(assessment.findings, std::move(of_file));
    fuse_findings(of.calibration, assessment);
  } else {
    append(assessment.findings, std::move(of_file));
    set_unreadable(assessment, photo.error());
  }
}

void assess_film(const Examination& of, Assessment& assessment) {
  const Result<media::Film> film = [&] {
    const Stopwatch decoding(of.tools.ticks, assessment.timing.decode_ms);
    return media::read_film(of.request.photo);
  }();
  std::vector<Finding> of_file =
      examine_file(of.request, of.provenance,
                   {.film = film ? &*film : nullptr, .text_reader = of.tools.text_reader},
                   of.calibration, assessment.ai);
  if (film) {
    assessment.photo.width = film->size.width;
    assessment.photo.height = film->size.height;
    if (!of.request.references.empty()) assessment.findings.push_back(film_not_compared_finding());
    append(assessment.findings, std::move(of_file));
    fuse_findings(of.calibration, assessment);
  } else {
    append(assessment.findings, std::move(of_file));
    set_unreadable(assessment, film.error());
  }
}

}  // namespace

Assessment assess(const Request& request, const Calibration& calibration,
                  const ProvenanceSettings& provenance, const Tools& tools) {
  Assessment assessment;
  double total_ms = 0;
  {
    const Stopwatch stopwatch(tools.ticks, total_ms);
    assessment = described(request.photo, calibration);
    assessment.trust_sha256 = provenance.c2pa_trust.sha256();
    const Examination examination{request, calibration, provenance, tools};
    if (media::is_film(assessment.photo.format)) {
      assess_film(examination, assessment);
    } else {
      assess_photo(examination, assessment);
    }
  }
  assessment.timing.total_ms = total_ms;
  return assessment;
}

Result<Bytes> prepare_reference(ByteView file) {
  const Result<media::Photo> decoded = decode_reference(file);
  if (!decoded) return decoded.error();
  return matching::Picture::prepare(decoded->pixels, matching::Role::reference).save();
}

Assessment could_not_examine(ByteView photo, Error why, const Calibration& calibration) {
  Assessment assessment = described(photo, calibration);
  set_unreadable(assessment, std::move(why));
  return assessment;
}

}  // namespace pixiu::assessment
