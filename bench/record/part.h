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

// Seals 4 GiB; the most memory the process ever held beyond what it held before.
Part measure_memory();

// The same while an upload of 4 GiB goes through the disk: received and sealed as it comes, then
// taken in as a blob. Needs 9 GiB in the temporary folder for as long.
Part measure_upload();

// Appends events through the group commit; the ratio to a bare insert of the same bytes into the
// same database with the same durability.
Part measure_sqlite_append();
Part measure_postgresql_append();

// Brings stored events into the log.
Part measure_integration();

}  // namespace pixiu::bench
