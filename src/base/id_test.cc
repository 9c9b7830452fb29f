#include "base/id.h"

#include "base/testing.h"

#include <unordered_set>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace pixiu {
namespace {

using namespace std::chrono_literals;
using PlateId = Id<struct PlateTag>;

constexpr Timestamp start = Timestamp{1'700'000'000'000ms};

TEST(Id, has_the_layout_of_a_version_7_uuid) {
  const testing::ManualClock clock(start);
  testing::SeededEntropy entropy(1);
  const std::string text = PlateId::make(clock, entropy).text();
  EXPECT_EQ(text.substr(0, 15), "018bcfe5-6800-7") << text;
  EXPECT_NE(std::string("89ab").find(text[19]), std::string::npos) << text;
}

TEST(Id, made_later_sorts_later) {
  EXPECT_TRUE(rc::check([](std::uint64_t seed) {
    testing::ManualClock clock(start);
    testing::SeededEntropy entropy(seed);
    const PlateId earlier = PlateId::make(clock, entropy);
    clock.advance(std::chrono::milliseconds{*rc::gen::inRange(1, 1'000'000)});
    const PlateId later = PlateId::make(clock, entropy);
    RC_ASSERT(earlier < later);
    RC_ASSERT(earlier.text() < later.text());
  }));
}

TEST(Id, text_reads_back_the_same_in_either_case) {
  EXPECT_TRUE(rc::check([](std::uint64_t seed) {
    const testing::ManualClock clock(start);
    testing::SeededEntropy entropy(seed);
    const PlateId id = PlateId::make(clock, entropy);
    std::string upper = id.text();
    for (char& c : upper) c = static_cast<char>(std::toupper(c));
    RC_ASSERT(PlateId::parse(id.text()) == id);
    RC_ASSERT(PlateId::parse(upper) == id);
  }));
}

TEST(Id, what_is_no_version_7_uuid_is_refused) {
  for (const char* text :
       {"", "018bcfe5-6800-7abc-8def-0123456789a", "018bcfe5-6800-7abc-8def-0123456789abc",
        "018bcfe5-6800-4abc-8def-0123456789ab", "018bcfe5-6800-7abc-cdef-0123456789ab",
        "018bcfe5x6800-7abc-8def-0123456789ab", "018bcfe5-6800-7abc-8def-0123456789ag",
        "018bcfe5-68-00-7abc-8def-0123456789a"}) {
    const auto id = PlateId::parse(text);
    ASSERT_FALSE(id.has_value()) << text;
    EXPECT_EQ(id.error().code, ErrorCode::invalid_input) << text;
  }
}

TEST(Id, made_in_one_millisecond_are_all_different) {
  const testing::ManualClock clock(start);
  SystemEntropy entropy;
  std::unordered_set<PlateId> ids;
  for (int i = 0; i < 1000; ++i) ids.insert(PlateId::make(clock, entropy));
  EXPECT_EQ(ids.size(), 1000u);
}

TEST(Id, does_not_mix_with_another_kind) {
  using BowlId = Id<struct BowlTag>;
  EXPECT_FALSE((std::is_convertible_v<PlateId, BowlId>));
  EXPECT_FALSE((std::is_constructible_v<PlateId, BowlId>));
  EXPECT_FALSE((std::equality_comparable_with<PlateId, BowlId>));
  EXPECT_FALSE(std::is_default_constructible_v<PlateId>);
}

}  // namespace
}  // namespace pixiu
