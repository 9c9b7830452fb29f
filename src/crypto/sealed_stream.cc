#include "crypto/sealed_stream.h"

#include "base/check.h"
#include "crypto/octets.h"
#include "crypto/sodium_ready.h"

#include <algorithm>
#include <array>
#include <string>

#include <sodium.h>

namespace pixiu::crypto {
namespace {

constexpr std::size_t header_bytes = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
constexpr std::size_t overhead_bytes = crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr std::size_t message_bytes = sealed_chunk_bytes + overhead_bytes;
constexpr unsigned char tag_message = crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
constexpr unsigned char tag_final = crypto_secretstream_xchacha20poly1305_TAG_FINAL;
static_assert(crypto_secretstream_xchacha20poly1305_KEYBYTES == SecretKey::size_bytes);

struct StreamState {
  crypto_secretstream_xchacha20poly1305_state cipher{};
  ~StreamState() { sodium_memzero(&cipher, sizeof cipher); }
};

// Moves bytes from the front of `rest` to the end of `pending` until that holds `size`.
void top_up(Bytes& pending, ByteView& rest, std::size_t size) {
  const auto count = std::min(size - pending.size(), rest.size());
  pending.insert(pending.end(), rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(count));
  rest = rest.subspan(count);
}

}  // namespace

std::uint64_t sealed_stream_bytes(std::uint64_t content_bytes) {
  return header_bytes + content_bytes + overhead_bytes * (content_bytes / sealed_chunk_bytes + 1);
}

std::optional<std::uint64_t> content_bytes_of_sealed(std::uint64_t sealed_bytes) {
  if (sealed_bytes < header_bytes + overhead_bytes) return std::nullopt;
  const auto body = sealed_bytes - header_bytes;
  if (body % message_bytes < overhead_bytes) return std::nullopt;
  return body - overhead_bytes * (body / message_bytes + 1);
}

struct StreamSealer::State {
  StreamState stream;
  Bytes associated;
  Bytes pending;  // less than a chunk
  Bytes sealed = Bytes(message_bytes);
  std::array<unsigned char, header_bytes> header{};
  bool is_header_written = false;

  Status write_header(const ByteSink& sink) {
    if (is_header_written) return {};
    is_header_written = true;
    return sink(std::as_bytes(std::span(header)));
  }

  Status push(ByteView chunk, unsigned char tag, const ByteSink& sink) {
    PIXIU_CHECK(crypto_secretstream_xchacha20poly1305_push(
                    &stream.cipher, octets(sealed), nullptr, octets(chunk), chunk.size(),
                    octets(ByteView(associated)), associated.size(), tag) == 0);
    return sink(ByteView(sealed).first(chunk.size() + overhead_bytes));
  }

  Status update(ByteView rest, const ByteSink& sink) {
    if (auto status = write_header(sink); !status) return status;
    while (!rest.empty()) {
      ByteView chunk;
      if (pending.empty() && rest.size() >= sealed_chunk_bytes) {
        chunk = rest.first(sealed_chunk_bytes);
        rest = rest.subspan(sealed_chunk_bytes);
      } else {
        top_up(pending, rest, sealed_chunk_bytes);
        if (pending.size() < sealed_chunk_bytes) return {};
        chunk = pending;
      }
      if (auto status = push(chunk, tag_message, sink); !status) return status;
      pending.clear();
    }
    return {};
  }
};

StreamSealer::StreamSealer(const SecretKey& key, ByteView associated)
    : state_(std::make_unique<State>()) {
  ready_sodium();
  state_->associated.assign(associated.begin(), associated.end());
  state_->pending.reserve(sealed_chunk_bytes);
  PIXIU_CHECK(crypto_secretstream_xchacha20poly1305_init_push(
                  &state_->stream.cipher, state_->header.data(), octets(key.expose_bytes())) == 0);
}

StreamSealer::StreamSealer(StreamSealer&&) noexcept = default;
StreamSealer& StreamSealer::operator=(StreamSealer&&) noexcept = default;
StreamSealer::~StreamSealer() {
  if (state_) wipe(state_->pending);
}

Status StreamSealer::update(ByteView plain, const ByteSink& sink) {
  PIXIU_CHECK(state_ != nullptr);
  auto status = state_->update(plain, sink);
  if (!status) state_.reset();
  return status;
}

Status StreamSealer::finish(const ByteSink& sink) {
  PIXIU_CHECK(state_ != nullptr);
  const auto state = std::move(state_);
  if (auto status = state->write_header(sink); !status) return status;
  auto status = state->push(state->pending, tag_final, sink);
  wipe(state->pending);
  return status;
}

struct StreamOpener::State {
  StreamState stream;
  Bytes key;
  Bytes associated;
  Bytes pending;  // less than the header or a full message
  Bytes plain = Bytes(sealed_chunk_bytes);
  std::uint64_t chunk_index = 0;
  bool has_header = false;

  ~State() {
    wipe(key);
    wipe(plain);
  }

  Error corrupted(std::string_view what) const {
    return {ErrorCode::corrupted,
            "chunk " + std::to_string(chunk_index) + " of a sealed stream " + std::string(what)};
  }

  Status read_header() {
    has_header = true;
    const auto result = crypto_secretstream_xchacha20poly1305_init_pull(
        &stream.cipher, octets(ByteView(pending)), octets(ByteView(key)));
    pending.clear();
    if (result != 0) return corrupted("does not follow a header");
    return {};
  }

  Status pull(ByteView message, unsigned char tag_expected, const ByteSink& sink) {
    unsigned char tag = 0;
    if (crypto_secretstream_xchacha20poly1305_pull(
            &stream.cipher, octets(plain), nullptr, &tag, octets(message), message.size(),
            octets(ByteView(associated)), associated.size()) != 0) {
      return corrupted("was not sealed under this key for this place, or was altered since");
    }
    if (tag != tag_expected) return corrupted("ends the stream where it does not end");
    ++chunk_index;
    return sink(ByteView(plain).first(message.size() - overhead_bytes));
  }

  Status update(ByteView rest, const ByteSink& sink) {
    if (!has_header) {
      top_up(pending, rest, header_bytes);
      if (pending.size() < header_bytes) return {};
      if (auto status = read_header(); !status) return status;
    }
    while (!rest.empty()) {
      ByteView message;
      if (pending.empty() && rest.size() >= message_bytes) {
        message = rest.first(message_bytes);
        rest = rest.subspan(message_bytes);
      } else {
        top_up(pending, rest, message_bytes);
        if (pending.size() < message_bytes) return {};
        message = pending;
      }
      if (auto status = pull(message, tag_message, sink); !status) return status;
      pending.clear();
    }
    return {};
  }
};

StreamOpener::StreamOpener(const SecretKey& key, ByteView associated)
    : state_(std::make_unique<State>()) {
  ready_sodium();
  const auto bytes = key.expose_bytes();
  state_->key.assign(bytes.begin(), bytes.end());
  state_->associated.assign(associated.begin(), associated.end());
  state_->pending.reserve(message_bytes);
}

StreamOpener::StreamOpener(StreamOpener&&) noexcept = default;
StreamOpener& StreamOpener::operator=(StreamOpener&&) noexcept = default;
StreamOpener::~StreamOpener() = default;

Status StreamOpener::update(ByteView sealed, const ByteSink& sink) {
  PIXIU_CHECK(state_ != nullptr);
  auto status = state_->update(sealed, sink);
  if (!status) state_.reset();
  return status;
}

Status StreamOpener::finish(const ByteSink& sink) {
  PIXIU_CHECK(state_ != nullptr);
  const auto state = std::move(state_);
  if (!state->has_header || state->pending.size() < overhead_bytes) {
    return state->corrupted("is missing: the stream was cut off");
  }
  return state->pull(state->pending, tag_final, sink);
}

}  // namespace pixiu::crypto
