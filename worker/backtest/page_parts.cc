#include "worker/backtest/page_parts.h"

#include <fmt/format.h>

#include "worker/backtest/report_style.h"
#include "worker/core/markup.h"

namespace dm::backtest {

std::string PageHead(const std::string& title) {
  return "<!DOCTYPE html>\n<html lang=\"sv\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
         "name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" +
         Escaped(title) + "</title>\n<style>" + kReportStyle +
         "</style>\n</head>\n<body>\n<main>\n<h1>" + Escaped(title) + "</h1>\n";
}

std::string PageEnd() {
  return "</main>\n</body>\n</html>\n";
}

std::string Wide(const std::string& name, const std::string& content) {
  return "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"" + Escaped(name) +
         "\">" + content + "</div>\n";
}

std::string Card(const std::string& number, const std::string& words) {
  return fmt::format(
      "<div class=\"card\"><b>{}</b><span>{}</span></div>\n", Escaped(number), Escaped(words));
}

std::string Section(const std::string& title,
                    const std::string& words,
                    const std::string& body,
                    const std::string& id) {
  const std::string open = id.empty() ? "<section>" : "<section id=\"" + Escaped(id) + "\">";
  return open + "\n<h2>" + Escaped(title) + "</h2>\n<p>" + Escaped(words) + "</p>\n" + body +
         "</section>\n";
}

std::string Cell(const std::string& text) {
  return "<td>" + Escaped(text) + "</td>";
}

}  // namespace dm::backtest
