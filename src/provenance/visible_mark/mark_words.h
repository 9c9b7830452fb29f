#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pixiu::provenance::visible_mark {

// What a line of text says about AI origin.
struct MarkWords {
  std::string reading;  // as it was read, blanks taken out
  std::string phrase;   // of GB 45438-2025 or a vendor it matches: "AI生成", "豆包AI生成"
  std::string_view vendor_id;    // "doubao"; empty when the words name none
  bool has_ai_element = true;    // 人工智能 or AI (clause 4, a)
  bool has_made_element = true;  // 生成 or 合成 (clause 4, b)
  int errors = 0;                // characters read otherwise than the phrase has them
};

// The phrase a read line holds: AI生成, 人工智能生成, AI合成, "AI generated" and vendors' marks,
// also cut off by the picture's edge (AI生, 即梦). Tolerant of what readers take for each other (I
// l 1 |, 生 牛, AI AT), of blanks, and of one wrong or missing character in three of a phrase of
// six and more. Words of daily life, such as 生产日期, 人工智能音箱, "AIR" or 豆包 (bean buns), are
// none: AI and a word of making must be there, or a vendor's name that nothing else is called.
std::optional<MarkWords> find_mark_words(std::string_view read_text);

}  // namespace pixiu::provenance::visible_mark
