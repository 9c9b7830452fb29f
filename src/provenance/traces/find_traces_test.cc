#include "provenance/traces/find_traces.h"

#include "media/metadata_blocks.h"
#include "provenance/file_testing.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixiu::provenance {
namespace {

std::vector<FileField> fields_of(ByteView file) {
  return read_fields(file, media::read_metadata_blocks(file));
}

bool is_found(const Trace& trace, const std::vector<FileField>& fields) {
  return !find_traces(fields, {trace}).empty();
}

// Each row against the file its own example makes.
class EveryRow : public testing::TestWithParam<std::size_t> {
 protected:
  const Trace& trace() const { return built_in_traces()[GetParam()]; }
};

TEST_P(EveryRow, is_found_in_its_examples_and_not_in_its_counter_examples) {
  for (const TraceExample& example : trace().examples) {
    EXPECT_TRUE(is_found(trace(), fields_of(test::file_with(example.fields))));
  }
  for (const TraceExample& example : trace().counter_examples) {
    EXPECT_FALSE(is_found(trace(), fields_of(test::file_with(example.fields))));
  }
}

TEST_P(EveryRow, is_not_found_in_a_file_that_says_nothing) {
  EXPECT_FALSE(is_found(trace(), fields_of(test::copy_of(test::plain_jpeg()))));
  EXPECT_FALSE(is_found(trace(), fields_of(test::copy_of(test::plain_png()))));
}

INSTANTIATE_TEST_SUITE_P(Traces, EveryRow, testing::Range<std::size_t>(0, built_in_traces().size()),
                         [](const auto& row) { return built_in_traces()[row.param].id; });

FoundTrace found_in(const std::vector<FileField>& fields, std::string_view id) {
  static std::vector<FileField> kept;
  kept = fields;
  for (const FoundTrace& one : find_traces(kept, built_in_traces())) {
    if (one.trace->id == id) return one;
  }
  ADD_FAILURE() << id << " is not found";
  return {};
}

TEST(TraceFindings, an_editor_is_no_sign_of_a_model) {
  const FoundTrace editor = found_in(
      {{Carrier::exif, "", "Software", "Adobe Photoshop 25", "EXIF Software"}}, "adobe_photoshop");
  const Finding finding = trace_findings({editor}).front();
  EXPECT_EQ(finding.examiner, "edit_trace");
  EXPECT_EQ(finding.outcome, Outcome::neutral);
  EXPECT_FALSE(has_ai_trace({editor}));
  EXPECT_TRUE(trace_declarations({editor}).empty());
}

TEST(TraceFindings, a_generator_contradicts_by_the_files_own_words_and_states_no_weight) {
  const FoundTrace generator =
      found_in({{Carrier::png_text, "", "Software", "NovelAI", "PNG text Software"}}, "novelai");
  const Finding finding = trace_findings({generator}).front();
  EXPECT_EQ(finding.outcome, Outcome::contradicts);
  EXPECT_EQ(finding.log10_likelihood_ratio, std::nullopt);
  EXPECT_NE(finding.summary.zh.find("NovelAI"), std::string::npos);
  const auto declarations = trace_declarations({generator});
  ASSERT_EQ(declarations.size(), 1u);
  EXPECT_EQ(declarations[0].declared, DeclaredAi::generated);
  EXPECT_EQ(declarations[0].by, DeclaredBy::png_text);
}

TEST(TraceFindings, a_vendors_own_trailer_declares_by_no_standard_and_is_still_a_trace) {
  const FoundTrace samsung = found_in(
      {{Carrier::trailer, "", "PEg_Info", R"({"genAIType":8})", ""}}, "samsung_generative_edit");
  EXPECT_TRUE(trace_declarations({samsung}).empty());
  EXPECT_TRUE(has_ai_trace({samsung}));
}

TEST(TraceFindings, absence_is_neutral_and_says_so) {
  const auto findings = trace_findings({});
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].outcome, Outcome::neutral);
  EXPECT_NE(findings[0].summary.en.find("proves nothing"), std::string::npos);
}

TEST(TraceFindings, control_codes_of_a_file_reach_no_excerpt) {
  const FoundTrace found =
      found_in({{Carrier::exif, "", "Software", "GIMP \x1B[31m\n豆", "EXIF Software"}}, "gimp");
  EXPECT_EQ(trace_findings({found}).front().details["excerpt"], "GIMP  [31m 豆");
}

TEST(Fields, hostile_json_meets_no_condition) {
  std::string deep = "{\"a\":";
  for (int i = 0; i < 100'000; ++i) deep += "[";
  for (const std::string& value :
       {deep, std::string("{\"data\":{\"product\":"), std::string("{}"),
        std::string("{\"data\":\"retouch\"}"), std::string("{\"data\":[1]}")}) {
    const std::vector<FileField> fields = {{Carrier::exif, "", "UserComment", value, ""}};
    EXPECT_TRUE(find_traces(fields, built_in_traces()).empty());
  }
}

TEST(Fields, bytes_that_only_look_like_a_mark_are_no_field) {
  std::string file = test::plain_jpeg();
  file.insert(file.size() - 2, "AIGC jumb parameters Steps: 1, Sampler: x, Seed: 1");
  EXPECT_TRUE(find_traces(fields_of(test::copy_of(file)), built_in_traces()).empty());
}

}  // namespace
}  // namespace pixiu::provenance
