#include "worker/cli/incident_report.h"

#include <string_view>

#include "worker/cli/read_log.h"

namespace dm::cli {
namespace {

constexpr std::string_view kCasePrefix = "EKB-";
constexpr char kFill[] = "_[fyll i]_";

std::string Line(const std::string& what, const std::string& value) {
  return "| " + what + " | " + (value.empty() ? kFill : value) + " |\n";
}

std::string ChainState(const IncidentFacts& facts) {
  if (!facts.chain_fault.empty()) return "**bruten**: " + facts.chain_fault;
  return "hel, " + std::to_string(facts.records) + " poster, sista SHA-256 " + facts.last_sha256 +
         "; antecknade kontrollpunkter som stämmer: " + std::to_string(facts.checkpoints);
}

// What the worker knows, alike in both reports.
std::string Known(const IncidentFacts& facts) {
  const auto moment = [](const std::optional<Instant>& at) {
    return at ? SwedishDateTime(*at) : std::string("ingen");
  };
  std::string text = "## Vad systemet vet\n\n| | |\n|---|---|\n";
  text += Line("System", "Medarbetare " + facts.version + ", beslut om försörjningsstöd");
  text += Line("Kommun", facts.municipality);
  text += Line("Period", facts.from.ToString() + " till " + facts.to.ToString());
  text += Line("Underlaget togs fram", SwedishDateTime(facts.made_at));
  text += Line("Loggkedjan", ChainState(facts));
  text += Line("Poster i perioden",
               std::to_string(facts.in_period) + " (första " + moment(facts.first) + ", sista " +
                   moment(facts.last) + ")");
  text += Line("Ärenden som posterna gäller",
               std::to_string(facts.cases.size()) +
                   " (cases.txt); hushållens antal personer står i "
                   "verksamhetssystemet");
  text += Line("Hur många som har läst", std::to_string(facts.readers.size()) + " (reads.csv)");
  text += "\n| Händelse i loggen | Antal |\n|---|---:|\n";
  for (const auto& [action, count] : facts.actions)
    text += "| `" + action + "` | " + std::to_string(count) + " |\n";
  return text + '\n';
}

std::string Question(const std::string& title) {
  return "## " + title + "\n\n" + kFill + "\n\n";
}

}  // namespace

void Take(IncidentFacts& facts, const AuditRecord& record) {
  ++facts.records;
  facts.last_sha256 = record.sha256;
  if (!Period{facts.from, facts.to}.Contains(SwedishDate(record.at))) return;
  ++facts.in_period;
  ++facts.actions[record.event.action];
  if (record.event.subject.starts_with(kCasePrefix)) facts.cases.insert(record.event.subject);
  const bool read =
      record.event.actor_kind == ActorKind::kPerson && IsReadAction(record.event.action);
  if (read) facts.readers.insert(PersonOf(record.event.actor));
  if (!facts.first) facts.first = record.at;
  facts.last = record.at;
}

std::string EarlyWarning(const IncidentFacts& facts) {
  return "# Tidig varning om betydande incident (inom 24 timmar)\n\n"
         "Till CSIRT-enheten. Cybersäkerhetslagen (2025:1506) 2 kap. 5–8 §§; direktiv (EU) "
         "2022/2555 artikel 23.4 a. Tiden räknas från det att kommunen fick kännedom om "
         "incidenten. Det här är ett utkast: kommunens kontaktperson kontrollerar och skickar "
         "in det på det sätt som CSIRT-enheten anger.\n\n"
         "| | |\n|---|---|\n" +
         Line("Kommun och organisationsnummer", "") + Line("Kontaktperson, telefon, e-post", "") +
         Line("När kommunen fick kännedom om incidenten", "") +
         Line("När incidenten började, om det är känt", "") +
         Line(
             "Misstänks den bero på olagliga eller avsiktligt fientliga handlingar? (ja / nej / "
             "vet inte)",
             "") +
         Line("Kan den få följder i andra länder? (ja / nej / vet inte)", "") + '\n' +
         Question("Vad har hänt?") + Question("Vad är gjort hittills?") + Known(facts);
}

std::string Notification(const IncidentFacts& facts) {
  return "# Anmälan inom 72 timmar\n\n"
         "Två anmälningar med samma underlag, till två mottagare:\n\n"
         "1. **CSIRT-enheten**, incidentanmälan: cybersäkerhetslagen (2025:1506) 2 kap. 5–8 §§; "
         "direktiv (EU) 2022/2555 artikel 23.4 b. Slutrapport senast en månad efter den "
         "(artikel 23.4 d).\n"
         "2. **Integritetsskyddsmyndigheten**, personuppgiftsincident: dataskyddsförordningen "
         "artikel 33, om det inte är osannolikt att incidenten medför en risk för enskilda. "
         "De berörda informeras om risken är hög (artikel 34). Kommunen dokumenterar varje "
         "incident, även den som inte anmäls (artikel 33.5).\n\n"
         "Det här är ett utkast: dataskyddsombudet och den som svarar för informationssäkerheten "
         "kontrollerar det.\n\n"
         "| | |\n|---|---|\n" +
         Line("Kommun och organisationsnummer", "") +
         Line("Dataskyddsombud eller annan kontakt", "") +
         Line("Den tidiga varningens dag och nummer", "") +
         Line("När kommunen fick kännedom om incidenten", "") +
         Line("Vilka det gäller (sökande, barn, handläggare)", "") +
         Line("Ungefär hur många personer", "") +
         Line("Vilka uppgifter (ekonomi, hälsa, skyddade personuppgifter, uppgifter ur register)",
              "") +
         Line("Ungefär hur många uppgifter eller handlingar", "") + '\n' +
         Question("Vad har hänt, och hur allvarligt är det?") +
         Question("Troliga följder för de berörda") +
         Question("Åtgärder som är vidtagna eller föreslås, även för att mildra följderna") +
         Question("Tecken på intrång (adresser, konton, filer), om det finns några") +
         Question("Om anmälan kommer efter 72 timmar: varför") + Known(facts);
}

}  // namespace dm::cli
