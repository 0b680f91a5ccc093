#include "worker/effects/letter_file.h"

#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "worker/effects/render.h"

namespace dm::effects {
namespace {

using dm::testing::Day;

constexpr char kTemplate[] =
    "Du får {{beviljat}}.\n\n# Så har vi räknat\n## Kostnader\n{{#kostnad_rader}}\n"
    "- {{text}}: du sökte {{sokt}}, godkänt |{{godkant}}{{#orsak}}| ({{orsak}}){{/orsak}}\n"
    "{{/kostnad_rader}}\nSumma kostnader: |{{summa_kostnader}}\n\n# Skäl\n{{motivering}}\n";

Letter LetterOf(const std::string& motivation) {
  LetterModel model;
  model.words["beviljat"] = "6 010 kr";
  model.words["summa_kostnader"] = "4 000 kr";
  model.words["motivering"] = motivation;
  model.lists["kostnad_rader"] = {{{"text", "Hyra"},
                                   {"sokt", "5 000 kr"},
                                   {"godkant", "4 000 kr"},
                                   {"orsak", "Kostnaden är för hög"}}};
  RenderedLetter rendered = *RenderLetter(kTemplate, model);
  Letter letter;
  letter.template_id = "beslut_delavslag";
  letter.language = "sv";
  letter.subject = "Beslut för december 2026";
  letter.body = rendered.text;
  letter.blocks = rendered.blocks;
  return letter;
}

std::string In(LetterForm form, const std::string& motivation = "Hyran är för hög.") {
  const auto file = LetterFileOf(LetterOf(motivation), form, Day("2026-12-01"));
  EXPECT_TRUE(file.ok()) << file.status();
  return file.ok() ? file->content : std::string();
}

bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(LetterFile, TextHasNoMarksOfParts) {
  const std::string text = In(LetterForm::kText);
  EXPECT_TRUE(Has(text,
                  "\nSå har vi räknat\nKostnader\n- Hyra: du sökte 5 000 kr, godkänt 4 000 kr "
                  "(Kostnaden är för hög)\nSumma kostnader: 4 000 kr\n"))
      << text;
  EXPECT_FALSE(Has(text, "|"));
  EXPECT_FALSE(Has(text, "#"));
}

TEST(LetterFile, HtmlSaysWhatEachPartIs) {
  const std::string html = In(LetterForm::kHtml);
  EXPECT_TRUE(Has(html, "<html lang=\"sv\">"));
  EXPECT_TRUE(Has(html, "<title>Beslut för december 2026</title>"));
  EXPECT_TRUE(Has(html,
                  "<h2>Så har vi räknat</h2>\n<h3>Kostnader</h3>\n<table>\n<tr><th "
                  "scope=\"row\">Hyra: du sökte 5 000 kr, godkänt<span class=\"note\">"
                  "Kostnaden är för hög</span></th><td>4 000 kr</td></tr>"))
      << html;
  EXPECT_TRUE(Has(html, "<tr class=\"sum\"><th scope=\"row\">Summa kostnader</th>"));
}

TEST(LetterFile, WordsOfPersonsMakeNoMarkupAndTurnNoText) {
  const std::string hostile =
      "<script>alert(1)</script>\n# Rubrik\n- punkt | 9 kr\n\xe2\x80\xaeKR 000 9\xe2\x80\xac & "
      "\"så\"";
  const std::string html = In(LetterForm::kHtml, hostile);
  EXPECT_FALSE(Has(html, "<script"));
  EXPECT_TRUE(Has(html, "&lt;script&gt;"));
  EXPECT_FALSE(Has(html, "<h2>Rubrik"));
  EXPECT_FALSE(Has(html, "<li>punkt"));
  EXPECT_FALSE(Has(html, "\xe2\x80\xae"));
  EXPECT_TRUE(Has(html, "KR 000 9 &amp; &quot;så&quot;"));
  EXPECT_FALSE(Has(In(LetterForm::kText, hostile), "\xe2\x80\xae"));
}

TEST(LetterFile, PdfIsTheSameBytesEachTime) {
  const std::string pdf = In(LetterForm::kPdf);
  EXPECT_EQ(pdf, In(LetterForm::kPdf));
  EXPECT_NE(pdf, In(LetterForm::kPdf, "Ett annat skäl."));
  EXPECT_TRUE(pdf.starts_with("%PDF-"));
}

TEST(LetterFile, PdfHasLanguageTitleAndTags) {
  const std::string pdf = In(LetterForm::kPdf);
  EXPECT_TRUE(Has(pdf, "/Lang (sv)"));
  EXPECT_TRUE(Has(pdf, "/DisplayDocTitle true"));
  EXPECT_TRUE(Has(pdf, "/StructTreeRoot"));
  EXPECT_TRUE(Has(pdf, "/S /H1"));
  EXPECT_TRUE(Has(pdf, "/S /Table"));
}

TEST(LetterFile, ALongLetterHasSeveralPages) {
  std::string long_text;
  for (int i = 0; i < 200; ++i) long_text += "Ett skäl som är en rad långt och lite till.\n";
  const std::string pdf = In(LetterForm::kPdf, long_text);
  EXPECT_TRUE(Has(pdf, "/Count 6")) << pdf.substr(pdf.find("/Count"), 12);
}

}  // namespace
}  // namespace dm::effects
