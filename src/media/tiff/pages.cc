#include "media/tiff/pages.h"

#include "base/limits.h"
#include "media/whole_numbers.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace pixiu::media::tiff {
namespace {

// Whole numbers of a TIFF or BigTIFF file in its byte order; every read is checked.
class Numbers {
 public:
  explicit Numbers(ByteView file)
      : file_(file),
        is_little_(has_signature(file, 0, "II")),
        is_big_file_(read(2, 2).value_or(0) == 43) {}

  bool is_big_file() const { return is_big_file_; }

  std::optional<std::uint64_t> read(std::uint64_t offset, std::size_t count) const {
    if (offset > file_.size() || count > file_.size() - offset) return std::nullopt;
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t place = is_little_ ? count - 1 - i : i;
      value = (value << 8) | byte_at(file_, static_cast<std::size_t>(offset) + place);
    }
    return value;
  }

 private:
  ByteView file_;
  bool is_little_;
  bool is_big_file_;
};

// Where the next directory stands; empty when this one is cut off.
std::optional<std::uint64_t> next_directory(const Numbers& numbers, std::uint64_t directory) {
  const std::size_t count_bytes = numbers.is_big_file() ? 8 : 2;
  const std::size_t entry_bytes = numbers.is_big_file() ? 20 : 12;
  const auto count = numbers.read(directory, count_bytes);
  if (!count || *count > limits::photo_bytes_max) return std::nullopt;
  return numbers.read(directory + count_bytes + *count * entry_bytes,
                      numbers.is_big_file() ? 8 : 4);
}

}  // namespace

Result<int> count_pages(ByteView file) {
  const Numbers numbers(file);
  std::vector<std::uint64_t> passed;
  auto directory = numbers.is_big_file() ? numbers.read(8, 8) : numbers.read(4, 4);
  while (directory && *directory != 0 &&
         passed.size() <= static_cast<std::size_t>(limits::photo_frames_max)) {
    if (std::ranges::find(passed, *directory) != passed.end()) {
      return Error{ErrorCode::corrupted, "the TIFF's pages lead round in a loop"};
    }
    const auto next = next_directory(numbers, *directory);
    if (!next) break;
    passed.push_back(*directory);
    directory = next;
  }
  return std::max(1, static_cast<int>(passed.size()));
}

}  // namespace pixiu::media::tiff
