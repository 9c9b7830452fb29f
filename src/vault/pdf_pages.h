#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

// Pages of text, by Cairo and Pango.
namespace pixiu::vault {

// A4 pages that fill from top to bottom; what does not fit goes to the next. UTF-8 texts, of which
// control characters are left out. One thread at a time.
class PdfPages {
 public:
  // `footer` stands on every page, before its number. `date` is RFC 3339.
  PdfPages(std::string_view title, std::string_view footer, std::string_view date);
  ~PdfPages();

  void heading(std::string_view text);
  void paragraph(std::string_view text);

  // A line of cells; `widths` are shares of the page's width. Long texts are broken anywhere.
  void row(const std::vector<std::string>& cells, const std::vector<double>& widths,
           bool is_head = false);

  // The file. Called once, last (checked). Errors: internal.
  Result<Bytes> finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pixiu::vault
