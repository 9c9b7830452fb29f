#include "provenance/traces/table.h"

#include <set>

#include <gtest/gtest.h>

namespace pixiu::provenance {
namespace {

constexpr std::string_view sound_row = R"(
[[trace]]
id = "x"
vendor = "X"
means = "edited"
source = "here"
any_of = [[{in = "exif", name = "Software", starts_with = "X"}]]
[[trace.example]]
fields = [{in = "exif", name = "Software", value = "X 1"}]
)";

std::string with(std::string_view from, std::string_view to) {
  std::string text(sound_row);
  text.replace(text.find(from), from.size(), to);
  return text;
}

TEST(TraceTable, a_sound_row_loads) {
  const auto rows = parse_traces(sound_row);
  ASSERT_TRUE(rows.has_value()) << rows.error().message;
  ASSERT_EQ(rows->size(), 1u);
  EXPECT_EQ(rows->front().meaning, TraceMeaning::edited);
}

TEST(TraceTable, a_row_without_a_source_or_an_example_does_not_load) {
  EXPECT_FALSE(parse_traces(with("source = \"here\"\n", "")).has_value());
  EXPECT_FALSE(
      parse_traces(std::string(sound_row.substr(0, sound_row.find("[[trace.ex")))).has_value());
}

TEST(TraceTable, what_it_does_not_know_is_refused_with_its_line) {
  const auto misspelt = parse_traces(with("starts_with", "begins_with"));
  ASSERT_FALSE(misspelt.has_value());
  EXPECT_NE(misspelt.error().message.find("line 7"), std::string::npos) << misspelt.error().message;
  EXPECT_FALSE(parse_traces(with("\"edited\"", "\"fake\"")).has_value());
  EXPECT_FALSE(parse_traces(with("in = \"exif\", name", "in = \"bytes\", name")).has_value());
  EXPECT_FALSE(parse_traces("not toml").has_value());
  EXPECT_FALSE(parse_traces(with("name = \"Software\", starts", "starts")).has_value());
}

TEST(TraceTable, every_built_in_row_has_its_own_name) {
  std::set<std::string> ids;
  for (const Trace& trace : built_in_traces()) EXPECT_TRUE(ids.insert(trace.id).second) << trace.id;
  EXPECT_GE(ids.size(), 25u);
}

}  // namespace
}  // namespace pixiu::provenance
