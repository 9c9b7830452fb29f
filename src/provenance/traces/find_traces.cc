#include "provenance/traces/find_traces.h"

#include "base/check.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace pixiu::provenance {
namespace {

constexpr std::size_t findings_max = 16;
constexpr std::string_view family = "declaration";

const FileField* first_that_holds(const Condition& condition,
                                  const std::vector<FileField>& fields) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const FileField& field) { return holds(condition, field); });
  return found == fields.end() ? nullptr : &*found;
}

const FileField* field_of(const Trace& trace, const std::vector<FileField>& fields) {
  for (const std::vector<Condition>& all : trace.any_of) {
    const FileField* first = first_that_holds(all.front(), fields);
    if (first == nullptr) continue;
    if (std::all_of(all.begin() + 1, all.end(), [&](const Condition& condition) {
          return first_that_holds(condition, fields) != nullptr;
        })) {
      return first;
    }
  }
  return nullptr;
}

bool is_of_a_model(TraceMeaning meaning) {
  return meaning == TraceMeaning::generated || meaning == TraceMeaning::composite;
}

std::string_view examiner_of(TraceMeaning meaning) {
  if (is_of_a_model(meaning)) return "ai_trace";
  return meaning == TraceMeaning::edited ? "edit_trace" : "processing_history";
}

Summary summary_of(const FoundTrace& found) {
  const std::string& vendor = found.trace->vendor;
  const std::string& vendor_zh = found.trace->vendor_zh;
  const std::string& place = found.field->place;
  switch (found.trace->meaning) {
    case TraceMeaning::generated:
      return {"The file says of itself that the picture is AI-generated: it carries what " +
                  vendor + " writes (" + place + ").",
              "文件自述图片由人工智能生成：其中带有" + vendor_zh + "写入的信息（" + place + "）。"};
    case TraceMeaning::composite:
      return {
          "The file says of itself that parts of the picture were made with AI: it carries "
          "what " +
              vendor + " writes (" + place + ").",
          "文件自述画面部分内容由人工智能合成：其中带有" + vendor_zh + "写入的信息（" + place +
              "）。"};
    case TraceMeaning::edited:
      return {"The file was saved by a program for editing pictures: " + vendor + " (" + place +
                  "). That is no sign of AI, and often harmless.",
              "文件曾由图片编辑软件保存：" + vendor_zh + "（" + place +
                  "）。这不是人工智能生成的迹象，也常属正常使用。"};
    case TraceMeaning::processing_history:
      return {"The file went through " + vendor + " (" + place +
                  "). That says nothing about what the picture shows.",
              "文件曾经过" + vendor_zh + "处理（" + place + "）。这不说明画面内容真伪。"};
    case TraceMeaning::captured:
      return {"The file states that a camera took the picture (" + place +
                  "). Such a statement can be written by anyone.",
              "文件自述图片由相机拍摄（" + place + "）。这类说明任何人都可以写入。"};
  }
  PIXIU_CHECK(false);
}

// The beginning of a value for a reviewer: printable ASCII and UTF-8 as it is, no control codes.
std::string excerpt_of(std::string_view value) {
  constexpr std::size_t bytes_max = 160;
  std::string kept(value.substr(0, bytes_max));
  // Not half a character at the end.
  while (!kept.empty() && value.size() > kept.size() &&
         (static_cast<unsigned char>(value[kept.size()]) & 0xC0) == 0x80) {
    kept.pop_back();
  }
  std::replace_if(
      kept.begin(), kept.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
  return kept;
}

Finding finding_of(const FoundTrace& found) {
  const Trace& trace = *found.trace;
  Finding finding{.examiner = std::string(examiner_of(trace.meaning)),
                  .version = std::string(trace_version),
                  .family = std::string(family),
                  .outcome = is_of_a_model(trace.meaning) ? Outcome::contradicts : Outcome::neutral,
                  .summary = summary_of(found)};
  finding.details = {{"trace", trace.id},
                     {"vendor", trace.vendor},
                     {"meaning", trace_meaning_name(trace.meaning)},
                     {"carrier", carrier_name(found.field->carrier)},
                     {"place", found.field->place},
                     {"excerpt", excerpt_of(found.field->value)},
                     {"source", trace.source}};
  return finding;
}

Finding no_trace_finding() {
  Finding finding{.examiner = "ai_trace",
                  .version = std::string(trace_version),
                  .family = std::string(family),
                  .outcome = Outcome::neutral};
  finding.summary = {
      "The file carries no known trace of an AI generator or an editor. That proves nothing: "
      "messengers and shops' apps remove such data from every picture.",
      "文件中没有已知的人工智能生成工具或编辑软件痕迹。这并不证明什么：聊天和购物软件通常会清除图片"
      "中"
      "的此类信息。"};
  return finding;
}

std::optional<DeclaredBy> declared_by(Carrier carrier) {
  switch (carrier) {
    case Carrier::xmp:
    case Carrier::iptc: return DeclaredBy::iptc;
    case Carrier::exif: return DeclaredBy::exif;
    case Carrier::png_text: return DeclaredBy::png_text;
    case Carrier::segment:
    case Carrier::comment:
    case Carrier::trailer:
    case Carrier::alpha_bits:
    case Carrier::mp4_tag: return std::nullopt;
  }
  PIXIU_CHECK(false);
}

}  // namespace

std::vector<FoundTrace> find_traces(const std::vector<FileField>& fields,
                                    const std::vector<Trace>& table) {
  std::vector<FoundTrace> found;
  for (const Trace& trace : table) {
    if (const FileField* field = field_of(trace, fields)) found.push_back({&trace, field});
  }
  return found;
}

std::vector<Finding> trace_findings(const std::vector<FoundTrace>& found) {
  std::vector<Finding> findings;
  if (found.empty()) findings.push_back(no_trace_finding());
  // Traces of a model first, so that the limit never drops one for a trace of less meaning.
  for (const bool wants_model : {true, false}) {
    for (const FoundTrace& one : found) {
      if (is_of_a_model(one.trace->meaning) != wants_model) continue;
      if (findings.size() < findings_max) findings.push_back(finding_of(one));
    }
  }
  return findings;
}

std::vector<AiDeclaration> trace_declarations(const std::vector<FoundTrace>& found) {
  std::vector<AiDeclaration> declarations;
  for (const FoundTrace& one : found) {
    if (!is_of_a_model(one.trace->meaning)) continue;
    const std::optional<DeclaredBy> by = declared_by(one.field->carrier);
    if (!by) continue;
    const bool is_generated = one.trace->meaning == TraceMeaning::generated;
    declarations.push_back({is_generated ? DeclaredAi::generated : DeclaredAi::composite, *by});
  }
  return declarations;
}

bool has_ai_trace(const std::vector<FoundTrace>& found) {
  return std::any_of(found.begin(), found.end(),
                     [](const FoundTrace& one) { return is_of_a_model(one.trace->meaning); });
}

}  // namespace pixiu::provenance
