#include "sandbox/examiner.h"

#include "crypto/digest.h"
#include "media/ai_marks.h"
#include "media/decode.h"
#include "media/encode.h"
#include "sandbox/reference_cache.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace pixiu::sandbox {
namespace {

using namespace std::chrono_literals;
using assessment::Assessment;
using assessment::Band;
using testing::HasSubstr;

// Structure at several scales, so that the examiners have something to compare.
cv::Mat textured_picture(std::uint64_t seed, int width = 640, int height = 480) {
  cv::RNG random(seed);
  cv::Mat picture(height, width, CV_8UC3, cv::Scalar(96, 96, 96));
  for (const int cell : {64, 16, 4, 1}) {
    cv::Mat values(height / cell + 1, width / cell + 1, CV_8UC3);
    random.fill(values, cv::RNG::UNIFORM, 0, 48);
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        picture.at<cv::Vec3b>(y, x) += values.at<cv::Vec3b>(y / cell, x / cell);
      }
    }
  }
  return picture;
}

Bytes jpeg_of(const cv::Mat& picture, int quality = 90) {
  return media::encode_jpeg(picture, quality).value();
}

// A photo made from a reference with a part painted over.
struct Forgery {
  Bytes reference = jpeg_of(textured_picture(1), 92);
  Bytes photo = [] {
    cv::Mat edited = textured_picture(1);
    edited(cv::Rect(200, 150, 120, 90)).setTo(cv::Scalar(20, 20, 200));
    return jpeg_of(edited, 85);
  }();

  assessment::Request request() const {
    assessment::Request request{.photo = photo, .wants_mask = true};
    request.references = {{.bytes = reference}};
    return request;
  }
};

nlohmann::json without_timing(const Assessment& assessment) {
  nlohmann::json json = to_json(assessment);
  json.erase("timing_ms");
  return json;
}

std::unique_ptr<Examiner> start(const Limits& limits = {}) {
  Result<std::unique_ptr<Examiner>> examiner = Examiner::start(limits);
  if (!examiner) throw std::runtime_error(examiner.error().message);
  return *std::move(examiner);
}

void expect_not_examined(const Assessment& assessment, ErrorCode code) {
  ASSERT_TRUE(assessment.unreadable);
  EXPECT_EQ(assessment.unreadable->code, code) << assessment.unreadable->message;
  EXPECT_EQ(assessment.band, Band::not_assessed);
  EXPECT_FALSE(assessment.probability);
  ASSERT_EQ(assessment.findings.size(), 1u);
  const Finding& finding = assessment.findings[0];
  EXPECT_EQ(finding.examiner, "examination");
  EXPECT_EQ(finding.outcome, Outcome::not_applicable);
  EXPECT_THAT(finding.summary.en, HasSubstr("could not be examined: "));
  EXPECT_THAT(finding.summary.zh, HasSubstr("未能"));
}

class ExaminerTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { examiner_ = start(); }
  static void TearDownTestSuite() { examiner_.reset(); }

  static Examiner& examiner() { return *examiner_; }

 private:
  inline static std::unique_ptr<Examiner> examiner_;
};

TEST_F(ExaminerTest, says_exactly_what_an_examination_in_process_says) {
  const Forgery forgery;
  const Assessment inside = examiner().examine(forgery.request());
  const auto reader = provenance::visible_mark::TextReader::load();
  ASSERT_TRUE(reader) << reader.error().message;
  const Assessment direct = assess(forgery.request(), assessment::default_calibration(), {},
                                   {.text_reader = reader->get()});
  EXPECT_EQ(without_timing(inside), without_timing(direct));
  ASSERT_EQ(inside.mask.size(), cv::Size(640, 480));
  EXPECT_EQ(cv::countNonZero(inside.mask != direct.mask), 0);
  ASSERT_TRUE(inside.derived_from_reference);
  EXPECT_EQ(inside.derived_from_reference->is_edited, true);
}

TEST_F(ExaminerTest, tells_the_facts_it_knows_itself) {
  const Forgery forgery;
  const Assessment assessment = examiner().examine({.photo = forgery.photo});
  EXPECT_EQ(assessment.photo.sha256, crypto::hex(crypto::sha256(forgery.photo)));
  EXPECT_EQ(assessment.photo.size_bytes, forgery.photo.size());
  EXPECT_EQ(assessment.photo.format, media::Format::jpeg);
  EXPECT_EQ(assessment.photo.width, 640);
  EXPECT_EQ(assessment.calibration_sha256, assessment::default_calibration().sha256);
  EXPECT_EQ(assessment.engine_version, assessment::engine_version());
}

TEST_F(ExaminerTest, gives_the_pictures_that_were_asked_for_and_no_others) {
  const Forgery forgery;
  assessment::Request request = forgery.request();
  request.wants_mask = false;
  request.wants_heatmap = true;
  request.wants_aligned_reference = true;
  const Assessment assessment = examiner().examine(request);
  EXPECT_TRUE(assessment.mask.empty());
  EXPECT_EQ(assessment.heatmap.size(), cv::Size(640, 480));
  EXPECT_EQ(assessment.aligned_reference.size(), cv::Size(640, 480));
  EXPECT_TRUE(assessment.prepared_references.empty());
}

TEST_F(ExaminerTest, a_file_that_is_no_picture_is_an_assessment_that_says_so) {
  for (const std::string_view text : {"", "just text", "\xFF\xD8\xFF\xE0 hardly a JPEG"}) {
    const Assessment assessment = examiner().examine({.photo = bytes_of(text)});
    ASSERT_TRUE(assessment.unreadable) << text;
    EXPECT_NE(assessment.unreadable->code, ErrorCode::internal) << text;
    EXPECT_EQ(assessment.band, Band::not_assessed);
    EXPECT_EQ(assessment.findings.at(0).examiner, "decode");
  }
}

TEST_F(ExaminerTest, truncated_and_damaged_files_harm_nobody) {
  const Forgery forgery;
  for (std::size_t tenth = 0; tenth < 10; ++tenth) {
    const ByteView cut = ByteView(forgery.photo).first(forgery.photo.size() * tenth / 10);
    const Assessment assessment = examiner().examine({.photo = cut});
    if (!assessment.unreadable) continue;
    EXPECT_NE(assessment.unreadable->code, ErrorCode::internal);
  }
  cv::RNG random(7);
  for (int round = 0; round < 10; ++round) {
    Bytes damaged = forgery.photo;
    for (int hit = 0; hit < 20; ++hit) {
      damaged[static_cast<std::size_t>(random.uniform(2, static_cast<int>(damaged.size())))] =
          static_cast<std::byte>(random.uniform(0, 256));
    }
    const Assessment assessment = examiner().examine({.photo = damaged});
    if (!assessment.unreadable) continue;
    EXPECT_NE(assessment.unreadable->code, ErrorCode::internal);
  }
  EXPECT_FALSE(examiner().examine({.photo = forgery.photo}).unreadable);
}

TEST_F(ExaminerTest, an_oversized_file_is_refused_with_the_reason) {
  Bytes large = jpeg_of(textured_picture(1));
  large.resize(limits::photo_bytes_max + 100);
  const Assessment assessment = examiner().examine({.photo = large});
  ASSERT_TRUE(assessment.unreadable);
  EXPECT_EQ(assessment.unreadable->code, ErrorCode::limit_exceeded);
  EXPECT_EQ(assessment.photo.size_bytes, large.size());
}

TEST_F(ExaminerTest, too_many_references_are_refused_with_the_reason) {
  const Forgery forgery;
  assessment::Request request = forgery.request();
  request.references.resize(21, request.references[0]);
  const Assessment assessment = examiner().examine(request);
  expect_not_examined(assessment, ErrorCode::limit_exceeded);
}

TEST_F(ExaminerTest, calls_from_several_threads_agree) {
  const Forgery forgery;
  const nlohmann::json expected = without_timing(examiner().examine(forgery.request()));
  std::atomic<int> equal = 0;
  {
    std::vector<std::jthread> callers;
    for (int caller = 0; caller < 4; ++caller) {
      callers.emplace_back([&] {
        for (int round = 0; round < 3; ++round) {
          if (without_timing(examiner().examine(forgery.request())) == expected) ++equal;
        }
      });
    }
  }
  EXPECT_EQ(equal, 12);
}

TEST(ExaminerLimits, an_examination_that_takes_too_long_is_a_finding) {
  const Bytes photo = jpeg_of(cv::Mat(4000, 6000, CV_8UC3, cv::Scalar(1, 2, 3)), 50);
  const auto examiner = start({.wall_time_max = 5ms});
  expect_not_examined(examiner->examine({.photo = photo}), ErrorCode::deadline_exceeded);
  const Result<Rendition> rendition = examiner->render({.file = photo, .long_side_px_max = 6000});
  ASSERT_FALSE(rendition);
  EXPECT_EQ(rendition.error().code, ErrorCode::deadline_exceeded);
}

TEST(ExaminerLimits, an_examination_that_takes_too_much_memory_is_a_finding) {
  const Bytes photo = jpeg_of(cv::Mat(6000, 8000, CV_8UC3, cv::Scalar(1, 2, 3)), 50);
  const auto examiner = start({.resident_bytes_max = 110u << 20});
#if !defined(__SANITIZE_ADDRESS__)
  expect_not_examined(examiner->examine({.photo = photo}), ErrorCode::limit_exceeded);
#endif
}

TEST(ExaminerLimits, the_template_s_death_is_told_and_survived) {
  const auto children = [] {
    std::vector<pid_t> found;
    const std::string self = std::to_string(::getpid());
    std::ifstream file("/proc/self/task/" + self + "/children");
    for (pid_t child = 0; file >> child;) found.push_back(child);
    return found;
  };
  const std::vector<pid_t> before = children();
  const auto examiner = start();
  for (const pid_t child : children()) {
    if (std::find(before.begin(), before.end(), child) == before.end()) ::kill(child, SIGKILL);
  }
  const Forgery forgery;
  expect_not_examined(examiner->examine(forgery.request()), ErrorCode::unavailable);
}

// --- renditions ---

TEST_F(ExaminerTest, a_rendition_is_a_small_jpeg_of_the_picture) {
  const cv::Mat picture = textured_picture(3, 800, 600);
  const Bytes file = media::encode_png(picture).value();
  const Result<Rendition> rendition = examiner().render({.file = file, .long_side_px_max = 200});
  ASSERT_TRUE(rendition) << rendition.error().message;
  EXPECT_EQ(rendition->width, 200);
  EXPECT_EQ(rendition->height, 150);
  EXPECT_EQ(rendition->full_width, 800);
  EXPECT_EQ(rendition->full_height, 600);
  const Result<media::Photo> decoded = media::decode_photo(rendition->jpeg);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->format, media::Format::jpeg);
  EXPECT_EQ(decoded->pixels.size(), cv::Size(200, 150));
  EXPECT_LT(cv::norm(cv::mean(decoded->pixels) - cv::mean(picture)), 3);
  EXPECT_TRUE(media::read_ai_marks(rendition->jpeg).is_empty());
}

TEST_F(ExaminerTest, a_rendition_of_a_small_picture_keeps_its_size) {
  const Bytes file = jpeg_of(textured_picture(3, 60, 40));
  const Result<Rendition> rendition = examiner().render({.file = file});
  ASSERT_TRUE(rendition);
  EXPECT_EQ(rendition->width, 60);
  EXPECT_EQ(rendition->height, 40);
}

TEST_F(ExaminerTest, a_rendition_carries_marks_of_ai_origin_and_nothing_else) {
  const media::AiMarks marks{
      "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
      R"({"Label":"1","ContentProducer":"001191110102MACQD9K64010000","ProduceID":"7"})"};
  const Bytes marked =
      media::with_xmp(jpeg_of(textured_picture(3)), media::xmp_packet_of(marks)).value();
  const Result<Rendition> rendition = examiner().render({.file = marked, .long_side_px_max = 100});
  ASSERT_TRUE(rendition);
  EXPECT_EQ(media::read_ai_marks(rendition->jpeg), marks);
  EXPECT_TRUE(media::decode_photo(rendition->jpeg));
}

TEST_F(ExaminerTest, a_rendition_of_no_picture_fails_with_the_decoder_s_reason) {
  EXPECT_EQ(examiner().render({.file = bytes_of("text")}).error().code, ErrorCode::unsupported);
  EXPECT_EQ(examiner().render({.file = {}}).error().code, ErrorCode::invalid_input);
}

TEST_F(ExaminerTest, senseless_rendition_sizes_are_refused) {
  const Bytes file = jpeg_of(textured_picture(3, 60, 40));
  for (const RenditionRequest& request : {RenditionRequest{.file = file, .long_side_px_max = 0},
                                          RenditionRequest{.file = file, .jpeg_quality = 0},
                                          RenditionRequest{.file = file, .jpeg_quality = 101}}) {
    EXPECT_EQ(examiner().render(request).error().code, ErrorCode::invalid_input);
  }
}

TEST_F(ExaminerTest, renditions_of_real_ai_pictures_keep_their_marks) {
  const char* shared = std::getenv("PIXIU_SHARED");
  const auto folder =
      std::filesystem::path(shared != nullptr ? shared : "../shared") / "data/marks";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no data at " << folder;
  int marked_count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const media::AiMarks marks = media::read_ai_marks(bytes_of(text));
    const Result<Rendition> rendition =
        examiner().render({.file = bytes_of(text), .long_side_px_max = 200});
    ASSERT_TRUE(rendition) << entry.path() << rendition.error().message;
    EXPECT_EQ(media::read_ai_marks(rendition->jpeg), marks) << entry.path();
    if (!marks.is_empty()) ++marked_count;
  }
  EXPECT_GE(marked_count, 3);  // Doubao, Jimeng, Midjourney
}

// --- prepared references ---

TEST_F(ExaminerTest, a_prepared_reference_leads_to_the_same_findings) {
  const Forgery forgery;
  const Result<Bytes> prepared = examiner().prepare(forgery.reference);
  ASSERT_TRUE(prepared) << prepared.error().message;
  assessment::Request request = forgery.request();
  const nlohmann::json expected = without_timing(examiner().examine(request));
  request.references = {{.bytes = *prepared, .is_prepared = true}};
  EXPECT_EQ(without_timing(examiner().examine(request)), expected);
}

TEST_F(ExaminerTest, a_reference_that_is_no_picture_cannot_be_prepared) {
  EXPECT_EQ(examiner().prepare(bytes_of("text")).error().code, ErrorCode::unsupported);
}

TEST_F(ExaminerTest, a_forged_prepared_reference_is_a_finding) {
  const Forgery forgery;
  assessment::Request request = forgery.request();
  const Bytes garbage(5000, std::byte{0x5A});
  request.references = {{.bytes = garbage, .is_prepared = true}};
  const Assessment assessment = examiner().examine(request);
  EXPECT_FALSE(assessment.unreadable);
  EXPECT_EQ(assessment.findings.at(0).outcome, Outcome::not_applicable);
}

TEST_F(ExaminerTest, findings_are_the_same_with_a_cache) {
  const Forgery forgery;
  const nlohmann::json expected = without_timing(examiner().examine(forgery.request()));
  const auto cached = with_reference_cache(start());
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(without_timing(cached->examine(forgery.request())), expected);
  }
}

}  // namespace
}  // namespace pixiu::sandbox
