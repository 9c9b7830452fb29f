#include "media/icc.h"
#include "one_format.h"

// A colour profile on a small picture of each colour model; the first byte chooses the model.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pixiu;
  if (size < 1 || size > (64u << 10)) return 0;
  const ByteView bytes = fuzz::view_of(data, size).subspan(1);
  media::StoredPicture picture;
  picture.colour_model = static_cast<media::ColourModel>(data[0] % 3);
  const bool is_cmyk = picture.colour_model == media::ColourModel::cmyk;
  picture.pixels = cv::Mat(4, 4, is_cmyk ? CV_8UC4 : CV_8UC3, cv::Scalar(10, 90, 200, 30));
  picture.icc_profile.assign(bytes.begin(), bytes.end());
  media::convert_to_srgb(picture);
  if (picture.pixels.type() != CV_8UC3) std::abort();
  return 0;
}
