#include "provenance/visible_mark/text_reader.h"

#include <exception>
#include <utility>
#include <vector>

#include <tesseract/baseapi.h>

// Of OpenMP 3.0, by which Tesseract runs. Its header is another package with clang.
extern "C" void omp_set_max_active_levels(int levels);

namespace pixiu::provenance::visible_mark {
namespace {

class TesseractReader final : public TextReader {
 public:
  bool load_from(const std::string& data_folder) {
    const char* folder = data_folder.empty() ? nullptr : data_folder.c_str();
    // A mark is no running text: its words are matched by our own table.
    const std::vector<std::string> names = {"load_system_dawg", "load_freq_dawg", "load_punc_dawg",
                                            "load_number_dawg", "load_bigram_dawg"};
    const std::vector<std::string> values(names.size(), "0");
    if (api_.Init(folder, "chi_sim", tesseract::OEM_LSTM_ONLY, nullptr, 0, &names, &values,
                  /*set_only_non_debug_params=*/false) != 0) {
      return false;
    }
    api_.SetPageSegMode(tesseract::PSM_SINGLE_LINE);
    // Lines come dark on light; else each that is no text would be read twice.
    api_.SetVariable("tessedit_do_invert", "0");
    return true;
  }

  std::string read_line(const cv::Mat& dark_on_light) override {
    if (dark_on_light.empty() || dark_on_light.type() != CV_8UC1) return {};
    try {
      constexpr int bytes_per_pixel = 1;
      constexpr int dots_per_inch = 150;  // fitting to read_height_px; else it guesses, and says so
      // Of this thread: four threads for a line of text cost more than they save, and would not be
      // there after a fork.
      ::omp_set_max_active_levels(0);
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
               "the text reader's data (chi_sim of Tesseract) cannot be loaded"};
}

}  // namespace pixiu::provenance::visible_mark
