#include "provenance/c2pa/compressed_manifest.h"

#include "base/check.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>

#include <brotli/decode.h>

namespace pixiu::provenance::c2pa {
namespace {

struct FreeDecoder {
  void operator()(BrotliDecoderState* state) const { BrotliDecoderDestroyInstance(state); }
};

Error broken(const char* what) {
  return {ErrorCode::corrupted, what};
}

// Errors: corrupted, limit_exceeded.
Result<Bytes> unpacked(ByteView packed, std::size_t bytes_max) {
  constexpr std::size_t step_bytes = std::size_t{64} << 10;
  const std::unique_ptr<BrotliDecoderState, FreeDecoder> state(
      BrotliDecoderCreateInstance(nullptr, nullptr, nullptr));
  PIXIU_CHECK(state != nullptr);
  std::size_t in_left = packed.size();
  const auto* in = reinterpret_cast<const std::uint8_t*>(packed.data());
  Bytes bytes;
  for (;;) {
    const std::size_t start = bytes.size();
    bytes.resize(std::min(start + step_bytes, bytes_max + 1));
    std::size_t out_left = bytes.size() - start;
    auto* out = reinterpret_cast<std::uint8_t*>(bytes.data()) + start;
    const BrotliDecoderResult result =
        BrotliDecoderDecompressStream(state.get(), &in_left, &in, &out_left, &out, nullptr);
    bytes.resize(bytes.size() - out_left);
    if (bytes.size() > bytes_max) {
      return Error{ErrorCode::limit_exceeded, "a compressed manifest becomes too large"};
    }
    if (result == BROTLI_DECODER_RESULT_SUCCESS) {
      if (in_left != 0) return broken("bytes stand behind the compressed manifest");
      return bytes;
    }
    if (result != BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) {
      return broken("the compressed manifest cannot be unpacked");
    }
  }
}

}  // namespace

Result<UnpackedManifest> unpack_manifest(const JumbfBox& compressed, UnpackingBudget& budget) {
  if (compressed.children.size() != 1 || compressed.children[0].type != "brob") {
    return broken("a compressed manifest holds exactly one Brotli box");
  }
  Result<Bytes> bytes = unpacked(compressed.children[0].content, budget.bytes_left);
  if (!bytes) return bytes.error();
  budget.bytes_left -= bytes->size();
  UnpackedManifest made{.bytes = *std::move(bytes), .manifest = {}};
  Result<JumbfBox> manifest = parse_jumbf(made.bytes, budget.boxes_left);
  if (!manifest) return manifest.error();
  const bool is_manifest = manifest->kind == jumbf_type::manifest ||
                           manifest->kind == jumbf_type::old_manifest ||
                           manifest->kind == jumbf_type::update_manifest;
  if (!is_manifest) return broken("what was compressed is not a standard or an update manifest");
  if (manifest->label != compressed.label) {
    return broken("the compressed manifest has another label than the box around it");
  }
  made.manifest = *std::move(manifest);
  return made;
}

}  // namespace pixiu::provenance::c2pa
