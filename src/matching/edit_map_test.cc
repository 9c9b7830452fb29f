#include "matching/edit_map.h"

#include "matching/texture_testing.h"
#include "matching/tone.h"

#include <gtest/gtest.h>

namespace pixiu::matching {
namespace {

using testing::textured_picture;

TEST(JoinParts, weak_rim_belongs_to_a_clear_seed_but_not_alone) {
  cv::Mat score = cv::Mat::zeros(100, 100, CV_32F);
  score(cv::Rect(20, 20, 20, 20)).setTo(0.7f);
  score(cv::Rect(28, 28, 4, 4)).setTo(3.0f);
  score(cv::Rect(70, 70, 20, 20)).setTo(0.7f);
  const AlteredParts parts = join_parts(score);
  EXPECT_GE(parts.mask.at<std::uint8_t>(22, 22), 128);
  EXPECT_LT(parts.mask.at<std::uint8_t>(80, 80), 128);
}

TEST(JoinParts, speck_is_dropped) {
  cv::Mat score = cv::Mat::zeros(100, 100, CV_32F);
  score(cv::Rect(50, 50, 2, 2)).setTo(1.5f);
  EXPECT_EQ(cv::countNonZero(join_parts(score).mask >= 128), 0);
}

TEST(JoinParts, small_hole_is_filled_and_a_ring_around_the_goods_is_not) {
  cv::Mat score = cv::Mat::zeros(200, 200, CV_32F);
  score(cv::Rect(20, 20, 40, 40)).setTo(2.0f);
  score(cv::Rect(35, 35, 8, 8)).setTo(0.0f);
  cv::rectangle(score, cv::Rect(80, 80, 110, 110), cv::Scalar(2.0f), 3);
  const AlteredParts parts = join_parts(score);
  EXPECT_GE(parts.mask.at<std::uint8_t>(39, 39), 128);
  EXPECT_LT(parts.mask.at<std::uint8_t>(135, 135), 128);
}

TEST(UndoTone, gamma_contrast_and_white_balance_are_explained) {
  const cv::Mat reference = textured_picture({320, 240}, 1);
  cv::Mat toned;
  reference.convertTo(toned, CV_32F);
  cv::pow(toned / 255.0, 0.8, toned);
  cv::multiply(toned, cv::Scalar(230, 245, 250), toned);
  cv::Mat photo;
  toned.convertTo(photo, CV_8U);
  const cv::Mat valid(photo.size(), CV_8U, cv::Scalar(255));
  const Planes predicted = undo_tone(split_planes(photo), split_planes(reference), valid);
  cv::Mat difference;
  cv::absdiff(split_planes(toned)[1], predicted[1], difference);
  EXPECT_LT(cv::mean(difference)[0], 1.5);
}

TEST(UndoTone, local_change_is_not_explained_away) {
  const cv::Mat reference = textured_picture({320, 240}, 1);
  cv::Mat photo = reference.clone();
  photo(cv::Rect(100, 80, 60, 50)) += cv::Scalar(0, 0, 40);
  const cv::Mat valid(photo.size(), CV_8U, cv::Scalar(255));
  const Planes predicted = undo_tone(split_planes(photo), split_planes(reference), valid);
  cv::Mat red;
  cv::subtract(split_planes(photo)[2], predicted[2], red, cv::noArray(), CV_32F);
  EXPECT_GT(cv::mean(red(cv::Rect(105, 85, 50, 40)))[0], 25);
  EXPECT_LT(std::abs(cv::mean(red(cv::Rect(0, 0, 320, 60)))[0]), 1.5);
}

}  // namespace
}  // namespace pixiu::matching
