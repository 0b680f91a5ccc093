// The parts that a report's page is made of: one style sheet, cards, sections, tables that scroll
// by themselves. Self-contained: no script, nothing is fetched; light and dark by the reader's
// setting.
#pragma once

#include <string>

namespace dm::backtest {

// Everything up to the heading, and what closes it.
std::string PageHead(const std::string& title);
std::string PageEnd();

// What may be wider than the page scrolls by itself, with the keyboard too.
std::string Wide(const std::string& name, const std::string& content);
std::string Card(const std::string& number, const std::string& words);
// With an id it can be linked to.
std::string Section(const std::string& title,
                    const std::string& words,
                    const std::string& body,
                    const std::string& id = "");
std::string Cell(const std::string& text);

}  // namespace dm::backtest
