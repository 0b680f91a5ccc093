#include <algorithm>
#include <array>
#include <string_view>

#include "fmt/format.h"
#include "worker/publish/parts.h"
#include "worker/publish/words.h"

namespace dm::publish {
namespace {

using policy::YamlNode;

struct Place {
  std::string_view prefix;
  std::string_view page;
};

// By how an id begins; the first that fits.
constexpr std::array<Place, 33> kPlaces = {{{"riksnorm.personal", "riksnorm.html"},
                                            {"riksnorm.", "riksnorm.html"},
                                            {"norm.", "riksnorm.html"},
                                            {"age.", "riksnorm.html"},
                                            {"common.", "riksnorm.html"},
                                            {"proration.", "riksnorm.html"},
                                            {"rounding.", "riksnorm.html"},
                                            {"cap.housing", "kostnader.html"},
                                            {"cap.", "kostnader.html"},
                                            {"cost.", "kostnader.html"},
                                            {"housing.", "kostnader.html"},
                                            {"medical.", "kostnader.html"},
                                            {"second_hand.", "kostnader.html"},
                                            {"extra.", "kostnader.html"},
                                            {"income.kinds", "inkomster.html"},
                                            {"income.classification", "inkomster.html"},
                                            {"income", "inkomster.html"},
                                            {"deductions", "inkomster.html"},
                                            {"jobbstimulans.", "inkomster.html"},
                                            {"child.", "inkomster.html"},
                                            {"youth.", "inkomster.html"},
                                            {"asset", "inkomster.html"},
                                            {"surplus.", "inkomster.html"},
                                            {"pbb", "inkomster.html"},
                                            {"register.", "register.html"},
                                            {"answer.", "register.html"},
                                            {"so.", "register.html"},
                                            {"query.", "register.html"},
                                            {"sources.", "register.html"},
                                            {"retry.", "register.html"},
                                            {"observation", "kontroller.html"},
                                            {"gate.", "granser.html"},
                                            {"change.", "granser.html"}}};

constexpr std::array<std::string_view, 14> kLimits = {"auto.",
                                                      "attest.",
                                                      "frame.",
                                                      "child_record.",
                                                      "young.",
                                                      "older.",
                                                      "permit.",
                                                      "t6.",
                                                      "grant.",
                                                      "sample.",
                                                      "promotion.",
                                                      "serious_error",
                                                      "freeze.",
                                                      "rc01."};

bool StartsWith(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

// A table of codes with their words, as a file of kind codes has it.
void CodeTable(Html& html, const Context& context, const std::string& path) {
  const YamlNode* root = context.in.book.Root(path);
  const YamlNode* list = root == nullptr ? nullptr : root->Find("codes");
  if (list == nullptr) return;
  Heading(html, 2, TextAt(*root, "title"), AnchorOf("ord-" + TextAt(*root, "id")));
  TablePart table(html, TextAt(*root, "title"), {"Kod", "Text"});
  for (const YamlNode& item : list->items) {
    table.Row(AnchorOf("kod-" + TextAt(item, "code")));
    table.Cell(Code(TextAt(item, "code")));
    table.Cell(TextAt(item, "text"));
  }
}

Page RulePage(const Context& context,
              const char* file,
              const char* nav,
              const char* title,
              const char* lead) {
  Page page{file, nav, title, {}};
  page.body.Element("p", lead, {{"class", "ingress"}});
  const std::vector<const BookRule*> rules = RulesOn(context, file);
  if (rules.size() > 4) {
    page.body.Open("nav", {{"class", "innehall"}, {"aria-label", "På den här sidan"}}).Open("ul");
    for (const BookRule* rule : rules) {
      page.body.Open("li");
      page.body.Link(rule->title, "#" + AnchorOf("regel-" + rule->id)).Close();
    }
    page.body.Close().Close();
  }
  RuleParts(page.body, context, file, 2);
  return page;
}

}  // namespace

int RankOfRule(const BookRule& rule) {
  int rank = rule.is_table() ? 0 : 100;  // tables say most
  for (const Place& place : kPlaces) {
    if (StartsWith(rule.id, place.prefix)) return rank;
    ++rank;
  }
  return rank;
}

std::string PageOfRule(const BookRule& rule) {
  for (const Place& place : kPlaces) {
    if (StartsWith(rule.id, place.prefix)) return std::string(place.page);
  }
  for (const std::string_view prefix : kLimits) {
    if (StartsWith(rule.id, prefix)) return "granser.html";
  }
  return "ovrigt.html";
}

Page NormPage(const Context& context) {
  return RulePage(
      context,
      "riksnorm.html",
      "Riksnorm",
      "Riksnormen",
      "Riksnormen är den del av biståndet som är lika i hela landet: mat, kläder, hygien, telefon "
      "och annat som alla behöver. Regeringen bestämmer beloppen för varje år.");
}

Page CostPage(const Context& context) {
  Page page = RulePage(
      context,
      "kostnader.html",
      "Kostnader",
      "Kostnader utöver riksnormen",
      "Skäliga kostnader för boende, hushållsel, hemförsäkring, arbetsresor och avgift till "
      "fackförening och a-kassa läggs till riksnormen. Kommunen har bestämt vad som godtas "
      "utan vidare prövning; en högre kostnad bedöms av en handläggare.");
  CodeTable(page.body, context, "tables/cost_types.yaml");
  return page;
}

Page IncomePage(const Context& context) {
  Page page =
      RulePage(context,
               "inkomster.html",
               "Inkomster",
               "Inkomster och tillgångar",
               "Inkomster dras av från behovet. Här står hur varje slag av inkomst räknas: om den "
               "räknas, inte räknas eller bedöms av en handläggare. Ett slag som ingen rad nämner "
               "går alltid till en handläggare.");
  CodeTable(page.body, context, "tables/income_kinds.yaml");
  CodeTable(page.body, context, "tables/assets.yaml");
  return page;
}

Page LimitPage(const Context& context) {
  return RulePage(
      context,
      "granser.html",
      "Gränser",
      "Gränser för automatiska beslut",
      "Belopp, åldrar och tider som avgör om ett ärende får beslutas automatiskt eller ska till en "
      "handläggare, och hur besluten följs upp med stickprov.");
}

Page OtherPage(const Context& context) {
  Page page = RulePage(
      context,
      "ovrigt.html",
      "Övriga regler",
      "Övriga regler",
      "Tider, utbetalning, krav på den som söker och de ord som programmet använder i beslut "
      "och brev.");
  for (const auto& [path, file] : context.in.book.files()) {
    if (!file.root.has_value() || TextAt(*file.root, "kind") != "codes") continue;
    const bool elsewhere = path == "tables/cost_types.yaml" || path == "tables/income_kinds.yaml" ||
                           path == "tables/assets.yaml" || path == "tables/domain_words.yaml";
    if (!elsewhere) CodeTable(page.body, context, path);
  }
  return page;
}

Page RegisterPage(const Context& context) {
  Page page = RulePage(
      context,
      "register.html",
      "Register",
      "Vad som hämtas ur register",
      "Funktionen får bara ställa de frågor som står i listan nedan, och bara i ett öppet ärende "
      "om personer i hushållet. Varje fråga har ett ändamål och ett lagstöd. Den som söker har "
      "rätt att få veta allt som har hämtats.");
  Html& html = page.body;
  Heading(html, 2, "Varför varje typfall frågar", "fragor-per-typfall");
  for (const auto& [path, file] : context.in.book.files()) {
    if (!StartsWith(path, "typfall/") || !file.root.has_value()) continue;
    const YamlNode* list = file.root->Find("evidence");
    if (list == nullptr) continue;
    const std::string code = TextAt(*file.root, "code");
    Heading(html, 3, code + " " + TextAt(*file.root, "title"), AnchorOf("fragor-" + code));
    TablePart table(html, "Frågor i " + code, {"Register", "Varför"});
    for (const YamlNode& need : list->items) {
      table.Row();
      table.Cell(CodeWord(context.in.book, "register", TextAt(need, "source")));
      table.Cell(LinkedText(context, TextAt(need, "why")));
    }
  }
  return page;
}

}  // namespace dm::publish
