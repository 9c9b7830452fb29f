// How long one claim takes on one core, and what a child takes of memory.
//
//   bench_speed ROUNDS FIRST_VIEW NEXT_VIEW FOREIGN OTHER_FOREIGN
//
// Prints a table and, as its last line, the JSON object script/bench wants. Targets are held
// against the median of processor time: the machine may be doing other things.

#include "assessment/assess.h"
#include "pictures/picture_file.h"
#include "sandbox/reply.h"
#include "sandbox/request.h"
#include "sandbox/template_process.h"
#include "sandbox/work.h"
#include "speed/cases.h"
#include "speed/stopwatch.h"

#include <charconv>
#include <iomanip>
#include <iostream>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>
#include <turbojpeg.h>

namespace pixiu::bench {
namespace {

using nlohmann::json;

constexpr double unrelated_ms_max = 250;
constexpr double edited_ms_max = 500;
constexpr double prepared_share = 2.0 / 3;
constexpr double child_mib_max = 400;
constexpr double sandbox_cost_ms_max = 5;
constexpr std::size_t reply_bytes_max = std::size_t{256} << 20;

template <class Value>
Value value_of(Result<Value> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return *std::move(result);
}

// The bytes of all files of a case to pixels, by libjpeg-turbo alone.
void decode_plainly(const SpeedCase& speed_case) {
  const std::unique_ptr<void, int (*)(tjhandle)> decoder(tjInitDecompress(), tjDestroy);
  std::vector<const Bytes*> files{&speed_case.photo};
  for (const Bytes& reference : speed_case.references) files.push_back(&reference);
  for (const Bytes* file : files) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(file->data());
    int width = 0, height = 0, sampling = 0, space = 0;
    if (tjDecompressHeader3(decoder.get(), bytes, file->size(), &width, &height, &sampling,
                            &space) != 0) {
      throw std::runtime_error("no JPEG");
    }
    cv::Mat pixels(height, width, CV_8UC3);
    if (tjDecompress2(decoder.get(), bytes, file->size(), pixels.data, width, 0, height, TJPF_BGR,
                      0) != 0) {
      throw std::runtime_error("libjpeg-turbo cannot decode the file");
    }
  }
}

assessment::Request request_of(const SpeedCase& speed_case) {
  assessment::Request request{.photo = speed_case.photo, .wants_mask = true};
  for (const Bytes& reference : speed_case.references) {
    request.references.push_back({.bytes = reference});
  }
  return request;
}

// What the examination says, so that a run that measures the wrong thing is seen.
std::string relation_of(const assessment::Assessment& assessment) {
  for (const Finding& finding : assessment.findings) {
    if (finding.examiner == "same_capture" && finding.details.contains("relation")) {
      return finding.details["relation"];
    }
  }
  return "none";
}

struct Measured {
  std::string relation;
  Series plain_decoding;
  Series fresh;
  Series prepared;
};

Measured measure(const SpeedCase& speed_case, const assessment::Tools& tools, int rounds) {
  const assessment::Calibration& calibration = assessment::default_calibration();
  const auto assess = [&](const assessment::Request& request) {
    return assessment::assess(request, calibration, {}, tools);
  };
  const assessment::Request fresh = request_of(speed_case);
  assessment::Request prepared = fresh;
  std::vector<Bytes> kept;
  for (const Bytes& reference : speed_case.references) {
    kept.push_back(value_of(assessment::prepare_reference(reference)));
  }
  for (std::size_t i = 0; i < kept.size(); ++i) {
    prepared.references[i] = {.bytes = kept[i], .is_prepared = true};
  }
  Measured measured{.relation = relation_of(assess(fresh))};
  if ((!speed_case.relation.empty() && measured.relation != speed_case.relation) ||
      relation_of(assess(prepared)) != measured.relation) {
    throw std::runtime_error(speed_case.name + " is examined as " + measured.relation);
  }
  for (int round = 0; round < rounds; ++round) {
    measured.plain_decoding.add(time_of([&] { decode_plainly(speed_case); }));
    measured.fresh.add(time_of([&] { assess(fresh); }));
    measured.prepared.add(time_of([&] { assess(prepared); }));
  }
  return measured;
}

// One examination in a child.
struct ChildCost {
  double cpu_ms = 0;  // of the child and of this process
  double wall_ms = 0;
  double resident_mib = 0;
};

ChildCost examine_in_child(sandbox::TemplateProcess& process, const SpeedCase& speed_case) {
  sandbox::Usage usage;
  std::string relation;
  const assessment::Request request = request_of(speed_case);
  const Took took = time_of([&] {
    const auto encoded = value_of(sandbox::encode_request(request));
    const std::vector<ByteView> parts = encoded.parts();
    const sandbox::Reply reply = value_of(process.run(
        {.request_parts = parts, .reply_bytes_max = reply_bytes_max, .waits_for_end = true}));
    usage = reply.usage.value();
    relation = relation_of(
        value_of(sandbox::decode_assessment(reply.bytes.view(), sandbox::expectation_of(request))));
  });
  if (relation != speed_case.relation) {
    throw std::runtime_error(speed_case.name + " in a child: " + relation);
  }
  return {took.cpu_ms + static_cast<double>(usage.cpu_us) / 1e3, took.wall_ms,
          static_cast<double>(usage.resident_bytes_peak) / (1 << 20)};
}

class Report {
 public:
  void add_case(const std::string& name, const Measured& measured) {
    const double decoding_ms = median(measured.plain_decoding.cpu_ms);
    std::cout << name << " (" << measured.relation << ")\n";
    row("  libjpeg-turbo, 3 files", measured.plain_decoding, decoding_ms);
    row("  references as files", measured.fresh, decoding_ms);
    row("  references prepared", measured.prepared, decoding_ms);
    figures_[name + "_cpu_ms"] = median(measured.fresh.cpu_ms);
    figures_[name + "_prepared_cpu_ms"] = median(measured.prepared.cpu_ms);
    if (name != "next_view") {  // nothing is promised for it
      const double limit_ms = name == "edited" ? edited_ms_max : unrelated_ms_max;
      targets_[name + "_cpu_ms"] = {{"at_most", limit_ms}};
      targets_[name + "_prepared_cpu_ms"] = {{"at_most", limit_ms * prepared_share}};
    }
    figures_[name + "_wall_ms"] = median(measured.fresh.wall_ms);
    figures_[name + "_times_decoding"] = median(measured.fresh.cpu_ms) / decoding_ms;
    figures_[name + "_prepared_times_decoding"] = median(measured.prepared.cpu_ms) / decoding_ms;
    compared_with_[name + "_libjpeg_turbo_cpu_ms"] = decoding_ms;
  }

  void figure(const std::string& name, double value, double at_most) {
    figures_[name] = value;
    targets_[name] = {{"at_most", at_most}};
  }
  void plain_figure(const std::string& name, double value) { figures_[name] = value; }

  json result() const {
    return {{"figures", figures_}, {"targets", targets_}, {"compared_with", compared_with_}};
  }

 private:
  static void row(const std::string& name, const Series& series, double decoding_ms) {
    const double cpu_ms = median(series.cpu_ms);
    std::cout << std::left << std::setw(26) << name << std::right << std::fixed
              << std::setprecision(1) << std::setw(9) << cpu_ms << std::setw(9)
              << least(series.cpu_ms) << std::setw(11) << median(series.wall_ms) << std::setw(9)
              << least(series.wall_ms) << std::setw(11) << std::setprecision(2)
              << cpu_ms / decoding_ms << '\n';
  }

  json figures_ = json::object();
  json targets_ = json::object();
  json compared_with_ = json::object();
};

void report_children(sandbox::TemplateProcess& process, const SpeedCase& small,
                     double in_process_cpu_ms, const SpeedCase& large, Report& report) {
  constexpr int rounds = 7;
  std::vector<double> cpu_ms;
  for (int round = 0; round < rounds; ++round) {
    cpu_ms.push_back(examine_in_child(process, small).cpu_ms);
  }
  const double cost_ms = median(cpu_ms) - in_process_cpu_ms;
  const ChildCost cost = examine_in_child(process, large);
  std::cout << "in a child, " << small.name << ": " << median(cpu_ms) << " ms of processor time, "
            << cost_ms << " over in process\n"
            << "in a child, 12 Mpx against 12 Mpx: " << cost.resident_mib << " MiB at most, "
            << cost.cpu_ms << " ms of processor time, " << cost.wall_ms << " ms\n";
  report.figure("sandbox_over_in_process_cpu_ms", cost_ms, sandbox_cost_ms_max);
  report.figure("twelve_megapixels_child_mib", cost.resident_mib, child_mib_max);
  report.plain_figure("twelve_megapixels_cpu_ms", cost.cpu_ms);
}

void run(int rounds, const Views& views) {
  // The template is forked before OpenCV's pool or anything else has threads here.
  const assessment::Calibration& calibration = assessment::default_calibration();
  const auto of_children = std::make_shared<sandbox::LoadedTools>();
  const auto process = value_of(sandbox::TemplateProcess::start(
      {.warm_up = [&] { sandbox::warm_up_examination(calibration, *of_children); },
       .work = sandbox::examination_work(calibration, {}, of_children),
       .limits = {}}));
  sandbox::LoadedTools loaded;
  sandbox::warm_up_examination(calibration, loaded);
  std::cout << "1440x1920, JPEG quality 90, one core, " << rounds << " rounds\n"
            << "                           cpu ms:  median    least  wall: median    least"
               "   x decoding\n";
  Report report;
  const std::vector<SpeedCase> cases = speed_cases(views);
  double unrelated_cpu_ms = 0;
  for (const SpeedCase& speed_case : cases) {
    const Measured measured = measure(speed_case, loaded.tools(), rounds);
    report.add_case(speed_case.name, measured);
    if (speed_case.name == "unrelated") unrelated_cpu_ms = median(measured.fresh.cpu_ms);
  }
  report_children(*process, cases.front(), unrelated_cpu_ms, twelve_megapixels(views), report);
  std::cout << report.result() << '\n';
}

}  // namespace
}  // namespace pixiu::bench

int main(int argument_count, char** arguments) {
  const std::vector<std::string> words(arguments + 1, arguments + argument_count);
  int rounds = 0;
  if (words.size() != 5 ||
      std::from_chars(words[0].data(), words[0].data() + words[0].size(), rounds).ec !=
          std::errc() ||
      rounds < 1) {
    std::cerr << "usage: bench_speed ROUNDS FIRST_VIEW NEXT_VIEW FOREIGN OTHER_FOREIGN\n";
    return 2;
  }
  try {
    cv::setNumThreads(1);
    pixiu::bench::run(rounds, {.first = pixiu::bench::read_picture(words[1]),
                               .next = pixiu::bench::read_picture(words[2]),
                               .foreign = pixiu::bench::read_picture(words[3]),
                               .other_foreign = pixiu::bench::read_picture(words[4])});
  } catch (const std::exception& error) {
    std::cerr << "bench_speed: " << error.what() << '\n';
    return 1;
  }
  return 0;
}
