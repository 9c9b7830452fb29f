#include "provenance/gb45438/security_data.h"

#include "base/bytes.h"
#include "crypto/signature.h"
#include "provenance/gb45438/encoded_bytes.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

namespace pixiu::provenance::gb45438 {
namespace {

using Json = nlohmann::json;
using Signature = SecurityData::Signature;

constexpr std::string_view sm3_with_sm2 = "1.2.156.10197.1.501";
constexpr std::size_t entries_max = 16;
constexpr std::size_t keys_max = 4;
constexpr std::size_t text_bytes_max = 16u << 10;

// Keys that providers are known to sign with: owner, SEC 1 point (compressed).
struct KnownKey {
  std::string_view owner;
  std::string_view point;
};
constexpr std::array<KnownKey, 1> known_keys = {{
    {"minimax", "02A0B3B0B6A0C9B0C89CAB328342AF4E8221EC5B40799CBE835AB4251F7B47E4FD"},
}};

std::string text_in(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_string()) return {};
  const auto& text = found->get_ref<const std::string&>();
  return text.size() <= text_bytes_max ? text : std::string();
}

int depth_of(std::string_view json) {
  int depth = 0;
  int deepest = 0;
  for (const char c : json) {
    if (c == '{' || c == '[') deepest = std::max(deepest, ++depth);
    if (c == '}' || c == ']') --depth;
  }
  return deepest;
}

// An object, or the object a text holds.
Json object_of(std::string_view text) {
  constexpr int depth_max = 16;
  if (text.find('{') == std::string_view::npos || depth_of(text) > depth_max) return {};
  Json json = Json::parse(text, nullptr, false);
  if (json.is_string()) {
    const auto inner = json.get<std::string>();
    if (depth_of(inner) > depth_max) return {};
    json = Json::parse(inner, nullptr, false);
  }
  return json.is_object() ? json : Json();
}

// The entries of PubSD with what the document says besides.
struct Entries {
  std::string algorithm;
  std::string signature;
  std::vector<std::string> keys;
};

Entries read_entries(const Json& document, SecurityData& data) {
  Entries entries;
  for (const char* name : {"PubSD", "PubSd"}) {
    const auto list = document.find(name);
    if (list == document.end() || !list->is_array()) continue;
    if (std::string_view(name) != "PubSD") data.deviations.emplace_back(name);
    for (std::size_t index = 0; index < std::min(list->size(), entries_max); ++index) {
      const Json& entry = (*list)[index];
      if (!entry.is_object()) continue;
      const std::string type = text_in(entry, "Type");
      if (type == "DS" && entries.signature.empty()) {
        entries.algorithm = text_in(entry, "AlgID");
        entries.signature = text_in(entry, "Signature");
      }
      if (type == "PubKey" && entries.keys.size() < keys_max) {
        entries.keys.push_back(text_in(entry, "KeyValue"));
      }
    }
  }
  return entries;
}

std::optional<crypto::PublicKey> sm2_key(ByteView bytes) {
  if (auto point = crypto::PublicKey::sm2_from_point(bytes)) return *point;
  auto key = crypto::PublicKey::from_spki(bytes);
  if (key && key->kind() == crypto::KeyKind::sm2) return *key;
  return std::nullopt;
}

// Of all ways the texts can be read as bytes: valid as soon as one is.
Signature check(const std::string& key_text, const std::string& signature_text,
                std::string_view message) {
  bool was_checked = false;
  for (const Bytes& key_bytes : readings_as_bytes(key_text)) {
    const std::optional<crypto::PublicKey> key = sm2_key(key_bytes);
    if (!key) continue;
    for (const Bytes& signature : readings_as_bytes(signature_text)) {
      const auto state = crypto::verify(*key, crypto::SignatureAlgorithm::sm3_with_sm2,
                                        bytes_of(message), signature);
      if (state == crypto::SignatureCheck::valid) return Signature::valid;
      was_checked = was_checked || state == crypto::SignatureCheck::mismatch;
    }
  }
  return was_checked ? Signature::mismatch : Signature::not_verifiable;
}

bool is_known_key(const KnownKey& known, const std::string& key_text) {
  const std::vector<Bytes> points = readings_as_bytes(std::string(known.point));
  const ByteView x = ByteView(points.at(0)).subspan(1);
  for (const Bytes& bytes : readings_as_bytes(key_text)) {
    if (bytes.size() < 64 || bytes.size() > 65) continue;
    const ByteView there = ByteView(bytes).subspan(bytes.size() - 64, 32);
    const bool is_even = (static_cast<unsigned>(bytes.back()) & 1) == 0;
    if (is_even && std::equal(there.begin(), there.end(), x.begin(), x.end())) return true;
  }
  return key_text == known.point;
}

// First the keys we know for this producer, then the one the label carries.
void check_signature(const Entries& entries, const SignedPart& part, SecurityData& data) {
  const std::string message = signed_message(part);
  for (const KnownKey& known : known_keys) {
    const bool is_carried = std::any_of(entries.keys.begin(), entries.keys.end(),
                                        [&](const auto& key) { return is_known_key(known, key); });
    if (!is_carried && !part.vendor_id.starts_with(known.owner)) continue;
    data.key_owner = known.owner;
    data.signature = check(std::string(known.point), entries.signature, message);
    return;
  }
  for (const std::string& key : entries.keys) {
    const Signature state = check(key, entries.signature, message);
    if (state == Signature::valid) {
      data.signature = Signature::valid_own_key;
      return;
    }
    if (state == Signature::mismatch) data.signature = Signature::mismatch;
  }
}

}  // namespace

std::string_view kind_name(SecurityData::Kind kind) {
  switch (kind) {
    case SecurityData::Kind::empty: return "empty";
    case SecurityData::Kind::opaque: return "opaque";
    case SecurityData::Kind::security: return "security";
  }
  return "opaque";
}

std::string_view signature_state_name(Signature signature) {
  switch (signature) {
    case Signature::none: return "none";
    case Signature::valid: return "valid";
    case Signature::valid_own_key: return "valid_own_key";
    case Signature::mismatch: return "mismatch";
    case Signature::not_verifiable: return "not_verifiable";
  }
  return "none";
}

std::string signed_message(const SignedPart& part) {
  std::string message;
  message.append("\"Label\":\"").append(part.label);
  message.append("\",\"ContentProducer\":\"").append(part.content_producer);
  message.append("\",\"ProduceID\":\"").append(part.produce_id).append("\"");
  return message;
}

SecurityData read_security_data(std::string_view reserved_code,
                                const std::optional<SignedPart>& part) {
  SecurityData data;
  if (reserved_code.find_first_not_of(" \t\r\n") == std::string_view::npos) return data;
  data.kind = SecurityData::Kind::opaque;
  Json document = object_of(reserved_code);
  if (document.is_object() && document.contains("SecurityData")) {
    const Json inner = document["SecurityData"];
    document = inner.is_string() ? object_of(inner.get<std::string>()) : inner;
  }
  if (!document.is_object()) return data;
  const Entries entries = read_entries(document, data);
  if (text_in(document, "Type") != "TC260PG" && entries.signature.empty()) return data;
  data.kind = SecurityData::Kind::security;
  data.algorithm = entries.algorithm;
  if (!entries.keys.empty()) data.key_value = entries.keys.front();
  if (reserved_code.find("LabelMataData") != std::string_view::npos) {
    data.deviations.emplace_back("LabelMataData");
  }
  if (entries.signature.empty()) return data;
  data.signature = Signature::not_verifiable;
  if (part && entries.algorithm == sm3_with_sm2) check_signature(entries, *part, data);
  return data;
}

}  // namespace pixiu::provenance::gb45438
