// BuildReport: the measures of the catalogue from the sums of a period. Pure.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "worker/case/report.h"
#include "worker/ports/quality_api.h"
#include "worker/ports/queue_api.h"
#include "worker/report/measures.h"
#include "worker/report/table_maker.h"
#include "worker/report/tally.h"

namespace dm::report {

// Everything that a report is made of.
struct Material {
  Span span;
  Tally tally;
  // Adults by barrier, of the frames of the period's households.
  std::map<std::string, Counted> barriers;
  std::vector<ErrorRate> errors;  // of the sample; empty where nothing was drawn
  std::optional<Load> load;       // open access alone
  Instant now;
  // Swedish words of a code; the code itself where there are none.
  std::function<std::string(const std::string& code)> words;
};

std::vector<ReportMeasure> BuildMeasures(const Material& material, std::int64_t min_cell);

// The parts, each in its own file.
struct Builder {
  const Material& material;
  std::int64_t min_cell;

  const Tally& tally() const { return material.tally; }

  ReportTable Table(const RawTable& raw) const { return MakeTable(raw, min_cell); }

  // Fewer than may be told were refused: how many were granted is then not told either, since how
  // many were decided is.
  bool FewRefused(const Group& group) const {
    return group.refused.value > 0 && group.refused.people.size() < min_cell;
  }

  // "RC-01 Kontoutdrag".
  std::string Label(const std::string& code) const;
  Groups Labelled(const Groups& groups) const;

  // Each adds its tables, and what is missing beside what the catalogue says.
  void Shares(ReportMeasure& measure) const;
  void Digital(ReportMeasure& measure) const;
  void LeadTimes(ReportMeasure& measure) const;
  void Households(ReportMeasure& measure) const;
  void LongTerm(ReportMeasure& measure) const;
  void Granted(ReportMeasure& measure) const;
  void Costs(ReportMeasure& measure) const;
  void Forecast(ReportMeasure& measure) const;
  void Barriers(ReportMeasure& measure) const;
  void Errors(ReportMeasure& measure) const;
  void Checks(ReportMeasure& measure) const;
  void Minutes(ReportMeasure& measure) const;
  void ContactDemand(ReportMeasure& measure) const;
  void LoadNow(ReportMeasure& measure) const;
  void HousingCosts(ReportMeasure& measure) const;
  void Drift(ReportMeasure& measure) const;
  void Equality(ReportMeasure& measure) const;
  void Statistics(ReportMeasure& measure) const;
};

// Whole cases that nobody is known behind: each counts as a household of its own.
Counted OfItems(std::string_view name, std::int64_t count);

}  // namespace dm::report
