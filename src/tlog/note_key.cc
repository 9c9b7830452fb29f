#include "tlog/note_key.h"

#include "base/base64.h"
#include "base/check.h"
#include "crypto/digest.h"
#include "crypto/secret_key.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace pixiu::tlog {
namespace {

constexpr std::string_view secret_start = "PRIVATE+KEY+";
constexpr std::size_t key_id_hex_chars = 8;
constexpr std::size_t time_bytes = 8;

Error invalid(std::string message) {
  return {ErrorCode::invalid_input, std::move(message)};
}

std::string cosignature_message(std::uint64_t time_s, std::string_view text) {
  return "cosignature/v1\ntime " + std::to_string(time_s) + "\n" + std::string(text);
}

std::uint64_t big_endian(ByteView bytes) {
  std::uint64_t value = 0;
  for (const std::byte byte : bytes) value = value << 8 | std::to_integer<std::uint64_t>(byte);
  return value;
}

// What a signature of a type says besides being there.
struct Verification {
  bool is_valid = false;
  std::optional<std::uint64_t> time_s;
};

Verification verify_ed25519(const crypto::Ed25519PublicKey& key, std::string_view text,
                            ByteView signature) {
  return {.is_valid = crypto::ed25519_verify(key, bytes_of(text), signature)};
}

Verification verify_cosignature(const crypto::Ed25519PublicKey& key, std::string_view text,
                                ByteView signature) {
  if (signature.size() != time_bytes + crypto::ed25519_signature_bytes) return {};
  const std::uint64_t time_s = big_endian(signature.first(time_bytes));
  if (time_s >> 63 != 0) return {};
  const std::string message = cosignature_message(time_s, text);
  return {.is_valid = crypto::ed25519_verify(key, bytes_of(message), signature.subspan(time_bytes)),
          .time_s = time_s};
}

// One row a signature type.
struct TypeRow {
  SignatureType type;
  Verification (*verify)(const crypto::Ed25519PublicKey&, std::string_view, ByteView);
};

constexpr std::array types = {
    TypeRow{SignatureType::ed25519, verify_ed25519},
    TypeRow{SignatureType::cosignature_v1, verify_cosignature},
};

std::optional<TypeRow> row_of(std::byte type) {
  const auto* row = std::find_if(types.begin(), types.end(), [&](const TypeRow& candidate) {
    return static_cast<std::byte>(candidate.type) == type;
  });
  if (row == types.end()) return std::nullopt;
  return *row;
}

// SHA-256(name || "\n" || type || public key)[:4]
std::uint32_t key_id_of(std::string_view name, SignatureType type, ByteView public_key) {
  crypto::DigestStream stream(crypto::DigestAlgorithm::sha256);
  stream.update(bytes_of(name));
  const std::array<std::byte, 2> middle = {std::byte{'\n'}, static_cast<std::byte>(type)};
  stream.update(middle);
  stream.update(public_key);
  const crypto::Digest digest = stream.finish();
  return static_cast<std::uint32_t>(big_endian(ByteView(digest).first(4)));
}

std::string key_id_hex(std::uint32_t key_id) {
  std::array<std::byte, 4> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<std::byte>(key_id >> (24 - 8 * i));
  }
  return crypto::hex(bytes);
}

// The three parts of "name+hex key id+base64", the last one decoded.
struct KeyText {
  std::string name;
  std::string_view id_hex;
  SignatureType type = SignatureType::ed25519;
  std::array<std::byte, 32> key{};
};

Result<KeyText> parse_key_text(std::string_view text) {
  const Error malformed = invalid("a key is \"name+key id in hex+base64\"");
  const std::size_t first = text.find('+');
  if (first == std::string_view::npos) return malformed;
  const std::size_t second = text.find('+', first + 1);
  if (second != first + 1 + key_id_hex_chars) return malformed;
  KeyText parts{.name = std::string(text.substr(0, first)),
                .id_hex = text.substr(first + 1, key_id_hex_chars)};
  if (!is_key_name(parts.name)) return malformed;
  auto bytes = from_base64(text.substr(second + 1));
  if (!bytes || bytes->empty()) return malformed;
  const auto row = row_of(bytes->front());
  const bool has_size = bytes->size() == 1 + parts.key.size();
  if (row && has_size) std::copy(bytes->begin() + 1, bytes->end(), parts.key.begin());
  crypto::wipe(*bytes);
  if (!row) {
    return Error{ErrorCode::unsupported, "the key " + parts.name + " is of an unknown type"};
  }
  if (!has_size) return malformed;
  parts.type = row->type;
  return parts;
}

}  // namespace

Result<VerifierKey> VerifierKey::parse(std::string_view vkey) {
  const auto parts = parse_key_text(vkey);
  if (!parts) return parts.error();
  VerifierKey key(parts->name, parts->type, parts->key);
  if (key_id_hex(key.key_id_) != parts->id_hex) {
    return invalid("the id of the key " + parts->name + " is not the one of its bytes");
  }
  return key;
}

VerifierKey::VerifierKey(std::string name, SignatureType type,
                         const crypto::Ed25519PublicKey& public_key)
    : name_(std::move(name)),
      key_id_(key_id_of(name_, type, public_key)),
      type_(type),
      public_key_(public_key) {
  PIXIU_CHECK(is_key_name(name_));
}

std::string VerifierKey::vkey() const {
  Bytes bytes{static_cast<std::byte>(type_)};
  bytes.insert(bytes.end(), public_key_.begin(), public_key_.end());
  return name_ + "+" + key_id_hex(key_id_) + "+" + to_base64(bytes);
}

bool VerifierKey::is_of(const NoteSignature& signature) const {
  return signature.key_id == key_id_ && signature.name == name_;
}

Result<std::vector<VerifiedSignature>> verify_note(const Note& note,
                                                   std::span<const VerifierKey> known) {
  std::vector<VerifiedSignature> verified;
  for (std::size_t i = 0; i < note.signatures.size(); ++i) {
    const NoteSignature& signature = note.signatures[i];
    const auto key = std::find_if(known.begin(), known.end(), [&](const VerifierKey& candidate) {
      return candidate.is_of(signature);
    });
    if (key == known.end()) continue;
    const auto row = row_of(static_cast<std::byte>(key->type()));
    const auto checked = row->verify(key->public_key(), note.text, signature.signature);
    if (!checked.is_valid) {
      return Error{ErrorCode::permission_denied,
                   "the signature of " + key->name() + " does not verify"};
    }
    verified.push_back({.key_index = static_cast<std::size_t>(key - known.begin()),
                        .signature_index = i,
                        .time_s = checked.time_s});
  }
  if (verified.empty()) {
    return Error{ErrorCode::permission_denied, "no known key signed the note"};
  }
  return verified;
}

SigningKey::SigningKey(VerifierKey verifier, crypto::Ed25519KeyPair pair)
    : verifier_(std::move(verifier)), pair_(std::move(pair)) {}

Result<SigningKey> SigningKey::from_seed(std::string name, SignatureType type, ByteView seed) {
  auto pair = crypto::Ed25519KeyPair::from_seed(seed);
  if (!pair) return pair.error();
  VerifierKey verifier(std::move(name), type, pair->public_key());
  return SigningKey(std::move(verifier), std::move(*pair));
}

Result<SigningKey> SigningKey::parse(std::string_view skey) {
  if (skey.ends_with('\n')) skey.remove_suffix(1);
  if (!skey.starts_with(secret_start)) {
    return invalid("a signing key starts with \"PRIVATE+KEY+\"");
  }
  auto parts = parse_key_text(skey.substr(secret_start.size()));
  if (!parts) return parts.error();
  auto key = from_seed(parts->name, parts->type, parts->key);
  crypto::wipe(parts->key);
  if (!key) return key.error();
  if (key_id_hex(key->verifier_.key_id()) != parts->id_hex) {
    return invalid("the id of the key " + parts->name + " is not the one of its bytes");
  }
  return key;
}

NoteSignature SigningKey::sign(std::string_view text, Timestamp now) const {
  PIXIU_CHECK(text.ends_with('\n'));
  NoteSignature line{.name = verifier_.name(), .key_id = verifier_.key_id()};
  std::string message(text);
  if (verifier_.type() == SignatureType::cosignature_v1) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    PIXIU_CHECK(seconds >= 0);
    const auto time_s = static_cast<std::uint64_t>(seconds);
    message = cosignature_message(time_s, text);
    for (std::size_t i = 0; i < time_bytes; ++i) {
      line.signature.push_back(static_cast<std::byte>(time_s >> (56 - 8 * i)));
    }
  }
  const crypto::Ed25519Signature signature = pair_.sign(bytes_of(message));
  line.signature.insert(line.signature.end(), signature.begin(), signature.end());
  return line;
}

Sensitive<std::string> make_signing_key(std::string_view name, SignatureType type,
                                        Entropy& entropy) {
  std::array<std::byte, 1 + crypto::ed25519_seed_bytes> bytes{static_cast<std::byte>(type)};
  const auto seed = std::span(bytes).subspan(1);
  entropy.fill(seed);
  const auto key = SigningKey::from_seed(std::string(name), type, seed);
  PIXIU_CHECK(key.has_value());
  std::string text = std::string(secret_start) + std::string(name) + "+" +
                     key_id_hex(key->verifier().key_id()) + "+" + to_base64(bytes);
  crypto::wipe(bytes);
  return Sensitive<std::string>(std::move(text));
}

}  // namespace pixiu::tlog
