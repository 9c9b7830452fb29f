#include "base/limits.h"
#include "media/whole_numbers.h"
#include "media/xmp.h"

#include <algorithm>
#include <map>
#include <utility>

namespace pixiu::media {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view extension_signature = "http://ns.adobe.com/xmp/extension/\0"sv;
constexpr std::size_t guid_bytes = 32;
constexpr std::size_t extensions_max = 4;

struct Piece {
  std::size_t offset = 0;
  std::string_view text;
};

struct Extension {
  std::size_t size = 0;
  std::vector<Piece> pieces;
};

// signature, 32 characters of GUID, size of the whole, offset of this piece, the piece
void collect(ByteView segment, std::map<std::string, Extension, std::less<>>& found) {
  if (!has_signature(segment, 0, extension_signature)) return;
  const ByteView behind = segment.subspan(extension_signature.size());
  if (behind.size() < guid_bytes + 8) return;
  const std::string guid(text_of(behind.first(guid_bytes)));
  if (!found.contains(guid) && found.size() >= extensions_max) return;
  Extension& extension = found[guid];
  extension.size = big_endian_32(behind, guid_bytes);
  extension.pieces.push_back(
      {big_endian_32(behind, guid_bytes + 4), text_of(behind.subspan(guid_bytes + 8))});
}

// Empty when the pieces do not follow each other from 0 to the size.
std::string joined(Extension extension, std::size_t size_max) {
  std::string whole;
  if (extension.size > size_max) return whole;
  std::stable_sort(extension.pieces.begin(), extension.pieces.end(),
                   [](const Piece& a, const Piece& b) { return a.offset < b.offset; });
  for (const Piece& piece : extension.pieces) {
    if (piece.offset != whole.size() || piece.text.size() > extension.size - whole.size()) {
      return {};
    }
    whole += piece.text;
  }
  return whole.size() == extension.size ? whole : std::string();
}

}  // namespace

std::vector<std::string> xmp_packets(const std::vector<MetadataBlock>& blocks) {
  std::vector<std::string> packets;
  std::map<std::string, Extension, std::less<>> extensions;
  for (const MetadataBlock& block : blocks) {
    if (block.kind == MetadataBlock::Kind::xmp) packets.emplace_back(text_of(block.bytes));
    if (block.kind == MetadataBlock::Kind::segment) collect(block.bytes, extensions);
  }
  std::size_t bytes_left = limits::metadata_bytes_max;
  for (auto& [guid, extension] : extensions) {
    std::string whole = joined(std::move(extension), bytes_left);
    if (whole.empty()) continue;
    bytes_left -= whole.size();
    packets.push_back(std::move(whole));
  }
  return packets;
}

}  // namespace pixiu::media
