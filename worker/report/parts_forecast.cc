// M-08: the year's sum from the months that are known, last year's season and this year's change so
// far, with what the same sum would have missed by last year.
#include <optional>
#include <utility>

#include "worker/report/build_report.h"

namespace dm::report {
namespace {

constexpr int kYear = 12;

struct Known {
  std::int64_t cases = 0;
  std::int64_t ore = 0;
};

class Years {
 public:
  explicit Years(const Groups& months) : months_(months) {}

  // Nothing where the store has no grant of the month.
  std::optional<Known> Of(Month month) const {
    const auto found = months_.find(month.ToString());
    if (found == months_.end() || found->second.granting.value == 0) return std::nullopt;
    return Known{found->second.granting.value, found->second.granted.ore()};
  }

  // Of `count` months from `first` on; nothing where one is missing.
  std::optional<Known> Sum(Month first, int count) const {
    Known sum;
    for (int i = 0; i < count; ++i) {
      const std::optional<Known> month = Of(first.PlusMonths(i));
      if (!month) return std::nullopt;
      sum.cases += month->cases;
      sum.ore += month->ore;
    }
    return sum;
  }

  // The year's sum as it could be told when `known` of its months had passed; it takes the whole
  // year before. What remains is last year's, times the change of cases and of mean so far; in sum
  // the change of the amounts so far.
  std::optional<std::int64_t> Forecast(int year, int known) const {
    const StatusOr<Month> january = Month::Make(year, 1);
    if (!january.ok()) return std::nullopt;
    const std::optional<Known> so_far = Sum(*january, known);
    if (known == kYear) return so_far ? std::optional(so_far->ore) : std::nullopt;
    const std::optional<Known> same = Sum(january->PlusMonths(-kYear), known);
    const std::optional<Known> rest = Sum(january->PlusMonths(known - kYear), kYear - known);
    if (!so_far || !same || !rest || same->ore == 0) return std::nullopt;
    const auto change = static_cast<long double>(so_far->ore) / static_cast<long double>(same->ore);
    return so_far->ore +
           static_cast<std::int64_t>(static_cast<long double>(rest->ore) * change + 0.5L);
  }

 private:
  const Groups& months_;
};

}  // namespace

void Builder::Forecast(ReportMeasure& measure) const {
  const Years years(tally().months);
  const int year = material.span.to.year();
  const int known = material.span.to.month();
  const std::optional<std::int64_t> forecast = years.Forecast(year, known);
  if (!forecast) {
    measure.missing.emplace_back(
        "Prognosen: lagret har inte årets månader hittills och hela året före.");
    return;
  }
  const StatusOr<Month> january = Month::Make(year, 1);
  const Group& last = tally().months.at(material.span.to.ToString());
  RawTable raw;
  raw.title = "Prognos för " + std::to_string(year);
  raw.head = "efter";
  raw.derived = {{"Hittills", ReportUnit::kOre}, {"Hela året", ReportUnit::kOre}};
  raw.rows = {{.label = material.span.to.ToSwedish(),
               .parts = {last.granting},
               .derived = {{.value = years.Sum(*january, known)->ore}, {.value = *forecast}}}};
  measure.tables.push_back(Table(raw));
  const std::optional<std::int64_t> outcome = years.Forecast(year - 1, kYear);
  RawTable errors;
  errors.title = "Samma räknings fel förra året (" + std::to_string(year - 1) + ")";
  errors.head = "månader kända";
  errors.derived = {
      {"Prognos", ReportUnit::kOre}, {"Utfall", ReportUnit::kOre}, {"Fel", ReportUnit::kPermille}};
  for (const int months : {3, 6, 9}) {
    const std::optional<std::int64_t> then = years.Forecast(year - 1, months);
    if (!then || !outcome || *outcome == 0) continue;
    const std::int64_t off = *then - *outcome;
    const std::int64_t permille = (off < 0 ? -1 : 1) * *Permille(std::abs(off), *outcome);
    errors.rows.push_back(
        {.label = std::to_string(months),
         .parts = {last.granting},
         .derived = {{.value = *then}, {.value = *outcome}, {.value = permille}}});
  }
  if (errors.rows.empty())
    measure.missing.emplace_back(
        "Prognosens fel förra året: lagret har inte två hela år före detta.");
  measure.tables.push_back(Table(errors));
}

}  // namespace dm::report
