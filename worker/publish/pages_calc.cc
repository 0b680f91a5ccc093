#include "fmt/format.h"
#include "worker/publish/parts.h"
#include "worker/publish/words.h"

namespace dm::publish {
namespace {

using policy::YamlEntry;
using policy::YamlNode;

// "{role: person.role, age: person.age}" as "role = person.role, age = person.age".
std::string Pairs(const YamlNode& node) {
  std::string text;
  for (const YamlEntry& entry : node.entries) {
    text += text.empty() ? "" : ", ";
    text += entry.key + " = " + entry.value.text;
  }
  return text;
}

// How the step finds its value: a look-up, an expression, or whatever the file says, word by word.
Html Way(const Context& context, const YamlNode& step) {
  Html html;
  const std::string when = TextAt(step, "when");
  if (!when.empty()) html.Text("När ").Element("code", when).Text(": ");
  for (const char* key : {"lookup", "table", "param"}) {
    const std::string id = TextAt(step, key);
    if (id.empty()) continue;
    html.Text("slås upp i ");
    const auto rule = context.in.book.rules().find(id);
    context.links.Link(
        html, "rule:" + id, rule == context.in.book.rules().end() ? id : rule->second.title);
    if (const YamlNode* with = step.Find("with")) {
      html.Text(" med ").Element("code", Pairs(*with));
    }
    html.Text(". ");
  }
  const std::string expression = TextAt(step, "expr");
  if (!expression.empty()) html.Element("code", expression);
  if (const YamlNode* exceptions = step.Find("except")) {
    for (const YamlNode& one : exceptions->items) {
      html.Text(" Undantag ").Add(Code(TextAt(one, "id"))).Text(": när ");
      html.Element("code", TextAt(one, "when"));
      html.Text(" i stället ").Element("code", TextAt(one, "expr")).Text(".");
    }
  }
  const std::string each = TextAt(step, "for_each");
  if (!each.empty()) html.Text(" (för var och en av ").Element("code", each).Text(")");
  return html;
}

void Steps(Html& html, const Context& context, const YamlNode& root) {
  const YamlNode* steps = root.Find("steps");
  if (steps == nullptr) return;
  const std::string title = TextAt(root, "title");
  Heading(
      html, 2, title.empty() ? TextAt(root, "id") : title, AnchorOf("steg-" + TextAt(root, "id")));
  bool notes = false;
  for (const YamlNode& step : steps->items) notes = notes || !TextAt(step, "note").empty();
  const std::vector<std::string> sources = WordsAt(root, "source");
  std::vector<std::string> columns = {"Steg", "Räknar ut", "Hur", "Källa"};
  if (notes) columns.emplace_back("Anmärkning");
  TablePart table(html, "Räknestegen i ordning", columns);
  for (const YamlNode& step : steps->items) {
    table.Row(AnchorOf("kod-" + TextAt(step, "id")));
    table.Cell(Code(TextAt(step, "id")));
    Html what;
    what.Text(TextAt(step, "title")).Void("br").Element("code", TextAt(step, "set"));
    table.Cell(what);
    table.Cell(Way(context, step));
    const std::vector<std::string> own = WordsAt(step, "source");
    table.Cell(SourceList(context, own.empty() ? sources : own, context.in.date));
    if (notes) table.Cell(LinkedText(context, TextAt(step, "note")));
  }
}

}  // namespace

Page CalculationPage(const Context& context) {
  Page page{"berakning.html", "Så räknas det", "Så räknas biståndet", {}};
  Html& html = page.body;
  html.Element(
      "p",
      "Biståndet är det som fattas när hushållets inkomster har dragits av från det som hushållet "
      "behöver under en kalendermånad.",
      {{"class", "ingress"}});
  html.Open("ol");
  const auto item = [&](std::string_view text, const std::string& href, std::string_view name) {
    html.Open("li").Text(text).Text(" ").Link(name, href).Close();
  };
  item("Behovet: riksnormens belopp för var och en i hushållet och för hushållet gemensamt.",
       "riksnorm.html",
       "Riksnormen");
  item(
      "Till det läggs skäliga kostnader för boende, el, försäkring, resor och avgifter, och andra "
      "levnadskostnader som godtas.",
      "kostnader.html",
      "Kostnader");
  item("Från det dras de inkomster som ska räknas, efter vad som får behållas.",
       "inkomster.html",
       "Inkomster");
  item(
      "Är det som blir kvar större än noll beviljas det. Annars räcker inkomsterna, och en "
      "handläggare "
      "bedömer ärendet.",
      "kontroller.html",
      "Kontroller");
  html.Close();
  Paragraph(
      html,
      context,
      "De regler som gäller den första dagen i ansökningsmånaden används. Finns ingen regel för "
      "dagen "
      "räknas inget: äldre belopp används aldrig i stället. Delar av en krona avrundas bara där en "
      "regel säger det.");
  for (const auto& [path, file] : context.in.book.files()) {
    if (path.rfind("calc/", 0) == 0 && file.root.has_value()) Steps(html, context, *file.root);
  }
  return page;
}

}  // namespace dm::publish
