#include "provenance/gb45438/marked_files.h"

#include "media/xml_scan.h"

#include <string>
#include <utility>

namespace pixiu::provenance::gb45438::test {
namespace {

using namespace std::string_literals;

constexpr const char* uri = "http://www.tc260.org.cn/ns/AIGC/1.0/";

Expected faulty(std::vector<Rule> rules, Carrier carrier = Carrier::xmp) {
  return {.state = State::non_compliant, .carrier = carrier, .rules = std::move(rules)};
}

std::string segment_xmp(const std::string& name, const std::string& value) {
  return xmp("<" + name + ">" + value + "</" + name + ">");
}

// The label with `from` replaced by `to` in its JSON.
std::string changed(std::string json, std::string_view from, std::string_view to) {
  return json.replace(json.find(from), from.size(), to);
}

using Files = std::vector<MarkedFile>;

void add_jpeg_xmp(Files& files) {
  const std::string json = LabelText().json();
  const auto add = [&files](const std::string& name, const std::string& packet, Expected expected) {
    files.push_back({"jpeg xmp " + name, jpeg_with_xmp(packet), std::move(expected)});
  };
  add("element", xmp_element(json), {});
  add("attribute", xmp("", "TC260:AIGC=\"" + media::with_entities(json) + "\""), {});
  add("attribute in single quotes", xmp("", "TC260:AIGC='" + json + "'"), {});
  add("numeric entities",
      segment_xmp("TC260:AIGC",
                  [&] {
                    std::string text = media::with_entities(json);
                    for (std::size_t at = text.find("&quot;"); at != std::string::npos;
                         at = text.find("&quot;", at)) {
                      text.replace(at, 6, at % 2 == 0 ? "&#34;" : "&#x22;");
                    }
                    return text;
                  }()),
      {});
  add("cdata", segment_xmp("TC260:AIGC", "<![CDATA[" + json + "]]>"), {});
  add("list item",
      segment_xmp("TC260:AIGC", "<rdf:Alt><rdf:li xml:lang=\"x-default\">" +
                                    media::with_entities(json) + "</rdf:li></rdf:Alt>"),
      {});
  add("other prefix of the same namespace",
      xmp("<label:AIGC>" + media::with_entities(json) + "</label:AIGC>", "", "label"), {});
  add("wrong prefix", segment_xmp("C260:AIGC", media::with_entities(json)),
      faulty({Rule::xmp_namespace}));
  add("wrong namespace",
      xmp("<x:AIGC xmlns:x=\"http://x/\">" + media::with_entities(json) + "</x:AIGC>"),
      faulty({Rule::xmp_namespace}));
  add("wrapped", xmp_element(LabelText().wrapped()), faulty({Rule::wrapper}));
  add("doubled question mark", changed(xmp_element(json), "?><x:", "?\?><x:"), {});
  const std::string packet = xmp_element(json);
  add("cut packet", packet.substr(0, packet.find("</rdf:Desc")), faulty({Rule::xmp_ill_formed}));
  add("end tag missing", changed(packet, "</TC260:AIGC>", ""), faulty({Rule::xmp_ill_formed}));
}

void add_jpeg_extended(Files& files) {
  const std::string packet = xmp_element(LabelText().json());
  const auto piece = [&](std::size_t from, std::size_t size) {
    const auto number = [](std::size_t value) {
      return "\0\0"s + static_cast<char>(value >> 8) + static_cast<char>(value & 255);
    };
    return "http://ns.adobe.com/xmp/extension/\0"s + std::string(32, 'A') + number(packet.size()) +
           number(from) + packet.substr(from, size);
  };
  std::string file(text_of(jpeg_with(1, piece(200, 1000))));
  const std::string first(text_of(jpeg_with(1, piece(0, 200))));
  const std::string segment = first.substr(2, first.size() - text_of(plain_jpeg()).size());
  file.insert(2, segment);
  const ByteView bytes = bytes_of(file);
  files.push_back({"jpeg extended xmp", Bytes(bytes.begin(), bytes.end()), {}});
}

void add_jpeg_exif(Files& files) {
  const std::string wrapped = LabelText().wrapped();
  const auto comment = Carrier::exif_user_comment;
  const auto description = Carrier::exif_description;
  std::string utf16;
  for (const char c : wrapped) utf16 += c + "\0"s;
  files.push_back(
      {"jpeg comment", jpeg_with_exif("ASCII\0\0\0"s + wrapped, ""), {.carrier = comment}});
  files.push_back({"jpeg comment without code", jpeg_with_exif("\0\0\0\0\0\0\0\0"s + wrapped, ""),
                   faulty({Rule::comment_code}, comment)});
  files.push_back(
      {"jpeg comment at once", jpeg_with_exif(wrapped, ""), faulty({Rule::comment_code}, comment)});
  files.push_back({"jpeg comment of 16 bits", jpeg_with_exif("UNICODE\0"s + utf16, ""),
                   faulty({Rule::comment_code}, comment)});
  files.push_back({"jpeg comment not wrapped",
                   jpeg_with_exif("ASCII\0\0\0"s + LabelText().json(), ""),
                   faulty({Rule::wrapper}, comment)});
  files.push_back({"jpeg description", jpeg_with_exif("", wrapped + "\0"s),
                   faulty({Rule::carrier}, description)});
  Expected tencent = faulty({Rule::carrier, Rule::vendor_form}, description);
  tencent.vendor = "tencent_cloud";
  const std::string keys = R"({"ServiceProvider":"腾讯云","ServiceUser":"100","Time":"2025",)"
                           R"("ContentId":"c-1"})";
  files.push_back({"jpeg tencent cloud", jpeg_with_exif("", keys), tencent});
  files.push_back(
      {"jpeg tencent cloud wrapped", jpeg_with_exif("", "{\"AIGC\":" + keys + "}"), tencent});
}

void add_bytedance(Files& files) {
  for (const bool is_comment : {true, false}) {
    for (const char type : {'0', '1', '2'}) {
      const std::string json = R"({"aigc_info":{"aigc_label_type":)"s + type +
                               R"(,"source_info":"dreamina"},"data":{"os":"web","product":)"
                               R"("dreamina","exportType":"generation","pictureId":"0"},)"
                               R"("trace_info":{"originItemId":"7"}})";
      Expected expected{
          .state = State::absent,
          .says = type == '0' ? Says::inconclusive : Says::generated,
          .carrier = is_comment ? Carrier::exif_user_comment : Carrier::exif_description,
          .vendor = "dreamina"};
      files.push_back(
          {"bytedance type "s + type + (is_comment ? " comment" : " description"),
           is_comment ? jpeg_with_exif("ASCII\0\0\0"s + json, "") : jpeg_with_exif("", json),
           expected});
    }
  }
}

void add_jpeg_segments(Files& files) {
  const auto segment = Carrier::jpeg_segment;
  const std::string json = LabelText().json();
  files.push_back(
      {"jpeg bare APP10", jpeg_with(10, "AIGC" + json), faulty({Rule::carrier}, segment)});
  files.push_back({"jpeg bare APP1 wrapped", jpeg_with(1, LabelText().wrapped()),
                   faulty({Rule::carrier}, segment)});
  files.push_back({"jpeg bare behind a header", jpeg_with(5, "vendor\0\1"s + "AIGC" + json + "\0"s),
                   faulty({Rule::carrier}, segment)});
}

void add_content(Files& files) {
  const auto add = [&files](const std::string& name, const std::string& json, Expected expected) {
    files.push_back({"label " + name, jpeg_with_xmp(xmp_element(json)), std::move(expected)});
  };
  const std::string json = LabelText().json();
  add("2", LabelText{.label = "2"}.json(), {.says = Says::possible});
  add("3", LabelText{.label = "3"}.json(), {.says = Says::suspected});
  add("AIGC", LabelText{.label = "AIGC", .producer = "MiniMax Agent"}.json(),
      {.state = State::non_compliant,
       .vendor = "minimax_agent",
       .rules = {Rule::label_value, Rule::charset}});
  add("0", LabelText{.label = "0"}.json(),
      {.state = State::non_compliant, .says = Says::unclear, .rules = {Rule::label_value}});
  add("number", changed(json, "\"1\"", "1"), faulty({Rule::value_not_text}));
  add("missing", changed(json, "\"Label\":\"1\",", ""),
      {.state = State::non_compliant, .says = Says::unclear, .rules = {Rule::key_missing}});
  add("empty id", LabelText{.produce_id = ""}.json(), faulty({Rule::value_empty}));
  add("other order", R"({"ContentProducer":"doubao","Label":"1","ProduceID":"7"})",
      faulty({Rule::key_order}));
  add("repeated key", changed(json, "\"Label\"", "\"Label\":\"2\",\"Label\""),
      faulty({Rule::key_repeated}));
  add("short", R"({"Label":"1","ContentProducer":"doubao","ProduceID":"7"})", {});
  add("other key", changed(json, "\"ReservedCode1\"", "\"Made\":\"x\",\"ReservedCode1\""), {});
  add("chinese name", LabelText{.producer = "豆包"}.json(),
      {.state = State::non_compliant, .vendor = "", .rules = {Rule::charset}});
  add("blank in id", LabelText{.produce_id = "a b"}.json(), faulty({Rule::charset}));
  add("foreign escape", LabelText{.produce_id = "a\\/b"}.json(), faulty({Rule::charset}));
  add("bytes that are no utf-8", LabelText{.produce_id = "a\xB6\xB9"}.json(),
      faulty({Rule::charset}));
  add("wrong check digit", LabelText{.producer = "001191110102MACQD9K65010000"}.json(),
      {.state = State::non_compliant, .vendor = "", .rules = {Rule::producer_code}});
  add("cut code", LabelText{.producer = "001191110102MACQD9K6401"}.json(),
      {.state = State::non_compliant, .vendor = "", .rules = {Rule::producer_code}});
  add("half propagator", LabelText{.propagator = "douyin"}.json(), faulty({Rule::propagator_half}));
  add("propagator",
      LabelText{.propagator = "00119144030008867405X220001", .propagate_id = "p-1"}.json(), {});
  add("wrong propagator",
      LabelText{.propagator = "00119144030008867405X320001", .propagate_id = "p-1"}.json(),
      faulty({Rule::propagator_code}));
}

void add_broken_content(Files& files) {
  const auto add = [&files](const std::string& name, const std::string& json, Expected expected) {
    files.push_back({"json " + name, jpeg_with_xmp(xmp_element(json)), std::move(expected)});
  };
  const std::string security = R"({"SecurityData":{"Type":"TC260PG","PubSD":[]}})";
  std::string quoted;
  for (const char c : security) quoted += c == '"' ? "\\\""s : std::string(1, c);
  add("escaped in reserved code", LabelText{.reserved_1 = quoted}.json(), {});
  add("not escaped in reserved code", LabelText{.reserved_1 = security}.json(),
      faulty({Rule::json_broken}));
  add("object as reserved code",
      changed(LabelText().json(), R"("ReservedCode1":"")", "\"ReservedCode1\":" + security),
      faulty({Rule::value_not_text}));
  add("cut off", LabelText().json().substr(0, 90), faulty({Rule::json_broken}));
  std::string all;
  for (const char c : LabelText().json()) all += c == '"' ? "\\\""s : std::string(1, c);
  add("escaped as a whole", all, faulty({Rule::json_broken}));
  add("none", "see our site", {.state = State::unreadable, .label_count = 0});
  add("nested too deep", "{\"Label\":" + std::string(70, '[') + std::string(70, ']') + "}",
      {.state = State::unreadable, .label_count = 0});
}

void add_vendors(Files& files) {
  const std::pair<const char*, const char*> codes[] = {
      {"00119144030008867405X210001", "jimeng"},
      {"001191440300708461136T1XGW3", "hunyuan"},
      {"001191440300MA5G49LC9K10000", "honor"},
      {"001191440101MA9Y9T4H7A10000", "qwen"},
      {"001191330106MA2CFLDG4R10000", "wan"},
      {"001191110108335469089C10000", "kling"},
      {"001191340100MAEB4N8H7610000", "runninghub"},
      {"001191110000802100433B10000", "baidu"},
      {"001191110105MACJ6K1C8A10000", "liblib"},
      {"001191110108MACC4D63XF10000", "vidu"},
      {"MiniMax", "minimax"},
      {"picwish", "picwish"},
      {"kling", "kling"}};
  for (const auto& [code, vendor] : codes) {
    files.push_back({"vendor "s + vendor + " " + code,
                     jpeg_with_xmp(xmp_element(LabelText{.producer = code}.json())),
                     {.vendor = vendor}});
  }
}

void add_png(Files& files) {
  const std::string json = LabelText().json();
  const std::string packet = xmp_element(json);
  const std::string keyword = "XML:com.adobe.xmp\0"s;
  const auto text = Carrier::png_text;
  for (const bool is_behind : {false, true}) {
    const std::string where = is_behind ? " behind the pixels" : " before the pixels";
    files.push_back({"png iTXt xmp" + where,
                     png_with({{"iTXt", keyword + "\0\0\0\0"s + packet, is_behind}}),
                     {}});
    files.push_back(
        {"png tEXt" + where, png_with({{"tEXt", "AIGC\0"s + json, is_behind}}), {.carrier = text}});
    files.push_back({"png zTXt" + where,
                     png_with({{"zTXt", "AIGC\0\0"s + stored_zlib(json), is_behind}}),
                     faulty({Rule::carrier}, text)});
    files.push_back({"png iTXt" + where, png_with({{"iTXt", "AIGC\0\0\0\0\0"s + json, is_behind}}),
                     faulty({Rule::carrier}, text)});
  }
  files.push_back({"png packed iTXt xmp",
                   png_with({{"iTXt", keyword + "\1\0\0\0"s + stored_zlib(packet)}}),
                   {}});
  files.push_back(
      {"png tEXt xmp", png_with({{"tEXt", keyword + packet}}), faulty({Rule::carrier})});
  files.push_back({"png tEXt wrapped",
                   png_with({{"tEXt", "AIGC\0"s + LabelText().wrapped()}}),
                   {.carrier = text}});
  files.push_back({"png beyond the first megabyte",
                   png_with({{"iTXt", keyword + "\0\0\0\0"s + packet, true},
                             {"prVt", std::string(1'100'000, 'x')}}),
                   {}});
  files.push_back({"png without a label in AIGC",
                   png_with({{"tEXt", "AIGC\0yes"s}}),
                   {.state = State::unreadable, .label_count = 0}});
}

void add_more_stills(Files& files) {
  const std::string packet = xmp_element(LabelText().json());
  const std::string comment = "ASCII\0\0\0"s + LabelText().wrapped();
  const std::string exif(text_of(tiff_with("", comment, false)));
  files.push_back({"webp xmp", webp_with("XMP ", packet, true), {}});
  files.push_back(
      {"webp xmp without flag", webp_with("XMP ", packet, false), faulty({Rule::webp_flag})});
  files.push_back(
      {"webp comment", webp_with("EXIF", exif, true), {.carrier = Carrier::exif_user_comment}});
  files.push_back({"webp comment behind a prefix",
                   webp_with("EXIF", "Exif\0\0"s + exif, true),
                   {.carrier = Carrier::exif_user_comment}});
  files.push_back({"png comment", png_with({{"eXIf", exif}}),
                   faulty({Rule::carrier}, Carrier::exif_user_comment)});
  files.push_back({"gif xmp", gif_with_xmp(packet), {}});
  files.push_back({"tiff xmp", tiff_with(packet, "", false), {}});
  files.push_back({"tiff xmp big endian", tiff_with(packet, "", true), {}});
  files.push_back({"tiff comment", tiff_with("", comment, true),
                   faulty({Rule::carrier}, Carrier::exif_user_comment)});
  files.push_back({"heic xmp", heif_with_xmp(packet, false), {}});
  files.push_back({"avif xmp", heif_with_xmp(packet, true), {}});
}

void add_mp4(Files& files) {
  const std::string json = LabelText().json();
  const std::string meta = mp4_meta("AIGC", json);
  const auto keys = Carrier::mp4_keys;
  files.push_back({"mp4 keys, movie first", mp4_with(box("udta", meta), true), {.carrier = keys}});
  files.push_back({"mp4 keys, movie last", mp4_with(box("udta", meta), false), {.carrier = keys}});
  files.push_back({"mp4 keys wrapped",
                   mp4_with(box("udta", mp4_meta("AIGC", LabelText().wrapped())), false),
                   {.carrier = keys}});
  files.push_back({"mp4 key that contains AIGC",
                   mp4_with(box("udta", mp4_meta("com.vendor.AIGC", json)), true),
                   {.carrier = keys}});
  files.push_back({"mp4 meta under moov", mp4_with(meta, true),
                   faulty({Rule::carrier}, Carrier::mp4_movie_keys)});
  // QuickTime's meta has no version and flags.
  const std::string quicktime = box("meta", std::string_view(meta).substr(12));
  files.push_back({"mov meta", mp4_with(box("udta", quicktime), true), {.carrier = keys}});
  const auto list = Carrier::mp4_item_list;
  files.push_back({"mp4 list without keys",
                   mp4_with(box("udta", mp4_item_list("AIGC", json)), true),
                   faulty({Rule::carrier}, list)});
  files.push_back({"mp4 list with a free name",
                   mp4_with(box("udta", mp4_item_list("----", json)), true),
                   faulty({Rule::carrier}, list)});
  files.push_back({"mp4 label in a comment item",
                   mp4_with(mp4_item_list("\xA9"
                                          "cmt",
                                          LabelText().wrapped()),
                            true),
                   faulty({Rule::carrier}, list)});
  files.push_back({"mp4 box AIGC", mp4_with(box("udta", box("AIGC", json)), true),
                   faulty({Rule::carrier}, Carrier::mp4_user_data)});
}

void add_id3(Files& files) {
  const std::string json = LabelText().json();
  files.push_back({"mp3 text", mp3_with("AIGC", json, false), {.carrier = Carrier::id3_text}});
  files.push_back({"mp3 wide text", mp3_with("AIGC", json, true), {.carrier = Carrier::id3_text}});
}

void add_several(Files& files) {
  const std::string json = LabelText().json();
  const std::string two = xmp("<TC260:AIGC>" + media::with_entities(json) + "</TC260:AIGC>",
                              "TC260:AIGC=\"" + media::with_entities(json) + "\"");
  Expected expected = faulty({Rule::more_than_one_label});
  expected.label_count = 2;
  files.push_back({"twice in one packet", jpeg_with_xmp(two), expected});
  const std::string other = LabelText{.label = "2"}.json();
  files.push_back({"in two places of a png",
                   png_with({{"tEXt", "AIGC\0"s + other},
                             {"iTXt", "XML:com.adobe.xmp\0\0\0\0\0"s + xmp_element(json), true}}),
                   expected});
}

}  // namespace

std::string LabelText::json() const {
  return "{\"Label\":\"" + label + "\",\"ContentProducer\":\"" + producer + "\",\"ProduceID\":\"" +
         produce_id + "\",\"ReservedCode1\":\"" + reserved_1 + "\",\"ContentPropagator\":\"" +
         propagator + "\",\"PropagateID\":\"" + propagate_id + "\",\"ReservedCode2\":\"\"}";
}

std::string xmp(const std::string& inner, const std::string& attributes,
                const std::string& prefix) {
  return "<?xpacket begin=\"\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?><x:xmpmeta "
         "xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
         "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description "
         "rdf:about=\"\" xmlns:" +
         prefix + "=\"" + uri + "\" " + attributes + ">" + inner +
         "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"w\"?>";
}

std::string xmp_element(const std::string& json) {
  return xmp("<TC260:AIGC>" + media::with_entities(json) + "</TC260:AIGC>");
}

std::vector<MarkedFile> marked_files() {
  Files files;
  add_jpeg_xmp(files);
  add_jpeg_extended(files);
  add_jpeg_exif(files);
  add_bytedance(files);
  add_jpeg_segments(files);
  add_content(files);
  add_broken_content(files);
  add_vendors(files);
  add_png(files);
  add_more_stills(files);
  add_mp4(files);
  add_id3(files);
  add_several(files);
  return files;
}

}  // namespace pixiu::provenance::gb45438::test
