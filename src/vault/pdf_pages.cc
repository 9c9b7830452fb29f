#include "vault/pdf_pages.h"

#include "base/check.h"

#include <algorithm>
#include <utility>

#include <cairo/cairo-pdf.h>
#include <pango/pangocairo.h>

namespace pixiu::vault {
namespace {

// Points, 1/72 inch.
constexpr double page_width = 595.28;
constexpr double page_height = 841.89;
constexpr double margin = 50;
constexpr double text_width = page_width - 2 * margin;
constexpr double text_bottom = page_height - margin - 20;
constexpr double cell_gap = 6;
constexpr const char* font = "Noto Sans CJK SC, Noto Sans, sans-serif";

struct Look {
  double size = 9;
  bool is_bold = false;
};

struct FreeLayout {
  void operator()(PangoLayout* layout) const { g_object_unref(layout); }
};
using Layout = std::unique_ptr<PangoLayout, FreeLayout>;

std::string clean(std::string_view text) {
  std::string kept;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x20 || c == '\n') kept += c;
  }
  return kept;
}

cairo_status_t append(void* bytes, const unsigned char* data, unsigned length) {
  auto& all = *static_cast<Bytes*>(bytes);
  const auto* first = reinterpret_cast<const std::byte*>(data);
  all.insert(all.end(), first, first + length);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

struct PdfPages::State {
  Bytes bytes;
  cairo_surface_t* surface = nullptr;
  cairo_t* context = nullptr;
  std::string footer;
  double y = margin;
  int page = 1;
  bool is_finished = false;

  ~State() {
    cairo_destroy(context);
    cairo_surface_destroy(surface);
  }

  Layout layout(std::string_view text, double width, Look look) const {
    Layout made(pango_cairo_create_layout(context));
    PangoFontDescription* description = pango_font_description_from_string(font);
    pango_font_description_set_absolute_size(description, look.size * PANGO_SCALE);
    if (look.is_bold) pango_font_description_set_weight(description, PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description(made.get(), description);
    pango_font_description_free(description);
    pango_layout_set_width(made.get(), static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(made.get(), PANGO_WRAP_WORD_CHAR);
    const std::string kept = clean(text);
    pango_layout_set_text(made.get(), kept.data(), static_cast<int>(kept.size()));
    return made;
  }

  static double height_of(const Layout& layout) {
    PangoRectangle extents{};
    pango_layout_get_extents(layout.get(), nullptr, &extents);
    return static_cast<double>(extents.height) / PANGO_SCALE;
  }

  void draw(const Layout& layout, double x, double at_y) const {
    cairo_move_to(context, x, at_y);
    pango_cairo_show_layout(context, layout.get());
  }

  void draw_footer() const {
    const Layout text = layout(footer + "   " + std::to_string(page), text_width, {.size = 7});
    draw(text, margin, page_height - margin + 5);
  }

  void need(double height) {
    if (y + height <= text_bottom || y == margin) return;
    draw_footer();
    cairo_show_page(context);
    ++page;
    y = margin;
  }
};

PdfPages::PdfPages(std::string_view title, std::string_view footer, std::string_view date)
    : state_(std::make_unique<State>()) {
  State& state = *state_;
  state.footer = footer;
  state.surface =
      cairo_pdf_surface_create_for_stream(append, &state.bytes, page_width, page_height);
  cairo_pdf_surface_set_metadata(state.surface, CAIRO_PDF_METADATA_TITLE,
                                 std::string(title).c_str());
  cairo_pdf_surface_set_metadata(state.surface, CAIRO_PDF_METADATA_CREATE_DATE,
                                 std::string(date).c_str());
  state.context = cairo_create(state.surface);
  const Layout text = state.layout(title, text_width, {.size = 17, .is_bold = true});
  state.draw(text, margin, state.y);
  state.y += State::height_of(text) + 10;
}

PdfPages::~PdfPages() = default;

void PdfPages::heading(std::string_view text) {
  State& state = *state_;
  const Layout layout = state.layout(text, text_width, {.size = 12, .is_bold = true});
  state.need(State::height_of(layout) + 50);  // not alone at the bottom
  state.y += 8;
  state.draw(layout, margin, state.y);
  state.y += State::height_of(layout) + 4;
}

void PdfPages::paragraph(std::string_view text) {
  State& state = *state_;
  const Layout layout = state.layout(text, text_width, {});
  state.need(State::height_of(layout));
  state.draw(layout, margin, state.y);
  state.y += State::height_of(layout) + 4;
}

void PdfPages::row(const std::vector<std::string>& cells, const std::vector<double>& widths,
                   bool is_head) {
  PIXIU_CHECK(cells.size() == widths.size());
  State& state = *state_;
  double total = 0;
  for (const double width : widths) total += width;
  std::vector<Layout> layouts;
  double height = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const double width = text_width * widths[i] / total - cell_gap;
    layouts.push_back(state.layout(cells[i], width, {.size = 8, .is_bold = is_head}));
    height = std::max(height, State::height_of(layouts.back()));
  }
  state.need(height + 5);
  double x = margin;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    state.draw(layouts[i], x, state.y);
    x += text_width * widths[i] / total;
  }
  state.y += height + 2;
  cairo_set_line_width(state.context, is_head ? 0.8 : 0.2);
  cairo_move_to(state.context, margin, state.y);
  cairo_line_to(state.context, margin + text_width, state.y);
  cairo_stroke(state.context);
  state.y += 3;
}

Result<Bytes> PdfPages::finish() {
  State& state = *state_;
  PIXIU_CHECK(!state.is_finished);
  state.is_finished = true;
  state.draw_footer();
  cairo_show_page(state.context);
  cairo_surface_finish(state.surface);
  if (cairo_surface_status(state.surface) != CAIRO_STATUS_SUCCESS) {
    return Error{ErrorCode::internal, "the PDF cannot be written"};
  }
  return std::move(state.bytes);
}

}  // namespace pixiu::vault
