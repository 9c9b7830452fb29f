// The measuring part of bench/robustness/run, which writes the specifications and sums up.
//
//   bench_robustness copies SPEC.json
//   bench_robustness pairs SPEC.json
//   bench_robustness regenerate NETWORK.json PHOTO OUT.png
//
// Exit status 1 when data are missing or broken, 2 for wrong usage.

#include "pictures/picture_file.h"
#include "robustness/auto_encoder.h"
#include "robustness/comparisons.h"

#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include <opencv2/imgcodecs.hpp>

namespace {

using namespace pixiu;

nlohmann::json read_spec(const std::string& path) {
  return nlohmann::json::parse(text_of(bench::read_bytes(path)));
}

bool run(const std::vector<std::string>& arguments) {
  const std::string task = arguments.empty() ? "" : arguments[0];
  if (task == "copies" && arguments.size() == 2) {
    bench::compare_copies(read_spec(arguments[1]));
  } else if (task == "pairs" && arguments.size() == 2) {
    bench::compare_pairs(read_spec(arguments[1]));
  } else if (task == "regenerate" && arguments.size() == 4) {
    const cv::Mat picture = bench::regenerate(bench::read_picture(arguments[2]), arguments[1]);
    if (!cv::imwrite(arguments[3], picture)) throw std::runtime_error("cannot write the picture");
  } else {
    return false;
  }
  return true;
}

}  // namespace

int main(int argument_count, char** arguments) {
  try {
    if (run({arguments + 1, arguments + argument_count})) return 0;
    std::cerr << "usage: bench_robustness copies|pairs SPEC.json\n"
                 "       bench_robustness regenerate NETWORK.json PHOTO OUT.png\n";
    return 2;
  } catch (const std::exception& error) {
    std::cerr << "bench_robustness: " << error.what() << '\n';
    return 1;
  }
}
