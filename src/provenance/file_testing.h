#pragma once

#include "base/bytes.h"
#include "base/check.h"
#include "media/encode.h"
#include "media/exif_testing.h"
#include "media/xml_scan.h"
#include "provenance/traces/field.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <opencv2/core.hpp>

// Real picture files that carry given fields, for tests. Test code only.
namespace pixiu::provenance::test {

inline std::string number_text(std::uint32_t value, int byte_count, bool is_little = false) {
  std::string text;
  for (int i = 0; i < byte_count; ++i) text += static_cast<char>(value >> (8 * i));
  if (!is_little) std::reverse(text.begin(), text.end());
  return text;
}

inline Bytes copy_of(std::string_view text) {
  const ByteView view = bytes_of(text);
  return {view.begin(), view.end()};
}

inline cv::Mat small_picture() {
  cv::Mat picture(48, 64, CV_8UC3);
  for (int y = 0; y < picture.rows; ++y) {
    for (int x = 0; x < picture.cols; ++x) {
      picture.at<cv::Vec3b>(y, x) = {static_cast<std::uint8_t>(4 * x),
                                     static_cast<std::uint8_t>(5 * y), 90};
    }
  }
  return picture;
}

inline std::string plain_jpeg() {
  const Result<Bytes> file = media::encode_jpeg(small_picture(), 90);
  PIXIU_CHECK(file.has_value());
  return std::string(text_of(*file));
}

inline std::string plain_png() {
  const Result<Bytes> file = media::encode_png(small_picture());
  PIXIU_CHECK(file.has_value());
  return std::string(text_of(*file));
}

inline std::string jpeg_segment(std::uint8_t marker, std::string_view payload) {
  return std::string("\xFF") + static_cast<char>(marker) +
         number_text(static_cast<std::uint32_t>(payload.size() + 2), 2) + std::string(payload);
}

// The chunk's CRC is left 0: our reader looks at none.
inline std::string png_chunk(std::string_view type, std::string_view data) {
  return number_text(static_cast<std::uint32_t>(data.size()), 4) + std::string(type) +
         std::string(data) + std::string(4, '\0');
}

inline std::string xmp_packet(const std::vector<FileField>& fields) {
  std::string properties;
  for (const FileField& field : fields) {
    if (field.carrier != Carrier::xmp) continue;
    properties += "<p:" + field.name + " xmlns:p=\"" + field.namespace_uri + "\">" +
                  media::with_entities(field.value) + "</p:" + field.name + ">";
  }
  if (properties.empty()) return {};
  return "<?xpacket begin=\"\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?><x:xmpmeta "
         "xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
         "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description "
         "rdf:about=\"\">" +
         properties + "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"w\"?>";
}

inline Bytes exif_of(const std::vector<FileField>& fields) {
  using media::ExifDirectory;
  using media::test::ExifEntry;
  std::vector<ExifEntry> entries;
  for (const FileField& field : fields) {
    if (field.carrier != Carrier::exif) continue;
    struct Named {
      std::string_view name;
      std::uint16_t tag;
    };
    if (field.name == "UserComment") {
      entries.push_back({ExifDirectory::exif, media::exif_tag::user_comment, 7,
                         std::string("ASCII\0\0\0", 8) + field.value});
    }
    for (const Named& one :
         {Named{"ImageDescription", media::exif_tag::image_description},
          Named{"Make", media::exif_tag::make}, Named{"Model", media::exif_tag::model},
          Named{"Software", media::exif_tag::software}, Named{"Artist", media::exif_tag::artist}}) {
      if (field.name == one.name) {
        entries.push_back(media::test::exif_text(ExifDirectory::image, one.tag, field.value));
      }
    }
  }
  return entries.empty() ? Bytes() : media::test::exif_block_with(entries);
}

inline std::string samsung_trailer(const FileField& field) {
  const std::string block = std::string("\0\0\x91\x0D", 4) +
                            number_text(static_cast<std::uint32_t>(field.name.size()), 4, true) +
                            field.name + field.value;
  const std::string size = number_text(static_cast<std::uint32_t>(block.size()), 4, true);
  return block + "SEFH" + number_text(107, 4, true) + number_text(1, 4, true) +
         std::string("\0\0\x91\x0D", 4) + size + size + number_text(24, 4, true) + "SEFT";
}

inline std::string box(std::string_view type, std::string_view content) {
  return number_text(static_cast<std::uint32_t>(content.size() + 8), 4) + std::string(type) +
         std::string(content);
}

// One key with its value, as FFmpeg's use_metadata_tags writes it.
inline std::string mp4_with(const FileField& field) {
  const std::string handler =
      box("hdlr", std::string(8, '\0') + "mdta" + std::string(12, '\0') + std::string(1, '\0'));
  const std::string keys =
      box("keys", std::string(4, '\0') + number_text(1, 4) + box("mdta", field.name));
  const std::string data = box("data", number_text(1, 4) + number_text(0, 4) + field.value);
  const std::string list = box("ilst", box(number_text(1, 4), data));
  return box("ftyp", std::string("isom\0\0\2\0", 8)) +
         box("moov", box("udta", box("meta", std::string(4, '\0') + handler + keys + list)));
}

inline std::uint32_t crc32_of(std::string_view text) {
  std::uint32_t crc = 0xFFFFFFFF;
  for (const char c : text) {
    crc ^= static_cast<std::uint8_t>(c);
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xEDB88320u : 0u);
  }
  return ~crc;
}

// A grey RGBA PNG of 16 x 64 pixels whose alpha channel spells the text; its data are stored, not
// deflated.
inline std::string png_spelling(std::string_view text) {
  constexpr std::size_t width = 16;
  constexpr std::size_t height = 64;
  std::string rows;
  for (std::size_t y = 0; y < height; ++y) {
    rows += '\0';
    for (std::size_t x = 0; x < width; ++x) {
      const std::size_t bit = x * height + y;
      const int value = bit < text.size() * 8 ? text[bit / 8] >> (7 - bit % 8) & 1 : 0;
      rows += std::string(3, '\x60') + static_cast<char>(254 + value);
    }
  }
  std::uint32_t a = 1;
  std::uint32_t b = 0;
  for (const char c : rows) {
    a = (a + static_cast<std::uint8_t>(c)) % 65521;
    b = (b + a) % 65521;
  }
  const auto size = static_cast<std::uint32_t>(rows.size());
  const std::string data = std::string("\x78\x01\x01", 3) + number_text(size, 2, true) +
                           number_text(~size, 2, true) + rows + number_text(b << 16 | a, 4);
  const auto chunk = [](const std::string& type, const std::string& content) {
    return number_text(static_cast<std::uint32_t>(content.size()), 4) + type + content +
           number_text(crc32_of(type + content), 4);
  };
  return "\x89PNG\r\n\x1A\n" +
         chunk("IHDR",
               number_text(width, 4) + number_text(height, 4) + std::string("\x08\x06\0\0\0", 5)) +
         chunk("IDAT", data) + chunk("IEND", "");
}

// A file with these fields: MP4 when one of them is an MP4 tag, PNG when one is a PNG text, else
// JPEG.
inline Bytes file_with(const std::vector<FileField>& fields) {
  const auto has = [&fields](Carrier carrier) {
    return std::any_of(fields.begin(), fields.end(),
                       [carrier](const FileField& field) { return field.carrier == carrier; });
  };
  const std::string xmp = xmp_packet(fields);
  const Bytes exif = exif_of(fields);
  if (has(Carrier::alpha_bits)) return copy_of(png_spelling(fields.front().name));
  if (has(Carrier::mp4_tag)) return copy_of(mp4_with(fields.front()));
  if (has(Carrier::png_text)) {
    std::string file = plain_png();
    std::string chunks;
    for (const FileField& field : fields) {
      if (field.carrier != Carrier::png_text) continue;
      chunks += png_chunk("tEXt", field.name + std::string(1, '\0') + field.value);
    }
    if (!exif.empty()) chunks += png_chunk("eXIf", text_of(exif));
    if (!xmp.empty()) {
      chunks += png_chunk("iTXt", "XML:com.adobe.xmp" + std::string(5, '\0') + xmp);
    }
    constexpr std::size_t behind_header = 33;
    return copy_of(file.insert(behind_header, chunks));
  }
  std::string segments;
  std::string trailer;
  if (!exif.empty()) {
    segments += jpeg_segment(0xE1, std::string("Exif\0\0", 6) + std::string(text_of(exif)));
  }
  if (!xmp.empty()) {
    segments += jpeg_segment(0xE1, std::string("http://ns.adobe.com/xap/1.0/\0", 29) + xmp);
  }
  for (const FileField& field : fields) {
    if (field.carrier == Carrier::iptc) {
      const std::string data = std::string("\x1C\x02\x6E", 3) +
                               number_text(static_cast<std::uint32_t>(field.value.size()), 2) +
                               field.value;
      segments +=
          jpeg_segment(0xED, std::string("Photoshop 3.0\0"
                                         "8BIM\x04\x04\0\0",
                                         22) +
                                 number_text(static_cast<std::uint32_t>(data.size()), 4) + data);
    }
    if (field.carrier == Carrier::segment) {
      segments += jpeg_segment(0xEC, field.name + std::string(1, '\0') + field.value);
    }
    if (field.carrier == Carrier::comment) segments += jpeg_segment(0xFE, field.value);
    if (field.carrier == Carrier::trailer) trailer += samsung_trailer(field);
  }
  return copy_of(plain_jpeg().insert(2, segments) + trailer);
}

}  // namespace pixiu::provenance::test
