#include "sandbox/plain_text.h"
#include "sandbox/reply.h"
#include "sandbox/wire.h"

#include <utility>

namespace pixiu::sandbox {
namespace {

using assessment::Assessment;

void write_kind(Writer& out, ReplyKind kind) {
  out.number(static_cast<std::uint8_t>(kind));
}

void write_optional(Writer& out, const std::optional<double>& value) {
  out.flag(value.has_value());
  if (value) out.number(*value);
}

void write_error(Writer& out, const Error& error) {
  out.number(static_cast<std::uint8_t>(error.code));
  out.text(as_plain_text(error.message, text_bytes_max));
}

void write_finding(Writer& out, const Finding& finding) {
  out.text(finding.examiner);
  out.text(finding.version);
  out.text(finding.family);
  out.number(static_cast<std::uint8_t>(finding.outcome));
  write_optional(out, finding.log10_likelihood_ratio);
  out.text(as_plain_text(finding.summary.en, text_bytes_max));
  out.text(as_plain_text(finding.summary.zh, text_bytes_max));
  out.number(static_cast<std::uint32_t>(finding.regions.size()));
  for (const Region& region : finding.regions) {
    for (const int value : {region.x, region.y, region.width, region.height}) {
      out.number(std::int32_t{value});
    }
  }
  using nlohmann::json;
  out.text(finding.details.dump(-1, ' ', false, json::error_handler_t::replace));
}

void write_derived(Writer& out, const std::optional<assessment::DerivedFromReference>& derived) {
  out.flag(derived.has_value());
  if (!derived) return;
  out.number(std::int32_t{derived->reference_index});
  out.number(derived->probability);
  out.number<std::uint8_t>(!derived->is_edited ? 2 : *derived->is_edited ? 1 : 0);
}

void write_ai(Writer& out, const std::optional<assessment::AiAnswer>& ai) {
  out.flag(ai.has_value());
  if (!ai) return;
  out.number(static_cast<std::uint8_t>(ai->declared));
  out.number(static_cast<std::uint32_t>(ai->by.size()));
  for (const provenance::DeclaredBy one : ai->by) out.number(static_cast<std::uint8_t>(one));
  out.number(static_cast<std::uint8_t>(ai->article6));
}

void add_picture(EncodedReply& reply, const cv::Mat& picture) {
  if (picture.empty()) return;
  const cv::Mat whole = picture.isContinuous() ? picture : picture.clone();
  reply.kept.push_back(whole);
  reply.blobs.push_back(std::as_bytes(std::span(whole.data, whole.total() * whole.elemSize())));
}

void write_optional_text(Writer& out, const std::optional<std::string>& text) {
  out.flag(text.has_value());
  if (text) out.text(*text);
}

}  // namespace

std::vector<ByteView> EncodedReply::parts() const {
  std::vector<ByteView> all{head};
  all.insert(all.end(), blobs.begin(), blobs.end());
  return all;
}

EncodedReply encode_reply(const Assessment& assessment) {
  Writer out;
  write_kind(out, ReplyKind::assessment);
  out.number(static_cast<std::uint8_t>(assessment.photo.format));
  out.number(std::int32_t{assessment.photo.width});
  out.number(std::int32_t{assessment.photo.height});
  out.number(static_cast<std::uint8_t>(assessment.band));
  write_optional(out, assessment.probability);
  write_optional(out, assessment.log10_likelihood_ratio);
  write_derived(out, assessment.derived_from_reference);
  write_ai(out, assessment.ai);
  out.flag(assessment.unreadable.has_value());
  if (assessment.unreadable) write_error(out, *assessment.unreadable);
  out.number(assessment.timing.total_ms);
  out.number(assessment.timing.decode_ms);
  out.number(static_cast<std::uint32_t>(assessment.findings.size()));
  for (const Finding& finding : assessment.findings) write_finding(out, finding);
  EncodedReply reply;
  for (const cv::Mat* picture :
       {&assessment.mask, &assessment.aligned_reference, &assessment.heatmap}) {
    out.flag(!picture->empty());
    add_picture(reply, *picture);
  }
  out.number(static_cast<std::uint32_t>(assessment.prepared_references.size()));
  for (const Bytes& prepared : assessment.prepared_references) {
    out.number(std::uint64_t{prepared.size()});
    reply.blobs.emplace_back(prepared);
  }
  reply.head = std::move(out).take();
  return reply;
}

EncodedReply encode_reply(const Result<RawRendition>& rendition) {
  Writer out;
  EncodedReply reply;
  write_kind(out, ReplyKind::rendition);
  out.flag(rendition.has_value());
  if (rendition) {
    for (const int value : {rendition->full_width, rendition->full_height, rendition->pixels.cols,
                            rendition->pixels.rows}) {
      out.number(std::int32_t{value});
    }
    write_optional_text(out, rendition->marks.digital_source_type);
    write_optional_text(out, rendition->marks.aigc);
    add_picture(reply, rendition->pixels);
  } else {
    write_error(out, rendition.error());
  }
  reply.head = std::move(out).take();
  return reply;
}

EncodedReply encode_reply(const Result<Bytes>& prepared) {
  Writer out;
  EncodedReply reply;
  write_kind(out, ReplyKind::prepared);
  out.flag(prepared.has_value());
  if (prepared) {
    out.number(std::uint64_t{prepared->size()});
    reply.blobs.emplace_back(*prepared);
  } else {
    write_error(out, prepared.error());
  }
  reply.head = std::move(out).take();
  return reply;
}

}  // namespace pixiu::sandbox
