#pragma once

#include "assessment/assess.h"
#include "base/result.h"

#include <cstddef>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pixiu::cli {

inline constexpr std::size_t batch_line_bytes_max = 1u << 20;

// One case of a batch file. Paths as written, relative to the file's folder.
struct BatchCase {
  std::string photo;
  std::vector<std::string> references;
  std::vector<std::string> others;
  assessment::Context context;
};

// What a line of a batch file says. `id` is "line-N" when the line names none.
struct BatchLine {
  std::string id;
  Result<BatchCase> content;
};

// Reads the keys id, photo, references, others and context of one JSON object; every other key is
// ignored. Errors in `content`: invalid_input (no JSON, a key of the wrong type, no photo),
// limit_exceeded (line, nesting, id, number of references). Never fails otherwise, whatever the
// text. `number` counts lines from 1.
BatchLine parse_batch_line(std::string_view text, std::size_t number);

// The line {"id":…,"error":{"code":…,"message":…}} without a line feed.
std::string error_line(const std::string& id, const Error& error);

// The name of a case's mask inside the mask folder: the id and ".png" where the id is a harmless
// file name ([A-Za-z0-9._-], no dot in front, at most 100 characters), else what is harmless in it
// and the line's number. Never contains a separator.
std::string mask_file_name(std::string_view id, std::size_t line_number);

// Reads lines of bounded length; blank lines are counted and skipped.
class LineReader {
 public:
  explicit LineReader(std::istream& in) : in_(in) {}

  struct Line {
    std::string text;  // cut at batch_line_bytes_max + 1
    std::size_t number = 0;
  };

  // The next line that is not blank; absent at the end.
  std::optional<Line> next();

 private:
  std::istream& in_;
  std::size_t number_ = 0;
};

}  // namespace pixiu::cli
