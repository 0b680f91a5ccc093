#include <algorithm>

#include "fmt/format.h"
#include "worker/publish/parts.h"
#include "worker/publish/words.h"

namespace dm::publish {
namespace {

using policy::YamlNode;

const YamlNode* ListOf(const Context& context, const std::string& path, std::string_view key) {
  const YamlNode* root = context.in.book.Root(path);
  return root == nullptr ? nullptr : root->Find(key);
}

// As the municipality has it (routing.yaml), which the national file does not say.
template <typename Entry>
const Entry* InForce(const std::vector<Entry>& entries, const std::string& code) {
  const auto found = std::ranges::find(entries, code, &Entry::code);
  return found == entries.end() ? nullptr : &*found;
}

template <typename Entry>
std::string QueueOf(const std::vector<Entry>& entries, const YamlNode& item) {
  const Entry* entry = InForce(entries, TextAt(item, "code"));
  return entry == nullptr ? TextAt(item, "queue") : entry->queue;
}

Html QueueLink(const Context& context, const std::string& code) {
  Html html;
  if (code.empty()) return html;
  context.links.Link(html, "code:" + code, code);
  const std::string title = context.in.book.TextOf(code);
  if (!title.empty()) html.Text(" " + title);
  return html;
}

void Gates(Html& html, const Context& context) {
  Heading(html, 2, "Grindar", "grindar");
  Paragraph(html,
            context,
            "En grind är godkänd, inte godkänd eller okänd. Alla måste vara godkända för att "
            "funktionen ska få "
            "besluta. Alla prövas alltid, också när en redan har stoppat.");
  const YamlNode* list = ListOf(context, "tables/gates.yaml", "gates");
  if (list == nullptr) return;
  TablePart table(html, "Grindar", {"Grind", "Vad som krävs", "Kö när den stoppar"});
  for (const YamlNode& item : list->items) {
    table.Row(AnchorOf("kod-" + TextAt(item, "code")));
    table.Cell(Code(TextAt(item, "code")));
    table.Cell(TextAt(item, "title"));
    table.Cell(QueueLink(context, QueueOf(context.in.set->gates(), item)));
  }
}

void Triggers(Html& html, const Context& context) {
  Heading(html, 2, "Utlösare", "utlosare");
  Paragraph(
      html,
      context,
      "En utlösare är något i ärendet som alltid ska ses av en människa. Alla som gäller visas för "
      "handläggaren; den första kön i ordningen tar ärendet.");
  const YamlNode* list = ListOf(context, "tables/triggers.yaml", "triggers");
  if (list == nullptr) return;
  TablePart table(html,
                  "Utlösare",
                  {"Utlösare", "Vad som har hänt", "Kö", "Kö när det finns barn", "Anmärkning"});
  for (const YamlNode& item : list->items) {
    table.Row(AnchorOf("kod-" + TextAt(item, "code")));
    table.Cell(Code(TextAt(item, "code")));
    table.Cell(TextAt(item, "title"));
    const TriggerPolicy* trigger = InForce(context.in.set->triggers(), TextAt(item, "code"));
    table.Cell(QueueLink(context, QueueOf(context.in.set->triggers(), item)));
    table.Cell(QueueLink(context, trigger == nullptr ? "" : trigger->queue_with_children));
    table.Cell(LinkedText(context, TextAt(item, "note")));
  }
}

void RouteReasons(Html& html, const Context& context) {
  const YamlNode* list = ListOf(context, "tables/route_reasons.yaml", "route_reasons");
  if (list == nullptr) return;
  Heading(html, 2, "Skäl att en handläggare beslutar", "skal");
  Paragraph(html,
            context,
            "Det här är skälen bakom grindarna och utlösarna. Ett fast skäl gäller i alla "
            "kommuner; ett annat har kommunen gränser för.");
  TablePart table(html, "Skäl att en handläggare beslutar", {"Skäl", "Vad det gäller", "Slag"});
  for (const YamlNode& item : list->items) {
    table.Row(AnchorOf("kod-" + TextAt(item, "code")));
    table.Cell(Code(TextAt(item, "code")));
    table.Cell(TextAt(item, "title"));
    const RouteReasonPolicy* reason =
        InForce(context.in.set->route_reasons(), TextAt(item, "code"));
    table.Cell(TextAt(item, "type") == "H"        ? "fast"
               : reason != nullptr && !reason->on ? "avstängt av kommunen"
                                                  : "kommunens gräns");
  }
}

void NamedChecks(Html& html, const Context& context) {
  const YamlNode* list = ListOf(context, "tables/checks.yaml", "checks");
  if (list == nullptr) return;
  Heading(html, 2, "Kontroller av ansökan", "ansokan");
  Paragraph(html,
            context,
            "Varje ansökan redovisar alla de här kontrollerna: gjord, gäller inte, utelämnad eller "
            "saknas. Bara kontroller i listan görs.");
  TablePart table(
      html,
      "Kontroller av ansökan",
      {"Kontroll", "Ansökan", "Vad som jämförs", "Register och handlingar", "Iakttagelser"});
  for (const YamlNode& item : list->items) {
    table.Row(AnchorOf("kod-" + TextAt(item, "code")));
    Html name = Code(TextAt(item, "code"));
    name.Text(" " + TextAt(item, "title"));
    table.Cell(name);
    table.Cell(TextAt(item, "application") == "first" ? "första" : "återansökan");
    table.Cell(LinkedText(context, TextAt(item, "compares")));
    std::string shown;
    for (const std::string& word : WordsAt(item, "registers"))
      shown += (shown.empty() ? "" : ", ") + word;
    for (const std::string& word : WordsAt(item, "documents"))
      shown += (shown.empty() ? "" : ", ") + context.in.book.TextOf(word);
    table.Cell(shown);
    Html noticed;
    for (const char* key : {"missing", "findings"}) {
      for (const std::string& word : WordsAt(item, key)) {
        if (!noticed.empty()) noticed.Text(" ");
        context.links.Link(noticed, "code:" + word, word);
      }
    }
    table.Cell(noticed);
  }
}

// "INCOME.UNDECLARED" leads to gates and triggers: each entry of the table as it stands, whatever
// keys it has.
void Observations(Html& html, const Context& context) {
  const YamlNode* list = ListOf(context, "tables/observations.yaml", "observations");
  if (list == nullptr) return;
  Heading(html, 2, "Vad som kan upptäckas", "iakttagelser");
  Paragraph(html,
            context,
            "Varje iakttagelse har en kod och en text. Den stoppar en grind, eller gör den okänd, "
            "eller utlöser "
            "något som en handläggare ska se.");
  const std::vector<std::string> sources =
      WordsAt(*context.in.book.Root("tables/observations.yaml"), "source");
  TablePart table(html, "Iakttagelser", {"Kod", "Text till handläggaren", "Leder till", "Källa"});
  for (const YamlNode& item : list->items) {
    const std::string code =
        TextAt(item, "code").empty() ? TextAt(item, "id") : TextAt(item, "code");
    table.Row(AnchorOf("kod-" + code));
    table.Cell(Code(code));
    table.Cell(LinkedText(context, TextAt(item, "text")));
    Html leads;
    for (const char* key : {"gate", "verdict", "trigger", "r"}) {
      for (const std::string& word : WordsAt(item, key)) {
        if (!leads.empty()) leads.Text(" ");
        const std::string spoken = word == "FAIL" || word == "fail"         ? "(inte godkänd)"
                                   : word == "UNKNOWN" || word == "unknown" ? "(okänd)"
                                                                            : word;
        context.links.Text(leads, spoken);
      }
    }
    table.Cell(leads);
    const std::vector<std::string> own = WordsAt(item, "source");
    table.Cell(SourceList(context, own.empty() ? sources : own, context.in.date));
  }
}

}  // namespace

Page CheckPage(const Context& context) {
  Page page{"kontroller.html", "Kontroller", "Vad som kontrolleras", {}};
  Html& html = page.body;
  html.Element("p",
               "Innan något beslutas automatiskt prövas alla grindar och utlösare. Räcker det inte "
               "hela vägen, "
               "eller är något okänt, går ärendet till en handläggare med alla skäl.",
               {{"class", "ingress"}});
  Gates(html, context);
  Triggers(html, context);
  RouteReasons(html, context);
  NamedChecks(html, context);
  Observations(html, context);
  RuleParts(html, context, "kontroller.html", 2);
  return page;
}

Page QueuePage(const Context& context) {
  Page page{"koer.html", "Köer", "Köer hos handläggarna", {}};
  Html& html = page.body;
  html.Element("p",
               "Ett ärende som en människa ska ha hamnar i den första kön, uppifrån, som något av "
               "dess skäl leder "
               "till. Köer med begränsad åtkomst ser bara de som har behörighet.",
               {{"class", "ingress"}});
  const YamlNode* list = ListOf(context, "tables/queues.yaml", "queues");
  if (list == nullptr) return page;
  std::vector<const YamlNode*> queues;
  for (const YamlNode& item : list->items) queues.push_back(&item);
  std::stable_sort(queues.begin(), queues.end(), [](const YamlNode* a, const YamlNode* b) {
    const std::string one = TextAt(*a, "order");
    const std::string other = TextAt(*b, "order");
    return one.size() != other.size() ? one.size() < other.size() : one < other;
  });
  TablePart table(
      html, "Köer i den ordning de prövas", {"Kö", "Vad", ">Ordning", "Åtkomst", "Tid"});
  for (const YamlNode* item : queues) {
    table.Row(AnchorOf("kod-" + TextAt(*item, "code")));
    table.Cell(Code(TextAt(*item, "code")));
    table.Cell(Capitalised(TextAt(*item, "title")));
    table.Cell(TextAt(*item, "order"), "tal");
    const std::string access = TextAt(*item, "access");
    table.Cell(access.empty()           ? "alla handläggare"
               : access == "restricted" ? "begränsad"
                                        : "bara namngivna");
    const QueuePolicy* queue = InForce(context.in.set->queues(), TextAt(*item, "code"));
    table.Cell(queue == nullptr ? TextAt(*item, "target") : queue->target);
  }
  return page;
}

}  // namespace dm::publish
