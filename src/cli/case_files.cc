#include "cli/case_files.h"

#include "base/limits.h"

namespace pixiu::cli {
namespace {

Status read_all(const std::vector<std::filesystem::path>& paths, std::vector<FileContent>& into) {
  for (const auto& path : paths) {
    Result<FileContent> content = read_file(path, limits::photo_bytes_max);
    if (!content) return content.error();
    into.push_back(*std::move(content));
  }
  return {};
}

std::vector<assessment::KnownPicture> known(const std::vector<FileContent>& files) {
  std::vector<assessment::KnownPicture> pictures;
  for (const FileContent& file : files) pictures.push_back({.bytes = file.bytes});
  return pictures;
}

}  // namespace

assessment::Request CaseFiles::request() const {
  return {.photo = photo.bytes, .references = known(references), .others = known(others)};
}

Result<CaseFiles> read_case(const CasePaths& paths) {
  CaseFiles files;
  Result<FileContent> photo = read_file(paths.photo, limits::photo_bytes_max);
  if (!photo) return photo.error();
  files.photo = *std::move(photo);
  if (Status status = read_all(paths.references, files.references); !status) return status.error();
  if (Status status = read_all(paths.others, files.others); !status) return status.error();
  return files;
}

assessment::Assessment examine_case(sandbox::Examiner& examiner, const CaseFiles& files,
                                    const assessment::Request& request) {
  assessment::Assessment assessment = examiner.examine(request);
  if (files.photo.is_cut) {
    assessment.photo.sha256.clear();
    assessment.photo.size_bytes = static_cast<std::size_t>(files.photo.size_bytes);
  }
  return assessment;
}

}  // namespace pixiu::cli
