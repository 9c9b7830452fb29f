#include "pictures/picture_file.h"

#include "media/decode.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

namespace pixiu::bench {

Bytes read_bytes(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  Bytes bytes(std::filesystem::file_size(path));
  in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return bytes;
}

cv::Mat decode(ByteView file) {
  const Result<media::Photo> photo = media::decode_photo(file, {.keep_jpeg_structure = false});
  if (!photo) throw std::runtime_error("no picture: " + photo.error().message);
  return photo->pixels;
}

cv::Mat read_picture(const std::filesystem::path& path) {
  return decode(read_bytes(path));
}

Bytes encode_jpeg(const cv::Mat& bgr, int quality) {
  std::vector<unsigned char> encoded;
  cv::imencode(".jpg", bgr, encoded, {cv::IMWRITE_JPEG_QUALITY, quality});
  const auto bytes = std::as_bytes(std::span<const unsigned char>(encoded));
  return {bytes.begin(), bytes.end()};
}

cv::Mat through_jpeg(const cv::Mat& bgr, int quality) {
  return decode(encode_jpeg(bgr, quality));
}

cv::Mat scaled_by(const cv::Mat& picture, double factor) {
  const cv::Size size(std::max(1, cvRound(picture.cols * factor)),
                      std::max(1, cvRound(picture.rows * factor)));
  if (size == picture.size()) return picture.clone();
  cv::Mat scaled;
  cv::resize(picture, scaled, size, 0, 0, factor < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
  return scaled;
}

cv::Mat scaled_to(const cv::Mat& picture, int long_side_px) {
  return scaled_by(picture,
                   static_cast<double>(long_side_px) / std::max(picture.cols, picture.rows));
}

}  // namespace pixiu::bench
