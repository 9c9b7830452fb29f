#include "provenance/ai_declaration.h"

#include "base/check.h"

#include <algorithm>

namespace pixiu::provenance {

Article6 article6(const Article6Facts& facts) {
  if (facts.hidden_label_says_generated) return Article6::generated;
  if (facts.declared_by_user.value_or(false)) return Article6::possibly;
  if (facts.has_visible_label || facts.has_other_traces) return Article6::suspected;
  return Article6::none;
}

std::string_view declared_ai_name(DeclaredAi declared) {
  switch (declared) {
    case DeclaredAi::none: return "none";
    case DeclaredAi::composite: return "composite";
    case DeclaredAi::generated: return "generated";
  }
  PIXIU_CHECK(false);
}

std::string_view declared_by_name(DeclaredBy by) {
  switch (by) {
    case DeclaredBy::gb45438: return "gb45438";
    case DeclaredBy::c2pa: return "c2pa";
    case DeclaredBy::iptc: return "iptc";
    case DeclaredBy::exif: return "exif";
    case DeclaredBy::png_text: return "png_text";
  }
  PIXIU_CHECK(false);
}

std::string_view article6_name(Article6 outcome) {
  switch (outcome) {
    case Article6::none: return "none";
    case Article6::suspected: return "suspected";
    case Article6::possibly: return "possibly";
    case Article6::generated: return "generated";
  }
  PIXIU_CHECK(false);
}

std::string_view article6_text_zh(Article6 outcome) {
  switch (outcome) {
    case Article6::none: return "";
    case Article6::suspected: return "疑似生成合成内容";
    case Article6::possibly: return "可能为生成合成内容";
    case Article6::generated: return "属于生成合成内容";
  }
  PIXIU_CHECK(false);
}

std::string_view article6_text_en(Article6 outcome) {
  switch (outcome) {
    case Article6::none: return "";
    case Article6::suspected: return "Suspected to be AI-generated content";
    case Article6::possibly: return "Possibly AI-generated content";
    case Article6::generated: return "AI-generated content";
  }
  PIXIU_CHECK(false);
}

DeclaredAi strongest(const std::vector<AiDeclaration>& declarations) {
  DeclaredAi found = DeclaredAi::none;
  for (const AiDeclaration& one : declarations) found = std::max(found, one.declared);
  return found;
}

}  // namespace pixiu::provenance
