#include "cli/batch_line.h"

#include "assessment/context.h"
#include "base/limits.h"

#include <algorithm>
#include <istream>

#include <nlohmann/json.hpp>

namespace pixiu::cli {
namespace {

using nlohmann::json;

constexpr std::size_t id_bytes_max = 256;
constexpr std::size_t path_bytes_max = 4096;
constexpr std::size_t mask_name_chars_max = 100;

Error invalid(const std::string& what) {
  return {ErrorCode::invalid_input, what};
}
Error beyond(const std::string& what) {
  return {ErrorCode::limit_exceeded, what};
}

Result<json> parse_object(std::string_view text) {
  if (text.size() > batch_line_bytes_max) {
    return beyond("the line is longer than " + std::to_string(batch_line_bytes_max) + " bytes");
  }
  bool is_too_deep = false;
  const auto watch_depth = [&is_too_deep](int depth, json::parse_event_t, json&) {
    is_too_deep = is_too_deep || depth > limits::metadata_nesting_max;
    return !is_too_deep;
  };
  json object = json::parse(text, watch_depth, /*allow_exceptions=*/false);
  if (is_too_deep) {
    return beyond("nested deeper than " + std::to_string(limits::metadata_nesting_max));
  }
  if (!object.is_object()) return invalid("the line is not one JSON object");
  return object;
}

Result<std::string> path_of(const json& value, const std::string& key) {
  const auto* text = value.get_ptr<const std::string*>();
  if (text == nullptr || text->empty()) return invalid("\"" + key + "\" must name a file");
  if (text->find('\0') != std::string::npos) return invalid("\"" + key + "\" has a zero character");
  if (text->size() > path_bytes_max) return beyond("\"" + key + "\" is too long for a path");
  return *text;
}

Result<std::vector<std::string>> paths_of(const json& object, const std::string& key, int max) {
  std::vector<std::string> paths;
  const auto found = object.find(key);
  if (found == object.end()) return paths;
  if (!found->is_array()) return invalid("\"" + key + "\" must be a list of files");
  if (found->size() > static_cast<std::size_t>(max)) {
    return beyond("\"" + key + "\" has more than " + std::to_string(max) + " files");
  }
  for (const json& value : *found) {
    Result<std::string> path = path_of(value, key);
    if (!path) return path.error();
    paths.push_back(*std::move(path));
  }
  return paths;
}

Result<BatchCase> case_of(const json& object) {
  BatchCase batch_case;
  const auto photo = object.find("photo");
  if (photo == object.end()) return invalid("\"photo\" is missing");
  Result<std::string> path = path_of(*photo, "photo");
  if (!path) return path.error();
  batch_case.photo = *std::move(path);
  auto references = paths_of(object, "references", limits::references_max);
  if (!references) return references.error();
  batch_case.references = *std::move(references);
  auto others = paths_of(object, "others", limits::others_max);
  if (!others) return others.error();
  batch_case.others = *std::move(others);
  if (const auto context = object.find("context"); context != object.end()) {
    Result<assessment::Context> parsed = assessment::parse_context(*context);
    if (!parsed) return parsed.error();
    batch_case.context = *std::move(parsed);
  }
  return batch_case;
}

bool is_harmless(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '_' || c == '-';
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r") == std::string_view::npos;
}

}  // namespace

BatchLine parse_batch_line(std::string_view text, std::size_t number) {
  const std::string fallback_id = "line-" + std::to_string(number);
  Result<json> object = parse_object(text);
  if (!object) return {fallback_id, object.error()};
  const auto id = object->find("id");
  if (id == object->end()) return {fallback_id, case_of(*object)};
  const auto* id_text = id->get_ptr<const std::string*>();
  if (id_text == nullptr) return {fallback_id, invalid("\"id\" must be a text")};
  if (id_text->size() > id_bytes_max) return {fallback_id, beyond("\"id\" is too long")};
  return {*id_text, case_of(*object)};
}

std::string error_line(const std::string& id, const Error& error) {
  const json line{{"id", id},
                  {"error", {{"code", error_code_name(error.code)}, {"message", error.message}}}};
  return line.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string mask_file_name(std::string_view id, std::size_t line_number) {
  const bool is_harmless_name = !id.empty() && id.front() != '.' &&
                                id.size() <= mask_name_chars_max &&
                                std::all_of(id.begin(), id.end(), is_harmless);
  if (is_harmless_name) return std::string(id) + ".png";
  std::string name;
  for (const char c : id.substr(0, mask_name_chars_max)) name += is_harmless(c) ? c : '_';
  name.erase(0, std::min(name.find_first_not_of('.'), name.size()));
  return name + (name.empty() ? "line-" : "-line-") + std::to_string(line_number) + ".png";
}

std::optional<LineReader::Line> LineReader::next() {
  std::string text;
  bool has_characters = false;
  for (int c = in_.get(); c != std::istream::traits_type::eof(); c = in_.get()) {
    has_characters = true;
    if (c != '\n') {
      if (text.size() <= batch_line_bytes_max) text += static_cast<char>(c);
      continue;
    }
    ++number_;
    if (!is_blank(text)) return Line{std::move(text), number_};
    text.clear();
    has_characters = false;
  }
  if (!has_characters) return std::nullopt;
  ++number_;
  if (is_blank(text)) return std::nullopt;
  return Line{std::move(text), number_};
}

}  // namespace pixiu::cli
