#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include <opencv2/core.hpp>

namespace pixiu::media {

// A device RGB space as three curves and a matrix, the way most camera and screen profiles are.
struct MatrixColours {
  // Light (0..1) of each 8-bit value, red green blue.
  std::array<std::array<double, 256>, 3> light_of_value{};
  // XYZ (D50) from device light; columns red, green, blue.
  cv::Matx33d xyz_from_light;
};

// The sRGB value (0..1) of linear light (0..1); IEC 61966-2-1.
double srgb_from_light(double light);

// Exact 8-bit conversion between a matrix space and sRGB, in whole numbers (same result on every
// machine). Within one step of lcms, several times as fast.
class MatrixConversion {
 public:
  explicit MatrixConversion(const MatrixColours& source);

  // In place on CV_8UC3 BGR.
  // Cost: 1 ms and about 6 ns a pixel.
  void apply(cv::Mat& bgr) const;

 private:
  std::array<std::array<std::int32_t, 256>, 3> light_;  // fixed point
  std::array<std::int32_t, 9> matrix_;                  // fixed point, sRGB light from source light
  std::vector<std::uint8_t> value_of_light_;
};

}  // namespace pixiu::media
