// What the sandbox costs over examining in process: the same bytes through Examiner::examine and
// through assessment::assess, in turns, and a child that does nothing.
//
//   bench_sandbox ROUNDS PHOTO REFERENCE [PHOTO REFERENCE]...
//
// Prints the medians and, as its last line, the JSON object script/bench wants.
#include "assessment/assess.h"
#include "sandbox/examiner.h"
#include "sandbox/template_process.h"
#include "sandbox/work.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>

namespace {

using namespace pixiu;

struct Pair {
  std::string photo;
  std::string reference;
};

std::string file_at(const char* path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    std::fprintf(stderr, "cannot read %s\n", path);
    std::exit(2);
  }
  return {std::istreambuf_iterator<char>(file), {}};
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

template <class Step>
double milliseconds_of(Step step) {
  const auto start = std::chrono::steady_clock::now();
  step();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
      .count();
}

template <class Value>
Value started(Result<Value> result) {
  if (result) return *std::move(result);
  std::fprintf(stderr, "%s\n", result.error().message.c_str());
  std::exit(1);
}

// From the order to the reply of a child that does nothing, and what it takes at most.
struct Idle {
  double roundtrip_ms = 0;
  double resident_mib = 0;
};

Idle measure_idle(int rounds) {
  const auto& calibration = assessment::default_calibration();
  sandbox::LoadedTools loaded;
  const auto process = started(sandbox::TemplateProcess::start(
      {.warm_up = [&] { sandbox::warm_up_examination(calibration, loaded); },
       .work = [](ByteView, const sandbox::ReplySink& reply) { reply({}); },
       .limits = {}}));
  std::vector<double> times;
  Idle idle;
  for (int round = 0; round < rounds; ++round) {
    times.push_back(milliseconds_of(
        [&] { started(process->run({.request_parts = {}, .reply_bytes_max = 100})); }));
  }
  const auto reply =
      started(process->run({.request_parts = {}, .reply_bytes_max = 100, .waits_for_end = true}));
  idle.roundtrip_ms = median(times);
  idle.resident_mib = static_cast<double>(reply.usage->resident_bytes_peak) / (1 << 20);
  return idle;
}

struct Cost {
  double direct_ms = 0;
  double sandboxed_ms = 0;
};

Cost measure(sandbox::Examiner& examiner, const sandbox::LoadedTools& loaded,
             const assessment::Request& request, int rounds) {
  std::vector<double> direct;
  std::vector<double> sandboxed;
  for (int round = 0; round < rounds; ++round) {
    direct.push_back(milliseconds_of([&] {
      assessment::assess(request, assessment::default_calibration(), {}, loaded.tools());
    }));
    sandboxed.push_back(milliseconds_of([&] { examiner.examine(request); }));
  }
  return {median(direct), median(sandboxed)};
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 4 || count % 2 != 0) {
    std::fprintf(stderr, "usage: bench_sandbox ROUNDS PHOTO REFERENCE [PHOTO REFERENCE]...\n");
    return 2;
  }
  const std::string_view rounds_text = arguments[1];
  int rounds = 0;
  std::from_chars(rounds_text.data(), rounds_text.data() + rounds_text.size(), rounds);
  if (rounds < 1) {
    std::fprintf(stderr, "bench_sandbox: ROUNDS is a whole number from 1\n");
    return 2;
  }
  const Idle idle = measure_idle(rounds);
  std::printf("a child that does nothing: %.2f ms, %.0f MiB resident\n", idle.roundtrip_ms,
              idle.resident_mib);
  const auto examiner = started(sandbox::Examiner::start());
  sandbox::LoadedTools loaded;
  sandbox::warm_up_examination(assessment::default_calibration(), loaded);
  nlohmann::json figures = {{"idle_child_ms", idle.roundtrip_ms},
                            {"idle_child_mib", idle.resident_mib}};
  double worst_ms = 0;
  for (int at = 2; at + 1 < count; at += 2) {
    const Pair pair{file_at(arguments[at]), file_at(arguments[at + 1])};
    assessment::Request request{.photo = bytes_of(pair.photo)};
    const Cost alone = measure(*examiner, loaded, request, rounds);
    request.references = {{.bytes = bytes_of(pair.reference)}};
    request.wants_mask = true;
    const Cost compared = measure(*examiner, loaded, request, rounds);
    for (const auto& [what, cost] : {std::pair("alone", alone), std::pair("compared", compared)}) {
      std::printf("%s %s: in process %.2f ms, sandboxed %.2f ms, over %.2f ms\n", arguments[at],
                  what, cost.direct_ms, cost.sandboxed_ms, cost.sandboxed_ms - cost.direct_ms);
    }
    const std::string name = "over_in_process_" + std::to_string(at / 2);
    figures[name + "_alone_ms"] = alone.sandboxed_ms - alone.direct_ms;
    figures[name + "_compared_ms"] = compared.sandboxed_ms - compared.direct_ms;
    worst_ms = std::max(worst_ms, alone.sandboxed_ms - alone.direct_ms);
  }
  figures["over_in_process_ms"] = worst_ms;
  const nlohmann::json result = {{"figures", figures},
                                 {"targets", {{"over_in_process_ms", {{"at_most", 5.0}}}}}};
  std::printf("%s\n", result.dump().c_str());
  return 0;
}
