#include "sandbox/request.h"

#include "base/limits.h"
#include "sandbox/limits.h"
#include "sandbox/wire.h"

#include <algorithm>
#include <string>

namespace pixiu::sandbox {
namespace {

enum class Kind : std::uint8_t { assess = 1, render = 2, prepare = 3 };

constexpr std::size_t time_text_bytes_max = 64;

struct Encoder {
  Writer head;
  std::vector<ByteView> pictures;

  void picture(ByteView bytes) {
    const ByteView sent = bytes.first(std::min(bytes.size(), limits::photo_bytes_max + 1));
    head.number(static_cast<std::uint64_t>(sent.size()));
    pictures.push_back(sent);
  }
  void known(const std::vector<assessment::KnownPicture>& all) {
    head.number(static_cast<std::uint32_t>(all.size()));
    for (const assessment::KnownPicture& one : all) {
      head.flag(one.is_prepared);
      picture(one.bytes);
    }
  }
  void time(const std::optional<std::string>& text) {
    head.flag(text.has_value());
    if (text) head.text(*text);
  }
  void answer(const std::optional<bool>& value) {
    head.number<std::uint8_t>(!value ? 2 : *value ? 1 : 0);
  }

  void kind(Kind value) { head.number(static_cast<std::uint8_t>(value)); }

  void operator()(const assessment::Request& request) {
    kind(Kind::assess);
    picture(request.photo);
    known(request.references);
    known(request.others);
    for (const auto* text : {&request.context.ordered_at, &request.context.shipped_at,
                             &request.context.delivered_at, &request.context.filed_at}) {
      time(*text);
    }
    head.flag(request.examined_at.has_value());
    if (request.examined_at) {
      head.number(std::int64_t{request.examined_at->time_since_epoch().count()});
    }
    answer(request.context.declared_ai);
    answer(request.context.capture_required);
    for (const bool wants : {request.wants_mask, request.wants_aligned_reference,
                             request.wants_prepared_references, request.wants_heatmap}) {
      head.flag(wants);
    }
  }
  void operator()(const RenditionRequest& request) {
    kind(Kind::render);
    picture(request.file);
    head.number(std::int32_t{request.long_side_px_max});
  }
  void operator()(const PrepareRequest& request) {
    kind(Kind::prepare);
    picture(request.file);
  }
};

// Reads the head; the sizes of the pictures are kept until it is known where the head ends.
class Decoder {
 public:
  explicit Decoder(ByteView bytes) : reader_(bytes) {}

  Result<AnyRequest> decode() {
    const Kind kind{reader_.number<std::uint8_t>()};
    AnyRequest request;
    if (kind == Kind::assess) {
      request = assess();
    } else if (kind == Kind::render) {
      request = render();
    } else if (kind == Kind::prepare) {
      request = PrepareRequest{};
      picture();
    } else {
      reader_.fail("kind");
    }
    std::vector<ByteView> pictures;
    for (const std::uint64_t size : sizes_) {
      pictures.push_back(reader_.bytes(static_cast<std::size_t>(size)));
    }
    if (!reader_.is_at_end()) reader_.fail("trailing bytes");
    if (reader_.has_failed()) {
      return Error{ErrorCode::corrupted, std::string("sandbox request: ") + reader_.why()};
    }
    hand_out(request, pictures);
    return request;
  }

 private:
  void picture() { sizes_.push_back(reader_.number<std::uint64_t>()); }

  std::vector<assessment::KnownPicture> known(int count_max) {
    std::vector<assessment::KnownPicture> all(reader_.count(static_cast<std::uint32_t>(count_max)));
    for (assessment::KnownPicture& one : all) {
      one.is_prepared = reader_.flag();
      picture();
    }
    return all;
  }
  std::optional<std::string> time() {
    if (!reader_.flag()) return std::nullopt;
    return std::string(reader_.text(time_text_bytes_max));
  }
  std::optional<bool> answer() {
    const auto value = reader_.number<std::uint8_t>();
    if (value > 2) reader_.fail("answer");
    if (value >= 2) return std::nullopt;
    return value == 1;
  }

  assessment::Request assess() {
    assessment::Request request;
    picture();
    request.references = known(limits::references_max);
    request.others = known(limits::others_max);
    for (auto* text : {&request.context.ordered_at, &request.context.shipped_at,
                       &request.context.delivered_at, &request.context.filed_at}) {
      *text = time();
    }
    if (reader_.flag()) {
      request.examined_at = Timestamp{std::chrono::milliseconds{reader_.number<std::int64_t>()}};
    }
    request.context.declared_ai = answer();
    request.context.capture_required = answer();
    for (bool* wants : {&request.wants_mask, &request.wants_aligned_reference,
                        &request.wants_prepared_references, &request.wants_heatmap}) {
      *wants = reader_.flag();
    }
    return request;
  }
  RenditionRequest render() {
    RenditionRequest request;
    picture();
    request.long_side_px_max = reader_.number<std::int32_t>();
    return request;
  }

  static void hand_out(AnyRequest& request, const std::vector<ByteView>& pictures) {
    if (auto* render = std::get_if<RenditionRequest>(&request)) render->file = pictures[0];
    if (auto* prepare = std::get_if<PrepareRequest>(&request)) prepare->file = pictures[0];
    if (auto* assess = std::get_if<assessment::Request>(&request)) {
      std::size_t next = 0;
      assess->photo = pictures[next++];
      for (assessment::KnownPicture& one : assess->references) one.bytes = pictures[next++];
      for (assessment::KnownPicture& one : assess->others) one.bytes = pictures[next++];
    }
  }

  Reader reader_;
  std::vector<std::uint64_t> sizes_;
};

Status check_counts(const AnyRequest& request) {
  const auto* assess = std::get_if<assessment::Request>(&request);
  if (assess == nullptr) return {};
  if (assess->references.size() > static_cast<std::size_t>(limits::references_max)) {
    return Error{ErrorCode::limit_exceeded,
                 "more than " + std::to_string(limits::references_max) + " references"};
  }
  if (assess->others.size() > static_cast<std::size_t>(limits::others_max)) {
    return Error{ErrorCode::limit_exceeded,
                 "more than " + std::to_string(limits::others_max) + " other photos"};
  }
  for (const auto* text : {&assess->context.ordered_at, &assess->context.shipped_at,
                           &assess->context.delivered_at, &assess->context.filed_at}) {
    if (*text && (*text)->size() > time_text_bytes_max) {
      return Error{ErrorCode::invalid_input, "a time of the context is no RFC 3339 text"};
    }
  }
  return {};
}

}  // namespace

std::vector<ByteView> EncodedRequest::parts() const {
  std::vector<ByteView> all{head};
  all.insert(all.end(), pictures.begin(), pictures.end());
  return all;
}

Result<EncodedRequest> encode_request(const AnyRequest& request) {
  if (Status fine = check_counts(request); !fine) return fine.error();
  Encoder encoder;
  std::visit(encoder, request);
  EncodedRequest encoded{std::move(encoder.head).take(), std::move(encoder.pictures)};
  std::size_t total = encoded.head.size();
  for (const ByteView picture : encoded.pictures) total += picture.size();
  if (total > request_bytes_max) {
    return Error{ErrorCode::limit_exceeded, "the pictures are larger than " +
                                                std::to_string(request_bytes_max >> 20) +
                                                " MiB together"};
  }
  return encoded;
}

Result<AnyRequest> decode_request(ByteView bytes) {
  return Decoder(bytes).decode();
}

}  // namespace pixiu::sandbox
