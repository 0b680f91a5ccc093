#include <algorithm>
#include <set>

#include "fmt/format.h"
#include "worker/core/digest.h"
#include "worker/publish/parts.h"
#include "worker/publish/words.h"

namespace dm::publish {
namespace {

using policy::YamlNode;

// Where each source is used: rules and typfall, by their titles.
using Uses = std::map<std::string, std::set<std::pair<std::string, std::string>>>;

Uses UsesOf(const Context& context) {
  Uses uses;
  for (const auto& [id, rule] : context.in.book.rules()) {
    const std::pair<std::string, std::string> use = {"rule:" + id, rule.title};
    for (const BookVersion& version : rule.versions) {
      for (const std::string& source : version.sources) uses[source].insert(use);
      for (const BookRow& row : version.rows) {
        for (const std::string& source : row.sources) uses[source].insert(use);
      }
      for (const BookDay& day : version.days) {
        for (const std::string& source : day.sources) uses[source].insert(use);
      }
    }
  }
  for (const auto& [path, file] : context.in.book.files()) {
    if (!file.root.has_value() || path.rfind("parameters/", 0) == 0) continue;
    const std::string code = TextAt(*file.root, "code");
    const std::string title = TextAt(*file.root, "title");
    if (title.empty()) continue;
    const std::pair<std::string, std::string> use =
        code.empty() ? std::pair<std::string, std::string>{"file:" + path, title}
                     : std::pair<std::string, std::string>{"code:" + code, code + " " + title};
    if (!TextAt(*file.root, "id").empty() &&
        context.in.book.rules().contains(TextAt(*file.root, "id")))
      continue;
    for (const std::string& source : WordsAt(*file.root, "source")) uses[source].insert(use);
    for (const char* key : {"steps", "observations", "delegations"}) {
      const YamlNode* list = file.root->Find(key);
      if (list == nullptr) continue;
      for (const YamlNode& item : list->items) {
        for (const std::string& source : WordsAt(item, "source")) uses[source].insert(use);
      }
    }
  }
  return uses;
}

void OneSource(Html& html, const Context& context, const BookSource& source, const Uses& uses) {
  html.Open("section", {{"class", "regel"}});
  Heading(html, 2, source.title, AnchorOf("kalla-" + source.id));
  html.Open("p", {{"class", "om"}}).Add(Code(source.id));
  html.Text(source.statute ? " Lag eller förordning."
                           : " Vägledning, avtal, praxis eller eget beslut.");
  if (source.url.rfind("https://", 0) == 0) html.Text(" ").Link("Läs källan", source.url);
  html.Close();
  {
    TablePart table(html, source.title, {"Gäller", "Hänvisning", "Säkerhet"});
    for (const BookSourceVersion& version : source.versions) {
      table.Row();
      table.Cell(SwedishPeriod(version.valid));
      table.Cell(version.citation);
      table.Cell(fmt::format("{}: {}", version.grade, GradeWord(version.grade, false)));
    }
  }
  const auto used = uses.find(source.id);
  if (used == uses.end()) {
    Paragraph(html, context, "Ingen regel bygger på källan i dag.");
  } else {
    html.Open("p").Text("Används i: ");
    bool first = true;
    for (const auto& [key, title] : used->second) {
      if (!first) html.Text(", ");
      first = false;
      context.links.Link(html, key, title);
    }
    html.Text(".").Close();
  }
  html.Close();
}

// The words of an observation whose finding it is, with "…" for its arguments; empty when the table
// has none.
std::string ObservationText(const Context& context, const std::string& finding) {
  const YamlNode* root = context.in.book.Root("tables/observations.yaml");
  const YamlNode* list = root == nullptr ? nullptr : root->Find("observations");
  if (list == nullptr) return "";
  for (const YamlNode& item : list->items) {
    const std::string gate = TextAt(item, "gate");
    if (gate.size() < 4) continue;
    const std::string code = fmt::format(
        "GATE.G{}.{}.{}", gate.substr(2), TextAt(item, "verdict"), TextAt(item, "detail"));
    if (code != finding) continue;
    std::string text;
    bool argument = false;
    for (const char c : TextAt(item, "text")) {
      if (c == '{') text += "…";
      argument = c == '{' || (argument && c != '}');
      if (!argument && c != '}') text += c;
    }
    return text;
  }
  return "";
}

// "GATE.G07.FAIL.UNDECLARED": what was noticed, or the gate's words and how it fell out, and the
// code.
void FindingPart(Html& html, const Context& context, const std::string& finding) {
  const std::size_t at = finding.find('.');
  const bool known = at != std::string::npos && at + 3 < finding.size() + 1;
  const std::string code = known ? finding.substr(at + 1, 1) + "-" + finding.substr(at + 2, 2) : "";
  std::string text = ObservationText(context, finding);
  if (text.empty()) {
    text = context.in.book.TextOf(code);
    if (finding.find(".FAIL") != std::string::npos) text += ": inte godkänd";
    if (finding.find(".UNKNOWN") != std::string::npos) text += ": okänt";
  }
  html.Text(text + " (");
  context.links.Link(html, "finding:" + finding, finding);
  html.Text(")");
}

}  // namespace

Page SourcePage(const Context& context) {
  Page page{"kallor.html", "Källor", "Källor", {}};
  page.body.Element(
      "p",
      "Varje regel bygger på en källa, och varje källa har egna datum: ett beslut för maj 2025 "
      "hänvisar till den lag som gällde då. Säkerheten säger hur källan är läst.",
      {{"class", "ingress"}});
  const Uses uses = UsesOf(context);
  std::vector<const BookSource*> sources;
  for (const auto& [id, source] : context.in.book.sources()) sources.push_back(&source);
  std::stable_sort(sources.begin(), sources.end(), [](const BookSource* a, const BookSource* b) {
    return a->statute && !b->statute;
  });
  for (const BookSource* source : sources) OneSource(page.body, context, *source, uses);
  return page;
}

Page WordPage(const Context& context) {
  Page page{"ord.html", "Ord och koder", "Ord och koder", {}};
  Html& html = page.body;
  html.Element("p",
               "Uppgifterna som reglerna tittar på, och de listor av ord som de väljer mellan.",
               {{"class", "ingress"}});
  Heading(html, 2, "Uppgifter i ett ärende", "uppgifter");
  Paragraph(html,
            context,
            "En uppgift är känd eller okänd. Okänd är aldrig detsamma som nej eller noll.");
  {
    TablePart table(html, "Uppgifter", {"Kod", "Vad det är", "Hur den anges"});
    for (const BookFact& fact : context.in.book.facts()) {
      table.Row(AnchorOf("uppgift-" + fact.id));
      table.Cell(Code(fact.id));
      table.Cell(fact.title);
      const auto domain = context.in.book.domains().find(fact.domain);
      if (domain == context.in.book.domains().end()) {
        table.Cell(UnitWord(fact.unit));
      } else {
        table.Cell(Linked(context, "domain:" + fact.domain, "lista: " + domain->second.title));
      }
    }
  }
  Heading(html, 2, "Listor", "listor");
  for (const auto& [id, domain] : context.in.book.domains()) {
    Heading(html, 3, domain.title, AnchorOf("lista-" + id));
    TablePart table(html, domain.title, {"Kod", "Betydelse"});
    for (const std::string& code : domain.codes) {
      table.Row();
      table.Cell(Code(code));
      const std::string word = CodeWord(context.in.book, id, code);
      table.Cell(LinkedText(context, word == code ? "registrets egen kod" : word));
    }
  }
  return page;
}

Page LetterPage(const Context& context) {
  Page page{"brev.html", "Brev", "Brev", {}};
  Html& html = page.body;
  html.Element("p",
               "Breven som skickas, ord för ord. Det som står inom klammer fylls i för varje "
               "ärende; delar som "
               "börjar med # eller ^ tas med bara när de behövs.",
               {{"class", "ingress"}});
  const std::string own = "municipality/" + context.in.book.municipality() + "/letters/";
  std::map<std::string, std::pair<std::string, std::string>> letters;  // name → path, text
  for (const auto& [path, file] : context.in.book.files()) {
    const bool national = path.rfind("letters/", 0) == 0;
    if (!national && path.rfind(own, 0) != 0) continue;
    const std::string name = path.substr(national ? 8 : own.size());
    if (!national || !letters.contains(name)) letters[name] = {path, file.text};
  }
  for (const auto& [name, letter] : letters) {
    const std::string& text = letter.second;
    const std::size_t end = text.find('\n');
    std::string subject = text.substr(0, end);
    if (subject.rfind("Ämne: ", 0) == 0) subject = subject.substr(std::string("Ämne: ").size());
    Heading(html, 2, subject, AnchorOf("brev-" + name));
    html.Open("p", {{"class", "om"}}).Add(Code(name)).Text(" ");
    html.Text(letter.first.rfind("municipality/", 0) == 0 ? "Kommunens eget brev. " : "");
    html.Link("Filen", "filer/" + letter.first + ".txt").Close();
    const std::size_t body =
        end == std::string::npos ? text.size() : text.find_first_not_of('\n', end);
    html.Element("pre", body == std::string::npos ? "" : text.substr(body), {{"class", "brev"}});
  }
  return page;
}

Page FilePage(const Context& context) {
  Page page{"filer.html", "Filer", "Alla filer", {}};
  Html& html = page.body;
  html.Element(
      "p",
      "Reglerna är dessa filer och inga andra. Kontrollsumman för hela mängden står på startsidan; "
      "varje beslut sparar den.",
      {{"class", "ingress"}});
  TablePart table(html, "Filer", {"Fil", "Kontrollsumma (SHA-256)"});
  for (const auto& [path, file] : context.in.book.files()) {
    table.Row(AnchorOf("fil-" + path));
    Html name;
    name.Link(path, "filer/" + path + ".txt");
    table.Cell(name);
    table.Cell(Code(Sha256Hex(file.text)));
  }
  return page;
}

namespace {

// Of the calculation's own examples in sight, of the others one step away.
void Steps(Html& html, const Context& context, const Example& example) {
  if (example.steps.empty()) return;
  const bool folded = !example.typfall.empty();
  if (folded) html.Open("details").Element("summary", "Beräkningen steg för steg");
  {
    TablePart table(html,
                    "Beräkningen av exemplet " + example.title,
                    {"Post", ">Sökt", ">Räknas", "Varför", "Regel"});
    for (const ExampleStep& step : example.steps) {
      table.Row();
      table.Cell(step.label);
      table.Cell(step.applied, "tal");
      table.Cell(step.amount, "tal");
      table.Cell(step.why);
      table.Cell(step.rule.empty() ? Html() : Linked(context, "row:" + step.rule, step.rule));
    }
  }
  if (folded) html.Close();
}

}  // namespace

Page ExamplePage(const Context& context) {
  Page page{"exempel.html", "Exempel", "Räkneexempel och provfall", {}};
  Html& html = page.body;
  html.Element("p",
               "Påhittade hushåll som programmet räknar på varje gång en regel ändras. Stämmer "
               "inte resultatet släpps ändringen inte fram. Varje exempel räknas steg för steg, "
               "med regeln bakom varje belopp.",
               {{"class", "ingress"}});
  if (context.in.examples.empty())
    Paragraph(html, context, "Inga exempel följer med den här utgåvan.");
  std::string group = "-";
  for (const Example& example : context.in.examples) {
    if (example.typfall != group) {
      group = example.typfall;
      const std::string title = context.in.book.TextOf(group);
      std::string name = group;
      for (const TypfallPolicy& typfall : context.in.set->typfall()) {
        if (typfall.code == group) name += " " + typfall.title;
      }
      Heading(html, 2, group.empty() ? "Beräkning" : name, AnchorOf("exempel-for-" + group));
    }
    html.Open("section", {{"class", "regel"}});
    Heading(html, 3, example.title, AnchorOf("exempel-" + example.file));
    std::vector<std::pair<std::string, Html>> facts;
    if (example.kind == "match")
      facts.emplace_back("Visar", Plain("ett ärende som passar typfallet"));
    if (example.kind == "near")
      facts.emplace_back("Visar", Plain("ett ärende som nästan passar, men inte gör det"));
    if (example.kind == "human")
      facts.emplace_back("Visar", Plain("ett ärende som en handläggare ska ha"));
    for (const auto& [name, value] : example.given) facts.emplace_back(name, Plain(value));
    for (const auto& [name, value] : example.expect)
      facts.emplace_back(name, LinkedText(context, value));
    Facts(html, facts);
    Steps(html, context, example);
    if (!example.findings.empty()) {
      html.Element("p", "Vad som upptäcktes:");
      html.Open("ul");
      for (const std::string& finding : example.findings) {
        html.Open("li");
        FindingPart(html, context, finding);
        html.Close();
      }
      html.Close();
    }
    html.Open("p", {{"class", "om"}}).Add(Code(example.file)).Close();
    html.Close();
  }
  return page;
}

namespace {

void Compared(Html& html, const Context& context) {
  Heading(html, 2, fmt::format("Mot {}", context.in.compared_with), "mot");
  if (context.in.changes.empty()) return Paragraph(html, context, "Inga regler skiljer sig.");
  // They come by section.
  const changes::Change* last = nullptr;
  for (const changes::Change& change : context.in.changes) {
    if (last == nullptr || last->section != change.section) {
      if (last != nullptr) html.Close();
      Heading(html, 3, changes::TitleOf(change.section));
      html.Open("ul");
    }
    last = &change;
    html.Open("li").Add(LinkedText(context, change.what));
    if (!change.details.empty()) {
      html.Open("ul");
      for (const std::string& detail : change.details)
        html.Open("li").Add(LinkedText(context, detail)).Close();
      html.Close();
    }
    html.Close();
  }
  html.Close();
}

}  // namespace

Page ChangePage(const Context& context) {
  Page page{"andringar.html", "Ändringar", "Vad som har ändrats", {}};
  Html& html = page.body;
  html.Element("p",
               context.in.compared_with.empty()
                   ? "Reglerna ändras med tiden. Här står vad som ändras, från vilken dag."
                   : "Först vad den här utgåvan ändrar, sedan vad som ändras från vilken dag.",
               {{"class", "ingress"}});
  if (!context.in.compared_with.empty()) Compared(html, context);
  History(html, context);
  return page;
}

}  // namespace dm::publish
