#include "worker/publish/examples.h"

#include <algorithm>

#include "fmt/format.h"
#include "worker/golden/golden_case.h"
#include "worker/publish/words.h"

namespace dm::publish {
namespace {

using golden::Expectation;
using golden::GoldenCase;

const char* CostCode(CostType type) {
  switch (type) {
    case CostType::kBoende:
      return "boende";
    case CostType::kHushallsel:
      return "hushallsel";
    case CostType::kHemforsakring:
      return "hemforsakring";
    case CostType::kArbetsresor:
      return "arbetsresor";
    case CostType::kFackforening:
      return "fackforening";
    case CostType::kArbetsloshetskassa:
      return "arbetsloshetskassa";
    case CostType::kOtherLivingCost:
      return "other";
  }
  return "other";
}

std::string Listed(const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 < parts.size() ? ", " : " och ";
    text += parts[i];
  }
  return text;
}

std::string PersonWord(const Person& person, Date on) {
  std::string word;
  switch (person.role) {
    case PersonRole::kApplicant:
      word = "sökande";
      break;
    case PersonRole::kCoApplicant:
      word = "medsökande";
      break;
    case PersonRole::kChild:
      word = "barn";
      break;
    case PersonRole::kSchoolYouth:
      word = "skolungdom";
      break;
    case PersonRole::kOtherAdult:
      word = "annan vuxen i hemmet";
      break;
  }
  if (!person.born.has_value()) return word;
  const int age = CompletedYears(*person.born, on);
  if (age < 0) return word;
  return fmt::format("{} {} år", word, age);
}

std::vector<std::pair<std::string, std::string>> GivenOf(const GoldenCase& golden,
                                                         const PolicyBook& book) {
  const Application& application = golden.input.application;
  std::vector<std::pair<std::string, std::string>> given;
  std::vector<std::string> persons;
  for (const Person& person : application.persons)
    persons.push_back(PersonWord(person, application.month.first_day()));
  given.emplace_back("Hushåll", Capitalised(Listed(persons)));
  given.emplace_back("Månad", Capitalised(application.month.ToSwedish()));
  std::vector<std::string> costs;
  for (const Cost& cost : application.costs) {
    const std::string code =
        cost.type == CostType::kOtherLivingCost ? cost.other_code : CostCode(cost.type);
    costs.push_back(
        fmt::format("{} {}", CodeWord(book, "other_cost", code), cost.applied.ToSwedish()));
  }
  if (!costs.empty()) given.emplace_back("Sökta kostnader", Listed(costs));
  std::vector<std::string> incomes;
  for (const DeclaredIncome& income : application.incomes)
    incomes.push_back(
        fmt::format("{} {}", CodeWord(book, "income_kind", income.kind), income.net.ToSwedish()));
  given.emplace_back("Uppgivna inkomster", incomes.empty() ? "inga" : Listed(incomes));
  for (const auto& [code, mode] : golden.modes)
    given.emplace_back("I exemplet är " + code + " i läget", ModeWord(mode));
  return given;
}

std::string Kronor(const std::string& amount) {
  const StatusOr<Money> money = Money::Parse(amount);
  return money.ok() ? money->ToSwedish() : amount;
}

std::vector<std::pair<std::string, std::string>> ResultOf(const Expectation& result,
                                                          const PolicyBook& book) {
  std::vector<std::pair<std::string, std::string>> out;
  const auto sum = [&](const char* key, const char* name) {
    const auto found = result.sums.find(key);
    if (found != result.sums.end()) out.emplace_back(name, Kronor(found->second));
  };
  sum("norm", "Riksnorm");
  sum("costs", "Godkända kostnader");
  sum("extra_costs", "Övriga levnadskostnader");
  sum("incomes", "Inkomster som räknas");
  out.emplace_back("Beräknat utfall",
                   result.outcome == "none" ? "kan inte räknas fram utan en handläggare"
                                            : CodeWord(book, "outcome", result.outcome));
  if (result.outcome != "none") out.emplace_back("Beräknat bistånd", Kronor(result.grant));
  if (!result.matched.empty()) out.emplace_back("Typfall som passar", Listed(result.matched));
  if (result.decision == "automatic") {
    out.emplace_back("Beslut", "Beslutas automatiskt");
  } else if (result.decision == "completion") {
    out.emplace_back("Beslut", "Sökanden får komplettera till " + SwedishDayOf(result.due));
  } else {
    const std::string queue = book.TextOf(result.queue);
    out.emplace_back(
        "Beslut",
        fmt::format(
            "Till en handläggare i kö {}{}{}", result.queue, queue.empty() ? "" : ", ", queue));
  }
  return out;
}

bool IsSubtracted(RowKind kind) {
  return kind == RowKind::kIncome || kind == RowKind::kAsset;
}

// "Riksnormen för barn 5 år …": how the amount came to be is said by the row itself.
std::vector<ExampleStep> StepsOf(const Assessment& assessment) {
  std::vector<ExampleStep> steps;
  if (!assessment.computable) return steps;
  for (const CalculationRow& row : assessment.rows) {
    const Money amount = IsSubtracted(row.kind) ? -row.amount : row.amount;
    steps.push_back({.label = row.label,
                     .applied = row.applied ? row.applied->ToSwedish() : "",
                     .amount = amount.ToSwedish(),
                     .why = row.why,
                     .rule = row.rule});
  }
  steps.push_back({.label = "Bistånd",
                   .applied = "",
                   .amount = assessment.grant.ToSwedish(),
                   .why = assessment.grant.is_zero() && assessment.outcome == Outcome::kAvslag
                              ? "Inkomsterna räcker till behovet."
                              : "Normen och kostnaderna, minus inkomsterna.",
                   .rule = ""});
  return steps;
}

std::string TypfallOf(const std::string& path) {
  constexpr std::string_view kFolder = "typfall/";
  if (path.rfind(kFolder, 0) != 0) return "";
  return path.substr(kFolder.size(), path.find('/', kFolder.size()) - kFolder.size());
}

}  // namespace

ExampleSet ExamplesIn(const std::string& policies,
                      const std::shared_ptr<const PolicySet>& set,
                      const PolicyBook& book) {
  ExampleSet found;
  for (const std::string& path : golden::FindGoldenCases(policies)) {
    const StatusOr<GoldenCase> golden = golden::ReadGoldenCase(policies, path);
    if (!golden.ok()) {
      found.failed.push_back(path);
      continue;
    }
    if (golden->municipality != set->municipality()) continue;
    const golden::GoldenRun run = golden::RunWhole(*golden, set);
    const Expectation& result = run.told;
    if (!golden::DifferencesOf(*golden, result).empty()) {
      found.failed.push_back(path);
      continue;
    }
    Example example;
    example.typfall = TypfallOf(path);
    example.file = path;
    example.title = golden->title;
    example.kind = golden->kind == "example" ? "" : golden->kind;
    example.given = GivenOf(*golden, book);
    example.expect = ResultOf(result, book);
    example.steps = StepsOf(run.assessment);
    example.findings = result.findings;
    found.examples.push_back(std::move(example));
  }
  // The calculation first, then typfall by code; within each by file.
  std::stable_sort(found.examples.begin(),
                   found.examples.end(),
                   [](const Example& a, const Example& b) { return a.typfall < b.typfall; });
  return found;
}

}  // namespace dm::publish
