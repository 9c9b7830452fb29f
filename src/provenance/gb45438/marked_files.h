#pragma once

#include "base/bytes.h"
#include "provenance/gb45438/label.h"

#include <string>
#include <string_view>
#include <vector>

// Files with hidden labels in every place and variant that is known, made byte by byte. Test code
// only: defined in *_test.cc.
namespace pixiu::provenance::gb45438::test {

// What read_labels is to find.
struct Expected {
  State state = State::compliant;
  Says says = Says::generated;
  Carrier carrier = Carrier::xmp;
  std::string vendor = "doubao";
  std::vector<Rule> rules;  // in any order
  std::size_t label_count = 1;
};

struct MarkedFile {
  std::string name;
  Bytes bytes;
  Expected expected;
};

// {"Label":"1","ContentProducer":...}: the seven keys of annex E.
struct LabelText {
  std::string label = "1";
  std::string producer = "001191110102MACQD9K64010000";
  std::string produce_id = "e3578014edd949de";
  std::string reserved_1;
  std::string propagator;
  std::string propagate_id;

  std::string json() const;
  std::string wrapped() const { return "{\"AIGC\":" + json() + "}"; }
};

// An XMP packet with `inner` and `attributes` in its one description.
std::string xmp(const std::string& inner, const std::string& attributes = "",
                const std::string& prefix = "TC260");
std::string xmp_element(const std::string& json);

// Containers, small and whole.
Bytes plain_jpeg();
Bytes jpeg_with(int app, std::string_view payload);  // a segment APPn put behind SOI
Bytes jpeg_with_xmp(std::string_view packet);
Bytes jpeg_with_exif(std::string_view comment, std::string_view description);
struct PngChunk {
  std::string type;
  std::string data;
  bool is_behind_pixels = false;
};
Bytes png_with(const std::vector<PngChunk>& chunks);
std::string stored_zlib(std::string_view text);  // packed without being made smaller
Bytes webp_with(std::string_view type, std::string_view data, bool has_flag);
Bytes gif_with_xmp(std::string_view packet);
Bytes tiff_with(std::string_view packet, std::string_view comment, bool is_big_endian);
Bytes heif_with_xmp(std::string_view packet, bool is_avif);

std::string box(std::string_view type, std::string_view content);
std::string mp4_meta(std::string_view key, std::string_view value);        // hdlr mdta, keys, ilst
std::string mp4_item_list(std::string_view item, std::string_view value);  // hdlr mdir, ilst
Bytes mp4_with(const std::string& in_movie, bool is_movie_first);
// A TXXX frame in an ID3v2.3 tag, in ISO 8859-1 or UTF-16.
Bytes mp3_with(std::string_view description, std::string_view value, bool is_wide);

// Over 60 files: every carrier and every variant.
std::vector<MarkedFile> marked_files();

}  // namespace pixiu::provenance::gb45438::test
