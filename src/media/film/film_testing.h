#pragma once

#include "base/bytes.h"
#include "media/encode.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <opencv2/core.hpp>

// Films for tests: pictures as Motion JPEG in a QuickTime movie, written box by box.
namespace pixiu::media::test {

struct FilmRecipe {
  std::vector<cv::Mat> pictures;
  int frames_per_second = 10;
  bool is_quicktime = false;
  int quarter_turns = 0;  // clockwise, that a player must make
  int stated_width = 0;   // in place of the pictures' own
  int stated_height = 0;
  std::string user_data;  // of moov/udta, boxes
};

class BoxWriter {
 public:
  BoxWriter& number(std::uint64_t value, int bytes = 4) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
      text_ += static_cast<char>(value >> shift & 255);
    }
    return *this;
  }
  BoxWriter& zeros(int count) {
    text_.append(static_cast<std::size_t>(count), '\0');
    return *this;
  }
  BoxWriter& text(std::string_view text) {
    text_ += text;
    return *this;
  }
  std::string box(std::string_view type) const {
    return BoxWriter().number(text_.size() + 8).text(type).text(text_).text_;
  }

 private:
  std::string text_;
};

inline std::string film_matrix(int quarter_turns) {
  // Fixed point 16.16 and 2.30: a b u c d v x y w.
  constexpr std::array<std::array<int, 4>, 4> turns = {
      {{1, 0, 0, 1}, {0, 1, -1, 0}, {-1, 0, 0, -1}, {0, -1, 1, 0}}};
  const auto& turn = turns[static_cast<std::size_t>(quarter_turns % 4)];
  const auto fixed = [](int value) { return static_cast<std::uint32_t>(value * 65536); };
  BoxWriter out;
  out.number(fixed(turn[0])).number(fixed(turn[1])).zeros(4);
  out.number(fixed(turn[2])).number(fixed(turn[3])).zeros(4);
  out.zeros(8).number(0x40000000);
  std::string boxed = out.box("none");
  return boxed.substr(8);
}

inline std::string film_track(const FilmRecipe& recipe, const std::vector<Bytes>& frames,
                              std::size_t data_offset) {
  const auto count = frames.size();
  const auto width = static_cast<std::uint64_t>(
      recipe.stated_width > 0 ? recipe.stated_width : recipe.pictures.at(0).cols);
  const auto height = static_cast<std::uint64_t>(
      recipe.stated_height > 0 ? recipe.stated_height : recipe.pictures.at(0).rows);
  const auto rate = static_cast<std::uint64_t>(recipe.frames_per_second);
  BoxWriter entry;  // a visual sample entry
  entry.zeros(6).number(1, 2).zeros(16).number(width, 2).number(height, 2);
  entry.number(0x480000).number(0x480000).zeros(4).number(1, 2).zeros(32).number(24, 2);
  entry.number(0xFFFF, 2);
  BoxWriter sizes, offsets;
  sizes.zeros(8).number(count);
  offsets.zeros(4).number(count);
  for (const Bytes& frame : frames) {
    sizes.number(frame.size());
    offsets.number(data_offset);
    data_offset += frame.size();
  }
  const std::string table =
      BoxWriter().zeros(4).number(1).text(entry.box("jpeg")).box("stsd") +
      BoxWriter().zeros(4).number(1).number(count).number(1).box("stts") +
      BoxWriter().zeros(4).number(1).number(1).number(1).number(1).box("stsc") + sizes.box("stsz") +
      offsets.box("stco");
  const std::string references =
      BoxWriter().zeros(4).number(1).text(BoxWriter().number(1).box("url ")).box("dref");
  const std::string information = BoxWriter().number(1).zeros(8).box("vmhd") +
                                  BoxWriter().text(references).box("dinf") +
                                  BoxWriter().text(table).box("stbl");
  const std::string media = BoxWriter().zeros(12).number(rate).number(count).zeros(4).box("mdhd") +
                            BoxWriter().zeros(8).text("vide").zeros(13).box("hdlr") +
                            BoxWriter().text(information).box("minf");
  const std::string head = BoxWriter()
                               .number(7)
                               .zeros(8)
                               .number(1)
                               .zeros(4)
                               .number(count)
                               .zeros(16)
                               .text(film_matrix(recipe.quarter_turns))
                               .number(width << 16)
                               .number(height << 16)
                               .box("tkhd");
  return BoxWriter().text(head).text(BoxWriter().text(media).box("mdia")).box("trak");
}

inline Bytes film_of(const FilmRecipe& recipe) {
  std::vector<Bytes> frames;
  std::string data;
  for (const cv::Mat& picture : recipe.pictures) {
    frames.push_back(encode_jpeg(picture, 92).value());
    data += text_of(frames.back());
  }
  const std::string type =
      BoxWriter().text(recipe.is_quicktime ? "qt  " : "isom").zeros(4).text("isom").box("ftyp");
  const std::string movie_head = BoxWriter()
                                     .zeros(12)
                                     .number(static_cast<std::uint64_t>(recipe.frames_per_second))
                                     .number(frames.size())
                                     .number(0x10000)
                                     .zeros(12)
                                     .text(film_matrix(0))
                                     .zeros(24)
                                     .number(2)
                                     .box("mvhd");
  std::string movie = movie_head + film_track(recipe, frames, type.size() + 8);
  if (!recipe.user_data.empty()) movie += BoxWriter().text(recipe.user_data).box("udta");
  const std::string file =
      type + BoxWriter().text(data).box("mdat") + BoxWriter().text(movie).box("moov");
  const ByteView view = bytes_of(file);
  return {view.begin(), view.end()};
}

}  // namespace pixiu::media::test
