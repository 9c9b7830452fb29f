#include "sandbox/reply.h"

#include "base/limits.h"
#include "sandbox/plain_text.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <tuple>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace pixiu::sandbox {
namespace {

using assessment::Assessment;
using assessment::Band;
using testing::HasSubstr;

Bytes joined(const EncodedReply& reply) {
  Bytes all;
  for (const ByteView part : reply.parts()) all.insert(all.end(), part.begin(), part.end());
  return all;
}

constexpr Expectation everything{.reference_count = 2,
                                 .may_have_mask = true,
                                 .may_have_aligned_reference = true,
                                 .may_have_heatmap = true,
                                 .may_have_prepared_references = true};

Finding sample_finding() {
  return {.examiner = "same_capture",
          .version = "1",
          .family = "reference",
          .outcome = Outcome::contradicts,
          .log10_likelihood_ratio = 3.25,
          .summary = {"Made from the listing photo.", "该图由商品原图制成。"},
          .regions = {{0, 0, 4, 3}, {1, 1, 2, 2}},
          .details = {{"agreement", 0.93}, {"nested", {{"list", {1, 2, 3}}}}}};
}

Assessment sample() {
  Assessment assessment;
  assessment.photo.format = media::Format::jpeg;
  assessment.photo.width = 4;
  assessment.photo.height = 3;
  assessment.band = Band::review;
  assessment.probability = 0.75;
  assessment.log10_likelihood_ratio = 1.5;
  assessment.derived_from_reference = {{.reference_index = 1, .probability = 1, .is_edited = true}};
  assessment.ai = {{.declared = provenance::DeclaredAi::composite,
                    .by = {provenance::DeclaredBy::c2pa, provenance::DeclaredBy::exif},
                    .article6 = provenance::Article6::suspected}};
  assessment.findings = {sample_finding()};
  assessment.timing = {12.5, 3.25};
  assessment.mask = cv::Mat(3, 4, CV_8UC1, cv::Scalar(7));
  assessment.heatmap = cv::Mat(3, 4, CV_8UC3, cv::Scalar(1, 2, 3));
  assessment.prepared_references = {Bytes(5, std::byte{9}), {}};
  return assessment;
}

Result<Assessment> sent(const Assessment& assessment, const Expectation& expectation = everything) {
  return decode_assessment(joined(encode_reply(assessment)), expectation);
}

template <class Change>
void expect_refused(Change change, const char* why) {
  Assessment assessment = sample();
  change(assessment);
  const Result<Assessment> result = sent(assessment);
  ASSERT_FALSE(result) << why;
  EXPECT_EQ(result.error().code, ErrorCode::internal);
  EXPECT_THAT(result.error().message, HasSubstr(why));
}

TEST(Reply, an_assessment_arrives_as_it_was_sent) {
  const Result<Assessment> got = sent(sample());
  ASSERT_TRUE(got) << got.error().message;
  EXPECT_EQ(got->photo.width, 4);
  EXPECT_EQ(got->band, Band::review);
  EXPECT_EQ(got->probability, 0.75);
  EXPECT_EQ(got->derived_from_reference->reference_index, 1);
  EXPECT_EQ(got->derived_from_reference->is_edited, true);
  EXPECT_EQ(got->ai, sample().ai);
  ASSERT_EQ(got->findings.size(), 1u);
  EXPECT_EQ(got->findings[0], sample_finding());
  EXPECT_EQ(cv::countNonZero(got->mask != 7), 0);
  EXPECT_EQ(got->mask.size(), cv::Size(4, 3));
  EXPECT_TRUE(got->aligned_reference.empty());
  EXPECT_EQ(got->heatmap.at<cv::Vec3b>(2, 3), cv::Vec3b(1, 2, 3));
  EXPECT_EQ(got->prepared_references[0], Bytes(5, std::byte{9}));
  EXPECT_EQ(joined(encode_reply(*got)), joined(encode_reply(sample())));
}

TEST(Reply, a_picture_that_is_a_part_of_another_arrives_whole) {
  Assessment assessment = sample();
  cv::Mat large(10, 10, CV_8UC1);
  for (int index = 0; index < 100; ++index) large.data[index] = static_cast<uchar>(index);
  assessment.mask = large(cv::Rect(2, 3, 4, 3));
  const Result<Assessment> got = sent(assessment);
  ASSERT_TRUE(got);
  EXPECT_EQ(got->mask.at<uchar>(2, 3), 55);
}

TEST(Reply, what_the_caller_knows_better_is_not_carried) {
  Assessment assessment = sample();
  assessment.photo.sha256 = "lies";
  assessment.photo.size_bytes = 1;
  assessment.engine_version = "lies";
  assessment.calibration_sha256 = "lies";
  const Result<Assessment> got = sent(assessment);
  ASSERT_TRUE(got);
  EXPECT_EQ(got->photo.sha256, "");
  EXPECT_EQ(got->photo.size_bytes, 0u);
  EXPECT_EQ(got->engine_version, "");
  EXPECT_EQ(got->calibration_sha256, "");
}

TEST(Reply, numbers_out_of_range_are_refused) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  constexpr double infinity = std::numeric_limits<double>::infinity();
  for (const double value : {-0.01, 1.01, nan, infinity}) {
    expect_refused([&](Assessment& a) { a.probability = value; }, "probability");
    expect_refused([&](Assessment& a) { a.derived_from_reference->probability = value; },
                   "probability");
  }
  for (const double value : {-1001.0, 1001.0, nan, infinity, -infinity}) {
    expect_refused([&](Assessment& a) { a.log10_likelihood_ratio = value; }, "likelihood");
    expect_refused([&](Assessment& a) { a.findings[0].log10_likelihood_ratio = value; },
                   "likelihood");
  }
  for (const double value : {-1.0, nan, infinity}) {
    expect_refused([&](Assessment& a) { a.timing.total_ms = value; }, "time");
    expect_refused([&](Assessment& a) { a.timing.decode_ms = value; }, "time");
  }
}

TEST(Reply, a_reference_that_was_not_sent_is_refused) {
  for (const int index : {-1, 2, std::numeric_limits<int>::max()}) {
    expect_refused([&](Assessment& a) { a.derived_from_reference->reference_index = index; },
                   "reference index");
  }
}

TEST(Reply, enumerators_that_do_not_exist_are_refused) {
  expect_refused([](Assessment& a) { a.band = static_cast<Band>(4); }, "enumerator");
  expect_refused([](Assessment& a) { a.photo.format = static_cast<media::Format>(200); },
                 "enumerator");
  expect_refused([](Assessment& a) { a.findings[0].outcome = static_cast<Outcome>(4); },
                 "enumerator");
}

TEST(Reply, photo_sizes_beyond_the_limits_are_refused) {
  const std::pair<int, int> sizes[] = {{0, 3}, {-1, -1}, {65'501, 1}, {20'000, 20'000}, {4, -3}};
  for (const auto& size : sizes) {
    expect_refused([&](Assessment& a) { std::tie(a.photo.width, a.photo.height) = size; },
                   "photo size");
  }
}

TEST(Reply, regions_outside_the_photo_are_refused) {
  constexpr int most = std::numeric_limits<int>::max();
  for (const Region& region : {Region{-1, 0, 2, 2}, Region{0, 0, 5, 1}, Region{0, 3, 1, 1},
                               Region{0, 0, 0, 1}, Region{most, 0, most, 1}, Region{0, 0, 1, -1}}) {
    expect_refused([&](Assessment& a) { a.findings[0].regions = {region}; }, "region");
  }
}

TEST(Reply, more_of_anything_than_allowed_is_refused) {
  expect_refused([](Assessment& a) { a.findings.resize(findings_max + 1, sample_finding()); },
                 "too many");
  expect_refused(
      [](Assessment& a) {
        a.findings[0].regions.resize(regions_max + 1, {0, 0, 1, 1});
      },
      "too many");
  expect_refused([](Assessment& a) { a.findings[0].examiner = std::string(65, 'a'); }, "too long");
  expect_refused(
      [](Assessment& a) { a.findings[0].details["x"] = std::string(details_bytes_max, 'a'); },
      "too long");
}

TEST(Reply, names_and_texts_that_could_do_harm_are_refused) {
  expect_refused([](Assessment& a) { a.findings[0].examiner = "same capture"; }, "name");
  expect_refused([](Assessment& a) { a.findings[0].family = "../x"; }, "name");
  expect_refused([](Assessment& a) { a.findings[0].examiner = ""; }, "name");
  expect_refused([](Assessment& a) { a.findings[0].version = "\x1b[2J"; }, "text");
}

TEST(Reply, a_child_cleans_its_texts_before_it_sends_them) {
  Assessment assessment = sample();
  assessment.findings[0].summary.en = "made by \x1b[31mX\xFF" + std::string(5000, 'y');
  const Result<Assessment> got = sent(assessment);
  ASSERT_TRUE(got) << got.error().message;
  EXPECT_THAT(got->findings[0].summary.en, testing::StartsWith("made by ?[31mX?y"));
  EXPECT_EQ(got->findings[0].summary.en.size(), text_bytes_max);
}

TEST(Reply, details_that_nest_too_deep_or_are_no_object_are_refused) {
  nlohmann::json deep = 1;
  for (int level = 0; level < details_nesting_max; ++level) {
    deep = nlohmann::json::array({deep});  // braces alone copy under clang and nest under gcc
  }
  expect_refused([&](Assessment& a) { a.findings[0].details["deep"] = deep; }, "nest");
  expect_refused([](Assessment& a) { a.findings[0].details = nlohmann::json::array({1}); },
                 "details");
  expect_refused([](Assessment& a) { a.findings[0].details = 3; }, "details");
}

TEST(Reply, what_was_not_asked_for_is_refused) {
  const std::pair<bool Expectation::*, const char*> cases[] = {
      {&Expectation::may_have_mask, "mask unasked"},
      {&Expectation::may_have_heatmap, "heat map unasked"},
      {&Expectation::may_have_prepared_references, "prepared references"}};
  for (const auto& [member, why] : cases) {
    Expectation expectation = everything;
    expectation.*member = false;
    const Result<Assessment> got = sent(sample(), expectation);
    ASSERT_FALSE(got) << why;
    EXPECT_THAT(got.error().message, HasSubstr(why));
  }
}

TEST(Reply, pictures_of_another_size_than_the_photo_are_refused) {
  expect_refused([](Assessment& a) { a.mask = cv::Mat(3, 3, CV_8UC1, cv::Scalar(0)); }, "");
  expect_refused([](Assessment& a) { a.mask = cv::Mat(3, 4, CV_8UC3, cv::Scalar(0)); }, "");
  expect_refused(
      [](Assessment& a) {
        a.photo.width = a.photo.height = 0;
        a.findings.clear();
      },
      "picture without a size");
}

TEST(Reply, an_unreadable_photo_has_no_answers) {
  expect_refused(
      [](Assessment& a) {
        a.unreadable = Error{ErrorCode::corrupted, "broken"};
      },
      "no answers");
  Assessment assessment;
  assessment.unreadable = Error{ErrorCode::corrupted, "broken"};
  const Result<Assessment> got = sent(assessment);
  ASSERT_TRUE(got) << got.error().message;
  EXPECT_EQ(got->unreadable, assessment.unreadable);
}

TEST(Reply, every_cut_and_every_addition_is_refused) {
  Bytes whole = joined(encode_reply(sample()));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(decode_assessment(ByteView(whole).first(size), everything)) << size;
  }
  whole.push_back(std::byte{0});
  EXPECT_FALSE(decode_assessment(whole, everything));
}

TEST(Reply, one_kind_is_not_taken_for_another) {
  const Bytes rendition =
      joined(encode_reply(Result<RawRendition>(Error{ErrorCode::corrupted, "x"})));
  EXPECT_FALSE(decode_assessment(rendition, everything));
  EXPECT_THAT(decode_prepared(rendition).error().message, HasSubstr("kind"));
}

TEST(Reply, the_limit_of_bytes_follows_what_was_asked_for) {
  EXPECT_EQ(assessment_reply_bytes_max({}), head_bytes_max);
  EXPECT_EQ(assessment_reply_bytes_max({.may_have_mask = true}),
            head_bytes_max + std::size_t{limits::photo_pixels_max});
  EXPECT_EQ(rendition_reply_bytes_max(100), head_bytes_max + 30'000);
  EXPECT_EQ(rendition_reply_bytes_max(65'500),
            head_bytes_max + std::size_t{limits::photo_pixels_max} * 3);
}

TEST(Reply, a_rendition_arrives_as_it_was_sent) {
  const RawRendition raw{.pixels = cv::Mat(2, 3, CV_8UC3, cv::Scalar(1, 2, 3)),
                         .full_width = 30,
                         .full_height = 20,
                         .marks = {"trainedAlgorithmicMedia", R"({"Label":"1"})"}};
  const Result<RawRendition> got =
      decode_rendition(joined(encode_reply(Result<RawRendition>(raw))), 3);
  ASSERT_TRUE(got) << got.error().message;
  EXPECT_EQ(got->pixels.at<cv::Vec3b>(1, 2), cv::Vec3b(1, 2, 3));
  EXPECT_EQ(got->full_width, 30);
  EXPECT_EQ(got->marks, raw.marks);
  EXPECT_FALSE(decode_rendition(joined(encode_reply(Result<RawRendition>(raw))),
                                2));  // larger than asked for
}

TEST(Reply, a_rendition_s_failure_arrives_with_its_code) {
  const Error error{ErrorCode::unsupported, "no picture"};
  const auto got = decode_rendition(joined(encode_reply(Result<RawRendition>(error))), 3);
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error(), error);
}

TEST(Reply, a_prepared_reference_arrives_as_it_was_sent) {
  const Result<Bytes> sent_bytes(Bytes(1000, std::byte{3}));
  const Result<Bytes> got = decode_prepared(joined(encode_reply(sent_bytes)));
  ASSERT_TRUE(got);
  EXPECT_EQ(*got, *sent_bytes);
}

// --- properties ---

rc::Gen<std::string> plain_text() {
  return rc::gen::map(rc::gen::string<std::string>(),
                      [](const std::string& text) { return as_plain_text(text, 200); });
}

rc::Gen<double> in_range(double low, double high) {
  return rc::gen::map(rc::gen::inRange(0, 1 << 30), [=](int step) {
    return low + (high - low) * step / static_cast<double>(1 << 30);
  });
}

Finding any_finding(int width, int height) {
  Finding finding;
  finding.examiner = *rc::gen::nonEmpty(
      rc::gen::container<std::string>(rc::gen::elementOf(std::string("abcxyz019_"))));
  finding.examiner.resize(std::min<std::size_t>(finding.examiner.size(), name_bytes_max));
  finding.version = as_plain_text(*plain_text(), 20);
  finding.family = "family";
  finding.outcome = static_cast<Outcome>(*rc::gen::inRange(0, 4));
  if (*rc::gen::arbitrary<bool>()) finding.log10_likelihood_ratio = *in_range(-1000, 1000);
  finding.summary = {*plain_text(), *plain_text()};
  for (int left = *rc::gen::inRange(0, 4); left > 0; --left) {
    const int x = *rc::gen::inRange(0, width);
    const int y = *rc::gen::inRange(0, height);
    finding.regions.push_back(
        {x, y, *rc::gen::inRange(1, width - x + 1), *rc::gen::inRange(1, height - y + 1)});
  }
  finding.details[*plain_text()] = *plain_text();
  finding.details["number"] = *rc::gen::arbitrary<int>();
  return finding;
}

Assessment any_assessment() {
  Assessment assessment;
  const int width = assessment.photo.width = *rc::gen::inRange(1, 20);
  const int height = assessment.photo.height = *rc::gen::inRange(1, 20);
  assessment.photo.format = static_cast<media::Format>(*rc::gen::inRange(0, 7));
  assessment.band = static_cast<Band>(*rc::gen::inRange(0, 4));
  if (*rc::gen::arbitrary<bool>()) assessment.probability = *in_range(0, 1);
  if (*rc::gen::arbitrary<bool>()) assessment.log10_likelihood_ratio = *in_range(-1000, 1000);
  if (*rc::gen::arbitrary<bool>()) {
    assessment.derived_from_reference = {{*rc::gen::inRange(0, 2), *in_range(0, 1)}};
  }
  assessment.timing = {*in_range(0, 1e6), *in_range(0, 1e6)};
  for (int left = *rc::gen::inRange(0, 4); left > 0; --left) {
    assessment.findings.push_back(any_finding(width, height));
  }
  if (*rc::gen::arbitrary<bool>()) {
    assessment.mask = cv::Mat(height, width, CV_8UC1, cv::Scalar(*rc::gen::inRange(0, 256)));
  }
  if (*rc::gen::arbitrary<bool>()) {
    assessment.prepared_references = {Bytes(*rc::gen::inRange<std::size_t>(0, 50)), Bytes(3)};
  }
  return assessment;
}

RC_GTEST_PROP(ReplyProperty, what_is_sent_arrives_and_would_be_sent_alike, ()) {
  const Assessment assessment = any_assessment();
  const Bytes bytes = joined(encode_reply(assessment));
  const Result<Assessment> got = decode_assessment(bytes, everything);
  RC_ASSERT(got.has_value());
  RC_ASSERT(got->findings == assessment.findings);
  RC_ASSERT(got->probability == assessment.probability);
  RC_ASSERT(joined(encode_reply(*got)) == bytes);
}

RC_GTEST_PROP(ReplyProperty, a_damaged_reply_is_refused_or_still_within_every_limit, ()) {
  Bytes bytes = joined(encode_reply(sample()));
  for (int left = *rc::gen::inRange(1, 5); left > 0; --left) {
    bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] =
        static_cast<std::byte>(*rc::gen::inRange(0, 256));
  }
  const Result<Assessment> got = decode_assessment(bytes, everything);
  if (!got) return;
  RC_ASSERT(!got->probability || (*got->probability >= 0 && *got->probability <= 1));
  RC_ASSERT(got->mask.empty() || got->mask.size() == cv::Size(got->photo.width, got->photo.height));
  for (const Finding& finding : got->findings) {
    RC_ASSERT(is_plain_name(finding.examiner));
    RC_ASSERT(is_plain_text(finding.summary.zh));
    for (const Region& region : finding.regions) {
      RC_ASSERT(region.x + region.width <= got->photo.width);
      RC_ASSERT(region.y + region.height <= got->photo.height);
    }
  }
}

}  // namespace
}  // namespace pixiu::sandbox
