#include "worker/effects/letter_html.h"

#include <cstddef>
#include <string_view>

#include "worker/core/markup.h"
#include "worker/effects/render.h"

namespace dm::effects {
namespace {

constexpr char kStyle[] =
    "body{font:1rem/1.5 \"DejaVu Sans\",Verdana,sans-serif;max-width:42rem;margin:2rem auto;"
    "padding:0 1rem;color:#111;background:#fff}h1{font-size:1.5rem;line-height:1.25}"
    "h2{font-size:1.2rem;margin:1.6rem 0 .3rem}h3{font-size:1rem;margin:1rem 0 .2rem}"
    "p{margin:.4rem 0}table{border-collapse:collapse;width:100%;margin:.3rem 0}"
    "th,td{text-align:left;vertical-align:top;padding:.2rem 0;font-weight:400}"
    "td{text-align:right;white-space:nowrap;padding-left:1rem}"
    ".sum th,.sum td{font-weight:700}.note{display:block;color:#444}"
    "@media(prefers-color-scheme:dark){body{color:#eee;background:#161616}.note{color:#bbb}}"
    "@media print{body{margin:0;max-width:none}}";

std::string Shown(std::string_view text) {
  std::string shown;
  for (const char c : Escaped(PlainWord(text))) {
    if (c == '\n') shown += "<br>";
    shown += c;
  }
  return shown;
}

std::string Element(const char* name, std::string_view text) {
  return std::string("<") + name + ">" + Shown(text) + "</" + name + ">\n";
}

std::string Row(const LetterBlock& block) {
  std::string row = block.part == LetterPart::kSum ? "<tr class=\"sum\">" : "<tr>";
  row += "<th scope=\"row\">" + Shown(block.text);
  if (!block.note.empty()) row += "<span class=\"note\">" + Shown(block.note) + "</span>";
  return row + "</th><td>" + Shown(block.amount) + "</td></tr>\n";
}

// What the part stands in: nothing, a list or a table.
enum class Group { kNone, kList, kTable };

Group GroupOf(LetterPart part) {
  switch (part) {
    case LetterPart::kItem:
      return Group::kList;
    case LetterPart::kRow:
    case LetterPart::kSum:
      return Group::kTable;
    case LetterPart::kHeading:
    case LetterPart::kSubheading:
    case LetterPart::kParagraph:
      return Group::kNone;
  }
  return Group::kNone;
}

const char* Open(Group group) {
  if (group == Group::kList) return "<ul>\n";
  return group == Group::kTable ? "<table>\n" : "";
}

const char* Close(Group group) {
  if (group == Group::kList) return "</ul>\n";
  return group == Group::kTable ? "</table>\n" : "";
}

std::string Body(const LetterBlock& block) {
  switch (block.part) {
    case LetterPart::kHeading:
      return Element("h2", block.text);
    case LetterPart::kSubheading:
      return Element("h3", block.text);
    case LetterPart::kItem:
      return Element("li", block.text);
    case LetterPart::kRow:
    case LetterPart::kSum:
      return Row(block);
    case LetterPart::kParagraph:
      break;
  }
  return Element("p", block.text);
}

}  // namespace

std::string LetterHtml(const Letter& letter) {
  std::string page = "<!doctype html>\n<html lang=\"" + Shown(letter.language) +
                     "\">\n<head>\n<meta charset=\"utf-8\">\n"
                     "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                     "style-src 'unsafe-inline'\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" +
                     Element("title", letter.subject) + "<style>" + kStyle +
                     "</style>\n</head>\n<body>\n<main>\n" + Element("h1", letter.subject);
  Group open = Group::kNone;
  for (const LetterBlock& block : letter.blocks) {
    const Group group = GroupOf(block.part);
    if (group != open) {
      page += Close(open);
      page += Open(group);
      open = group;
    }
    page += Body(block);
  }
  page += Close(open);
  if (letter.blocks.empty()) page += Element("p", letter.body);  // of an earlier version
  return page + "</main>\n</body>\n</html>\n";
}

}  // namespace dm::effects
