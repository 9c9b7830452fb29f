#include "vault/time_stamping.h"

#include "base/base64.h"
#include "crypto/time_stamp_request.h"

#include <utility>

namespace pixiu::vault {
namespace {

using nlohmann::json;

constexpr std::string_view event_kind = "log.time_stamped";
constexpr std::size_t time_stamps_max = 8;

std::optional<CheckpointTimeStamp> time_stamp_of(const json& one) {
  if (!one.is_object()) return std::nullopt;
  const auto text = [&](const char* name) {
    const auto found = one.find(name);
    return found != one.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  const auto imprint = crypto::digest_algorithm_by_name(text("imprint"));
  auto response = from_base64(text("response"));
  const auto time = parse_timestamp(text("time"));
  if (!imprint || !response || !time) return std::nullopt;
  return CheckpointTimeStamp{
      .imprint = *imprint, .response = *std::move(response), .time = *time, .is_trusted = false};
}

}  // namespace

Result<CheckpointTimeStamp> request_time_stamp(const TimeStampTransport& transport,
                                               const TimeStampAuthority& authority,
                                               crypto::DigestAlgorithm imprint,
                                               std::string_view checkpoint_text, Entropy& entropy) {
  const ByteView stamped = bytes_of(checkpoint_text);
  const auto request = crypto::make_time_stamp_request(imprint, stamped, entropy);
  auto response = transport(authority.url, request.der, crypto::time_stamp_bytes_max);
  if (!response) return response.error();
  const auto check = crypto::check_time_stamp(*response, stamped, authority.anchors,
                                              crypto::TimeStampImprint::sha2_or_sm3);
  const auto refuse = [](const std::string& why) {
    return Error{ErrorCode::corrupted, "the authority's answer is no time stamp: " + why};
  };
  if (!check.is_validated()) return refuse(check.reason);
  if (check.imprint_algorithm != imprint) return refuse("it is of another digest than asked for");
  if (check.nonce_hex != request.nonce_hex) return refuse("it answers another request");
  return CheckpointTimeStamp{.imprint = imprint,
                             .response = *std::move(response),
                             .time = *check.time,
                             .is_trusted = check.is_trusted()};
}

Result<Event> time_stamp_event(const TenantId& operating_tenant, std::string_view checkpoint_text,
                               std::span<const CheckpointTimeStamp> time_stamps, const Clock& clock,
                               Entropy& entropy) {
  json list = json::array();
  for (const CheckpointTimeStamp& one : time_stamps) {
    list.push_back({{"imprint", crypto::digest_algorithm_name(one.imprint)},
                    {"time", format_timestamp(one.time)},
                    {"response", to_base64(one.response)}});
  }
  return make_event({.tenant = operating_tenant,
                     .stream = Stream::of(operating_tenant),
                     .kind = std::string(event_kind),
                     .actor = Actor::program("time_stamping"),
                     .body = {{"checkpoint", checkpoint_text}, {"time_stamps", std::move(list)}},
                     .id = {}},
                    clock, entropy);
}

std::optional<RecordedTimeStamps> time_stamps_of(const Event& event) {
  if (event.kind != event_kind) return std::nullopt;
  const json body = json::parse(event.body, nullptr, false);
  if (!body.is_object()) return std::nullopt;
  const auto checkpoint = body.find("checkpoint");
  const auto list = body.find("time_stamps");
  if (checkpoint == body.end() || !checkpoint->is_string() || list == body.end() ||
      !list->is_array() || list->size() > time_stamps_max) {
    return std::nullopt;
  }
  RecordedTimeStamps found{.checkpoint_text = checkpoint->get<std::string>(), .time_stamps = {}};
  for (const json& one : *list) {
    auto read = time_stamp_of(one);
    if (!read) return std::nullopt;
    found.time_stamps.push_back(*std::move(read));
  }
  return found;
}

}  // namespace pixiu::vault
