#include "fmt/format.h"
#include "worker/core/swedish_day.h"
#include "worker/publish/parts.h"
#include "worker/publish/words.h"

namespace dm::publish {
namespace {

using policy::YamlNode;

std::string MunicipalText(const Context& context, std::string_view code) {
  return context.in.book.TextOf(code);
}

void DoesAndDoesNot(Html& html, const Context& context) {
  Heading(html, 2, "Vad den digitala medarbetaren gör", "gor");
  Bullets(
      html,
      context,
      // NOLINTNEXTLINE(bugprone-suspicious-missing-comma): sentences longer than a line
      {"Tar emot ansökan och ser om något saknas. Den frågar bara efter det som står i listan över "
       "uppgifter och handlingar.",
       "Hämtar uppgifter ur de register och för de ändamål som står på sidan Register, och ur inga "
       "andra.",
       "Räknar ut riksnorm, godkända kostnader och inkomster enligt reglerna här, och visar varje "
       "belopp med regel och källa.",
       "Prövar alla kontroller (de kallas grindar). En grind som inte är godkänd, eller inte går "
       "att avgöra, leder till en handläggare.",
       "Beslutar själv bara när sökanden får allt som söks, fallet är av ett slag som nämnden har "
       "lämnat över till funktionen, och alla grindar är godkända."});
  Heading(html, 2, "Vad den aldrig gör", "gor-inte");
  Bullets(html,
          context,
          // NOLINTNEXTLINE(bugprone-suspicious-missing-comma): sentences longer than a line
          {"Den avslår, minskar, drar in eller återkräver aldrig bistånd. Sådana beslut fattar en "
           "människa.",
           "Den läser aldrig en uppgift som saknas, är sen eller inte gick att hämta som noll "
           "eller nej. Det okända går till en handläggare.",
           "Den använder aldrig namn, kön, språk, födelseland, adress eller något inlärt mått på "
           "en person.",
           "Den ser aldrig en skillnad mellan uppgifter som en misstanke.",
           "Den höjer aldrig sitt eget läge. Varje steg kan stängas av av en människa, genast."});
}

void Person(Html& html, const Context& context) {
  Heading(html, 2, "Att få tala med en människa", "manniska");
  Paragraph(
      html,
      context,
      "Den som söker kan alltid få sitt ärende prövat av en handläggare. Det räknas aldrig emot "
      "någon. Ett beslut går att överklaga på samma sätt vem som än har fattat det; hur står i "
      "beslutet.");
  const std::string contact = MunicipalText(context, "municipality.contact");
  if (!contact.empty()) Paragraph(html, context, "Kontakt: " + contact);
}

// The mode of modes.yaml; one that is not named is in shadow.
std::string ModeOf(const Context& context, const std::string& code) {
  for (const TypfallPolicy& typfall : context.in.set->typfall()) {
    if (typfall.code == code) return std::string(ModeCode(typfall.mode));
  }
  return "shadow";
}

const Delegation* DelegationOf(const Context& context, const std::string& code) {
  for (const Delegation& one : context.in.set->delegations()) {
    if (one.typfall == code && one.valid.Contains(context.in.date)) return &one;
  }
  return nullptr;
}

void Modes(Html& html, const Context& context) {
  Heading(html, 2, "Vad som får beslutas automatiskt", "lagen-for-typfall");
  Paragraph(
      html,
      context,
      "Varje typfall är i ett läge. Avstängt: det prövas inte. Skuggläge: det prövas vid sidan av, "
      "för att jämföra med handläggarens beslut, och påverkar ingenting. Förberedelse: en "
      "handläggare ser beräkning och skäl och skriver beslutet. Förslag: en handläggare "
      "ser det färdiga förslaget och beslutar. Beslut: funktionen beslutar själv, om nämndens "
      "delegation gäller och alla grindar är godkända.");
  TablePart table(html,
                  fmt::format("Typfallens lägen {}", SwedishDay(context.in.date)),
                  {"Typfall", "Gäller", "Läge", "Delegation"});
  for (const TypfallPolicy& typfall : context.in.set->typfall()) {
    table.Row();
    table.Cell(Linked(context, "code:" + typfall.code, typfall.code));
    table.Cell(typfall.title);
    table.Cell(ModeWord(ModeOf(context, typfall.code)));
    const Delegation* delegation = DelegationOf(context, typfall.code);
    table.Cell(delegation == nullptr ? "ingen: funktionen beslutar inte"
                                     : fmt::format("{}, högst {}",
                                                   delegation->reference,
                                                   delegation->max_amount.ToSwedish()));
  }
}

void Delegations(Html& html, const Context& context) {
  Heading(html, 2, "Nämndens delegation", "delegation");
  if (context.in.set->delegations().empty()) {
    Paragraph(
        html,
        context,
        "Nämnden har inte delegerat något beslut till den automatiserade funktionen. Alla beslut "
        "fattas av människor.");
    return;
  }
  TablePart table(html,
                  "Delegation till den automatiserade beslutsfunktionen",
                  {"Typfall", "Beslut", "Utfall", ">Högsta belopp", "Gäller"});
  for (const Delegation& one : context.in.set->delegations()) {
    table.Row();
    table.Cell(Linked(context, "code:" + one.typfall, one.typfall));
    table.Cell(one.reference);
    std::string outcomes;
    for (const Outcome outcome : one.outcomes) {
      outcomes += outcomes.empty() ? "" : ", ";
      outcomes += CodeWord(context.in.book, "outcome", OutcomeFact(outcome));
    }
    table.Cell(outcomes);
    table.Cell(one.max_amount.ToSwedish(), "tal");
    table.Cell(SwedishPeriod(one.valid));
  }
}

void Approvals(Html& html, const Context& context) {
  Heading(html, 2, "Godkända tabeller", "godkannanden");
  Paragraph(
      html,
      context,
      "Riksnormen och några andra tabeller används för automatiska beslut först när kommunen har "
      "jämfört dem med källan och godkänt dem.");
  const std::string path = "municipality/" + context.in.book.municipality() + "/approvals.yaml";
  const YamlNode* root = context.in.book.Root(path);
  const YamlNode* list = root == nullptr ? nullptr : root->Find("approvals");
  if (list == nullptr || list->items.empty()) {
    Paragraph(html, context, "Kommunen har inte godkänt någon tabell ännu.");
    return;
  }
  TablePart table(
      html, "Vem som har godkänt vad", {"Tabell", "Version från", "Godkänd av", "Dag", "Beslut"});
  for (const YamlNode& item : list->items) {
    const std::string id = TextAt(item, "parameter");
    const auto rule = context.in.book.rules().find(id);
    table.Row();
    table.Cell(Linked(
        context, "rule:" + id, rule == context.in.book.rules().end() ? id : rule->second.title));
    table.Cell(SwedishDayOf(TextAt(item, "version")));
    table.Cell(TextAt(item, "approved_by"));
    table.Cell(SwedishDayOf(TextAt(item, "date")));
    table.Cell(TextAt(item, "reference"));
  }
}

void Version(Html& html, const Context& context) {
  Heading(html, 2, "Version", "version");
  std::vector<std::pair<std::string, Html>> facts = {
      {"Version", Plain(context.in.set->version())},
      {"Reglerna är fullständiga för", Plain(SwedishPeriod(context.in.set->effective()))},
      {"Sidorna visar vad som gäller", Plain(SwedishDay(context.in.date))},
      {"Kontrollsumma (SHA-256)", Code(context.in.set->sha256())}};
  for (const char* path : {"manifest.yaml", "own"}) {
    const bool own = std::string_view(path) == "own";
    const YamlNode* root = context.in.book.Root(
        own ? "municipality/" + context.in.book.municipality() + "/manifest.yaml" : path);
    if (root == nullptr) continue;
    facts.emplace_back(own ? "Kommunens del" : "Den nationella delen",
                       Plain(TextAt(*root, "changes")));
  }
  Facts(html, facts);
  Paragraph(
      html,
      context,
      "Varje beslut sparar version och kontrollsumma. Ett gammalt beslut kan därför räknas om med "
      "de regler som gällde då och ge samma svar. En ny version tas i bruk hel eller inte alls.");
  html.Open("p")
      .Text("Alla filer som reglerna består av finns på sidan ")
      .Link("Filer", "filer.html");
  html.Text(".").Close();
}

}  // namespace

Page StartPage(const Context& context) {
  Page page{"index.html", "Start", "", {}};
  const std::string name = MunicipalText(context, "municipality.name");
  page.title = fmt::format("Reglerna för ekonomiskt bistånd i {}",
                           name.empty() ? context.in.book.municipality() : name);
  Html& html = page.body;
  html.Element(
      "p",
      "Här står reglerna som kommunens digitala medarbetare räknar och beslutar efter: belopp, "
      "gränser, tabeller, frågor till register och brev, med datum och källor. Sidorna är gjorda "
      "av samma filer som programmet läser.",
      {{"class", "ingress"}});
  const std::string board = MunicipalText(context, "municipality.board");
  if (!board.empty()) Paragraph(html, context, "Ansvarig för besluten är " + board + ".");
  DoesAndDoesNot(html, context);
  Person(html, context);
  Modes(html, context);
  Delegations(html, context);
  Approvals(html, context);
  Version(html, context);
  return page;
}

}  // namespace dm::publish
