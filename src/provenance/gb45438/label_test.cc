#include "provenance/gb45438/label.h"

#include "media/xml_scan.h"
#include "provenance/gb45438/label_finding.h"
#include "provenance/gb45438/marked_files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace pixiu::provenance::gb45438 {
namespace {

using namespace std::string_literals;
using testing::IsEmpty;
using testing::UnorderedElementsAreArray;

std::vector<Rule> rules_of(const Reading& reading) {
  std::vector<Rule> rules;
  for (const Violation& violation : reading.violations) rules.push_back(violation.rule);
  return rules;
}

std::string vendor_of(const Label& label) {
  return label.producer.vendor == nullptr ? ""s : std::string(label.producer.vendor->id);
}

// --- every carrier and variant ---

TEST(HiddenLabel, every_made_file_is_read_back) {
  const auto files = test::marked_files();
  EXPECT_GT(files.size(), 60u);
  std::set<std::string> names;
  for (const test::MarkedFile& file : files) {
    SCOPED_TRACE(file.name);
    EXPECT_TRUE(names.insert(file.name).second);
    const Reading reading = read_labels(file.bytes);
    EXPECT_EQ(state_name(reading.state), state_name(file.expected.state));
    ASSERT_EQ(reading.labels.size(), file.expected.label_count);
    EXPECT_THAT(rules_of(reading), UnorderedElementsAreArray(file.expected.rules));
    const Label* label = reading.foremost();
    if (label == nullptr) continue;
    EXPECT_EQ(says_name(label->says), says_name(file.expected.says));
    EXPECT_EQ(carrier_name(label->carrier), carrier_name(file.expected.carrier));
    EXPECT_EQ(vendor_of(*label), file.expected.vendor);
  }
}

TEST(HiddenLabel, every_made_file_has_a_finding_in_both_languages) {
  for (const test::MarkedFile& file : test::marked_files()) {
    SCOPED_TRACE(file.name);
    const Reading reading = read_labels(file.bytes);
    const Finding finding = label_finding(reading);
    EXPECT_EQ(finding.examiner, "gb45438_label");
    EXPECT_FALSE(finding.summary.en.empty());
    EXPECT_FALSE(finding.summary.zh.empty());
    EXPECT_EQ(finding.details["state"], state_name(file.expected.state));
    EXPECT_LT(finding.details.dump().size(), 48u << 10);
    const bool says_generated =
        reading.foremost() != nullptr && reading.foremost()->says == Says::generated;
    EXPECT_EQ(finding.outcome, says_generated ? Outcome::contradicts : Outcome::neutral);
    EXPECT_EQ(declarations_of(reading).empty(), !says_generated);
  }
}

TEST(HiddenLabel, every_cut_of_a_made_file_is_survived) {
  for (const test::MarkedFile& file : test::marked_files()) {
    if (file.bytes.size() > 20'000) continue;
    for (std::size_t size = 0; size < file.bytes.size(); size += 1 + size / 40) {
      const Bytes cut(file.bytes.begin(), file.bytes.begin() + static_cast<std::ptrdiff_t>(size));
      label_finding(read_labels(cut));
    }
  }
}

// --- the values ---

TEST(HiddenLabel, all_fields_of_annex_e_are_kept) {
  const test::LabelText text{.produce_id = "p1",
                             .reserved_1 = "r1",
                             .propagator = "00119144030008867405X220001",
                             .propagate_id = "p2"};
  const Reading reading = read_labels(test::jpeg_with_xmp(test::xmp_element(text.json())));
  ASSERT_EQ(reading.labels.size(), 1u);
  const Label& label = reading.labels[0];
  EXPECT_EQ(label.produce_id, "p1");
  EXPECT_EQ(label.reserved_code_1, "r1");
  EXPECT_EQ(label.producer_security.kind, SecurityData::Kind::opaque);
  EXPECT_EQ(label.propagate_id, "p2");
  EXPECT_EQ(label.producer.code->service, ProducerCode::Service::generation);
  EXPECT_EQ(label.propagator.code->service, ProducerCode::Service::propagation);
  EXPECT_EQ(label.place, "APP1");
  EXPECT_TRUE(says_generated_by_hidden_label(reading));
  EXPECT_FALSE(has_other_label_trace(reading));
}

TEST(HiddenLabel, labels_2_and_3_declare_nothing_and_are_a_trace) {
  for (const char* value : {"2", "3"}) {
    const Reading reading =
        read_labels(test::jpeg_with_xmp(test::xmp_element(test::LabelText{.label = value}.json())));
    EXPECT_THAT(declarations_of(reading), IsEmpty());
    EXPECT_FALSE(says_generated_by_hidden_label(reading));
    EXPECT_TRUE(has_other_label_trace(reading));
  }
}

TEST(HiddenLabel, the_strongest_of_several_labels_speaks_for_the_file) {
  const std::string weak = media::with_entities(test::LabelText{.label = "2"}.json());
  const std::string strong = media::with_entities(test::LabelText().json());
  const Reading reading = read_labels(test::jpeg_with_xmp(
      test::xmp("<TC260:AIGC>" + weak + "</TC260:AIGC><TC260:AIGC>" + strong + "</TC260:AIGC>")));
  ASSERT_EQ(reading.labels.size(), 2u);
  EXPECT_EQ(reading.foremost()->label_text, "1");
}

TEST(HiddenLabel, a_finding_speaks_of_the_file_and_names_the_producer) {
  const Finding finding =
      label_finding(read_labels(test::jpeg_with_xmp(test::xmp_element(test::LabelText().json()))));
  EXPECT_EQ(finding.summary.en,
            "The file carries the hidden AI label of GB 45438-2025: it says of itself that it is "
            "AI-generated or synthesised content, written by Doubao.");
  EXPECT_EQ(finding.summary.zh,
            "文件带有GB 45438-2025 隐式标识:声明属于人工智能生成合成内容,制作方:豆包。");
  EXPECT_EQ(finding.details["labels"][0]["producer"]["code"]["uscc"], "91110102MACQD9K640");
}

TEST(HiddenLabel, absence_is_neutral_and_says_so) {
  const Finding finding = label_finding(read_labels(test::plain_jpeg()));
  EXPECT_EQ(finding.outcome, Outcome::neutral);
  EXPECT_THAT(finding.summary.en, testing::HasSubstr("nothing either way"));
  const Finding text = label_finding(read_labels(bytes_of("plain text")));
  EXPECT_EQ(text.outcome, Outcome::not_applicable);
}

TEST(HiddenLabel, a_hostile_label_keeps_its_finding_small) {
  std::string json = "{\"Label\":\"1\"";
  for (int index = 0; index < 60; ++index) {
    json += ",\"key" + std::to_string(index) + std::string(200, 'k') + "\":\"" +
            std::string(600, 'v') + "\x01\"";
  }
  json += ",\"ProduceID\":\"" + std::string(9000, '"') + "\"}";
  std::string packet;
  for (int index = 0; index < 20; ++index) {
    packet += "<TC260:AIGC>" + media::with_entities(json) + "</TC260:AIGC>";
  }
  const Bytes png = test::png_with({{"iTXt", "XML:com.adobe.xmp\0\0\0\0\0"s + test::xmp(packet)}});
  const Finding finding = label_finding(read_labels(png));
  EXPECT_LT(finding.details.dump().size(), 48u << 10);
}

// --- no false labels ---

TEST(HiddenLabel, bytes_that_only_look_like_a_label_are_none) {
  const std::string json = test::LabelText().json();
  const auto expect_none = [](const Bytes& file, const char* what) {
    const Reading reading = read_labels(file);
    EXPECT_EQ(reading.state, State::absent) << what;
    EXPECT_THAT(reading.labels, IsEmpty()) << what;
  };
  expect_none(test::png_with({{"tEXt", "Comment\0"s + json}}), "a text of another name");
  expect_none(test::png_with({{"prVt", "AIGC" + json}}), "a private chunk");
  expect_none(test::jpeg_with_xmp(
                  test::xmp("<dc:title>AIGC " + media::with_entities(json) + "</dc:title>")),
              "a title");
  expect_none(test::jpeg_with_xmp(test::xmp("<!-- <TC260:AIGC>" + json + "</TC260:AIGC> -->")),
              "a comment of XML");
  expect_none(test::jpeg_with(11, "JP\0\1jumb"s + "AIGC" + json), "a quotation in JUMBF");
  expect_none(test::jpeg_with(13, "Photoshop 3.0\0AIGC"s + json), "a Photoshop block");
  expect_none(test::jpeg_with(4, "AIGC jumb"), "two words");
  expect_none(test::jpeg_with(4, "AIGC{\"Label\":\"1\"}"), "a label of one key");
  expect_none(test::jpeg_with_exif("ASCII\0\0\0{\"Label\":\"price\"}"s, "{\"Label\":\"x\"}"),
              "a comment with a label of its own");
  expect_none(test::jpeg_with_exif("ASCII\0\0\0AIGC"s, "AIGC"), "a word");
  std::string behind(text_of(test::plain_jpeg()));
  behind += "AIGC" + json;
  expect_none(Bytes(bytes_of(behind).begin(), bytes_of(behind).end()), "bytes behind the picture");
  expect_none(test::mp4_with(test::box("free", "AIGC" + json), true), "a free box");
  expect_none(test::mp4_with(test::box("udta", test::mp4_meta("title", json)), true), "a title");
}

RC_GTEST_PROP(HiddenLabelProperty, any_content_is_survived, (const std::string& text)) {
  label_finding(read_labels(test::png_with({{"tEXt", "AIGC\0"s + text}})));
  label_finding(read_labels(test::png_with({{"tEXt", "AIGC\0{\"Label\":"s + text + "}"}})));
  label_finding(read_labels(test::mp4_with(test::box("udta", text), true)));
}

// --- real files ---

std::filesystem::path shared_data(const char* folder) {
  const char* shared = std::getenv("PIXIU_SHARED");  // tidy: getenv - where the tests' data is
  return std::filesystem::path(shared != nullptr ? shared : "../shared") / "data" / folder;
}

Bytes bytes_of_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const ByteView view = bytes_of(text);
  return {view.begin(), view.end()};
}

TEST(HiddenLabel, files_as_vendors_write_them_are_read) {
  const auto folder = shared_data("marks");
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no data at " << folder;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    const std::string name = entry.path().filename().string();
    SCOPED_TRACE(name);
    const Reading reading = read_labels(bytes_of_file(entry.path()));
    const bool is_doubao = name.starts_with("doubao");
    if (!is_doubao && !name.starts_with("jimeng")) {
      EXPECT_EQ(reading.state, State::absent);
      continue;
    }
    ASSERT_EQ(reading.labels.size(), 1u);
    EXPECT_EQ(reading.state, State::compliant);
    EXPECT_EQ(reading.labels[0].says, Says::generated);
    EXPECT_EQ(vendor_of(reading.labels[0]), is_doubao ? "doubao" : "jimeng");
  }
}

TEST(HiddenLabel, honest_pictures_have_none) {
  constexpr int sample_stride = 25;
  int count = 0;
  for (const char* name : {"exif", "refund-dev", "blind-dev"}) {
    const auto folder = shared_data(name);
    if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no data at " << folder;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (!entry.is_regular_file() || count++ % sample_stride != 0) continue;
      EXPECT_EQ(read_labels(bytes_of_file(entry.path())).state, State::absent) << entry.path();
    }
  }
  EXPECT_GT(count, 1000);
}

}  // namespace
}  // namespace pixiu::provenance::gb45438
