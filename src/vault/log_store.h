#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Where the log's files are kept: tiles, entry bundles and the checkpoint of C2SP tlog-tiles, by
// the paths of that standard ("tile/0/x001/234.p/5", "tile/entries/000"), so that a web server can
// publish the folder as it is.
namespace pixiu::vault {

// One file to write; both views live as long as the call.
struct LogFile {
  std::string_view path;
  ByteView bytes;
};

// Held by the one who may write. Lost with the process that holds it.
class LogLock {
 public:
  virtual ~LogLock() = default;
};

// Reading is thread-safe; writing is for the holder of the lock, one thread at a time.
// Implementations run the contract of vault/log_store_contract_testing.h.
//
// What every method that writes promises with an Error:
//   unavailable, limit_exceeded - it may be tried again (no room, no connection);
//   internal - what is on the disk is unknown (a failed fsync): the process MUST stop.
class LogStore {
 public:
  virtual ~LogStore() = default;

  // The right to write, of which there is one in all processes that use the store.
  // Errors: conflict (somebody else has it), unavailable.
  virtual Result<std::unique_ptr<LogLock>> lock() = 0;

  // Writes files. At return without Error each is whole under its path and durable: content, name
  // and folders. With an Error, or after a crash, each one is whole, or as it was before; never in
  // part. A file that stands already is replaced, in one step for its readers: what is beyond the
  // signed checkpoint may be written anew after a crash.
  // Paths are of the form that is_log_path accepts (checked), and none twice (checked).
  virtual Status write(std::span<const LogFile> files) = 0;

  // What is stored under a path, from the medium and not from a memory of what was written.
  // Nothing when there is no such file. Errors: unavailable, limit_exceeded (above `bytes_max`).
  virtual Result<std::optional<Bytes>> read(std::string_view path, std::size_t bytes_max) const = 0;

  // The stored checkpoint, a signed note; nothing before the first.
  virtual Result<std::optional<std::string>> checkpoint() const = 0;

  // Replaces the checkpoint if it still is `expected`; at return without Error the new one is
  // durable. Never half of one. A reader MUST NOT see one that a loss of power could still take
  // back, or the log could sign another in its place: it is made durable beside the old one before
  // it takes its name. Errors: conflict (another one stands there; nothing was changed).
  virtual Status replace_checkpoint(const std::optional<std::string>& expected,
                                    std::string_view next) = 0;

  // Every stored path below tile/, sorted: for fsck and backup.
  virtual Result<std::vector<std::string>> paths() const = 0;
};

// Whether `path` is one that tlog-tiles has: "tile/" and a level 0..63 or "entries", then groups of
// three digits, all but the last with "x", and perhaps ".p/1".."255". Nothing else can be asked of
// a store, so that no path leads out of it.
bool is_log_path(std::string_view path);

}  // namespace pixiu::vault
