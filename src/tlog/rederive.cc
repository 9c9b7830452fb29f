#include "tlog/rederive.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

// Includes nothing of this module: see the header.
namespace pixiu::tlog {
namespace {

using Reader = std::function<Result<Bytes>(std::string_view)>;
using crypto::Digest;

constexpr std::uint64_t fan_out = 256;
constexpr std::size_t levels_max = 8;  // 256^8 leaves are more than an index can count

std::string folders_of(std::uint64_t number) {
  std::string digits = std::to_string(number);
  while (digits.size() % 3 != 0) digits.insert(digits.begin(), '0');
  std::string path;
  for (std::size_t at = 0; at < digits.size(); at += 3) {
    if (at + 3 < digits.size()) path += 'x';
    path += digits.substr(at, 3);
    if (at + 3 < digits.size()) path += '/';
  }
  return path;
}

std::string path_of(const std::string& kind, std::uint64_t number, std::uint64_t width) {
  std::string path = "tile/" + kind + "/" + folders_of(number);
  if (width < fan_out) path += ".p/" + std::to_string(width);
  return path;
}

Digest digest_of_leaf(ByteView entry) {
  Bytes input{std::byte{0}};
  input.insert(input.end(), entry.begin(), entry.end());
  return crypto::sha256(input);
}

Digest digest_of_two(const Digest& left, const Digest& right) {
  Bytes input{std::byte{1}};
  input.insert(input.end(), left.begin(), left.end());
  input.insert(input.end(), right.begin(), right.end());
  return crypto::sha256(input);
}

// What was read of one bundle or tile: its digests, and where they stand.
struct Row {
  std::uint64_t number = ~std::uint64_t{0};
  std::string path;
  bool is_readable = false;
  std::vector<Digest> digests;
};

class Derivation {
 public:
  Derivation(const RederiveRequest& request, const Reader& read) : request_(request), read_(read) {}

  Result<Rederived> run() {
    if (request_.size == 0) {
      result_.root = crypto::sha256({});
    } else {
      result_.root = tree(0, request_.size);
    }
    if (failure_) return *failure_;
    return std::move(result_);
  }

 private:
  // MTH(D[begin:end]); nothing when it cannot be told.
  std::optional<Digest> tree(std::uint64_t begin, std::uint64_t end) {
    if (has_stopped()) return std::nullopt;
    const std::uint64_t count = end - begin;
    const auto level = level_of_size(count);
    if (level && *level > 0 && end <= request_.derived_before_size) {
      return stored(*level, begin / count);
    }
    if (count == 1) return checked(0, begin, entry_digest(begin));
    std::uint64_t k = 1;
    while (k * 2 < count) k *= 2;
    const auto left = tree(begin, begin + k);
    const auto right = tree(begin + k, end);
    std::optional<Digest> both;
    if (left && right) both = digest_of_two(*left, *right);
    return level ? checked(*level, begin / count, both) : both;
  }

  // l when the count is 256^l.
  static std::optional<std::size_t> level_of_size(std::uint64_t count) {
    for (std::size_t level = 0; level < levels_max && count > 0; ++level, count /= fan_out) {
      if (count == 1) return level;
      if (count % fan_out != 0) return std::nullopt;
    }
    return std::nullopt;
  }

  // Compares a derived digest with the stored one. What could not be derived is taken as stored.
  std::optional<Digest> checked(std::size_t level, std::uint64_t position,
                                const std::optional<Digest>& derived) {
    const auto found = stored(level, position);
    if (derived && found && *derived != *found) {
      add(tiles_[level].path,
          "hash " + std::to_string(position % fan_out) + " is not the one of what lies below it");
    }
    return derived ? derived : found;
  }

  std::optional<Digest> stored(std::size_t level, std::uint64_t position) {
    Row& row = tiles_[level];
    if (row.number != position / fan_out) load_tile(level, position / fan_out);
    if (!row.is_readable) return std::nullopt;
    return row.digests[position % fan_out];
  }

  void load_tile(std::size_t level, std::uint64_t number) {
    std::uint64_t hashes = request_.size;
    for (std::size_t i = 0; i < level; ++i) hashes /= fan_out;
    const std::uint64_t width = std::min(hashes - number * fan_out, fan_out);
    Row& row = tiles_[level];
    row = {.number = number};
    const auto bytes = fetch(row, std::to_string(level), width);
    if (!bytes) return;
    const std::uint64_t due = digests_due(row, width) * sizeof(Digest);
    if (bytes->size() != due) {
      add(row.path,
          "has " + std::to_string(bytes->size()) + " bytes; " + std::to_string(due) + " are due");
      return;
    }
    for (std::size_t i = 0; i < width; ++i) {
      Digest& digest = row.digests.emplace_back();
      std::copy_n(bytes->data() + i * sizeof(Digest), sizeof(Digest), digest.data());
    }
    row.is_readable = true;
  }

  std::optional<Digest> entry_digest(std::uint64_t index) {
    if (entries_.number != index / fan_out) load_entries(index / fan_out);
    if (!entries_.is_readable) return std::nullopt;
    ++result_.entries_read;
    return entries_.digests[index % fan_out];
  }

  void load_entries(std::uint64_t number) {
    const std::uint64_t width = std::min(request_.size - number * fan_out, fan_out);
    entries_ = {.number = number};
    const auto bytes = fetch(entries_, "entries", width);
    if (!bytes) return;
    const std::byte* at = bytes->data();
    const std::byte* const end = at + bytes->size();
    while (at != end) {
      if (end - at < 2) return add(entries_.path, "ends within an entry's length");
      const auto size =
          std::to_integer<std::ptrdiff_t>(at[0]) * 256 + std::to_integer<std::ptrdiff_t>(at[1]);
      at += 2;
      if (end - at < size) return add(entries_.path, "ends within an entry");
      entries_.digests.push_back(digest_of_leaf(ByteView(at, static_cast<std::size_t>(size))));
      at += size;
    }
    const std::uint64_t due = digests_due(entries_, width);
    if (entries_.digests.size() != due) {
      return add(entries_.path, "has " + std::to_string(entries_.digests.size()) + " entries; " +
                                    std::to_string(due) + " are due");
    }
    entries_.is_readable = true;
  }

  // How many are in what was fetched for the first `width`.
  static std::uint64_t digests_due(const Row& row, std::uint64_t width) {
    return row.path.find(".p/") == std::string::npos ? fan_out : width;
  }

  // The stored bytes of a row; a partial one may have given way to the full one.
  std::optional<Bytes> fetch(Row& row, const std::string& kind, std::uint64_t width) {
    row.path = path_of(kind, row.number, width);
    auto bytes = read_(row.path);
    if (!bytes && bytes.error().code == ErrorCode::not_found && width < fan_out) {
      const std::string full = path_of(kind, row.number, fan_out);
      if (auto whole = read_(full)) {
        row.path = full;
        return std::move(*whole);
      }
    }
    if (bytes) return std::move(*bytes);
    const Error& error = bytes.error();
    if (error.code == ErrorCode::not_found) {
      add(row.path, "is missing");
    } else if (error.code == ErrorCode::corrupted) {
      add(row.path, error.message);
    } else if (!failure_) {
      failure_ = error;
    }
    return std::nullopt;
  }

  void add(const std::string& path, std::string what) {
    if (result_.mismatches.size() < request_.mismatches_max) {
      result_.mismatches.push_back({.path = path, .what = std::move(what)});
    }
  }

  bool has_stopped() const {
    return failure_.has_value() || result_.mismatches.size() >= request_.mismatches_max;
  }

  const RederiveRequest& request_;
  const Reader& read_;
  Row entries_;
  std::array<Row, levels_max> tiles_;
  Rederived result_;
  std::optional<Error> failure_;
};

}  // namespace

Result<Rederived> rederive(const RederiveRequest& request, const Reader& read) {
  RederiveRequest bounded = request;
  bounded.mismatches_max = std::max<std::size_t>(bounded.mismatches_max, 1);
  return Derivation(bounded, read).run();
}

}  // namespace pixiu::tlog
