#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace pixiu::provenance {

// What a file declares of its own origin, by any standard: made by a model from nothing
// ("generated"), or a picture with parts a model made ("composite").
enum class DeclaredAi { none, composite, generated };

// The standards a declaration can be made by; the names of the contract's `ai.by`.
enum class DeclaredBy { gb45438, c2pa, iptc, exif, png_text };

// One declaration found in the file. Its finding says where and in which words.
struct AiDeclaration {
  DeclaredAi declared = DeclaredAi::none;
  DeclaredBy by = DeclaredBy::iptc;
};

// The outcome a platform that spreads content must show (Measures for Labelling AI-Generated
// Content, in force 2025-09-01, article 6): generated 属于, possibly 可能, suspected 疑似.
enum class Article6 { none, suspected, possibly, generated };

// What article 6 asks after.
struct Article6Facts {
  bool hidden_label_says_generated = false;             // GB 45438-2025 annex E, Label "1"
  std::optional<bool> declared_by_user = std::nullopt;  // the party's own word
  bool has_visible_label = false;
  bool has_other_traces = false;  // C2PA, IPTC, generator metadata, detectors with a stated error
};

// The platform's duty for these facts, strongest first.
Article6 article6(const Article6Facts& facts);

// "none", "composite", "generated".
std::string_view declared_ai_name(DeclaredAi declared);

// "gb45438", "c2pa", "iptc", "exif", "png_text".
std::string_view declared_by_name(DeclaredBy by);

// "none", "suspected", "possibly", "generated".
std::string_view article6_name(Article6 outcome);

// The hint to show, in Chinese as the measures word it ("属于生成合成内容"); empty for none.
std::string_view article6_text_zh(Article6 outcome);

// The same in English; empty for none.
std::string_view article6_text_en(Article6 outcome);

// The strongest declaration; none for an empty list.
DeclaredAi strongest(const std::vector<AiDeclaration>& declarations);

}  // namespace pixiu::provenance
