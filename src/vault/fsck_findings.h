#pragma once

#include "base/limits.h"
#include "tlog/checkpoint.h"
#include "vault/fsck.h"

#include <string>
#include <utility>

// Inside fsck only.
namespace pixiu::vault {

// What the parts of fsck find, up to the limit.
class FsckNotes {
 public:
  explicit FsckNotes(FsckReport& report) : report_(report) {}

  void damage(std::string where, std::string what) {
    add({FsckSeverity::damage, std::move(where), std::move(what)});
  }
  void notice(std::string where, std::string what) {
    add({FsckSeverity::notice, std::move(where), std::move(what)});
  }
  bool is_full() const { return report_.is_cut; }

 private:
  void add(FsckFinding finding) {
    if (report_.findings.size() == limits::fsck_findings_max) {
      report_.is_cut = true;
    } else {
      report_.findings.push_back(std::move(finding));
    }
  }

  FsckReport& report_;
};

// What the database knows of the log: the commitment at each index of the checkpoint's tree.
struct LogIndex {
  std::uint64_t size = 0;
  std::vector<crypto::Digest> commitments;
  std::vector<bool> is_known;
};

// An Error that speaks of one thing and not of the store as a whole.
inline bool is_about_one_thing(const Error& error) {
  return error.code == ErrorCode::corrupted || error.code == ErrorCode::not_found ||
         error.code == ErrorCode::limit_exceeded;
}

// The checks, in the order in which they run. Errors: the stores'.
Result<std::optional<tlog::Checkpoint>> check_checkpoint(const FsckParts& parts, FsckNotes& notes);
Result<LogIndex> check_events(const FsckParts& parts, std::uint64_t log_size, FsckReport& report,
                              FsckNotes& notes);
Status check_log(const FsckParts& parts, const tlog::Checkpoint& checkpoint, const LogIndex& index,
                 FsckReport& report, FsckNotes& notes);
Status check_exhibits(const FsckParts& parts, FsckReport& report, FsckNotes& notes);

}  // namespace pixiu::vault
