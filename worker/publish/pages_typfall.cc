#include "fmt/format.h"
#include "worker/publish/cell_text.h"
#include "worker/publish/parts.h"
#include "worker/publish/words.h"

namespace dm::publish {
namespace {

using policy::YamlNode;

std::string FileOf(const std::string& code) {
  return fmt::format("typfall-{}.html", AnchorOf(code));
}

void Criteria(Html& html, const Context& context, const YamlNode& root) {
  Heading(html, 2, "Vad som måste stämma", "villkor");
  Paragraph(html,
            context,
            "Allt i tabellen måste vara känt och stämma. Det som är okänt räknas aldrig som ett "
            "ja. Dessutom "
            "ska alla grindar vara godkända.");
  const YamlNode* list = root.Find("criteria");
  if (list == nullptr) return;
  TablePart table(html, "Villkor", {"Villkor", "Vad det säger", "Uppgift som prövas", "Ska vara"});
  for (const YamlNode& item : list->items) {
    table.Row(AnchorOf("villkor-" + TextAt(item, "id")));
    table.Cell(Code(TextAt(item, "id")));
    table.Cell(TextAt(item, "text"));
    BookColumn column;
    column.fact = TextAt(item, "fact");
    if (const BookFact* fact = context.in.book.Fact(column.fact)) {
      column.unit = fact->unit;
      column.domain = fact->domain;
    }
    table.Cell(Linked(context, "fact:" + column.fact, ColumnWord(context.in.book, column)));
    table.Cell(LinkedText(
        context, CellWord(context.in.book, column, EncodeCell(CellOf(item.Find("cell"))))));
  }
}

std::string MonthsWord(const YamlNode& need) {
  const bool into_month = TextAt(need, "to_months_after_income_month") == "1";
  return fmt::format("från {} månader före ansökningsmånaden till {}",
                     TextAt(need, "from_months_before"),
                     into_month ? "och med ansökningsmånaden" : "och med månaden före den");
}

void Evidence(Html& html, const Context& context, const YamlNode& root) {
  Heading(html, 2, "Vad som hämtas", "hamtas");
  const YamlNode* list = root.Find("evidence");
  if (list == nullptr || list->items.empty()) {
    Paragraph(html, context, "Typfallet behöver inget utöver det som alltid hämtas.");
    return;
  }
  TablePart table(
      html, "Frågor till register", {"Register", "Varför", "Vilken tid", "Vilka ersättningar"});
  for (const YamlNode& item : list->items) {
    table.Row();
    table.Cell(CodeWord(context.in.book, "register", TextAt(item, "source")));
    table.Cell(LinkedText(context, TextAt(item, "why")));
    table.Cell(MonthsWord(item) +
               (TextAt(item, "children_too") == "true" ? ", även för barnen" : ""));
    std::string groups;
    for (const std::string& group : WordsAt(item, "groups")) {
      groups += groups.empty() ? "" : ", ";
      groups += CodeWord(context.in.book, "lefi_group", group);
    }
    table.Cell(groups.empty() ? "hela svaret" : groups);
  }
}

void Examples(Html& html, const Context& context, const std::string& code) {
  bool any = false;
  for (const Example& example : context.in.examples) any = any || example.typfall == code;
  if (!any) return;
  Heading(html, 2, "Exempel", "exempel");
  html.Open("ul");
  for (const Example& example : context.in.examples) {
    if (example.typfall != code) continue;
    html.Open("li").Link(example.title, "exempel.html#" + AnchorOf("exempel-" + example.file));
    html.Close();
  }
  html.Close();
}

const TypfallPolicy* Loaded(const Context& context, const std::string& code) {
  for (const TypfallPolicy& typfall : context.in.set->typfall()) {
    if (typfall.code == code) return &typfall;
  }
  return nullptr;
}

Page OnePage(const Context& context, const std::string& path, const YamlNode& root) {
  const std::string code = TextAt(root, "code");
  Page page{FileOf(code), "", code + " " + TextAt(root, "title"), {}};
  Html& html = page.body;
  const TypfallPolicy* typfall = Loaded(context, code);
  std::vector<std::pair<std::string, Html>> facts;
  if (typfall != nullptr)
    facts.emplace_back("Läge i kommunen", Plain(ModeWord(ModeCode(typfall->mode))));
  facts.emplace_back("Högsta läge som får väljas", Plain(ModeWord(TextAt(root, "max_mode"))));
  facts.emplace_back("Gäller", Plain(SwedishPeriod(PeriodAt(root))));
  for (const Delegation& one : context.in.set->delegations()) {
    if (one.typfall != code) continue;
    facts.emplace_back("Delegation",
                       Plain(fmt::format("{}, högst {}, {}",
                                         one.reference,
                                         one.max_amount.ToSwedish(),
                                         SwedishPeriod(one.valid))));
  }
  facts.emplace_back("Källor", SourceList(context, WordsAt(root, "source"), context.in.date));
  const std::vector<std::string> waived = WordsAt(root, "waived_gates");
  if (!waived.empty()) {
    std::string text;
    for (const std::string& gate : waived) text += (text.empty() ? "" : ", ") + gate;
    facts.emplace_back("Grindar som inte behövs (typfallet beviljar inget)",
                       LinkedText(context, text));
  }
  Facts(html, facts);
  const auto readme = context.in.documents.find(path.substr(0, path.rfind('/') + 1) + "README.md");
  if (readme != context.in.documents.end()) {
    Heading(html, 2, "Varför typfallet är klart", "varfor");
    MarkdownPart(html, readme->second, 3);
  }
  Criteria(html, context, root);
  Evidence(html, context, root);
  Examples(html, context, code);
  html.Open("p").Link("Typfallets fil", "filer/" + path + ".txt").Close();
  return page;
}

}  // namespace

Page TypfallListPage(const Context& context) {
  Page page{"typfall.html", "Typfall", "Typfall", {}};
  Html& html = page.body;
  html.Element("p",
               "Ett typfall beskriver ett slag av ärende som är så klart att reglerna räcker. Ett "
               "ärende som "
               "inte passar något typfall går till en handläggare.",
               {{"class", "ingress"}});
  TablePart table(html, "Alla typfall", {"Typfall", "Gäller", "Läge i kommunen", "Högsta läge"});
  for (const TypfallPolicy& typfall : context.in.set->typfall()) {
    table.Row();
    table.Cell(Linked(context, "code:" + typfall.code, typfall.code));
    table.Cell(typfall.title);
    table.Cell(ModeWord(ModeCode(typfall.mode)));
    table.Cell(ModeWord(ModeCode(typfall.max_mode)));
  }
  return page;
}

std::vector<Page> TypfallPages(const Context& context) {
  std::vector<Page> pages;
  for (const auto& [path, file] : context.in.book.files()) {
    if (path.rfind("typfall/", 0) == 0 && file.root.has_value())
      pages.push_back(OnePage(context, path, *file.root));
  }
  return pages;
}

}  // namespace dm::publish
