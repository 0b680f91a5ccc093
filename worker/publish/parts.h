// Parts that pages share: headings with an anchor, tables, sources, one rule with its versions,
// Markdown of the README files.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "worker/publish/pages.h"

namespace dm::publish {

// A heading that can be linked to; `level` 2 to 4.
void Heading(Html& html, int level, std::string_view text, std::string_view anchor = "");
void Paragraph(Html& html, const Context& context, std::string_view text);
void Bullets(Html& html, const Context& context, const std::vector<std::string>& items);

// A table whose first cell of each row is its header. A column's name with ">" before it is one of
// numbers, set right.
class TablePart {
 public:
  TablePart(Html& html, std::string_view caption, const std::vector<std::string>& columns);
  TablePart(const TablePart&) = delete;
  TablePart& operator=(const TablePart&) = delete;
  TablePart(TablePart&&) = delete;
  TablePart& operator=(TablePart&&) = delete;
  ~TablePart();

  // Between Row and the next Row or the end, Cell adds the cells in order.
  void Row(const std::string& anchor = "");
  void Cell(std::string_view text, std::string_view css = "");
  void Cell(const Html& content, std::string_view css = "");

 private:
  void EndRow();

  Html& html_;
  bool in_row_ = false;
  std::size_t column_ = 0;
};

// "<dl>" of name and value.
void Facts(Html& html, const std::vector<std::pair<std::string, Html>>& facts);
Html Plain(std::string_view text);
Html Code(std::string_view text);
Html Linked(const Context& context, std::string_view key, std::string_view text);
Html LinkedText(const Context& context, std::string_view text);

// The sources as links with the citation that holds on `on`.
Html SourceList(const Context& context, const std::vector<std::string>& ids, Date on);

// One rule with all its versions: what holds on the site's date first, the others folded.
void RulePart(Html& html, const Context& context, const BookRule& rule, int level);

// The rules of a page, tables first.
std::vector<const BookRule*> RulesOn(const Context& context, std::string_view page);
void RuleParts(Html& html, const Context& context, std::string_view page, int level);

// Headings (from `level`), paragraphs, lists, tables, bold, code and links of a README.
void MarkdownPart(Html& html, std::string_view text, int level);

}  // namespace dm::publish
