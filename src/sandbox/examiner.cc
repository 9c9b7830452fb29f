#include "sandbox/examiner.h"

#include "crypto/digest.h"
#include "media/ai_marks.h"
#include "media/decode.h"
#include "media/encode.h"
#include "sandbox/reply.h"
#include "sandbox/request.h"
#include "sandbox/template_process.h"
#include "sandbox/work.h"

#include <utility>

namespace pixiu::sandbox {
namespace {

class SandboxedExaminer final : public Examiner {
 public:
  SandboxedExaminer(std::unique_ptr<TemplateProcess> process,
                    const assessment::Calibration& calibration, std::string trust_sha256,
                    std::shared_ptr<const Clock> clock)
      : process_(std::move(process)),
        calibration_(calibration),
        trust_sha256_(std::move(trust_sha256)),
        clock_(std::move(clock)) {}

  assessment::Assessment examine(const assessment::Request& asked) override {
    assessment::Request request = asked;
    if (!request.examined_at) request.examined_at = clock_->now();
    const Expectation expectation = expectation_of(request);
    Result<Reply> reply = run(request, assessment_reply_bytes_max(expectation));
    if (!reply) return could_not_examine(request.photo, reply.error());
    Result<assessment::Assessment> assessment = decode_assessment(reply->bytes.view(), expectation);
    if (!assessment) return could_not_examine(request.photo, assessment.error());
    // What is known here is not taken from the child.
    assessment->photo.sha256 = crypto::hex(crypto::sha256(request.photo));
    assessment->photo.size_bytes = request.photo.size();
    assessment->photo.format = media::format_of(request.photo);
    assessment->engine_version = assessment::engine_version();
    assessment->calibration_sha256 = calibration_.sha256;
    assessment->trust_sha256 = trust_sha256_;
    return *std::move(assessment);
  }

  Result<Rendition> render(const RenditionRequest& request) override {
    if (request.long_side_px_max < 1 || request.jpeg_quality < 1 || request.jpeg_quality > 100) {
      return Error{ErrorCode::invalid_input,
                   "a rendition needs a long side of at least 1 px and a quality of 1..100"};
    }
    Result<Reply> reply = run(request, rendition_reply_bytes_max(request.long_side_px_max));
    if (!reply) return reply.error();
    const Result<RawRendition> raw =
        decode_rendition(reply->bytes.view(), request.long_side_px_max);
    if (!raw) return raw.error();
    Result<Bytes> jpeg = media::encode_jpeg(raw->pixels, request.jpeg_quality);
    if (jpeg && !raw->marks.is_empty()) {
      jpeg = media::with_xmp(*jpeg, media::xmp_packet_of(raw->marks));
    }
    if (!jpeg) return jpeg.error();
    return Rendition{*std::move(jpeg), raw->pixels.cols, raw->pixels.rows, raw->full_width,
                     raw->full_height};
  }

  Result<Bytes> prepare(ByteView reference) override {
    Result<Reply> reply = run(PrepareRequest{reference}, prepared_reply_bytes_max);
    if (!reply) return reply.error();
    return decode_prepared(reply->bytes.view());
  }

 private:
  Result<Reply> run(const AnyRequest& request, std::size_t reply_bytes_max) {
    const Result<EncodedRequest> encoded = encode_request(request);
    if (!encoded) return encoded.error();
    const std::vector<ByteView> parts = encoded->parts();
    return process_->run({.request_parts = parts, .reply_bytes_max = reply_bytes_max});
  }

  assessment::Assessment could_not_examine(ByteView photo, const Error& why) const {
    assessment::Assessment assessment = assessment::could_not_examine(photo, why, calibration_);
    assessment.trust_sha256 = trust_sha256_;
    return assessment;
  }

  std::unique_ptr<TemplateProcess> process_;
  assessment::Calibration calibration_;
  std::string trust_sha256_;
  std::shared_ptr<const Clock> clock_;
};

}  // namespace

Result<Bytes> Examiner::prepare(ByteView) {
  return Error{ErrorCode::unsupported, "this examiner prepares no references"};
}

Result<std::unique_ptr<Examiner>> Examiner::start(const Limits& limits,
                                                  const assessment::Calibration& calibration,
                                                  const assessment::ProvenanceSettings& provenance,
                                                  std::shared_ptr<const Clock> clock) {
  const auto loaded = std::make_shared<LoadedTools>();
  Result<std::unique_ptr<TemplateProcess>> process =
      TemplateProcess::start({.warm_up = [&] { warm_up_examination(calibration, *loaded); },
                              .work = examination_work(calibration, provenance, loaded),
                              .limits = limits});
  if (!process) return process.error();
  return std::unique_ptr<Examiner>(std::make_unique<SandboxedExaminer>(
      *std::move(process), calibration, provenance.c2pa_trust.sha256(), std::move(clock)));
}

}  // namespace pixiu::sandbox
