#include "matching/picture.h"

#include "matching/compare.h"
#include "matching/texture_testing.h"

#include <gtest/gtest.h>

namespace pixiu::matching {
namespace {

using testing::textured_picture;

TEST(Picture, restored_picture_compares_like_the_prepared_one) {
  const cv::Mat pixels = textured_picture({640, 480}, 1);
  const Picture reference = Picture::prepare(pixels, Role::reference);
  const Bytes saved = reference.save();
  const auto restored = Picture::restore(saved);
  ASSERT_TRUE(restored.has_value());
  const Picture photo = Picture::prepare(pixels, Role::claim_photo);
  EXPECT_EQ(compare(photo, reference).details, compare(photo, *restored).details);
}

TEST(Picture, cut_or_changed_bytes_are_refused_or_harmless) {
  const Bytes saved = Picture::prepare(textured_picture({96, 80}, 2), Role::reference).save();
  for (std::size_t size = 0; size < saved.size(); size += 97) {
    const auto restored = Picture::restore(ByteView(saved).first(size));
    ASSERT_FALSE(restored.has_value()) << size;
    EXPECT_EQ(restored.error().code, ErrorCode::corrupted);
  }
  cv::RNG rng(3);
  for (int i = 0; i < 500; ++i) {
    Bytes changed = saved;
    for (int k = 0; k < 8; ++k) {
      const auto at = static_cast<std::size_t>(rng.uniform(0, 2000)) % changed.size();
      changed[at] = static_cast<std::byte>(rng.uniform(0, 256));
    }
    const auto restored = Picture::restore(changed);
    if (!restored) continue;
    EXPECT_EQ(restored->save().size(), saved.size());
  }
}

}  // namespace
}  // namespace pixiu::matching
