#include "matching/noise_evidence.h"

#include "matching/texture_testing.h"

#include <gtest/gtest.h>

namespace pixiu::matching {
namespace {

using testing::noisy;
using testing::textured_picture;

const cv::Size size(960, 720);

cv::Mat grey_of(const cv::Mat& bgr) {
  cv::Mat grey;
  cv::cvtColor(bgr, grey, cv::COLOR_BGR2GRAY);
  return grey;
}

// A plain surface with something textured on it.
cv::Mat plain_scene() {
  cv::Mat scene(size, CV_8UC3, cv::Scalar(150, 160, 170));
  const cv::Rect part(300, 200, 400, 300);
  textured_picture(size, 8)(part).copyTo(scene(part));
  return scene;
}

NoiseEvidence weigh(const cv::Mat& photo, const cv::Mat& reference) {
  return weigh_noise(grey_of(photo), grey_of(reference), cv::Mat(size, CV_8UC1, cv::Scalar(255)));
}

TEST(NoiseEvidence, noise_of_a_copy_is_the_references_down_to_the_finest) {
  const cv::Mat reference = noisy(plain_scene(), 5, 1);
  const NoiseEvidence evidence = weigh(noisy(reference, 1, 2), reference);
  EXPECT_EQ(evidence.judged_bands, 3);
  EXPECT_GT(evidence.shared, 0.9);
  EXPECT_TRUE(evidence.is_shared_finely);
  EXPECT_EQ(evidence.log10_likelihood_ratio, 0);
}

TEST(NoiseEvidence, another_noise_of_the_same_strength_is_another_capture) {
  const NoiseEvidence evidence = weigh(noisy(plain_scene(), 5, 2), noisy(plain_scene(), 5, 1));
  EXPECT_LT(evidence.shared, 0.2);
  EXPECT_FALSE(evidence.is_shared_finely);
  EXPECT_EQ(evidence.log10_likelihood_ratio, -10);
}

// As after strong compression: flat where the reference is noisy.
TEST(NoiseEvidence, lost_noise_says_nothing) {
  const NoiseEvidence evidence = weigh(plain_scene(), noisy(plain_scene(), 5, 1));
  EXPECT_EQ(evidence.judged_bands, 0);
  EXPECT_EQ(evidence.log10_likelihood_ratio, 0);
}

TEST(NoiseEvidence, reference_without_noise_says_nothing) {
  const NoiseEvidence evidence = weigh(noisy(plain_scene(), 5, 1), plain_scene());
  EXPECT_EQ(evidence.judged_bands, 0);
  EXPECT_EQ(evidence.log10_likelihood_ratio, 0);
}

TEST(NoiseEvidence, what_was_painted_on_plain_places_is_no_noise) {
  const cv::Mat reference = noisy(plain_scene(), 5, 1);
  cv::Mat photo = reference.clone();
  for (int y = 20; y < 140; y += 8) {
    cv::line(photo, {20, y}, {260, y + 40}, cv::Scalar::all(60), 1);
  }
  EXPECT_EQ(weigh(photo, reference).log10_likelihood_ratio, 0);
}

}  // namespace
}  // namespace pixiu::matching
