// M-10, M-11, M-13 and M-14: errors, checks, contact and load.
#include <array>
#include <utility>

#include "worker/report/build_report.h"

namespace dm::report {
namespace {

constexpr std::int64_t kTenthDayMs = std::int64_t{24} * 3'600'000 / 10;

std::string DimensionWord(const std::string& dimension) {
  if (dimension == "TOTAL") return "alla";
  if (dimension == "TYPFALL") return "typfall";
  if (dimension == "MODE") return "läge";
  if (dimension == "CHANNEL") return "kanal";
  if (dimension == "DECIDED_BY") return "beslutsfattare";
  if (dimension == "RULES") return "regelversion";
  if (dimension == "DRAWN") return "draget";
  return dimension;
}

// Rows by code with a count each, and what they add up to.
RawTable ListOf(std::string title,
                std::string head,
                std::string count,
                const std::map<std::string, Counted>& counts,
                const Builder& builder) {
  RawTable raw;
  raw.title = std::move(title);
  raw.head = std::move(head);
  raw.count = std::move(count);
  for (const auto& [code, counted] : counts)
    raw.rows.push_back({.label = builder.Label(code), .parts = {counted}, .derived = {}});
  raw.sum = Sum::kTotal;
  return raw;
}

}  // namespace

// An error is one of a decision, and few are what one hopes for: they are shown where enough
// decisions were reviewed.
void Builder::Errors(ReportMeasure& measure) const {
  std::map<std::string, RawTable> tables;
  for (const ErrorRate& rate : material.errors) {
    RawTable& raw = tables[rate.dimension];
    if (raw.rows.empty()) {
      raw.title = "Fel i stickprovet, efter " + DimensionWord(rate.dimension);
      raw.head = DimensionWord(rate.dimension);
      raw.count = "Granskade";
      raw.derived = {{"Fel", ReportUnit::kCount},
                     {"Med övre gräns", ReportUnit::kText},
                     {"Larm", ReportUnit::kText}};
      raw.sum = rate.dimension == "TOTAL" ? Sum::kNone : Sum::kTotal;
      raw.total = {{}, {}, {}};
    }
    const std::string name = rate.dimension + rate.value;
    raw.rows.push_back({.label = rate.value.empty() ? "alla" : Label(rate.value),
                        .parts = {OfItems(name, rate.n)},
                        .derived = {{.value = rate.errors},
                                    {.over = {kAllParts}, .text = rate.text},
                                    {.over = {}, .text = rate.alarm ? "LARM" : "nej"}}});
  }
  static constexpr std::array kOrder = {
      "TOTAL", "TYPFALL", "MODE", "CHANNEL", "DECIDED_BY", "RULES", "DRAWN"};
  for (const char* dimension : kOrder) {
    const auto found = tables.find(dimension);
    if (found == tables.end()) continue;
    measure.tables.push_back(Table(found->second));
    std::erase_if(measure.tables.back().rows, [](const ReportRow& row) { return row.total; });
  }
  measure.tables.push_back(Table(ListOf(
      "Rättade beslut efter grund", "grund", "Rättelser", tally().correction_grounds, *this)));
}

void Builder::Checks(ReportMeasure& measure) const {
  static constexpr std::array kStates = {"DONE", "NOT_APPLICABLE", "SKIPPED", "MISSING"};
  RawTable raw;
  raw.title = "Kontroller i periodens ärenden";
  raw.head = "kontroll";
  raw.parts = {"Gjord", "Inte tillämplig", "Överhoppad med skäl", "Saknas"};
  raw.chart = ReportChart::kStacks;
  raw.charted = {0, 1, 2, 3};
  for (const auto& [check, states] : tally().checks) {
    RawRow row{.label = Label(check), .parts = {}, .derived = {}};
    for (const char* state : kStates) {
      const auto found = states.find(state);
      row.parts.push_back(found == states.end() ? Counted() : found->second);
    }
    raw.rows.push_back(std::move(row));
  }
  measure.tables.push_back(Table(raw));
}

void Builder::ContactDemand(ReportMeasure& measure) const {
  RawTable asked;
  asked.title = "Ärenden där hushållet ombads komplettera, efter månad";
  asked.head = "månad";
  asked.parts = {"Ombedda", "Inte"};
  asked.derived = {{"Andel ombedda", ReportUnit::kPermille}};
  const auto share = [](const Group& group) {
    return std::vector<Derived>{
        {.value = Permille(group.asked.value, group.cases.value), .over = {0, kAllParts}}};
  };
  for (const auto& [label, group] : tally().by_month) {
    asked.rows.push_back(
        {.label = label, .parts = {group.asked, group.not_asked}, .derived = share(group)});
  }
  asked.sum = Sum::kTotal;
  asked.total = share(tally().all);
  measure.tables.push_back(Table(asked));
  measure.tables.push_back(
      Table(ListOf("Vad som begärdes", "uppgift", "Gånger", tally().asked_items, *this)));
  RawTable often;
  often.title = "Upprepad begäran om komplettering, och meddelanden från hushållen";
  often.head = "vad";
  often.count = "Antal";
  const Group& all = tally().all;
  if (all.cases.value > 0) {
    often.rows = {{.label = "upprepad begäran", .parts = {all.repeats}, .derived = {}},
                  {.label = "meddelanden från hushållen", .parts = {all.messages}, .derived = {}}};
  }
  measure.tables.push_back(Table(often));
}

void Builder::LoadNow(ReportMeasure& measure) const {
  if (!material.load) return;
  const Load& load = *material.load;
  std::int64_t handlers = 0;
  for (const HandlerLoad& one : load.handlers) handlers += one.held > 0 ? 1 : 0;
  RawTable raw;
  raw.title = "Öppna ärenden när rapporten gjordes";
  raw.head = "när";
  raw.count = "Öppna ärenden";
  raw.parts = {"Med handläggare", "Utan handläggare"};
  raw.derived = {{"Handläggare med ärenden", ReportUnit::kCount},
                 {"Äldsta ärendet", ReportUnit::kTenthDays}};
  Derived oldest;
  if (load.oldest)
    oldest.value = std::max<std::int64_t>(0, material.now - *load.oldest) / kTenthDayMs;
  raw.rows = {
      {.label = "nu",
       .parts = {OfItems("held", load.items - load.unassigned), OfItems("free", load.unassigned)},
       .derived = {{.value = handlers}, oldest}}};
  measure.tables.push_back(Table(raw));
}

}  // namespace dm::report
