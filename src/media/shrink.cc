#include "media/shrink.h"

#include "base/check.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace pixiu::media {
namespace {

// Which input positions an output position covers, and with what share (the shares add up to 1).
struct Cover {
  int first = 0;
  std::vector<float> shares;
};

std::vector<Cover> covers(int size_in, int size_out) {
  std::vector<Cover> result(static_cast<std::size_t>(size_out));
  const double step = static_cast<double>(size_in) / size_out;
  for (int i = 0; i < size_out; ++i) {
    const double begin = i * step;
    const double end = std::min<double>(begin + step, size_in);
    auto& cover = result[static_cast<std::size_t>(i)];
    cover.first = std::min(static_cast<int>(begin), size_in - 1);
    for (int at = cover.first; at < size_in && at < end; ++at) {
      const double covered = std::min<double>(at + 1, end) - std::max<double>(at, begin);
      cover.shares.push_back(static_cast<float>(covered / step));
    }
  }
  return result;
}

void add_row(const cv::Mat& pixels, int row, float row_share, const std::vector<Cover>& columns,
             std::vector<float>& sums) {
  const int channels = pixels.channels();
  const auto* in = pixels.ptr<unsigned char>(row);
  float* out = sums.data();
  for (const auto& column : columns) {
    const auto* at = in + static_cast<std::ptrdiff_t>(column.first) * channels;
    for (const float column_share : column.shares) {
      const float share = row_share * column_share;
      for (int c = 0; c < channels; ++c) out[c] += share * static_cast<float>(*at++);
    }
    out += channels;
  }
}

}  // namespace

cv::Mat shrink_to_fit(const cv::Mat& pixels, int long_side_px_max) {
  PIXIU_CHECK(pixels.type() == CV_8UC1 || pixels.type() == CV_8UC3);
  PIXIU_CHECK(long_side_px_max >= 1);
  const int long_side = std::max(pixels.cols, pixels.rows);
  if (long_side <= long_side_px_max) return pixels;
  const double scale = static_cast<double>(long_side_px_max) / long_side;
  const int width = std::max(1, static_cast<int>(std::lround(pixels.cols * scale)));
  const int height = std::max(1, static_cast<int>(std::lround(pixels.rows * scale)));
  const auto columns = covers(pixels.cols, width);
  const auto rows = covers(pixels.rows, height);

  cv::Mat result(height, width, pixels.type());
  std::vector<float> sums(static_cast<std::size_t>(width) *
                          static_cast<std::size_t>(pixels.channels()));
  for (int y = 0; y < height; ++y) {
    std::fill(sums.begin(), sums.end(), 0.0f);
    const auto& cover = rows[static_cast<std::size_t>(y)];
    int row = cover.first;
    for (const float share : cover.shares) add_row(pixels, row++, share, columns, sums);
    auto* out = result.ptr<unsigned char>(y);
    for (const float sum : sums) {
      *out++ = static_cast<unsigned char>(std::clamp(std::lround(sum), 0L, 255L));
    }
  }
  return result;
}

}  // namespace pixiu::media
