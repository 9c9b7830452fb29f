#include "provenance/capture/capture_device.h"

#include "provenance/examine.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <utility>

namespace pixiu::provenance {
namespace {

using nlohmann::json;

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

// Makers that write their own notes and nobody else's, with the names they go by in Make.
constexpr std::array<std::pair<std::string_view, std::array<std::string_view, 3>>, 11> own_notes = {
    {{"Apple", {"apple", "", ""}},
     {"Nikon", {"nikon", "", ""}},
     {"Fujifilm", {"fuji", "", ""}},
     {"Olympus", {"olympus", "om digital", ""}},
     {"Huawei", {"huawei", "honor", "leica"}},
     {"Xiaomi", {"xiaomi", "redmi", "poco"}},
     {"vivo", {"vivo", "iqoo", ""}},
     {"DJI", {"dji", "hasselblad", ""}},
     {"Sony", {"sony", "hasselblad", ""}},
     {"Casio", {"casio", "", ""}},
     {"Motorola", {"motorola", "", ""}}}};

bool is_of_another_maker(const media::CaptureMetadata& capture) {
  if (capture.make.empty()) return false;
  const auto known = std::find_if(own_notes.begin(), own_notes.end(), [&](const auto& row) {
    return row.first == capture.maker_note_vendor;
  });
  if (known == own_notes.end()) return false;
  const std::string make = lower(capture.make);
  return std::none_of(known->second.begin(), known->second.end(), [&](std::string_view name) {
    return !name.empty() && make.find(name) != std::string::npos;
  });
}

// What tells that the file is not as the camera wrote it.
struct Notes {
  bool is_measured = false;
  bool lacks_maker_note = false;
  bool has_other_tables = false;
  bool has_known_tables = false;
  bool has_other_size = false;
};

Notes notes_of(const DeviceEvidence& evidence, const Camera* camera) {
  Notes notes;
  const media::Size stated = evidence.capture.stated_size;
  const media::Size stored = evidence.stored_size;
  if (stated.width > 0 && stated.height > 0 && stored.width > 0) {
    notes.has_other_size =
        std::minmax(stated.width, stated.height) != std::minmax(stored.width, stored.height);
  }
  if (camera == nullptr) return notes;
  notes.is_measured = true;
  notes.lacks_maker_note = camera->has_maker_note && evidence.capture.maker_note_bytes == 0;
  if (!camera->quantisation.empty() && !evidence.quantisation.empty()) {
    const auto& known = camera->quantisation;
    notes.has_known_tables =
        std::find(known.begin(), known.end(), evidence.quantisation) != known.end();
    notes.has_other_tables = camera->has_fixed_tables() && !notes.has_known_tables;
  }
  return notes;
}

std::string camera_name(const media::CaptureMetadata& capture) {
  if (capture.model.starts_with(capture.make)) return capture.model;
  return capture.make.empty() ? capture.model : capture.make + " " + capture.model;
}

Summary summary_of(const std::string& camera, const Notes& notes) {
  if (notes.lacks_maker_note || notes.has_other_tables || notes.has_other_size) {
    return {"The file names the camera " + camera +
                ", but is not as a camera leaves it: it was "
                "saved again by some program. Messengers and editors do so with every picture.",
            "文件所记相机为 " + camera +
                "，但并非相机直出，而是由某个软件重新保存过。聊天软件和"
                "编辑软件都会这样处理图片。"};
  }
  if (notes.has_known_tables) {
    return {"The file names the camera " + camera +
                " and is built as files of that model are. "
                "That can be imitated.",
            "文件所记相机为 " + camera + "，其结构与该型号的文件一致。但这可以被仿造。"};
  }
  return {"The file names the camera " + camera + ". Anyone can write such a name.",
          "文件所记相机为 " + camera + "。这类名称任何人都可以写入。"};
}

}  // namespace

Finding capture_device_finding(const DeviceEvidence& evidence, const std::vector<Camera>& cameras) {
  const media::CaptureMetadata& capture = evidence.capture;
  Finding finding{.examiner = "capture_device",
                  .version = "1",
                  .family = std::string(capture_family),
                  .outcome = Outcome::neutral};
  if (capture.make.empty() && capture.model.empty()) {
    finding.summary = {"The file names no camera. That is neutral: messengers remove it.",
                       "文件中没有相机信息。这是中性的：聊天软件通常会清除它。"};
    finding.details = {{"grade", "none"}};
    return finding;
  }
  const Notes notes = notes_of(evidence, find_camera(cameras, capture.make, capture.model));
  const std::string camera = camera_name(capture);
  finding.details = {{"grade", "none"},
                     {"make", capture.make},
                     {"model", capture.model},
                     {"maker_note_bytes", capture.maker_note_bytes},
                     {"is_camera_measured", notes.is_measured},
                     {"lacks_maker_note", notes.lacks_maker_note},
                     {"has_other_tables", notes.has_other_tables},
                     {"has_known_tables", notes.has_known_tables},
                     {"has_other_size", notes.has_other_size}};
  if (!capture.maker_note_vendor.empty()) {
    finding.details["maker_note_vendor"] = capture.maker_note_vendor;
  }
  if (is_of_another_maker(capture)) {
    finding.outcome = Outcome::contradicts;
    finding.details["grade"] = "moderate";
    finding.summary = {"The file names a camera of " + capture.make +
                           ", but the maker's own data "
                           "in it are those of " +
                           capture.maker_note_vendor + ".",
                       "文件所记相机厂商为 " + capture.make + "，但其中的厂商专有数据属于 " +
                           capture.maker_note_vendor + "。"};
  } else {
    finding.summary = summary_of(camera, notes);
  }
  return finding;
}

}  // namespace pixiu::provenance
