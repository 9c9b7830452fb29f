#include "part.h"

#include <array>
#include <iostream>
#include <string_view>

namespace {

struct Row {
  std::string_view name;
  pixiu::bench::Part (*measure)();
};

constexpr std::array rows{
    Row{"sealing", pixiu::bench::measure_sealing},
    Row{"memory", pixiu::bench::measure_memory},
    Row{"sqlite_append", pixiu::bench::measure_sqlite_append},
    Row{"postgresql_append", pixiu::bench::measure_postgresql_append},
    Row{"integration", pixiu::bench::measure_integration},
    Row{"upload", pixiu::bench::measure_upload},
};

void merge(nlohmann::ordered_json& into, const nlohmann::ordered_json& from) {
  for (const auto& [key, value] : from.items()) into[key] = value;
}

}  // namespace

// bench_record [PART...]: all parts, or those that are named.
int main(int argc, char** argv) {
  nlohmann::ordered_json result{{"figures", nlohmann::ordered_json::object()},
                                {"targets", nlohmann::ordered_json::object()},
                                {"compared_with", nlohmann::ordered_json::object()}};
  for (const auto& row : rows) {
    bool is_wanted = argc == 1;
    for (int i = 1; i < argc; ++i) is_wanted |= row.name == argv[i];
    if (!is_wanted) continue;
    const auto part = row.measure();
    merge(result["figures"], part.figures);
    merge(result["targets"], part.targets);
    merge(result["compared_with"], part.compared_with);
  }
  std::cout << result.dump() << '\n';
  return 0;
}
