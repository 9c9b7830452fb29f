#include "provenance/capture/examine_capture.h"

#include "media/capture_metadata.h"
#include "media/decode.h"
#include "provenance/capture/cameras.h"
#include "provenance/capture/capture_device.h"
#include "provenance/capture/capture_time.h"
#include "provenance/capture/screen_copy.h"
#include "provenance/examine.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

namespace pixiu::provenance {
namespace {

using nlohmann::json;

std::optional<Finding> software_finding(const std::vector<FileField>& fields) {
  const std::vector<std::string> programs = software_chain(fields);
  if (programs.empty()) return std::nullopt;
  Finding finding{.examiner = "software_chain",
                  .version = "1",
                  .family = std::string(capture_family),
                  .outcome = Outcome::neutral};
  std::string names;
  for (std::size_t index = 0; index < std::min<std::size_t>(programs.size(), 4); ++index) {
    names += (index == 0 ? "" : ", ") + programs[index];
  }
  finding.summary = {"Programs the file names as having written it: " + names + ".",
                     "文件所记写入过它的软件：" + names + "。"};
  finding.details["programs"] = programs;
  return finding;
}

// In steps of 0.01 degrees, about 1 km: enough to compare with a town, too little for a door.
double coarse(double degrees) {
  return static_cast<double>(std::lround(degrees * 100)) / 100;
}

std::optional<Finding> place_finding(ByteView exif) {
  const std::optional<media::Location> place = media::read_location(media::ExifFields(exif));
  if (!place) return std::nullopt;
  Finding finding{.examiner = "capture_place",
                  .version = "1",
                  .family = std::string(capture_family),
                  .outcome = Outcome::neutral};
  finding.summary = {"The file states a place of capture. Anyone can change it.",
                     "文件中记有拍摄地点。该信息可以被任意修改。"};
  finding.details = {{"latitude_degrees", coarse(place->latitude_degrees)},
                     {"longitude_degrees", coarse(place->longitude_degrees)}};
  return finding;
}

}  // namespace

std::vector<std::string> software_chain(const std::vector<FileField>& fields) {
  constexpr std::size_t programs_max = 16;
  constexpr std::size_t name_bytes_max = 120;
  constexpr std::string_view names[] = {"Software", "CreatorTool", "softwareAgent",
                                        "ImageEditingSoftware", "OriginatingProgram"};
  std::vector<std::string> programs;
  for (const FileField& field : fields) {
    if (std::find(std::begin(names), std::end(names), field.name) == std::end(names)) continue;
    if (field.value.empty() || field.value.size() > name_bytes_max) continue;
    if (std::find(programs.begin(), programs.end(), field.value) != programs.end()) continue;
    if (programs.size() < programs_max) programs.push_back(field.value);
  }
  return programs;
}

CaptureContext examine_capture(ByteView file, const std::vector<media::MetadataBlock>& blocks,
                               const std::vector<FileField>& fields, const ClaimFacts& claim,
                               const CaptureOptions& options) {
  const media::CaptureMetadata capture = media::read_capture_metadata(file, blocks);
  const Result<media::PictureInfo> info = media::read_info(file);
  const media::Size stored = info ? info->stored_size : media::Size{};
  CaptureContext context;
  context.findings.push_back(capture_time_finding(capture, claim));
  context.findings.push_back(capture_device_finding(
      {capture, quantisation_fingerprint(file), stored}, built_in_cameras()));
  for (auto& found : {screen_copy_finding(capture, media::format_of(file), stored, options.screen),
                      software_finding(fields),
                      options.may_use_location ? place_finding(media::exif_block_of(file, blocks))
                                               : std::nullopt}) {
    if (found) context.findings.push_back(*found);
  }
  context.thumbnail.assign(capture.thumbnail.begin(), capture.thumbnail.end());
  return context;
}

}  // namespace pixiu::provenance
