#pragma once

#include "base/result.h"
#include "provenance/traces/condition.h"

#include <string>
#include <string_view>
#include <vector>

namespace pixiu::provenance {

// What a trace says of the picture.
enum class TraceMeaning {
  generated,           // a model made it from nothing
  composite,           // a model made parts of it
  edited,              // a program for editing pictures wrote the file; no sign of a model
  processing_history,  // the file went through a program; says nothing of the picture
  captured,            // the file says that a camera took it
};

// "generated", "composite", "edited", "processing_history", "captured".
std::string_view trace_meaning_name(TraceMeaning meaning);

// Fields that a file with the trace holds, for the row's own test.
struct TraceExample {
  std::vector<FileField> fields;
};

// One row of the table.
struct Trace {
  std::string id;         // a-z0-9_, unique
  std::string vendor;     // as people call it
  std::string vendor_zh;  // the same in Chinese texts
  TraceMeaning meaning = TraceMeaning::processing_history;
  std::string source;  // where the fingerprint is documented or was measured
  // The trace is there when, of one of these lists, every condition is met by some field.
  std::vector<std::vector<Condition>> any_of;
  std::vector<TraceExample> examples;          // with the trace; at least one
  std::vector<TraceExample> counter_examples;  // without it
};

inline constexpr std::size_t traces_max = 500;

// Reads one file of rows. A row without a source or without an example does not load; unknown keys
// are refused.
// Errors: invalid_input with the line; limit_exceeded over traces_max rows or 1 MiB.
Result<std::vector<Trace>> parse_traces(std::string_view toml_text);

// The rows of every traces/*.toml, compiled in; sorted by file name, then as they stand there.
// The first call reads them (0.5 ms); call it before the sandbox is locked.
const std::vector<Trace>& built_in_traces();

}  // namespace pixiu::provenance
