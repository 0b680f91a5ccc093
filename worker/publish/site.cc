#include "worker/publish/site.h"

#include <utility>

#include "fmt/format.h"
#include "worker/core/check.h"
#include "worker/core/swedish_day.h"
#include "worker/publish/pages.h"
#include "worker/publish/parts.h"
#include "worker/publish/words.h"

namespace dm::publish {
namespace {

void PutCodes(Context& context,
              const std::string& page,
              const policy::YamlNode& root,
              const char* key) {
  const policy::YamlNode* list = root.Find(key);
  if (list == nullptr) return;
  for (const policy::YamlNode& item : list->items) {
    const std::string code =
        TextAt(item, "code").empty() ? TextAt(item, "id") : TextAt(item, "code");
    context.links.Put("code:" + code, page, AnchorOf("kod-" + code));
  }
}

// "GATE.G07.FAIL.UNDECLARED" leads to G-07, "TRIG.X22" to X-22.
void PutFindings(Context& context) {
  for (const Example& example : context.in.examples) {
    for (const std::string& finding : example.findings) {
      const std::size_t at = finding.find('.');
      if (at == std::string::npos || at + 3 >= finding.size()) continue;
      const std::string code = finding.substr(at + 1, 1) + "-" + finding.substr(at + 2, 2);
      context.links.Put("finding:" + finding, "kontroller.html", AnchorOf("kod-" + code));
    }
  }
}

void Menu(Html& html, const Page& page, const std::vector<Page>& all) {
  html.Open("nav", {{"class", "meny"}, {"aria-label", "Sidor"}}).Open("ul");
  for (const Page& one : all) {
    if (one.nav.empty()) continue;
    html.Open("li");
    Attributes attributes = {{"href", one.file}};
    if (one.file == page.file) attributes.emplace_back("aria-current", "page");
    html.Element("a", one.nav, attributes).Close();
  }
  html.Close().Close();
}

}  // namespace

void PutLinks(Context& context) {
  const PolicyBook& book = context.in.book;
  for (const auto& [id, rule] : book.rules()) {
    const std::string page = PageOfRule(rule);
    context.links.Put("rule:" + id, page, AnchorOf("regel-" + id));
    for (const BookVersion& version : rule.versions) {
      for (const BookRow& row : version.rows)
        context.links.Put("row:" + id + "/" + row.id, page, AnchorOf("rad-" + id + "-" + row.id));
    }
  }
  for (const auto& [id, source] : book.sources())
    context.links.Put("source:" + id, "kallor.html", AnchorOf("kalla-" + id));
  for (const BookFact& fact : book.facts())
    context.links.Put("fact:" + fact.id, "ord.html", AnchorOf("uppgift-" + fact.id));
  for (const auto& [id, domain] : book.domains())
    context.links.Put("domain:" + id, "ord.html", AnchorOf("lista-" + id));
  for (const auto& [path, file] : book.files()) {
    context.links.Put("file:" + path, "filer.html", AnchorOf("fil-" + path));
    if (!file.root.has_value()) continue;
    PutCodes(context, "kontroller.html", *file.root, "gates");
    PutCodes(context, "kontroller.html", *file.root, "triggers");
    PutCodes(context, "kontroller.html", *file.root, "observations");
    PutCodes(context, "kontroller.html", *file.root, "route_reasons");
    PutCodes(context, "kontroller.html", *file.root, "checks");
    PutCodes(context, "koer.html", *file.root, "queues");
    PutCodes(context, "berakning.html", *file.root, "steps");
    if (path.rfind("typfall/", 0) == 0) {
      const std::string code = TextAt(*file.root, "code");
      context.links.Put("code:" + code, fmt::format("typfall-{}.html", AnchorOf(code)), "");
    }
  }
  PutFindings(context);
}

std::string Framed(const Context& context, const Page& page, const std::vector<Page>& all) {
  const std::string name = context.in.book.TextOf("municipality.name");
  Html html;
  html.Open("html",
            {{"lang", "sv"}, {"xml:lang", "sv"}, {"xmlns", "http://www.w3.org/1999/xhtml"}});
  html.Open("head").Void("meta", {{"charset", "utf-8"}});
  html.Void("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  html.Void("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
  html.Element("title",
               page.nav == "Start" ? page.title : page.title + " – regler för ekonomiskt bistånd");
  html.Void("link", {{"rel", "stylesheet"}, {"href", "stil.css"}}).Close();
  html.Open("body").Element("a", "Till innehållet", {{"class", "hoppa"}, {"href", "#innehall"}});
  html.Open("header").Open("p", {{"class", "plats"}});
  html.Link(fmt::format("Ekonomiskt bistånd i {}: reglerna",
                        name.empty() ? context.in.book.municipality() : name),
            "index.html");
  html.Close();
  Menu(html, page, all);
  html.Close();
  html.Open("main", {{"id", "innehall"}}).Element("h1", page.title).Add(page.body).Close();
  html.Open("footer").Open("p");
  html.Text(fmt::format("Version {}. Visar vad som gäller {}. Kontrollsumma ",
                        context.in.set->version(),
                        SwedishDay(context.in.date)));
  html.Element("code", context.in.set->sha256().substr(0, 16)).Text("…").Close().Close();
  html.Close().Close();
  return "<!DOCTYPE html>\n" + html.str();
}

std::map<std::string, std::string> MakeSite(const SiteInput& input) {
  DM_CHECK(input.set != nullptr);
  Context context{input, {}};
  PutLinks(context);
  std::vector<Page> pages;
  pages.push_back(StartPage(context));
  pages.push_back(CalculationPage(context));
  pages.push_back(NormPage(context));
  pages.push_back(CostPage(context));
  pages.push_back(IncomePage(context));
  pages.push_back(LimitPage(context));
  pages.push_back(TypfallListPage(context));
  for (Page& page : TypfallPages(context)) pages.push_back(std::move(page));
  pages.push_back(CheckPage(context));
  pages.push_back(QueuePage(context));
  pages.push_back(RegisterPage(context));
  pages.push_back(LetterPage(context));
  pages.push_back(ExamplePage(context));
  pages.push_back(SourcePage(context));
  pages.push_back(WordPage(context));
  pages.push_back(OtherPage(context));
  pages.push_back(ChangePage(context));
  pages.push_back(FilePage(context));
  std::map<std::string, std::string> site;
  for (const Page& page : pages) site[page.file] = Framed(context, page, pages);
  site["stil.css"] = kStyle;
  for (const auto& [path, file] : input.book.files()) site["filer/" + path + ".txt"] = file.text;
  return site;
}

}  // namespace dm::publish
