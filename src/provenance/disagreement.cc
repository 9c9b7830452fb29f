#include "provenance/examine.h"

#include <algorithm>
#include <string>

namespace pixiu::provenance {
namespace {

using Origin = OriginStatement::Origin;

// The names of those that state the origin, each once.
Summary names_of(const std::vector<OriginStatement>& statements, bool (*is_wanted)(Origin)) {
  constexpr std::size_t named_max = 3;
  std::vector<Summary> named;
  for (const OriginStatement& one : statements) {
    if (!is_wanted(one.origin) || named.size() >= named_max) continue;
    if (std::find(named.begin(), named.end(), one.by) == named.end()) named.push_back(one.by);
  }
  Summary all;
  for (const Summary& name : named) {
    all.en += (all.en.empty() ? "" : ", ") + name.en;
    all.zh += (all.zh.empty() ? "" : "、") + name.zh;
  }
  return all;
}

std::string_view origin_name(Origin origin) {
  if (origin == Origin::captured) return "captured";
  return origin == Origin::generated ? "generated" : "composite";
}

}  // namespace

std::optional<Finding> disagreement(const std::vector<OriginStatement>& statements) {
  const auto is_camera = [](Origin origin) { return origin == Origin::captured; };
  // A composite may rightly begin with a camera's picture; a generated one may not.
  const auto is_model = [](Origin origin) { return origin == Origin::generated; };
  const Summary camera = names_of(statements, is_camera);
  const Summary model = names_of(statements, is_model);
  if (camera.en.empty() || model.en.empty()) return std::nullopt;
  Finding finding{.examiner = "marks_disagree",
                  .version = "1",
                  .family = std::string(declaration_family),
                  .outcome = Outcome::contradicts};
  finding.summary = {"The file contradicts itself: by " + camera.en +
                         " a camera took the picture, by " + model.en +
                         " it is AI-generated. At most one of them can be right.",
                     "文件自相矛盾：" + camera.zh + "称由相机拍摄，" + model.zh +
                         "称由人工智能生成。两者至多一个属实。"};
  finding.details["statements"] = nlohmann::json::array();
  for (const OriginStatement& one : statements) {
    if (finding.details["statements"].size() >= 16) break;
    finding.details["statements"].push_back(
        {{"by", one.by.en}, {"origin", origin_name(one.origin)}});
  }
  return finding;
}

}  // namespace pixiu::provenance
