#pragma once

#include <nlohmann/json.hpp>

// The parts of this benchmark; each is a file of its own.
namespace pixiu::bench {

// What one part measured: members of `figures`, `targets` and `compared_with` (bench/README.md).
struct Part {
  nlohmann::ordered_json figures;
  nlohmann::ordered_json targets;
  nlohmann::ordered_json compared_with;
};

// Digests and seals a stream; the ratio to SM3 alone over the same bytes, measured in turn.
Part measure_sealing();

// Seals and opens 4 GiB; the most memory the process ever held beyond what it held before.
Part measure_memory();

}  // namespace pixiu::bench
