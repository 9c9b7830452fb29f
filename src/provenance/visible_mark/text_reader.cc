#include "provenance/visible_mark/text_reader.h"

#include <exception>
#include <utility>

#include <tesseract/baseapi.h>

namespace pixiu::provenance::visible_mark {
namespace {

class TesseractReader final : public TextReader {
 public:
  bool load_from(const std::string& data_folder) {
    const char* folder = data_folder.empty() ? nullptr : data_folder.c_str();
    if (api_.Init(folder, "chi_sim", tesseract::OEM_LSTM_ONLY) != 0) return false;
    api_.SetPageSegMode(tesseract::PSM_SINGLE_LINE);
    return true;
  }

  std::string read_line(const cv::Mat& dark_on_light) override {
    if (dark_on_light.empty() || dark_on_light.type() != CV_8UC1) return {};
    try {
      constexpr int bytes_per_pixel = 1;
      constexpr int dots_per_inch = 150;  // fitting to read_height_px; else it guesses, and says so
      api_.SetImage(dark_on_light.data, dark_on_light.cols, dark_on_light.rows, bytes_per_pixel,
                    static_cast<int>(dark_on_light.step));
      api_.SetSourceResolution(dots_per_inch);
      const std::unique_ptr<char[]> text(api_.GetUTF8Text());
      api_.Clear();
      return text ? std::string(text.get()) : std::string();
    } catch (const std::exception&) {
      return {};
    }
  }

 private:
  tesseract::TessBaseAPI api_;
};

}  // namespace

Result<std::unique_ptr<TextReader>> TextReader::load(const std::string& data_folder) {
  auto reader = std::make_unique<TesseractReader>();
  try {
    if (reader->load_from(data_folder)) return std::unique_ptr<TextReader>(std::move(reader));
  } catch (const std::exception&) {
    // Said below.
  }
  return Error{ErrorCode::unavailable,
               "the text reader's data (chi_sim and eng of Tesseract) cannot be loaded"};
}

}  // namespace pixiu::provenance::visible_mark
