#include "media/encode.h"
#include "media/warm_up_samples.h"
#include "provenance/gb45438/marked_files.h"

#include <array>
#include <cstdint>

#include <opencv2/core.hpp>

namespace pixiu::provenance::gb45438::test {
namespace {

using namespace std::string_literals;

Bytes bytes_from(std::string_view text) {
  const ByteView view = bytes_of(text);
  return {view.begin(), view.end()};
}

std::string big(std::size_t value, int bytes) {
  std::string text;
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    text += static_cast<char>(value >> shift & 255);
  }
  return text;
}

std::string little(std::size_t value, int bytes) {
  const std::string text = big(value, bytes);
  return {text.rbegin(), text.rend()};
}

std::size_t number_32(std::string_view text, std::size_t at) {
  std::size_t value = 0;
  for (std::size_t index = 0; index < 4; ++index) {
    value = value << 8 | static_cast<unsigned char>(text[at + index]);
  }
  return value;
}

std::uint32_t crc_32(std::string_view text) {
  std::uint32_t crc = 0xFFFFFFFF;
  for (const char c : text) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320 : 0);
  }
  return ~crc;
}

cv::Mat picture() {
  cv::Mat pixels(24, 32, CV_8UC3, cv::Scalar(40, 120, 200));
  pixels.colRange(0, 16).setTo(cv::Scalar(200, 90, 30));
  return pixels;
}

// A TIFF block: IFD0 with a description and a packet, an EXIF directory with a comment.
class TiffWriter {
 public:
  explicit TiffWriter(bool is_big_endian) : is_big_(is_big_endian) {}

  std::string block(std::string_view packet, std::string_view comment,
                    std::string_view description) const {
    const bool has_comment = !comment.empty();
    const std::size_t count = 3;
    const std::size_t exif_at = 8 + 2 + count * 12 + 4;
    const std::size_t data_at = exif_at + 2 + 12 + 4;
    const std::size_t packet_at = data_at + description.size();
    const std::size_t comment_at = packet_at + packet.size();
    std::string block = is_big_ ? "MM\0*"s : "II*\0"s;
    block += number(8, 4) + number(count, 2);
    block += entry(description.empty() ? 0x0100 : 0x010E, 2, description, data_at);
    block += entry(packet.empty() ? 0x0101 : 0x02BC, 7, packet, packet_at);
    block +=
        number(has_comment ? 0x8769 : 0x0102, 2) + number(4, 2) + number(1, 4) + number(exif_at, 4);
    block += number(0, 4) + number(1, 2) + entry(0x9286, 7, comment, comment_at) + number(0, 4);
    return block.append(description).append(packet).append(comment);
  }

 private:
  std::string number(std::size_t value, int bytes) const {
    return is_big_ ? big(value, bytes) : little(value, bytes);
  }
  std::string entry(std::size_t tag, std::size_t type, std::string_view value,
                    std::size_t at) const {
    return number(tag, 2) + number(type, 2) + number(value.size(), 4) + number(at, 4);
  }

  bool is_big_;
};

std::string chunk(const PngChunk& one) {
  const std::string body = one.type + one.data;
  return big(one.data.size(), 4) + body + big(crc_32(body), 4);
}

std::string full_box(std::string_view type, const std::string& content, char version = 0) {
  return box(type, std::string(1, version) + "\0\0\0"s + content);
}

std::string handler(const std::string& type) {
  return full_box("hdlr", "\0\0\0\0"s + type + std::string(13, '\0'));
}

std::string data_box(std::string_view value) {
  return box("data", big(1, 4) + big(0, 4) + std::string(value));
}

// The sample with one more item: `mime`, content type application/rdf+xml, about the first item
// that iinf names. Its bytes stand behind the file's.
class HeifWithItem {
 public:
  HeifWithItem(std::string file, std::string_view packet) : file_(std::move(file)) {
    const std::size_t meta = file_.find("meta") - 4;
    const std::size_t before = number_32(file_, meta);
    const std::size_t item_count = number_16(find("iinf") + 8);
    add_to("iinf", entry(), 8);
    add_to("iloc", std::string(location_bytes(), '\0'), find("iloc") + 10 - find("iloc"));
    add_reference();
    const std::size_t grown = number_32(file_, meta) - before;
    move_items(item_count, grown);
    write_location(item_count, file_.size(), packet.size());
    file_ += packet;
  }
  const std::string& file() const { return file_; }

 private:
  static constexpr std::size_t item_id = 9;

  std::size_t find(std::string_view type) const { return file_.find(type); }
  std::size_t number_16(std::size_t at) const {
    return static_cast<unsigned char>(file_[at]) * 256u + static_cast<unsigned char>(file_[at + 1]);
  }
  void put(std::size_t at, std::size_t value, int bytes) {
    file_.replace(at, static_cast<std::size_t>(bytes), big(value, bytes));
  }
  void grow(std::size_t type_at, std::size_t bytes) {
    put(type_at - 4, number_32(file_, type_at - 4) + bytes, 4);
  }

  static std::string entry() {
    return full_box(
        "infe", big(item_id, 2) + big(0, 2) + "mime"s + "\0"s + "application/rdf+xml\0"s + "\0"s,
        2);
  }

  // Appends to a box and raises its count of 16 bits that stands `count_at` behind its type.
  void add_to(std::string_view type, const std::string& content, std::size_t count_at) {
    const std::size_t at = find(type);
    put(at + count_at, number_16(at + count_at) + 1, 2);
    file_.insert(at - 4 + number_32(file_, at - 4), content);
    grow(at, content.size());
    grow(find("meta"), content.size());
  }

  // cdsc: the new item describes the primary one.
  void add_reference() {
    const std::size_t primary = number_16(find("pitm") + 8);
    const std::string one = box("cdsc", big(item_id, 2) + big(1, 2) + big(primary, 2));
    const std::size_t at = find("iref");
    if (at == std::string::npos) {
      const std::size_t meta = find("meta");
      const std::string whole = full_box("iref", one);
      file_.insert(meta - 4 + number_32(file_, meta - 4), whole);
      grow(meta, whole.size());
      return;
    }
    file_.insert(at - 4 + number_32(file_, at - 4), one);
    grow(at, one.size());
    grow(find("meta"), one.size());
  }

  // iloc of the samples: 4-byte offset, length and base offset; version 1 has a construction
  // method more. id [method] data_reference base count offset length
  bool has_method() const { return file_[find("iloc") + 4] == 1; }
  std::size_t location_bytes() const { return (has_method() ? 4 : 2) + 2 + 4 + 2 + 4 + 4; }
  std::size_t location_at(std::size_t index) const {
    return find("iloc") + 4 + 4 + 2 + 2 + index * location_bytes();
  }
  void move_items(std::size_t count, std::size_t by) {
    for (std::size_t index = 0; index < count; ++index) {
      const std::size_t at = location_at(index);
      if (has_method() && number_16(at + 2) != 0) continue;  // inside idat
      const std::size_t base = at + (has_method() ? 6 : 4);
      put(base, number_32(file_, base) + by, 4);
    }
  }
  void write_location(std::size_t index, std::size_t offset, std::size_t size) {
    const std::size_t at = location_at(index);
    const std::size_t base = at + (has_method() ? 6 : 4);
    put(at, item_id, 2);
    put(base + 4, 1, 2);
    put(base + 6, offset, 4);
    put(base + 10, size, 4);
  }

  std::string file_;
};

template <std::size_t Size>
std::string text_of_sample(const std::array<unsigned char, Size>& sample) {
  return {sample.begin(), sample.end()};
}

}  // namespace

Bytes plain_jpeg() {
  return media::encode_jpeg(picture(), 90).value();
}

Bytes jpeg_with(int app, std::string_view payload) {
  std::string file(text_of(plain_jpeg()));
  const std::string segment =
      "\xFF"s + static_cast<char>(0xE0 + app) + big(payload.size() + 2, 2) + std::string(payload);
  return bytes_from(file.insert(2, segment));
}

Bytes jpeg_with_xmp(std::string_view packet) {
  return jpeg_with(1, "http://ns.adobe.com/xap/1.0/\0"s + std::string(packet));
}

Bytes jpeg_with_exif(std::string_view comment, std::string_view description) {
  return jpeg_with(1, "Exif\0\0"s + TiffWriter(false).block("", comment, description));
}

Bytes png_with(const std::vector<PngChunk>& chunks) {
  constexpr std::size_t behind_header = 33;
  constexpr std::size_t end_bytes = 12;
  std::string file(text_of(media::encode_png(picture()).value()));
  for (const PngChunk& one : chunks) {
    file.insert(one.is_behind_pixels ? file.size() - end_bytes : behind_header, chunk(one));
  }
  return bytes_from(file);
}

std::string stored_zlib(std::string_view text) {
  std::uint32_t a = 1;
  std::uint32_t b = 0;
  for (const char c : text) {
    a = (a + static_cast<unsigned char>(c)) % 65521;
    b = (b + a) % 65521;
  }
  return "\x78\x01\x01"s + little(text.size(), 2) + little(0xFFFF - text.size(), 2) +
         std::string(text) + big(b << 16 | a, 4);
}

Bytes webp_with(std::string_view type, std::string_view data, bool has_flag) {
  const std::string picture_chunk = text_of_sample(media::warm_up_samples::webp_lossy).substr(12);
  const int flags = has_flag ? (type == "XMP " ? 0x04 : 0x08) : 0;
  std::string body = "WEBPVP8X"s + little(10, 4) + static_cast<char>(flags) + "\0\0\0"s +
                     little(15, 3) + little(15, 3) + picture_chunk;
  body += std::string(type) + little(data.size(), 4) + std::string(data);
  if (data.size() % 2 != 0) body += '\0';
  return bytes_from("RIFF"s + little(body.size(), 4) + body);
}

Bytes gif_with_xmp(std::string_view packet) {
  std::string file = text_of_sample(media::warm_up_samples::gif);
  std::string trailer = "\1";
  for (int value = 255; value >= 0; --value) trailer += static_cast<char>(value);
  trailer += '\0';
  constexpr std::size_t behind_colours = 13 + 6;
  return bytes_from(
      file.insert(behind_colours, "\x21\xFF\x0BXMP DataXMP" + std::string(packet) + trailer));
}

Bytes tiff_with(std::string_view packet, std::string_view comment, bool is_big_endian) {
  return bytes_from(TiffWriter(is_big_endian).block(packet, comment, ""));
}

Bytes heif_with_xmp(std::string_view packet, bool is_avif) {
  const std::string sample = is_avif ? text_of_sample(media::warm_up_samples::avif)
                                     : text_of_sample(media::warm_up_samples::heic);
  return bytes_from(HeifWithItem(sample, packet).file());
}

std::string box(std::string_view type, std::string_view content) {
  return big(content.size() + 8, 4) + std::string(type) + std::string(content);
}

std::string mp4_meta(std::string_view key, std::string_view value) {
  const std::string keys =
      full_box("keys", big(1, 4) + box("mdta", key));  // size, namespace, name: shaped as a box
  return full_box("meta", handler("mdta") + keys + box("ilst", box(big(1, 4), data_box(value))));
}

std::string mp4_item_list(std::string_view item, std::string_view value) {
  std::string content = data_box(value);
  if (item == "----") {
    content = full_box("mean", "com.apple.iTunes") + full_box("name", "AIGC") + content;
  }
  return full_box("meta", handler("mdir") + box("ilst", box(item, content)));
}

Bytes mp4_with(const std::string& in_movie, bool is_movie_first) {
  const std::string type = box("ftyp", "isom\0\0\2\0isommp41"s);
  const std::string movie = box("moov", full_box("mvhd", std::string(96, '\0')) + in_movie);
  const std::string samples = box("mdat", std::string(40, 'x'));
  return bytes_from(type + (is_movie_first ? movie + samples : samples + movie));
}

Bytes mp3_with(std::string_view description, std::string_view value, bool is_wide) {
  const auto text = [is_wide](std::string_view of) {
    if (!is_wide) return std::string(of);
    std::string wide = "\xFF\xFE";
    for (const char c : of) wide += {c, '\0'};
    return wide;
  };
  const std::string content =
      (is_wide ? "\1"s : "\0"s) + text(description) + (is_wide ? "\0\0"s : "\0"s) + text(value);
  const std::string frame = "TXXX" + big(content.size(), 4) + "\0\0"s + content;
  std::string size;  // seven bits a byte
  for (int shift = 21; shift >= 0; shift -= 7)
    size += static_cast<char>(frame.size() >> shift & 127);
  return bytes_from("ID3\3\0\0"s + size + frame + "\xFF\xFB");
}

}  // namespace pixiu::provenance::gb45438::test
