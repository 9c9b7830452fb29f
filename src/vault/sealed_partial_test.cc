#include "vault/sealed_partial.h"

#include "base/testing.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pixiu::vault {
namespace {

// A file that a crash cuts back to what was synced, or further on as the test says.
struct Medium {
  Bytes bytes;
  std::size_t synced = 0;
  int appends_until_failure = 0;
};

class FileOnMedium final : public PartialFile {
 public:
  explicit FileOnMedium(Medium& medium) : medium_(medium) {}
  std::uint64_t size_bytes() const override { return medium_.bytes.size(); }
  Result<std::size_t> read(std::uint64_t offset, std::span<std::byte> bytes) const override {
    const auto at = std::min<std::size_t>(offset, medium_.bytes.size());
    const auto size = std::min(bytes.size(), medium_.bytes.size() - at);
    std::copy_n(medium_.bytes.begin() + static_cast<std::ptrdiff_t>(at), size, bytes.begin());
    return size;
  }
  Status append(ByteView bytes) override {
    if (medium_.appends_until_failure > 0 && --medium_.appends_until_failure == 0) {
      medium_.bytes.insert(medium_.bytes.end(), bytes.begin(),
                           bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size() / 2));
      return Error{ErrorCode::limit_exceeded, "no room"};
    }
    medium_.bytes.insert(medium_.bytes.end(), bytes.begin(), bytes.end());
    return {};
  }
  void sync() override { medium_.synced = medium_.bytes.size(); }
  Status truncate(std::uint64_t size_bytes) override {
    medium_.bytes.resize(size_bytes);
    medium_.synced = std::min(medium_.synced, medium_.bytes.size());
    return {};
  }

 private:
  Medium& medium_;
};

struct PartialTest {
  SystemEntropy entropy;
  Medium medium;
  crypto::SecretKey key = crypto::SecretKey::generate(entropy);

  std::unique_ptr<SealedPartial> open() {
    return std::move(*SealedPartial::open(std::make_unique<FileOnMedium>(medium), key.clone(),
                                          "upload", entropy));
  }
  static Bytes content_of(std::size_t size) {
    Bytes bytes(size);
    pixiu::testing::SeededEntropy(9).fill(bytes);
    return bytes;
  }
  static Result<Bytes> read(const SealedPartial& partial) {
    Bytes content;
    Bytes piece(10'000);
    for (const auto source = partial.content();;) {
      const auto size = source(piece);
      if (!size) return size.error();
      if (*size == 0) return content;
      content.insert(content.end(), piece.begin(),
                     piece.begin() + static_cast<std::ptrdiff_t>(*size));
    }
  }
};

TEST(SealedPartial, gives_back_what_counts_after_a_restart) {
  PartialTest test;
  const auto content = PartialTest::content_of(300'000);
  {
    auto partial = test.open();
    ASSERT_TRUE(partial->append(ByteView(content).first(100'000)));
    ASSERT_TRUE(partial->count());
    ASSERT_TRUE(partial->append(ByteView(content).subspan(100'000)));
    ASSERT_TRUE(partial->count());
  }
  const auto partial = test.open();
  EXPECT_EQ(partial->content_bytes(), content.size());
  EXPECT_EQ(PartialTest::read(*partial), Result<Bytes>(content));
}

TEST(SealedPartial, has_nothing_of_the_content_in_the_clear) {
  PartialTest test;
  auto partial = test.open();
  ASSERT_TRUE(partial->append(bytes_of("the very words of a person")));
  ASSERT_TRUE(partial->count());
  EXPECT_EQ(text_of(test.medium.bytes).find("very words"), std::string::npos);
}

TEST(SealedPartial, what_does_not_count_is_gone_after_a_restart_or_when_discarded) {
  PartialTest test;
  const auto content = PartialTest::content_of(200'000);
  auto partial = test.open();
  ASSERT_TRUE(partial->append(ByteView(content).first(70'000)));
  ASSERT_TRUE(partial->count());
  ASSERT_TRUE(partial->append(ByteView(content).subspan(70'000)));
  EXPECT_EQ(partial->appended_bytes(), 200'000u);
  EXPECT_EQ(partial->content_bytes(), 70'000u);
  ASSERT_TRUE(partial->discard());
  EXPECT_EQ(partial->appended_bytes(), 70'000u);
  ASSERT_TRUE(partial->append(ByteView(content).subspan(70'000)));
  partial = test.open();
  EXPECT_EQ(partial->content_bytes(), 70'000u);
  ASSERT_TRUE(partial->append(ByteView(content).subspan(70'000)));
  ASSERT_TRUE(partial->count());
  EXPECT_EQ(PartialTest::read(*partial), Result<Bytes>(content));
}

TEST(SealedPartial, counting_counts_what_filled_its_last_frame_exactly) {
  PartialTest test;
  const auto content = PartialTest::content_of(2 * (64u << 10));
  auto partial = test.open();
  ASSERT_TRUE(partial->append(content));
  ASSERT_TRUE(partial->count());
  partial = test.open();
  EXPECT_EQ(PartialTest::read(*partial), Result<Bytes>(content));
}

TEST(SealedPartial, goes_on_after_the_disk_was_full) {
  PartialTest test;
  const auto content = PartialTest::content_of(150'000);
  auto partial = test.open();
  ASSERT_TRUE(partial->append(ByteView(content).first(1000)));
  ASSERT_TRUE(partial->count());
  test.medium.appends_until_failure = 1;
  EXPECT_EQ(partial->append(ByteView(content).subspan(1000)).error().code,
            ErrorCode::limit_exceeded);
  ASSERT_TRUE(partial->discard());
  ASSERT_TRUE(partial->append(ByteView(content).subspan(1000)));
  ASSERT_TRUE(partial->count());
  EXPECT_EQ(PartialTest::read(*partial), Result<Bytes>(content));
}

TEST(SealedPartial, damage_is_named_by_its_offset) {
  PartialTest test;
  auto partial = test.open();
  ASSERT_TRUE(partial->append(PartialTest::content_of(200'000)));
  ASSERT_TRUE(partial->count());
  test.medium.bytes[70'000] ^= std::byte{1};
  const auto read = PartialTest::read(*partial);
  EXPECT_EQ(read.error().code, ErrorCode::corrupted);
  EXPECT_NE(read.error().message.find("at byte 65536"), std::string::npos);
}

// Whatever a crash leaves of what was not synced, all that counted is there and nothing else.
RC_GTEST_PROP(SealedPartial, survives_a_crash_at_any_point, ()) {
  PartialTest test;
  const auto content = PartialTest::content_of(400'000);
  auto partial = test.open();
  std::size_t at = 0;
  std::size_t counted = 0;
  const int steps = *rc::gen::inRange(1, 8);
  for (int i = 0; i < steps; ++i) {
    const auto size = *rc::gen::inRange<std::size_t>(0, content.size() - at + 1);
    RC_ASSERT(partial->append(ByteView(content).subspan(at, size)));
    at += size;
    if (*rc::gen::arbitrary<bool>()) continue;
    RC_ASSERT(partial->count());
    counted = at;
  }
  // The end is cut off, or was never written and reads as zeroes, or as noise.
  auto& bytes = test.medium.bytes;
  const auto kept = *rc::gen::inRange(test.medium.synced, bytes.size() + 1);
  const auto kind = *rc::gen::inRange(0, 3);
  if (kind == 0) bytes.resize(kept);
  if (kind == 1)
    std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(kept), bytes.end(), std::byte{0});
  if (kind == 2) pixiu::testing::SeededEntropy(4).fill(std::span(bytes).subspan(kept));
  partial = test.open();
  RC_ASSERT(partial->content_bytes() == counted);
  const auto read = PartialTest::read(*partial);
  RC_ASSERT(read.has_value());
  RC_ASSERT(std::ranges::equal(*read, ByteView(content).first(counted)));
}

}  // namespace
}  // namespace pixiu::vault
