#include "media/matrix_colours.h"

#include "base/check.h"

#include <algorithm>
#include <cmath>

namespace pixiu::media {
namespace {

constexpr int light_bits = 15;   // of a source channel's light
constexpr int matrix_bits = 12;  // behind the point of a matrix element
constexpr int index_bits = 14;   // of the table from light to value: 0.2 steps in the darks
constexpr int index_max = (1 << index_bits) - 1;
constexpr double element_max = 4;  // keeps the sums within 32 bits: 3 * 4 * 2^(15 + 12) < 2^31
constexpr int shift = light_bits + matrix_bits - index_bits;

// XYZ (D50) from sRGB light, Bradford adapted (IEC 61966-2-1 with ICC.1:2010, annex E).
const cv::Matx33d xyz_from_srgb(0.4360747, 0.3850649, 0.1430804,  //
                                0.2225045, 0.7168786, 0.0606169,  //
                                0.0139322, 0.0971045, 0.7141733);

std::int32_t fixed_point(double value, int bits) {
  return static_cast<std::int32_t>(std::lround(value * (1 << bits)));
}

}  // namespace

double srgb_from_light(double light) {
  return light <= 0.0031308 ? light * 12.92 : 1.055 * std::pow(light, 1 / 2.4) - 0.055;
}

MatrixConversion::MatrixConversion(const MatrixColours& source) {
  constexpr int light_max = (1 << light_bits) - 1;
  for (std::size_t c = 0; c < 3; ++c) {
    for (std::size_t v = 0; v < 256; ++v) {
      const double light = std::clamp(source.light_of_value[c][v], 0.0, 1.0);
      light_[c][v] = static_cast<std::int32_t>(std::lround(light * light_max));
    }
  }
  const cv::Matx33d matrix = xyz_from_srgb.inv() * source.xyz_from_light;
  for (int i = 0; i < 9; ++i) {
    const double element = std::clamp(matrix.val[i], -element_max, element_max);
    matrix_[static_cast<std::size_t>(i)] = fixed_point(element, matrix_bits);
  }
  value_of_light_.resize(index_max + 1);
  for (int i = 0; i <= index_max; ++i) {
    const double value = srgb_from_light(static_cast<double>(i) / index_max);
    value_of_light_[static_cast<std::size_t>(i)] =
        static_cast<std::uint8_t>(std::lround(255 * std::clamp(value, 0.0, 1.0)));
  }
}

void MatrixConversion::apply(cv::Mat& bgr) const {
  PIXIU_CHECK(bgr.type() == CV_8UC3);
  const auto& m = matrix_;
  const std::uint8_t* value_of_light = value_of_light_.data();
  const auto value_of = [&](std::int32_t sum) {
    const std::int32_t index = (sum + (1 << (shift - 1))) >> shift;
    return value_of_light[std::clamp(index, 0, index_max)];
  };
  for (int y = 0; y < bgr.rows; ++y) {
    std::uint8_t* pixel = bgr.ptr(y);
    for (int x = 0; x < bgr.cols; ++x, pixel += 3) {
      const std::int32_t red = light_[0][pixel[2]];
      const std::int32_t green = light_[1][pixel[1]];
      const std::int32_t blue = light_[2][pixel[0]];
      pixel[2] = value_of(m[0] * red + m[1] * green + m[2] * blue);
      pixel[1] = value_of(m[3] * red + m[4] * green + m[5] * blue);
      pixel[0] = value_of(m[6] * red + m[7] * green + m[8] * blue);
    }
  }
}

}  // namespace pixiu::media
