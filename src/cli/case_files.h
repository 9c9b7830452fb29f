#pragma once

#include "assessment/assess.h"
#include "base/result.h"
#include "cli/files.h"
#include "sandbox/examiner.h"

#include <filesystem>
#include <memory>
#include <vector>

namespace pixiu::cli {

// The pictures of one case, read from disk. Owns the bytes that a request points into.
struct CaseFiles {
  FileContent photo;
  std::vector<FileContent> references;
  std::vector<FileContent> others;

  // A request that is valid as long as this lives and is not changed.
  assessment::Request request() const;
};

struct CasePaths {
  std::filesystem::path photo;
  std::vector<std::filesystem::path> references;
  std::vector<std::filesystem::path> others;
};

// Reads every file, each up to the limit for photos (the engine then says "limit_exceeded").
// Errors: as read_file, for the first file that cannot be read.
Result<CaseFiles> read_case(const CasePaths& paths);

// Examines a case in the sandbox. What the engine cannot know of a photo that was cut is put
// right: its size, and that it has no digest.
assessment::Assessment examine_case(sandbox::Examiner& examiner, const CaseFiles& files,
                                    const assessment::Request& request);

}  // namespace pixiu::cli
