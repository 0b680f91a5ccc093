#include "worker/publish/parts.h"

#include <algorithm>

#include "fmt/format.h"
#include "worker/publish/words.h"

namespace dm::publish {

void Heading(Html& html, int level, std::string_view text, std::string_view anchor) {
  Attributes attributes;
  if (!anchor.empty()) attributes.emplace_back("id", std::string(anchor));
  html.Element(fmt::format("h{}", level), text, attributes);
}

void Paragraph(Html& html, const Context& context, std::string_view text) {
  html.Open("p");
  context.links.Text(html, text);
  html.Close();
}

void Bullets(Html& html, const Context& context, const std::vector<std::string>& items) {
  html.Open("ul");
  for (const std::string& item : items) {
    html.Open("li");
    context.links.Text(html, item);
    html.Close();
  }
  html.Close();
}

TablePart::TablePart(Html& html, std::string_view caption, const std::vector<std::string>& columns)
    : html_(html) {
  html_.Open("div",
             {{"class", "bred"},
              {"role", "region"},
              {"tabindex", "0"},
              {"aria-label", std::string(caption)}});
  html_.Open("table").Element("caption", caption).Open("thead").Open("tr");
  // A leading ">" sets the column's numbers right.
  for (const std::string& column : columns) {
    const bool right = !column.empty() && column.front() == '>';
    Attributes attributes = {{"scope", "col"}};
    if (right) attributes.emplace_back("class", "tal");
    html_.Element("th", right ? std::string_view(column).substr(1) : column, attributes);
  }
  html_.Close().Close().Open("tbody");
}

TablePart::~TablePart() {
  EndRow();
  html_.Close().Close().Close();
}

void TablePart::Row(const std::string& anchor) {
  EndRow();
  Attributes attributes;
  if (!anchor.empty()) attributes.emplace_back("id", anchor);
  html_.Open("tr", attributes);
  in_row_ = true;
  column_ = 0;
}

void TablePart::EndRow() {
  if (in_row_) html_.Close();
  in_row_ = false;
}

void TablePart::Cell(std::string_view text, std::string_view css) {
  Cell(Plain(text), css);
}

void TablePart::Cell(const Html& content, std::string_view css) {
  Attributes attributes;
  if (column_ == 0) attributes.emplace_back("scope", "row");
  if (!css.empty()) attributes.emplace_back("class", std::string(css));
  html_.Open(column_ == 0 ? "th" : "td", attributes).Add(content).Close();
  ++column_;
}

void Facts(Html& html, const std::vector<std::pair<std::string, Html>>& facts) {
  html.Open("dl");
  for (const auto& [name, value] : facts)
    html.Open("div").Element("dt", name).Open("dd").Add(value).Close().Close();
  html.Close();
}

Html Plain(std::string_view text) {
  Html html;
  html.Text(text);
  return html;
}

Html Code(std::string_view text) {
  Html html;
  html.Element("code", text);
  return html;
}

Html Linked(const Context& context, std::string_view key, std::string_view text) {
  Html html;
  context.links.Link(html, key, text);
  return html;
}

Html LinkedText(const Context& context, std::string_view text) {
  Html html;
  context.links.Text(html, text);
  return html;
}

Html SourceList(const Context& context, const std::vector<std::string>& ids, Date on) {
  Html html;
  for (const std::string& id : ids) {
    if (!html.empty()) html.Text("; ");
    const auto source = context.in.book.sources().find(id);
    std::string text = id;
    if (source != context.in.book.sources().end()) {
      for (const BookSourceVersion& version : source->second.versions) {
        if (version.valid.Contains(on)) text = version.citation;
      }
      if (text == id) text = source->second.title;
    }
    context.links.Link(html, "source:" + id, text);
  }
  return html;
}

std::vector<const BookRule*> RulesOn(const Context& context, std::string_view page) {
  std::vector<const BookRule*> rules;
  for (const auto& [id, rule] : context.in.book.rules()) {
    if (PageOfRule(rule) == page) rules.push_back(&rule);
  }
  std::stable_sort(rules.begin(), rules.end(), [](const BookRule* a, const BookRule* b) {
    return RankOfRule(*a) < RankOfRule(*b);
  });
  return rules;
}

void RuleParts(Html& html, const Context& context, std::string_view page, int level) {
  for (const BookRule* rule : RulesOn(context, page)) RulePart(html, context, *rule, level);
}

}  // namespace dm::publish
