#pragma once

#include "cli/terminal.h"
#include "sandbox/examiner.h"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>

// What the tests of this module share. Included by tests only.
namespace pixiu::cli {

// Streams that a test reads back.
struct CapturedTerminal {
  std::ostringstream out;
  std::ostringstream err;
  Terminal terminal{.out = out, .err = err};
};

// A folder that is removed with everything in it.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "pixiu-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }

  std::filesystem::path write(const std::string& name, std::string_view text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path_ / name;
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// An examiner by the text of the photo: "bad" cannot be read, "edited" has a mask, "slow" takes a
// while; anything else is clear. Remembers what it was asked for.
class TextExaminer : public sandbox::Examiner {
 public:
  assessment::Assessment examine(const assessment::Request& request) override {
    ++examined_count;
    reference_count += static_cast<int>(request.references.size());
    const std::string_view text = text_of(request.photo);
    if (text == "bad") {
      return assessment::could_not_examine(request.photo,
                                           {ErrorCode::unsupported, "no known picture format"}, {});
    }
    if (text == "slow") std::this_thread::sleep_for(std::chrono::milliseconds(50));
    assessment::Assessment assessment;
    assessment.band = assessment::Band::clear;
    assessment.probability = 0.1;
    assessment.photo.sha256 = "00ff";
    if (text == "edited" && request.wants_mask) assessment.mask = cv::Mat(4, 4, CV_8UC1, 255.0);
    if (text == "edited" && request.wants_heatmap) {
      assessment.heatmap = cv::Mat(4, 4, CV_8UC3, cv::Scalar::all(9));
    }
    return assessment;
  }

  Result<sandbox::Rendition> render(const sandbox::RenditionRequest&) override {
    return Error{ErrorCode::unsupported, "not here"};
  }

  std::atomic<int> examined_count = 0;
  std::atomic<int> reference_count = 0;
};

}  // namespace pixiu::cli
