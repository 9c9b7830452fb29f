#include "cli/report.h"

#include "base/check.h"

#include <algorithm>
#include <cstdio>

namespace pixiu::cli {
namespace {

using assessment::Assessment;
using assessment::Band;

constexpr std::size_t regions_printed_max = 8;

struct Word {
  std::string_view en;
  std::string_view zh;
};

enum class Colour { none, bold, dim, red, yellow, green };

// Writes words in one language, with or without escape sequences.
class Writer {
 public:
  Writer(Language language, bool has_colour) : language_(language), has_colour_(has_colour) {}

  std::string_view word(Word word) const { return language_ == Language::zh ? word.zh : word.en; }
  std::string_view summary(const Summary& summary) const { return word({summary.en, summary.zh}); }

  Writer& add(std::string_view text, Colour colour = Colour::none) {
    const bool is_coloured = has_colour_ && colour != Colour::none;
    if (is_coloured) text_ += sequence(colour);
    text_ += printable(text);
    if (is_coloured) text_ += "\033[0m";
    return *this;
  }
  Writer& add(Word text, Colour colour = Colour::none) { return add(word(text), colour); }
  Writer& end_line() {
    text_ += '\n';
    return *this;
  }

  std::string text() && { return std::move(text_); }

 private:
  static std::string_view sequence(Colour colour) {
    switch (colour) {
      case Colour::none: return "";
      case Colour::bold: return "\033[1m";
      case Colour::dim: return "\033[2m";
      case Colour::red: return "\033[1;31m";
      case Colour::yellow: return "\033[1;33m";
      case Colour::green: return "\033[1;32m";
    }
    PIXIU_CHECK(false);
  }

  Language language_;
  bool has_colour_;
  std::string text_;
};

std::string fixed(double value, int decimals) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return text;
}

struct BandLook {
  Word name;
  Word meaning;
  Colour colour;
};

BandLook look_of(Band band) {
  switch (band) {
    case Band::clear:
      return {{"CLEAR", "未见异常"},
              {"the examinations found nothing against this picture", "各项检验未发现异常"},
              Colour::green};
    case Band::review:
      return {{"REVIEW", "需人工复核"},
              {"a person should look at this picture", "该图片应由人工查看"},
              Colour::yellow};
    case Band::contradicted:
      return {{"CONTRADICTED", "与陈述不符"},
              {"this picture is not an unaltered photo of the goods as received",
               "该图片不是实收商品的未经改动的照片"},
              Colour::red};
    case Band::not_assessed:
      return {{"NOT ASSESSED", "未能评估"},
              {"no examination could be applied", "没有可适用的检验项目"},
              Colour::dim};
  }
  PIXIU_CHECK(false);
}

std::string_view mark_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::contradicts: return "✗";
    case Outcome::supports: return "✓";
    case Outcome::neutral: return "·";
    case Outcome::not_applicable: return "-";
  }
  PIXIU_CHECK(false);
}

void write_photo(const Assessment& assessment, const ReportNames& names, Writer& writer) {
  writer.add(names.photo, Colour::bold).add("  ");
  writer.add(media::format_name(assessment.photo.format));
  if (assessment.photo.width > 0) {
    writer.add(", " + std::to_string(assessment.photo.width) + " × " +
               std::to_string(assessment.photo.height) + " px");
  }
  writer.add(", " + std::to_string(assessment.photo.size_bytes) + " ")
      .add(Word{"bytes", "字节"})
      .end_line();
  if (!assessment.photo.sha256.empty()) {
    writer.add("sha256 " + assessment.photo.sha256, Colour::dim).end_line();
  }
}

void write_band(const Assessment& assessment, Writer& writer) {
  const BandLook look = look_of(assessment.band);
  writer.end_line().add(look.name, look.colour).add("  ").add(look.meaning).end_line();
  if (!assessment.probability) return;
  writer
      .add(Word{"probability that it is no unaltered photo of the goods received: ",
                "该图片并非实收商品未经改动照片的概率："})
      .add(fixed(*assessment.probability, 6));
  if (assessment.log10_likelihood_ratio) {
    writer.add(Word{" (weight of evidence 10^", "（证据强度 10^"})
        .add(fixed(*assessment.log10_likelihood_ratio, 2))
        .add(Word{")", "）"});
  }
  writer.end_line();
}

// What the file declares, when it declares anything.
void write_ai(const Assessment& assessment, Writer& writer) {
  using provenance::DeclaredAi;
  if (!assessment.ai) return;
  if (assessment.ai->declared != DeclaredAi::none) {
    const bool is_generated = assessment.ai->declared == DeclaredAi::generated;
    writer.add(is_generated
                   ? Word{"the file says that AI made the picture", "文件自述由人工智能生成"}
                   : Word{"the file says that AI made parts of the picture",
                          "文件自述部分内容由人工智能合成"});
    for (const provenance::DeclaredBy by : assessment.ai->by) {
      writer.add(" · ", Colour::dim).add(provenance::declared_by_name(by), Colour::dim);
    }
    writer.end_line();
  }
  const provenance::Article6 duty = assessment.ai->article6;
  if (duty == provenance::Article6::none) return;
  writer.add(Word{"hint by article 6 of the labelling measures: ", "标识办法第六条应作提示："})
      .add(Word{provenance::article6_text_en(duty), provenance::article6_text_zh(duty)})
      .end_line();
}

void write_regions(const Finding& finding, Writer& writer) {
  const std::size_t shown = std::min(finding.regions.size(), regions_printed_max);
  for (std::size_t i = 0; i < shown; ++i) {
    const Region& region = finding.regions[i];
    writer.add("      ")
        .add(Word{"region", "区域"})
        .add(" x " + std::to_string(region.x) + ", y " + std::to_string(region.y) + ", " +
             std::to_string(region.width) + " × " + std::to_string(region.height) + " px")
        .end_line();
  }
  if (finding.regions.size() > shown) {
    writer.add("      ")
        .add(Word{"and more regions: ", "其余区域："})
        .add(std::to_string(finding.regions.size() - shown))
        .end_line();
  }
}

// Several findings may share their regions; they are printed once.
bool repeats_regions(const std::vector<Finding>& findings, std::size_t index) {
  return index + 1 < findings.size() && findings[index].regions == findings[index + 1].regions;
}

void write_innocent_causes(const Finding& finding, Writer& writer) {
  const auto found = finding.details.find("innocent_causes");
  if (found == finding.details.end() || !found->is_array()) return;
  writer.add("      ").add(Word{"possible innocent causes:", "可能的正常原因："}).end_line();
  for (const auto& cause : *found) {
    const std::string key(writer.word({"en", "zh"}));
    if (!cause.is_object() || !cause.contains(key) || !cause[key].is_string()) continue;
    writer.add("        - ").add(cause[key].get_ref<const std::string&>()).end_line();
  }
}

void write_findings(const Assessment& assessment, Writer& writer) {
  for (std::size_t i = 0; i < assessment.findings.size(); ++i) {
    const Finding& finding = assessment.findings[i];
    const bool is_against = finding.outcome == Outcome::contradicts;
    writer.end_line()
        .add("  ")
        .add(mark_of(finding.outcome), is_against ? Colour::red : Colour::dim)
        .add(" ")
        .add(finding.examiner, Colour::bold);
    if (is_against && finding.log10_likelihood_ratio) {
      writer.add("  10^" + fixed(*finding.log10_likelihood_ratio, 2), Colour::dim);
    }
    writer.end_line().add("      ").add(writer.summary(finding.summary)).end_line();
    if (!repeats_regions(assessment.findings, i)) write_regions(finding, writer);
    write_innocent_causes(finding, writer);
  }
}

void write_references(const ReportNames& names, Writer& writer) {
  if (names.references.empty()) return;
  writer.end_line();
  for (std::size_t i = 0; i < names.references.size(); ++i) {
    writer.add(Word{"reference picture ", "商家原图 "}, Colour::dim)
        .add(std::to_string(i + 1) + "  " + names.references[i], Colour::dim)
        .end_line();
  }
}

}  // namespace

std::string report_text(const Assessment& assessment, const ReportNames& names, Language language,
                        bool has_colour) {
  Writer writer(language, has_colour);
  write_photo(assessment, names, writer);
  write_band(assessment, writer);
  write_ai(assessment, writer);
  write_findings(assessment, writer);
  write_references(names, writer);
  writer.add("pixiu " + assessment.engine_version + ", ", Colour::dim)
      .add(Word{"calibration ", "标定 "}, Colour::dim)
      .add(assessment.calibration_sha256.substr(0, 12), Colour::dim)
      .add(", " + fixed(assessment.timing.total_ms, 0) + " ms", Colour::dim)
      .end_line();
  return std::move(writer).text();
}

}  // namespace pixiu::cli
