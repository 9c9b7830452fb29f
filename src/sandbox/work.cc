#include "sandbox/work.h"

#include "assessment/assess.h"
#include "base/check.h"
#include "crypto/warm_up.h"
#include "media/ai_marks.h"
#include "media/decode.h"
#include "media/film/film.h"
#include "media/shrink.h"
#include "media/warm_up.h"
#include "sandbox/reply.h"
#include "sandbox/request.h"

#include <new>
#include <stdexcept>
#include <string>
#include <utility>

#include <opencv2/core.hpp>

namespace pixiu::sandbox {
namespace {

// A film is shown by its first picture.
Result<RawRendition> render_film(const RenditionRequest& request) {
  const Result<media::Film> film = media::read_film(request.file);
  if (!film) return film.error();
  const cv::Mat& first = film->frames.front().pixels;
  return RawRendition{.pixels = media::shrink_to_fit(first, request.long_side_px_max),
                      .full_width = film->size.width,
                      .full_height = film->size.height};
}

Result<RawRendition> render(const RenditionRequest& request) {
  if (media::is_film(media::format_of(request.file))) return render_film(request);
  const Result<media::Photo> photo = media::decode_photo(
      request.file, {.long_side_px_min = request.long_side_px_max, .keep_jpeg_structure = false});
  if (!photo) return photo.error();
  return RawRendition{.pixels = media::shrink_to_fit(photo->pixels, request.long_side_px_max),
                      .full_width = photo->full_size.width,
                      .full_height = photo->full_size.height,
                      .marks = media::read_ai_marks(request.file)};
}

struct Settings {
  assessment::Calibration calibration;
  assessment::ProvenanceSettings provenance;
  std::shared_ptr<const LoadedTools> loaded;
};

void answer(const AnyRequest& request, const Settings& settings, const ReplySink& reply) {
  const auto send = [&reply](const EncodedReply& encoded) { reply(encoded.parts()); };
  if (const auto* assess = std::get_if<assessment::Request>(&request)) {
    const assessment::Assessment assessment = assessment::assess(
        *assess, settings.calibration, settings.provenance, settings.loaded->tools());
    send(encode_reply(assessment));
  } else if (const auto* rendition = std::get_if<RenditionRequest>(&request)) {
    const Result<RawRendition> rendered = render(*rendition);
    send(encode_reply(rendered));
  } else {
    const Result<Bytes> prepared =
        assessment::prepare_reference(std::get<PrepareRequest>(request).file);
    send(encode_reply(prepared));
  }
}

}  // namespace

Work examination_work(const assessment::Calibration& calibration,
                      const assessment::ProvenanceSettings& provenance,
                      std::shared_ptr<const LoadedTools> loaded) {
  return [settings = Settings{calibration, provenance, std::move(loaded)}](ByteView bytes,
                                                                           const ReplySink& reply) {
    const Result<AnyRequest> request = decode_request(bytes);
    PIXIU_CHECK(request.has_value());  // our own caller wrote it
    try {
      answer(*request, settings, reply);
    } catch (const cv::Exception& failure) {
      if (failure.code == cv::Error::StsNoMem) throw std::bad_alloc();
      throw;
    }
  };
}

void warm_up_examination(const assessment::Calibration& calibration, LoadedTools& loaded) {
  cv::setNumThreads(1);  // pools do not survive fork
  if (Status decoders = media::warm_up(); !decoders) {
    throw std::runtime_error(decoders.error().message);
  }
  if (Status cryptography = crypto::warm_up(); !cryptography) {
    throw std::runtime_error(cryptography.error().message);
  }
  using provenance::visible_mark::TextReader;
  Result<std::unique_ptr<TextReader>> reader = TextReader::load();
  if (!reader) throw std::runtime_error(reader.error().message);
  loaded.text_reader = *std::move(reader);
  assessment::warm_up(calibration, loaded.tools());
}

}  // namespace pixiu::sandbox
