#include "matching/compare.h"

#include "matching/texture_testing.h"
#include "media/decode.h"
#include "media/encode.h"

#include <gtest/gtest.h>

namespace pixiu::matching {
namespace {

using testing::moved;
using testing::noisy;
using testing::textured_picture;

const cv::Size size(960, 720);

Comparison compare_pictures(const cv::Mat& photo, const cv::Mat& reference) {
  return compare(Picture::prepare(photo, Role::claim_photo),
                 Picture::prepare(reference, Role::reference));
}

// Two photos of a relief: what stands out shifts against the ground between them.
cv::Mat view_with_parallax(double shift_px) {
  const cv::Mat ground = moved(textured_picture({1400, 1100}, 5), 0, 1, size);
  cv::Mat view = ground.clone();
  const cv::Mat relief = textured_picture(size, 6);
  for (int column = 0; column < 4; ++column) {
    const cv::Rect from(40 + column * 230, 60, 170, 600);
    const cv::Rect to(from.x + cvRound(shift_px * (1 + column % 2)), from.y, 170, 600);
    relief(from).copyTo(view(to & cv::Rect({0, 0}, size)));
  }
  return view;
}

TEST(Compare, unedited_copy_is_the_same_capture_and_shows_no_edit) {
  const cv::Mat reference = textured_picture(size, 1);
  const auto result = compare_pictures(noisy(reference, 2, 9), reference);
  EXPECT_EQ(result.relation, Relation::same_capture);
  ASSERT_TRUE(result.edit_map.has_value());
  EXPECT_FALSE(result.edit_map->is_edited);
  EXPECT_LT(result.edit_map->altered_share, 0.001);
}

TEST(Compare, painted_patch_is_found_where_it_was_painted) {
  const cv::Mat reference = textured_picture(size, 1);
  cv::Mat photo = noisy(reference, 2, 9);
  const cv::Rect painted(300, 200, 80, 60);
  photo(painted).setTo(cv::Scalar(30, 30, 30));
  const auto result = compare_pictures(photo, reference);
  ASSERT_TRUE(result.edit_map.has_value());
  EXPECT_TRUE(result.edit_map->is_edited);
  ASSERT_FALSE(result.edit_map->regions.empty());
  const Region& region = result.edit_map->regions.front();
  const cv::Rect found(region.x, region.y, region.width, region.height);
  EXPECT_GT((found & painted).area(), 0.9 * painted.area());
  EXPECT_LT(found.area(), 1.3 * painted.area());
}

TEST(Compare, mirrored_copy_is_recognised_and_its_map_lies_in_the_photos_own_frame) {
  const cv::Mat reference = textured_picture(size, 2);
  cv::Mat photo;
  cv::flip(reference, photo, 1);
  const cv::Rect painted(100, 500, 90, 70);
  photo(painted).setTo(cv::Scalar(20, 20, 200));
  const auto result = compare_pictures(photo, reference);
  EXPECT_EQ(result.relation, Relation::same_capture);
  EXPECT_TRUE(result.is_mirrored);
  ASSERT_TRUE(result.edit_map.has_value());
  ASSERT_FALSE(result.edit_map->regions.empty());
  const Region& region = result.edit_map->regions.front();
  EXPECT_NEAR(region.x, painted.x, 6);
  EXPECT_NEAR(region.y, painted.y, 6);
}

TEST(Compare, turned_scaled_and_cropped_copies_are_the_same_capture) {
  const cv::Mat reference = textured_picture({1200, 900}, 3);
  for (const double degrees : {-10.0, 4.0, 90.0, 180.0, 270.0}) {
    const auto result = compare_pictures(moved(reference, degrees, 0.7, {620, 480}), reference);
    EXPECT_EQ(result.relation, Relation::same_capture) << degrees << " degrees";
  }
}

TEST(Compare, transform_takes_reference_positions_to_the_photo) {
  const cv::Mat reference = textured_picture(size, 4);
  const cv::Rect crop(200, 150, 640, 480);
  const auto result = compare_pictures(reference(crop).clone(), reference);
  ASSERT_EQ(result.relation, Relation::same_capture);
  const cv::Matx33d h(result.photo_from_reference);
  const cv::Vec3d place = h * cv::Vec3d(500, 400, 1);
  EXPECT_NEAR(place[0] / place[2], 300, 0.2);
  EXPECT_NEAR(place[1] / place[2], 250, 0.2);
}

TEST(Compare, second_view_with_parallax_is_not_the_same_capture) {
  const auto result =
      compare_pictures(noisy(view_with_parallax(14), 2, 1), noisy(view_with_parallax(0), 2, 2));
  EXPECT_NE(result.relation, Relation::same_capture);
  EXPECT_FALSE(result.edit_map.has_value());
}

// A photo of a flat thing whose four places are at the corners. `bulge_px`: how far the middle of
// the thing, which stands out a little as paper and board do, is shifted by looking from the side.
cv::Mat photo_of_flat(const cv::Mat& flat, const std::vector<cv::Point2f>& places,
                      double bulge_px) {
  const std::vector<cv::Point2f> corners{{0, 0}, {959, 0}, {959, 719}, {0, 719}};
  const cv::Matx33d flat_from_photo(cv::getPerspectiveTransform(corners, places));
  cv::Mat positions(size, CV_32FC2);
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x) {
      const double across = (x - 479.5) / 480;
      const double along = (y - 359.5) / 360;
      const double bulge = bulge_px * (1 - across * across) * (1 - along * along);
      const cv::Vec3d place = flat_from_photo * cv::Vec3d(x + bulge, y, 1);
      positions.at<cv::Vec2f>(y, x) = {static_cast<float>(place[0] / place[2]),
                                       static_cast<float>(place[1] / place[2])};
    }
  }
  cv::Mat photo;
  cv::remap(flat, photo, positions, cv::noArray(), cv::INTER_CUBIC);
  return photo;
}

Comparison compare_views_of_flat(double bulge_px) {
  const cv::Mat flat = textured_picture({1300, 1000}, 7);
  const cv::Mat first = photo_of_flat(flat, {{150, 120}, {1150, 130}, {1140, 880}, {160, 870}}, 0);
  const cv::Mat second =
      photo_of_flat(flat, {{100, 160}, {1190, 90}, {1100, 920}, {190, 840}}, bulge_px);
  return compare_pictures(noisy(first, 3, 1), noisy(second, 3, 2));
}

// A sheet 400 mm wide that stands out by 2 mm in its middle, seen from 6 degrees further aside.
TEST(Compare, flat_thing_seen_in_perspective_is_not_the_same_capture) {
  EXPECT_EQ(compare_views_of_flat(0.5).relation, Relation::same_scene);
}

// Nothing in the pictures tells an ideal plane seen twice from a bent copy.
TEST(Compare, ideal_plane_seen_twice_is_left_to_a_human) {
  EXPECT_LT(compare_views_of_flat(0).log10_likelihood_ratio, 2);  // calibration's contradicts_at
}

TEST(Compare, copy_bent_by_perspective_is_the_same_capture_but_no_certainty) {
  const cv::Mat reference = noisy(view_with_parallax(0), 2, 1);
  const std::vector<cv::Point2f> from{{0, 0}, {959, 0}, {959, 719}, {0, 719}};
  const std::vector<cv::Point2f> to{{10, -15}, {985, -5}, {950, 730}, {-20, 745}};
  cv::Mat bent;
  cv::warpPerspective(reference, bent, cv::getPerspectiveTransform(from, to), size, cv::INTER_CUBIC,
                      cv::BORDER_REFLECT);
  const auto result = compare_pictures(bent, reference);
  EXPECT_EQ(result.relation, Relation::same_capture);
  EXPECT_LT(result.log10_likelihood_ratio, 2);  // below calibration's contradicts_at
}

// Something with plain surfaces between what is on it, as goods have.
cv::Mat view_with_plain_parts() {
  cv::Mat view(size, CV_8UC3, cv::Scalar(150, 160, 170));
  const cv::Mat print = textured_picture(size, 8);
  for (const cv::Rect part : {cv::Rect(60, 50, 380, 260), cv::Rect(520, 380, 400, 300),
                              cv::Rect(560, 60, 240, 200), cv::Rect(80, 420, 300, 220)}) {
    print(part).copyTo(view(part));
  }
  return view;
}

TEST(Compare, frames_of_a_burst_are_not_the_same_capture) {
  const cv::Mat scene = view_with_plain_parts();
  const cv::Mat first = noisy(scene, 4, 1);
  const cv::Mat second = noisy(moved(scene, 0.1, 1, size), 4, 2);
  const auto result = compare_pictures(second, first);
  EXPECT_EQ(result.relation, Relation::same_scene);
  EXPECT_FALSE(result.edit_map.has_value());
}

// The photo after one trip through a JPEG file.
cv::Mat recompressed(const cv::Mat& photo, int quality) {
  const auto file = media::encode_jpeg(photo, quality);
  const auto read = file ? media::decode_photo(*file) : Result<media::Photo>(file.error());
  return read ? read->pixels : cv::Mat();
}

TEST(Compare, frames_of_a_burst_are_told_apart_after_mild_recompression) {
  const cv::Mat scene = view_with_plain_parts();
  const cv::Mat first = noisy(scene, 4, 1);
  const cv::Mat second = noisy(moved(scene, 0.1, 1, size), 4, 2);
  EXPECT_EQ(compare_pictures(recompressed(second, 85), first).relation, Relation::same_scene);
}

TEST(Compare, frame_of_a_burst_whose_noise_is_lost_is_left_to_a_human) {
  const cv::Mat scene = view_with_plain_parts();
  const cv::Mat first = noisy(scene, 4, 1);
  const cv::Mat second = noisy(moved(scene, 0.1, 1, size), 4, 2);
  const auto result = compare_pictures(recompressed(second, 20), first);
  EXPECT_LT(result.log10_likelihood_ratio, 2);  // calibration's contradicts_at
}

TEST(Compare, copy_that_was_not_turned_needs_no_noise_to_be_certain) {
  const cv::Mat scene = view_with_plain_parts();
  const auto result = compare_pictures(recompressed(noisy(scene, 4, 1), 20), noisy(scene, 4, 1));
  EXPECT_EQ(result.relation, Relation::same_capture);
  EXPECT_GT(result.log10_likelihood_ratio, 2);  // calibration's contradicts_at
}

TEST(Compare, copy_is_recognised_whether_recompression_left_its_noise_or_not) {
  const cv::Mat reference = noisy(view_with_plain_parts(), 4, 1);
  for (const int quality : {95, 85, 70, 50, 30}) {
    const auto result = compare_pictures(recompressed(reference, quality), reference);
    EXPECT_EQ(result.relation, Relation::same_capture) << "quality " << quality;
  }
}

TEST(Compare, unrelated_pictures_say_nothing) {
  const auto result = compare_pictures(textured_picture(size, 10), textured_picture(size, 11));
  EXPECT_EQ(result.relation, Relation::unrelated);
  EXPECT_TRUE(result.photo_from_reference.empty());
  EXPECT_LT(result.log10_likelihood_ratio, 0);
}

TEST(Compare, pictures_without_anything_to_find_are_unrelated) {
  const cv::Mat blank(size, CV_8UC3, cv::Scalar::all(200));
  const cv::Mat tiny(3, 2, CV_8UC3, cv::Scalar::all(9));
  EXPECT_EQ(compare_pictures(blank, blank).relation, Relation::unrelated);
  EXPECT_EQ(compare_pictures(tiny, tiny).relation, Relation::unrelated);
  EXPECT_EQ(compare_pictures(tiny, textured_picture(size, 1)).relation, Relation::unrelated);
}

TEST(Compare, relation_asked_for_alone_is_the_same_without_an_edit_map) {
  const cv::Mat reference = textured_picture(size, 1);
  const auto photo = Picture::prepare(noisy(reference, 2, 9), Role::claim_photo);
  const auto known = Picture::prepare(reference, Role::reference);
  const auto alone = relate(photo, known);
  const auto with_map = compare(photo, known);
  EXPECT_FALSE(alone.edit_map.has_value());
  EXPECT_EQ(alone.relation, with_map.relation);
  EXPECT_EQ(alone.log10_likelihood_ratio, with_map.log10_likelihood_ratio);
  EXPECT_EQ(alone.details, with_map.details);
}

TEST(Compare, same_pictures_give_the_same_answer) {
  const cv::Mat reference = textured_picture(size, 12);
  const cv::Mat photo = noisy(moved(reference, 3, 0.9, {800, 600}), 3, 5);
  const auto first = compare_pictures(photo, reference);
  const auto second = compare_pictures(photo, reference);
  EXPECT_EQ(first.log10_likelihood_ratio, second.log10_likelihood_ratio);
  EXPECT_EQ(first.details, second.details);
  ASSERT_TRUE(first.edit_map && second.edit_map);
  EXPECT_EQ(cv::norm(first.edit_map->mask, second.edit_map->mask, cv::NORM_INF), 0);
}

}  // namespace
}  // namespace pixiu::matching
