#include "worker/effects/letter_pdf.h"

#include <cairo-pdf.h>

#include <memory>
#include <string_view>
#include <vector>

#include <pango/pangocairo.h>

#include "worker/effects/pdf_language.h"
#include "worker/effects/render.h"

namespace dm::effects {
namespace {

// A4 in points.
constexpr double kWidth = 595.28;
constexpr double kHeight = 841.89;
constexpr double kMargin = 62;
constexpr double kFoot = 54;
// The last line of text stands clear of the page number.
constexpr double kBottom = kHeight - kFoot - 22;
constexpr double kColumn = kWidth - 2 * kMargin;
constexpr double kIndent = 14;
constexpr double kAmountColumn = 110;

constexpr char kText[] = "DejaVu Sans 10";
constexpr char kBold[] = "DejaVu Sans Bold 10";
constexpr char kSmall[] = "DejaVu Sans 9";
constexpr char kTitle[] = "DejaVu Sans Bold 16";
constexpr char kHeading[] = "DejaVu Sans Bold 12";

using Layout = std::unique_ptr<PangoLayout, decltype(&g_object_unref)>;

cairo_status_t Append(void* closure, const unsigned char* data, unsigned int length) {
  static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

// Sets the parts one below the other and begins a new page where one is full.
class Page {
 public:
  Page(cairo_t* cairo, std::string language) : cairo_(cairo), language_(std::move(language)) {}

  void Space(double points) {
    if (y_ > kMargin) y_ += points;
  }

  // Room for at least this much, so that a heading is not left alone at the foot.
  void Need(double points) {
    if (y_ + points > kBottom) Break();
  }

  void Text(const char* tag, const std::string& text, const char* font, double indent = 0) {
    const Layout layout = Lay(text, font, kColumn - indent);
    cairo_tag_begin(cairo_, tag, nullptr);
    Show(layout.get(), kMargin + indent, tag);
    cairo_tag_end(cairo_, tag);
  }

  void Item(const std::string& text) {
    const Layout bullet = Lay("•", kText, kIndent);
    Need(LineHeight(bullet.get()));
    cairo_tag_begin(cairo_, "LI", nullptr);
    cairo_tag_begin(cairo_, "Lbl", nullptr);
    ShowAt(bullet.get(), kMargin, y_);
    cairo_tag_end(cairo_, "Lbl");
    Text("LBody", text, kText, kIndent);
    cairo_tag_end(cairo_, "LI");
  }

  // Text at the left, amount at the right, a note below.
  void Row(const LetterBlock& block) {
    const char* font = block.part == LetterPart::kSum ? kBold : kText;
    const Layout amount = Lay(block.amount, font, kColumn);
    const double wide = std::max(kAmountColumn, Width(amount.get()) + kIndent);
    const Layout left = Lay(block.text, font, kColumn - wide);
    Need(Height(left.get()) + (block.note.empty() ? 0 : 14));
    cairo_tag_begin(cairo_, "TR", nullptr);
    cairo_tag_begin(cairo_, "TH", nullptr);
    const double top = y_;
    Show(left.get(), kMargin, "TH");
    cairo_tag_end(cairo_, "TH");
    cairo_tag_begin(cairo_, "TD", nullptr);
    ShowAt(amount.get(), kMargin + kColumn - Width(amount.get()), top);
    cairo_tag_end(cairo_, "TD");
    cairo_tag_end(cairo_, "TR");
    y_ = std::max(y_, top + Height(amount.get()));
    if (!block.note.empty()) {
      const Layout note = Lay(block.note, kSmall, kColumn - kAmountColumn - kIndent);
      cairo_tag_begin(cairo_, "TR", nullptr);
      cairo_tag_begin(cairo_, "TD", nullptr);
      Show(note.get(), kMargin + kIndent, "TD");
      cairo_tag_end(cairo_, "TD");
      cairo_tag_end(cairo_, "TR");
    }
    y_ += 2;
  }

  void Begin(const char* tag) { cairo_tag_begin(cairo_, tag, nullptr); }

  void End(const char* tag) { cairo_tag_end(cairo_, tag); }

  void Foot() {
    const Layout layout = Lay("Sida " + std::to_string(number_), kSmall, kColumn);
    ShowAt(layout.get(), kMargin + kColumn - Width(layout.get()), kHeight - kFoot);
  }

 private:
  Layout Lay(const std::string& text, const char* font, double width) {
    Layout layout(pango_cairo_create_layout(cairo_), &g_object_unref);
    PangoFontDescription* description = pango_font_description_from_string(font);
    pango_layout_set_font_description(layout.get(), description);
    pango_font_description_free(description);
    pango_context_set_language(pango_layout_get_context(layout.get()),
                               pango_language_from_string(language_.c_str()));
    pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_line_spacing(layout.get(), 1.25F);
    const std::string plain = PlainWord(text);
    pango_layout_set_text(layout.get(), plain.c_str(), static_cast<int>(plain.size()));
    return layout;
  }

  static double Width(PangoLayout* layout) {
    PangoRectangle logical;
    pango_layout_get_extents(layout, nullptr, &logical);
    return static_cast<double>(logical.width) / PANGO_SCALE;
  }

  static double Height(PangoLayout* layout) {
    PangoRectangle logical;
    pango_layout_get_extents(layout, nullptr, &logical);
    return static_cast<double>(logical.height) / PANGO_SCALE;
  }

  static double LineHeight(PangoLayout* layout) {
    return Height(layout) / std::max(1, pango_layout_get_line_count(layout));
  }

  void ShowAt(PangoLayout* layout, double x, double y) {
    cairo_move_to(cairo_, x, y);
    pango_cairo_show_layout(cairo_, layout);
  }

  // Line by line; the tag is closed before a new page and opened again on it.
  void Show(PangoLayout* layout, double x, const char* tag) {
    const double line = LineHeight(layout);
    const int baseline = pango_layout_get_baseline(layout);
    const int count = pango_layout_get_line_count(layout);
    for (int i = 0; i < count; ++i) {
      if (y_ + line > kBottom) {
        cairo_tag_end(cairo_, tag);
        Break();
        cairo_tag_begin(cairo_, tag, nullptr);
      }
      cairo_move_to(cairo_, x, y_ + static_cast<double>(baseline) / PANGO_SCALE);
      pango_cairo_show_layout_line(cairo_, pango_layout_get_line_readonly(layout, i));
      y_ += line;
    }
  }

  void Break() {
    Foot();
    cairo_show_page(cairo_);
    ++number_;
    y_ = kMargin;
  }

  cairo_t* cairo_;
  std::string language_;
  double y_ = kMargin;
  int number_ = 1;
};

bool IsTable(LetterPart part) {
  return part == LetterPart::kRow || part == LetterPart::kSum;
}

const char* GroupTag(LetterPart part) {
  if (part == LetterPart::kItem) return "L";
  return IsTable(part) ? "Table" : nullptr;
}

void Set(Page& page, const LetterBlock& block) {
  switch (block.part) {
    case LetterPart::kHeading:
      page.Space(13);
      page.Need(60);
      return page.Text("H2", block.text, kHeading);
    case LetterPart::kSubheading:
      page.Space(7);
      page.Need(40);
      return page.Text("H3", block.text, kBold);
    case LetterPart::kItem:
      return page.Item(block.text);
    case LetterPart::kRow:
    case LetterPart::kSum:
      return page.Row(block);
    case LetterPart::kParagraph:
      page.Space(5);
      return page.Text("P", block.text, kText);
  }
}

void SetLetter(Page& page, const Letter& letter) {
  page.Begin("Document");
  page.Text("H1", letter.subject, kTitle);
  page.Space(6);
  std::vector<LetterBlock> blocks = letter.blocks;
  if (blocks.empty()) blocks.push_back({LetterPart::kParagraph, letter.body, {}, {}});
  const char* open = nullptr;
  for (const LetterBlock& block : blocks) {
    const char* group = GroupTag(block.part);
    if (group != open) {
      if (open != nullptr) page.End(open);
      if (group != nullptr) {
        page.Space(4);
        page.Begin(group);
      }
      open = group;
    }
    Set(page, block);
  }
  if (open != nullptr) page.End(open);
  page.End("Document");
  page.Foot();
}

}  // namespace

StatusOr<std::string> LetterPdf(const Letter& letter, Date written_on) {
  std::string bytes;
  cairo_surface_t* surface = cairo_pdf_surface_create_for_stream(Append, &bytes, kWidth, kHeight);
  const std::string title = PlainWord(letter.subject);
  const std::string day = written_on.ToString() + "T00:00:00Z";
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title.c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Medarbetare");
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, day.c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, day.c_str());
  cairo_t* cairo = cairo_create(surface);
  {
    Page page(cairo, letter.language);
    SetLetter(page, letter);
  }
  cairo_destroy(cairo);
  cairo_surface_finish(surface);
  const cairo_status_t status = cairo_surface_status(surface);
  cairo_surface_destroy(surface);
  if (status != CAIRO_STATUS_SUCCESS)
    return MakeStatus(StatusCode::kInternal,
                      "the letter could not be set as a PDF",
                      {"LETTER_PDF", "form", "ask for text or HTML and tell operations"});
  return WithLanguage(std::move(bytes), letter.language);
}

}  // namespace dm::effects
