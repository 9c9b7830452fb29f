#include "media/gif/blocks.h"
#include "media/gif/gif.h"
#include "media/notes.h"
#include "media/whole_numbers.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <string>

#include <gif_lib.h>

namespace pixiu::media::gif {
namespace {

struct CloseFile {
  void operator()(GifFileType* file) const { DGifCloseFile(file, nullptr); }
};
using File = std::unique_ptr<GifFileType, CloseFile>;

int read_bytes(GifFileType* file, GifByteType* to, int count) {
  auto& rest = *static_cast<ByteView*>(file->UserData);
  const std::size_t there = std::min(rest.size(), static_cast<std::size_t>(std::max(count, 0)));
  std::memcpy(to, rest.data(), there);
  rest = rest.subspan(there);
  return static_cast<int>(there);
}

Error failure(int code) {
  const char* text = GifErrorString(code);
  return {ErrorCode::corrupted, std::string("giflib: ") + (text == nullptr ? "error" : text)};
}

// Steps to the first image. Bounded: every record takes bytes of the file.
bool go_to_first_image(GifFileType* file) {
  GifRecordType record = UNDEFINED_RECORD_TYPE;
  while (DGifGetRecordType(file, &record) == GIF_OK) {
    if (record == IMAGE_DESC_RECORD_TYPE) return DGifGetImageDesc(file) == GIF_OK;
    if (record != EXTENSION_RECORD_TYPE) return false;
    int code = 0;
    GifByteType* extension = nullptr;
    if (DGifGetExtension(file, &code, &extension) != GIF_OK) return false;
    while (extension != nullptr) {
      if (DGifGetExtensionNext(file, &extension) != GIF_OK) return false;
    }
  }
  return false;
}

// The rows of a frame in the order they are stored (GIF89a, appendix E).
std::vector<int> stored_order(int height, bool is_interlaced) {
  struct Pass {
    int first;
    int step;
  };
  static constexpr std::array<Pass, 4> interlaced = {{{0, 8}, {4, 8}, {2, 4}, {1, 2}}};
  static constexpr std::array<Pass, 1> plain = {{{0, 1}}};
  std::vector<int> rows;
  rows.reserve(static_cast<std::size_t>(height));
  const auto add = [&](const Pass& pass) {
    for (int y = pass.first; y < height; y += pass.step) rows.push_back(y);
  };
  if (is_interlaced) {
    std::ranges::for_each(interlaced, add);
  } else {
    std::ranges::for_each(plain, add);
  }
  return rows;
}

// The colour of every index: the frame's table, else the screen's; black beyond the table, white
// where the index means transparent.
std::array<cv::Vec3b, 256> palette_of(const GifFileType& file, const Frame& frame) {
  std::array<cv::Vec3b, 256> palette{};
  const ColorMapObject* map = file.Image.ColorMap != nullptr ? file.Image.ColorMap : file.SColorMap;
  const int count = map == nullptr ? 0 : std::min(map->ColorCount, 256);
  for (int i = 0; i < count; ++i) {
    const GifColorType& colour = map->Colors[i];
    palette[static_cast<std::size_t>(i)] = {colour.Blue, colour.Green, colour.Red};
  }
  if (frame.transparent_index) {
    palette[static_cast<std::size_t>(*frame.transparent_index)] = {255, 255, 255};
  }
  return palette;
}

// Decodes the frame's rows into their place; returns how many came.
int read_rows(GifFileType* file, const Frame& frame, cv::Mat place) {
  const std::array<cv::Vec3b, 256> palette = palette_of(*file, frame);
  std::vector<GifPixelType> indices(static_cast<std::size_t>(frame.size.width));
  int row_count = 0;
  for (const int y : stored_order(frame.size.height, file->Image.Interlace)) {
    if (DGifGetLine(file, indices.data(), frame.size.width) != GIF_OK) break;
    auto* to = place.ptr<cv::Vec3b>(y);
    std::ranges::transform(indices, to, [&](GifPixelType index) { return palette[index]; });
    ++row_count;
  }
  return row_count;
}

}  // namespace

bool recognises(ByteView head) {
  return has_signature(head, 0, "GIF87a") || has_signature(head, 0, "GIF89a");
}

Result<PictureInfo> read_info(ByteView file) {
  const BlockSummary blocks = read_blocks(file);
  if (!blocks.has_screen || !blocks.first) {
    return Error{ErrorCode::corrupted, "the GIF has no image"};
  }
  return PictureInfo{
      .format = Format::gif, .stored_size = blocks.canvas, .frame_count = blocks.frame_count};
}

Result<StoredPicture> decode(ByteView file, const PictureInfo& info, const DecodeOptions&) {
  const BlockSummary blocks = read_blocks(file);
  const Frame& frame = *blocks.first;
  ByteView rest = file;
  int error = 0;
  const File opened(DGifOpen(&rest, read_bytes, &error));
  if (!opened) return failure(error);
  if (!go_to_first_image(opened.get())) return failure(opened->Error);
  const GifImageDesc& image = opened->Image;
  const Size size{image.Width, image.Height};
  if (image.Left != frame.left || image.Top != frame.top || size != frame.size || size.width <= 0 ||
      size.height <= 0) {
    return Error{ErrorCode::corrupted, "the GIF's first image has no size"};
  }
  StoredPicture picture;
  picture.full_size = info.stored_size;
  picture.had_alpha = frame.transparent_index.has_value();
  picture.pixels =
      cv::Mat(info.stored_size.height, info.stored_size.width, CV_8UC3, cv::Scalar::all(255));
  cv::Mat place = picture.pixels({frame.left, frame.top, size.width, size.height});
  place.setTo(cv::Scalar::all(128));  // what rows that are missing show
  const int row_count = read_rows(opened.get(), frame, place);
  if (row_count == 0) return failure(opened->Error);
  if (row_count < size.height) {
    picture.note(rest.empty() ? notes::truncated : notes::damaged_data);
  }
  if (!blocks.has_trailer) picture.note(notes::truncated);
  return picture;
}

}  // namespace pixiu::media::gif
