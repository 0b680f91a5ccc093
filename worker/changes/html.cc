#include <optional>
#include <string_view>

#include "worker/changes/policy_changes.h"
#include "worker/core/markup.h"

namespace dm::changes {

namespace {

constexpr std::string_view kStyle =
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;"
    "color:#1a1a1a;background:#fff}h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem;"
    "border-bottom:1px solid #767676}li{margin:.3rem 0}pre{margin:.3rem 0;padding:.5rem;"
    "background:#f4f4f4;white-space:pre-wrap}ins{background:#d7f2dc;text-decoration:none}"
    "del{background:#fbdcdc;text-decoration:none}";

std::string DetailsOf(const Change& change) {
  if (change.details.empty()) return "";
  std::string html = "<pre>";
  for (const std::string& line : change.details) {
    const bool added = line.starts_with("+ ");
    const bool removed = line.starts_with("- ");
    const std::string text = Escaped(line);
    html += added ? "<ins>" + text + "</ins>" : removed ? "<del>" + text + "</del>" : text;
    html += "\n";
  }
  return html + "</pre>";
}

}  // namespace

std::string AsHtml(const std::vector<Change>& changes,
                   const std::string& before,
                   const std::string& after) {
  std::string html =
      "<!doctype html>\n<html lang=\"sv\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
      "<title>Ändringar i reglerna</title><style>" +
      std::string(kStyle) + "</style></head><body>\n<h1>Ändringar i reglerna</h1>\n<p>Från " +
      Escaped(before) + " till " + Escaped(after) + ": " + std::to_string(changes.size()) +
      (changes.size() == 1 ? " ändring" : " ändringar") + ".</p>\n";
  std::optional<Section> section;
  for (const Change& change : changes) {
    if (section != change.section) {
      if (section.has_value()) html += "</ul>\n";
      html += "<h2>" + Escaped(TitleOf(change.section)) + "</h2>\n<ul>\n";
      section = change.section;
    }
    html += "<li>" + Escaped(change.what) + DetailsOf(change) + "</li>\n";
  }
  if (section.has_value()) html += "</ul>\n";
  return html + "</body></html>\n";
}

}  // namespace dm::changes
