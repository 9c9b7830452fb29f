#include "provenance/capture/capture_device.h"

#include "provenance/capture/examine_capture.h"
#include "provenance/capture/screen_copy.h"
#include "provenance/examine.h"
#include "provenance/file_testing.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::provenance {
namespace {

namespace fs = std::filesystem;

const std::vector<Camera> cameras = {{"Apple", "iPhone 6", true, "Apple iOS", {"aa"}, 2}};

DeviceEvidence iphone() {
  DeviceEvidence evidence;
  evidence.capture.make = "Apple";
  evidence.capture.model = "iPhone 6";
  evidence.capture.maker_note_bytes = 800;
  evidence.capture.maker_note_vendor = "Apple";
  evidence.capture.stated_size = {3264, 2448};
  evidence.stored_size = {3264, 2448};
  evidence.quantisation = "aa";
  return evidence;
}

TEST(CaptureDevice, a_file_as_the_camera_writes_it_is_said_to_fit_and_proves_nothing) {
  const Finding finding = capture_device_finding(iphone(), cameras);
  EXPECT_EQ(finding.outcome, Outcome::neutral);
  EXPECT_EQ(finding.details["has_known_tables"], true);
  EXPECT_NE(finding.summary.en.find("imitated"), std::string::npos);
}

TEST(CaptureDevice, what_saving_again_explains_is_neutral) {
  DeviceEvidence evidence = iphone();
  evidence.capture.maker_note_bytes = 0;
  evidence.capture.maker_note_vendor.clear();
  evidence.quantisation = "bb";
  evidence.stored_size = {1440, 1080};
  const Finding finding = capture_device_finding(evidence, cameras);
  EXPECT_EQ(finding.outcome, Outcome::neutral);
  EXPECT_EQ(finding.details["lacks_maker_note"], true);
  EXPECT_EQ(finding.details["has_other_tables"], true);
  EXPECT_EQ(finding.details["has_other_size"], true);
}

TEST(CaptureDevice, other_tables_say_nothing_of_a_camera_that_changes_them) {
  DeviceEvidence evidence = iphone();
  evidence.quantisation = "bb";
  std::vector<Camera> changing = cameras;
  changing[0].quantisation = {"aa", "cc"};
  EXPECT_EQ(capture_device_finding(evidence, changing).details["has_other_tables"], false);
  changing[0] = cameras[0];
  changing[0].file_count = 1;
  EXPECT_EQ(capture_device_finding(evidence, changing).details["has_other_tables"], false);
}

TEST(CaptureDevice, data_of_another_maker_contradict_moderately) {
  DeviceEvidence evidence = iphone();
  evidence.capture.make = "HUAWEI";
  const Finding finding = capture_device_finding(evidence, cameras);
  EXPECT_EQ(finding.outcome, Outcome::contradicts);
  EXPECT_EQ(finding.details["grade"], "moderate");
}

TEST(CaptureDevice, a_picture_turned_on_its_side_has_the_stated_size) {
  DeviceEvidence evidence = iphone();
  evidence.stored_size = {2448, 3264};
  EXPECT_EQ(capture_device_finding(evidence, cameras).details["has_other_size"], false);
}

TEST(CaptureDevice, no_camera_is_neutral_and_says_so) {
  const Finding finding = capture_device_finding({}, cameras);
  EXPECT_EQ(finding.outcome, Outcome::neutral);
  EXPECT_NE(finding.summary.en.find("neutral"), std::string::npos);
}

TEST(Cameras, the_table_that_is_compiled_in_has_measured_cameras) {
  EXPECT_GE(built_in_cameras().size(), 20u);
  const Camera* phone = find_camera(built_in_cameras(), "Apple", "iPhone 6");
  ASSERT_NE(phone, nullptr);
  EXPECT_EQ(phone->maker_note_signature, "Apple iOS");
}

TEST(Cameras, what_is_no_table_is_refused) {
  EXPECT_FALSE(parse_cameras("").has_value());
  EXPECT_FALSE(parse_cameras("{\"schema\":\"pixiu.cameras/1\"}").has_value());
  EXPECT_FALSE(
      parse_cameras("{\"schema\":\"pixiu.cameras/1\",\"cameras\":[{\"model\":1}]}").has_value());
}

// The tool that measures and the program that compares see the same tables in the same files.
TEST(Cameras, measured_files_have_the_tables_of_their_camera) {
  const char* given = std::getenv("PIXIU_SHARED");
  const fs::path file = fs::path(given != nullptr ? given : "../shared") /
                        "data/exif/exif-samples/jpg/hdr/iphone_hdr_YES.jpg";
  if (!fs::exists(file)) GTEST_SKIP() << "no " << file;
  std::ifstream in(file, std::ios::binary);
  const Bytes bytes = test::copy_of(std::string(std::istreambuf_iterator<char>(in), {}));
  const Camera* phone = find_camera(built_in_cameras(), "Apple", "iPhone 6");
  ASSERT_NE(phone, nullptr);
  EXPECT_THAT(phone->quantisation, testing::Contains(quantisation_fingerprint(bytes)));
}

TEST(ScreenCopy, a_file_that_says_so_or_looks_so_is_a_copy_of_a_screen) {
  media::CaptureMetadata said;
  said.user_comment = "Screenshot";
  EXPECT_TRUE(screen_copy_finding(said, media::Format::jpeg, {100, 100}, {}).has_value());
  EXPECT_TRUE(screen_copy_finding({}, media::Format::png, {1170, 2532}, {}).has_value());
  EXPECT_FALSE(screen_copy_finding({}, media::Format::jpeg, {1170, 2532}, {}).has_value());
  EXPECT_FALSE(screen_copy_finding({}, media::Format::png, {1000, 1000}, {}).has_value());
  EXPECT_EQ(screen_copy_finding(said, media::Format::jpeg, {1, 1}, {})->outcome, Outcome::neutral);
}

TEST(SoftwareChain, programs_are_named_once_in_their_order) {
  const std::string xap = "http://ns.adobe.com/xap/1.0/";
  EXPECT_THAT(software_chain({{Carrier::exif, "", "Software", "A", ""},
                              {Carrier::xmp, xap, "CreatorTool", "B", ""},
                              {Carrier::xmp, xap, "softwareAgent", "A", ""},
                              {Carrier::exif, "", "Make", "C", ""}}),
              testing::ElementsAre("A", "B"));
}

Bytes file_with_place() {
  using enum media::ExifDirectory;
  const std::string degrees = test::number_text(39, 4, true) + test::number_text(1, 4, true) +
                              test::number_text(54, 4, true) + test::number_text(1, 4, true) +
                              test::number_text(36, 4, true) + test::number_text(1, 4, true);
  const Bytes block =
      media::test::exif_block_with({{gps, media::exif_tag::gps_latitude, 5, degrees},
                                    {gps, media::exif_tag::gps_longitude, 5, degrees}});
  return test::copy_of(test::plain_jpeg().insert(
      2, test::jpeg_segment(0xE1, std::string("Exif\0\0", 6) + std::string(text_of(block)))));
}

TEST(CapturePlace, a_place_is_read_only_where_the_policy_allows_it) {
  const auto place_of = [](bool may_use_location) {
    const ProvenanceReport report =
        examine(file_with_place(), {}, {.may_use_location = may_use_location});
    const auto found =
        std::find_if(report.findings.begin(), report.findings.end(),
                     [](const Finding& one) { return one.examiner == "capture_place"; });
    return found == report.findings.end() ? nlohmann::json() : found->details;
  };
  EXPECT_TRUE(place_of(false).is_null());
  EXPECT_EQ(place_of(true)["latitude_degrees"], 39.91);
}

}  // namespace
}  // namespace pixiu::provenance
