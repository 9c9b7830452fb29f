#include "provenance/capture/cameras.h"

#include "base/check.h"
#include "crypto/digest.h"
#include "media/decode.h"
#include "media/jpeg/structure.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace pixiu::embedded {
extern const std::string_view cameras_json;
}  // namespace pixiu::embedded

namespace pixiu::provenance {
namespace {

using nlohmann::json;

constexpr std::size_t file_bytes_max = 4u << 20;
constexpr std::string_view schema = "pixiu.cameras/1";

std::string text_at(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Result<Camera> read_camera(const json& object) {
  Camera camera;
  if (object.is_object()) {
    camera.make = text_at(object, "make");
    camera.model = text_at(object, "model");
    camera.maker_note_signature = text_at(object, "maker_note_signature");
    camera.has_maker_note = object.value("has_maker_note", json()) == true;
    const json count = object.value("files", json());
    camera.file_count = count.is_number_integer() ? count.get<int>() : 0;
    for (const json& one : object.value("quantisation", json::array())) {
      if (one.is_string()) camera.quantisation.push_back(one.get<std::string>());
    }
  }
  if (camera.model.empty() || camera.file_count < 1) {
    return Error{ErrorCode::invalid_input, "cameras: a row needs model and files"};
  }
  return camera;
}

}  // namespace

Result<std::vector<Camera>> parse_cameras(std::string_view json_text) {
  const Error no_table{ErrorCode::invalid_input, "cameras: not a " + std::string(schema) + " file"};
  if (json_text.size() > file_bytes_max) return no_table;
  const json root = json::parse(json_text, nullptr, /*allow_exceptions=*/false);
  if (!root.is_object() || text_at(root, "schema") != schema) return no_table;
  const auto rows = root.find("cameras");
  if (rows == root.end() || !rows->is_array()) return no_table;
  std::vector<Camera> cameras;
  for (const json& row : *rows) {
    Result<Camera> camera = read_camera(row);
    if (!camera) return camera.error();
    cameras.push_back(*std::move(camera));
  }
  return cameras;
}

const std::vector<Camera>& built_in_cameras() {
  static const std::vector<Camera> cameras = [] {
    Result<std::vector<Camera>> parsed = parse_cameras(embedded::cameras_json);
    PIXIU_CHECK(parsed.has_value());
    return *std::move(parsed);
  }();
  return cameras;
}

const Camera* find_camera(const std::vector<Camera>& cameras, std::string_view make,
                          std::string_view model) {
  const auto found = std::find_if(cameras.begin(), cameras.end(), [&](const Camera& camera) {
    return camera.make == make && camera.model == model;
  });
  return found == cameras.end() ? nullptr : &*found;
}

std::string quantisation_fingerprint(ByteView file) {
  constexpr std::size_t digits = 16;
  if (media::format_of(file) != media::Format::jpeg) return {};
  const media::jpeg::Anatomy anatomy =
      media::jpeg::read_anatomy(file, media::jpeg::Depth::up_to_first_scan);
  std::string text;
  for (const media::JpegComponent& component : anatomy.structure.components) {
    const int index = component.quantisation_table_index;
    if (index < 0 || index > 3) return {};
    const auto& table = anatomy.structure.quantisation_tables[static_cast<std::size_t>(index)];
    if (!table) return {};
    text += std::to_string(component.horizontal_sampling) + "x" +
            std::to_string(component.vertical_sampling) + ":";
    for (const std::uint16_t step : *table) text += std::to_string(step) + ",";
    text += ";";
  }
  if (text.empty()) return {};
  return crypto::hex(crypto::sha256(bytes_of(text))).substr(0, digits);
}

}  // namespace pixiu::provenance
